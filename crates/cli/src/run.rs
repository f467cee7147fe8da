use std::io::{BufWriter, Write};

use clap::ValueEnum;
use descent_core::{Experiment, Message, Session, Strings};
use descent_plot::svg;
use serde_json::json;

use crate::failure::{Failure, say};
use crate::source;

/// What `descent run` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// An experiment file, `-` for the standard input, or an experiment of the gallery
    file: String,
    /// Print every so many epochs, and the last one
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    every: u32,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One line per run and epoch, 17 significant digits
    Csv,
    /// One object per run
    Json,
}

/// One epoch of a run.
struct Row {
    epoch: usize,
    rate: f64,
    w: [f64; 2],
    cost: f64,
}

/// Prints every epoch of an experiment; how each run ended goes to the standard error.
pub(crate) fn run(arguments: &Arguments, strings: &Strings) -> Result<(), Failure> {
    let experiment = source::experiment(&arguments.file, strings)?;
    let mut session = Session::new(experiment.clone());
    session.load(experiment);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let every = arguments.every as usize;
    match arguments.format {
        Format::Csv => csv(&mut out, &session, every)?,
        Format::Json => as_json(&mut out, &session, every)?,
    }
    out.flush()?;
    report(&session, strings);
    Ok(())
}

/// The epochs to print: every so many, and the last.
fn rows(session: &Session, run: usize, every: usize) -> impl Iterator<Item = Row> {
    let trajectory = session.runs()[run].trajectory();
    let last = trajectory.len() - 1;
    let epochs = (0..=last).filter(move |epoch| epoch.is_multiple_of(every) || *epoch == last);
    epochs.map(|epoch| Row {
        epoch,
        rate: trajectory.rate[epoch],
        w: [trajectory.w1[epoch], trajectory.w2[epoch]],
        cost: trajectory.cost[epoch],
    })
}

fn kind(experiment: &Experiment, run: usize) -> &'static str {
    experiment.runs[run].optimizer.kind()
}

fn csv(out: &mut impl Write, session: &Session, every: usize) -> std::io::Result<()> {
    writeln!(out, "run,optimizer,epoch,learning_rate,w1,w2,cost")?;
    for run in 0..session.runs().len() {
        let kind = kind(session.experiment(), run);
        for Row { epoch, rate, w: [w1, w2], cost } in rows(session, run, every) {
            writeln!(out, "{run},{kind},{epoch},{rate:.16e},{w1:.16e},{w2:.16e},{cost:.16e}")?;
        }
    }
    Ok(())
}

fn as_json(out: &mut impl Write, session: &Session, every: usize) -> std::io::Result<()> {
    write!(out, "[")?;
    for run in 0..session.runs().len() {
        let epochs = rows(session, run, every).map(|Row { epoch, rate, w, cost }| {
            json!({ "epoch": epoch, "learning_rate": rate, "w": w, "cost": cost })
        });
        let json = json!({
            "run": run,
            "optimizer": kind(session.experiment(), run),
            "status": session.readout(run).map(|readout| readout.status.name()),
            "diverged_at": session.runs()[run].diverged(),
            "epochs": epochs.collect::<Vec<_>>(),
        });
        write!(out, "{}\n{json}", if run == 0 { "" } else { "," })?;
    }
    writeln!(out, "\n]")
}

fn report(session: &Session, strings: &Strings) {
    for run in 0..session.runs().len() {
        let Some(readout) = session.readout(run) else { continue };
        let kind = kind(session.experiment(), run);
        let name = strings.get(&format!("optimizer.{kind}.name")).to_owned();
        let message = Message::new("cli.ended").with("run", run).with("optimizer", name);
        let outcome = svg::outcome(&readout, strings);
        say(&strings.say(&message.with("outcome", outcome)));
    }
}
