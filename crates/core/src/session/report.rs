//! What came of the runs, as a table to take away: as Markdown for a text, as CSV for a program.

use super::{Readout, Session, words};
use crate::number::{exact, short};
use crate::{Message, Notation, Strings};

/// A run's row: what it is, and what came of it.
struct Row {
    index: usize,
    name: String,
    settings: String,
    w: Vec<f64>,
    readout: Readout,
}

/// The runs that are ticked, in order.
fn rows(session: &Session, strings: &Strings) -> Vec<Row> {
    let experiment = session.experiment();
    let names = words::names(&experiment.runs, strings);
    let row = |(index, name): (usize, String)| {
        let readout = session.readout(index)?;
        let path = session.runs().get(index)?.trajectory();
        let settings = words::settings(&experiment.runs[index], strings).join(", ");
        let w = path.params(readout.epoch).unwrap_or_default().to_vec();
        let is_shown = session.looks().get(index).is_some_and(|look| look.shown);
        is_shown.then_some(Row { index, name, settings, w, readout })
    };
    names.into_iter().enumerate().filter_map(row).collect()
}

/// The results at the epoch that is shown as a Markdown table, with a line above that says of what.
#[must_use]
pub fn markdown(session: &Session, strings: &Strings) -> String {
    let experiment = session.experiment();
    let landscape = experiment.landscape.get();
    let list = |numbers: &[f64]| numbers.iter().map(|&w| short(w)).collect::<Vec<_>>().join(", ");
    let title = Message::new("report.title")
        .with("landscape", strings.get(&format!("landscape.{}.name", experiment.landscape.kind())))
        .with("formula", landscape.written(Notation::Text))
        .with("start", list(&experiment.start))
        .with("epoch", session.epoch())
        .with("epochs", experiment.epochs);
    let below = Message::new("table.below_at").with("threshold", exact(session.threshold()));
    let w = (1..=experiment.start.len()).map(|place| format!("w{place}"));
    let named = |key: &str| strings.get(key).to_owned();
    let head = ["table.optimizer", "report.settings", "table.cost"].map(named).into_iter();
    let head: Vec<String> =
        head.chain(w).chain([strings.say(&below), named("table.status")]).collect();
    let rule = vec!["---".to_owned(); head.len()];
    let lines = rows(session, strings).into_iter().map(|row| {
        let Row { name, settings, w, readout, .. } = row;
        let first = readout.first_below.map_or("–".to_owned(), |epoch| epoch.to_string());
        let status = words::standing(&readout, strings);
        let w = w.into_iter().map(short);
        [name, settings, short(readout.cost)].into_iter().chain(w).chain([first, status]).collect()
    });
    let table = [head, rule].into_iter().chain(lines);
    let line = |cells: Vec<String>| {
        let cells: Vec<_> = cells.into_iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    format!("{}\n\n{}", strings.say(&title), table.map(line).collect::<String>())
}

/// The results at the epoch that is shown as CSV, numbers such that they read back. A threshold
/// that is not reached is empty.
#[must_use]
pub fn csv(session: &Session, strings: &Strings) -> String {
    let experiment = session.experiment();
    let w = (1..=experiment.start.len()).map(|place| format!("w{place}"));
    let begin = ["run", "name", "optimizer", "learning_rate", "settings", "epoch"];
    let end = ["cost", "threshold", "first_below", "status"];
    let plain = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let head: Vec<String> = plain(&begin).into_iter().chain(w).chain(plain(&end)).collect();
    let lines = rows(session, strings).into_iter().map(|row| {
        let Row { index, name, settings, w, readout } = row;
        let spec = &experiment.runs[index];
        let begin = [
            index.to_string(),
            name,
            spec.optimizer.kind().to_owned(),
            exact(spec.learning_rate),
            settings,
            readout.epoch.to_string(),
        ];
        let first = readout.first_below.map_or_else(String::new, |epoch| epoch.to_string());
        let status = readout.status.name().to_owned();
        let end = [exact(readout.cost), exact(session.threshold()), first, status];
        begin.into_iter().chain(w.into_iter().map(exact)).chain(end).collect()
    });
    let line = |cells: Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
        cells.join(",") + "\n"
    };
    std::iter::once(head).chain(lines).map(line).collect()
}

/// A cell as it stands in CSV.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
