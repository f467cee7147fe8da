use std::io::{BufWriter, Write};

use clap::ValueEnum;
use descent_core::table::{self, Detail};
use descent_core::{Experiment, Message, Session, Strings, Table, VERSION};
use descent_plot::svg;
use serde_json::json;

use crate::failure::{Failure, say};
use crate::source::Source;

/// What `descent run` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Print every so many epochs, and the last one
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    every: u32,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Print only this run; the first one is 0
    #[arg(long)]
    run: Option<usize>,
    /// Print all that a run carries: gradient, the optimizer's memory, gradients evaluated
    #[arg(long, conflicts_with = "format")]
    state: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One line per run and epoch, 17 significant digits
    Csv,
    /// One object per run
    Json,
}

/// Prints every epoch of an experiment; how each run ended, and the fingerprint of all of them,
/// goes to the standard error.
pub(crate) fn run(arguments: &Arguments, strings: &Strings) -> Result<(), Failure> {
    let mut session = Session::opened(arguments.source.link(strings)?);
    let runs = session.runs().len();
    if let Some(run) = arguments.run.filter(|&run| run >= runs) {
        let message = Message::new("cli.run").with("run", run);
        return Err(Failure::Asked(message.with("runs", runs)));
    }
    session.playback.seek(session.experiment().epochs);
    session.complete();
    let mut out = BufWriter::new(std::io::stdout().lock());
    match arguments.format {
        Format::Csv => csv(&mut out, &session, arguments)?,
        Format::Json => as_json(&mut out, &session, arguments)?,
    }
    out.flush()?;
    report(&session, arguments.run, strings);
    Ok(())
}

/// The runs to tell of.
fn chosen(session: &Session, only: Option<usize>) -> impl Iterator<Item = usize> {
    (0..session.runs().len()).filter(move |&run| only.is_none_or(|only| only == run))
}

fn kind(experiment: &Experiment, run: usize) -> &'static str {
    experiment.runs[run].optimizer.kind()
}

fn csv(out: &mut impl Write, session: &Session, arguments: &Arguments) -> std::io::Result<()> {
    let &Arguments { every, run, state, .. } = arguments;
    let table = Table {
        experiment: session.experiment(),
        runs: session.runs(),
        only: run,
        every: every as usize,
        detail: if state { Detail::State } else { Detail::Path },
    };
    table.lines().try_for_each(|line| writeln!(out, "{line}"))
}

fn as_json(out: &mut impl Write, session: &Session, arguments: &Arguments) -> std::io::Result<()> {
    write!(out, "[")?;
    for (index, run) in chosen(session, arguments.run).enumerate() {
        let path = session.runs()[run].trajectory();
        let epochs = table::epochs(path.len(), arguments.every as usize).map(|epoch| {
            json!({
                "epoch": epoch,
                "learning_rate": path.rate[epoch],
                "w": path.point(epoch),
                "cost": path.cost[epoch],
            })
        });
        let json = json!({
            "run": run,
            "optimizer": kind(session.experiment(), run),
            "status": session.readout(run).map(|readout| readout.status.name()),
            "diverged_at": session.runs()[run].diverged(),
            "epochs": epochs.collect::<Vec<_>>(),
        });
        write!(out, "{}\n{json}", if index == 0 { "" } else { "," })?;
    }
    writeln!(out, "\n]")
}

fn report(session: &Session, only: Option<usize>, strings: &Strings) {
    for run in chosen(session, only) {
        let Some(readout) = session.readout(run) else { continue };
        let kind = kind(session.experiment(), run);
        let name = strings.get(&format!("optimizer.{kind}.name")).to_owned();
        let message = Message::new("cli.ended").with("run", run).with("optimizer", name);
        let outcome = svg::outcome(&readout, strings);
        say(&strings.say(&message.with("outcome", outcome)));
        if let Some(epoch) = readout.sensitive {
            let message = Message::new("cli.sensitive").with("run", run).with("epoch", epoch);
            say(&strings.say(&message));
        }
    }
    if let Some(digest) = session.digest() {
        let message = Message::new("cli.fingerprint").with("fingerprint", digest.short());
        say(&strings.say(&message.with("version", VERSION)));
    }
}
