use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use descent_core::run::table::Detail;
use descent_core::session::words;
use descent_core::settings::Range;
use descent_core::{Bookmark, Digest, Experiment, Message, Session, Strings, Table, VERSION};

use crate::arguments::{Whole, check_most};
use crate::failure::{Failure, say};
use crate::json::RunJson;
use crate::memory;
use crate::progress::Progress;
use crate::source::Source;

/// What `descent run` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Print every so many epochs, and the last one
    #[arg(long, allow_negative_numbers = true, default_value_t = 1, value_parser = EVERY)]
    every: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Print only this run; the first one is 0
    #[arg(long, allow_negative_numbers = true, value_parser = RUN)]
    run: Option<usize>,
    /// Print all that a run carries: gradient, the optimizer's memory, gradients evaluated; as CSV
    #[arg(long)]
    state: bool,
}

const EVERY: Whole = Whole(Range::whole(1, u32::MAX as u64));

const RUN: Whole = Whole(Range::whole(0, Experiment::MOST_RUNS as u64 - 1));

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// One line per run and epoch, 17 significant digits
    Csv,
    /// One object per run
    Json,
}

/// Prints every epoch of an experiment; how each run ended, and the fingerprint of all of them,
/// goes to the standard error.
///
/// Runs are computed and printed one after the other, so that one of them takes memory at a
/// time.
pub(crate) fn run(arguments: &Arguments, strings: &Strings) -> Result<(), Failure> {
    let link = arguments.source.link()?;
    arguments.check(&link.experiment)?;
    memory::check(memory::of_runs(1, &link.experiment), "cli.memory.run")?;
    // What is printed there already shows how far it is.
    let to_terminal = io::stdout().is_terminal();
    let progress = if to_terminal { Progress::unseen() } else { Progress::start() };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut reports = Vec::new();
    let mut digest = Digest::default();
    let printer = Printer { arguments, experiment: &link.experiment, progress: &progress };
    printer.begin(&mut out)?;
    for run in 0..link.experiment.runs.len() {
        let session = alone(&link, run);
        digest = digest.with_run(&session.runs()[0]);
        if arguments.run.is_none_or(|only| only == run) {
            printer.print(&mut out, run, &session)?;
            reports.extend(report(&session, run, strings));
        }
    }
    printer.end(&mut out)?;
    out.flush()?;
    drop(progress);
    let fingerprint = Message::new("cli.fingerprint").with("fingerprint", digest.short());
    reports.push(fingerprint.with("version", VERSION));
    Ok(reports.iter().try_for_each(|message| say(&strings.say(message)))?)
}

impl Arguments {
    /// What the options ask for must be there.
    fn check(&self, experiment: &Experiment) -> Result<(), Failure> {
        if self.state && self.format != Format::Csv {
            return Err(Failure::Asked(Message::new("cli.state_is_csv")));
        }
        match (self.run, experiment.runs.len().checked_sub(1)) {
            (Some(_), None) => Err(Failure::Asked(Message::new("cli.no_runs"))),
            (Some(run), Some(last)) => check_most("--run", run, last),
            (None, _) => Ok(()),
        }
    }
}

/// A session of one run, computed to its end.
fn alone(link: &Bookmark, run: usize) -> Session {
    let runs = vec![link.experiment.runs[run].clone()];
    let experiment = Experiment { runs, ..link.experiment.clone() };
    let epoch = experiment.steps();
    let looks = vec![link.looks[run]];
    let mut session = Session::opened(Bookmark { experiment, looks, epoch, ..link.clone() });
    session.finish_run(0);
    session.complete();
    session
}

/// Prints runs, one by one.
struct Printer<'a> {
    arguments: &'a Arguments,
    experiment: &'a Experiment,
    progress: &'a Progress,
}

impl Printer<'_> {
    fn table(&self) -> Table<'_> {
        let &Arguments { every, run, state, .. } = self.arguments;
        let detail = if state { Detail::State } else { Detail::Path };
        Table { experiment: self.experiment, only: run, every, detail }
    }

    fn begin(&self, out: &mut impl Write) -> io::Result<()> {
        match self.arguments.format {
            Format::Csv => writeln!(out, "{}", self.table().header()),
            Format::Json => writeln!(out, "["),
        }
    }

    fn print(&self, out: &mut impl Write, run: usize, session: &Session) -> io::Result<()> {
        let of = &session.runs()[0];
        let reached = |epoch: usize| self.reached(run, epoch);
        match self.arguments.format {
            Format::Csv => {
                let every = self.arguments.every;
                let mut rows = self.table().rows(run, of).enumerate();
                rows.try_for_each(|(row, line)| {
                    reached(row * every);
                    writeln!(out, "{line}")
                })
            }
            Format::Json => {
                let is_first = self.table().chosen().next() == Some(run);
                write!(out, "{}", if is_first { "" } else { ",\n" })?;
                let every = self.arguments.every;
                let status = session.readout(0).map(|readout| readout.status.name());
                let optimizer = self.experiment.runs[run].optimizer.kind();
                let per_epoch = self.experiment.task().updates_per_epoch();
                let reached = &reached;
                let json = RunJson { run, optimizer, status, of, per_epoch, every, reached };
                Ok(serde_json::to_writer(out, &json)?)
            }
        }
    }

    fn end(&self, out: &mut impl Write) -> io::Result<()> {
        match self.arguments.format {
            Format::Csv => Ok(()),
            Format::Json => writeln!(out, "\n]"),
        }
    }

    /// Says how far it is when this epoch of a run is printed.
    fn reached(&self, run: usize, epoch: usize) {
        let of_run = epoch as f64 / self.experiment.steps() as f64;
        self.progress.reach((run as f64 + of_run) / self.experiment.runs.len() as f64);
    }
}

/// How a run ended.
fn report(session: &Session, run: usize, strings: &Strings) -> Vec<Message> {
    let Some(readout) = session.readout(0) else { return Vec::new() };
    let kind = session.experiment().runs[0].optimizer.kind();
    let name = strings.get(&format!("optimizer.{kind}.name")).to_owned();
    let ended = Message::new("cli.ended").with("run", run).with("optimizer", name);
    let ended = ended.with("outcome", words::outcome(&readout, strings));
    let sensitive = readout
        .sensitive
        .map(|epoch| Message::new("cli.sensitive").with("run", run).with("epoch", epoch));
    std::iter::once(ended).chain(sensitive).collect()
}
