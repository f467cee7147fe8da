//! What the page is given. Numbers for people are text, formatted once, in core.
//!
//! A field that no script reads fails a test (`tests/types`), as does a script that reads one that
//! is not here.

use std::borrow::Cow;

use descent_core::session::{Effect, Status};

use crate::data::{Blanks, Kind, data};

data! {
    /// What can be chosen.
    Catalogue {
        landscapes: &'static [&'static str],
        optimizers: &'static [&'static str],
        /// In epochs per second.
        speeds: &'static [f64],
        charts: Vec<&'static str>,
        experiments: &'static [&'static str],
        figure: FigureSize,
        libraries: Vec<Library>,
        /// The largest experiment file, in bytes.
        largest: usize,
        version: &'static str,
    }

    /// How large a picture is, in CSS pixels.
    FigureSize {
        /// When nothing is said.
        size: [f64; 2],
        narrowest: f64,
    }

    /// A library that an experiment can be exported for.
    Library {
        id: &'static str,
        name: &'static str,
    }

    /// One thing that can be set.
    Field {
        /// Its address in the experiment file.
        path: String,
        name: Cow<'static, str>,
        /// The letter that the field writes for it; empty for none.
        symbol: Cow<'static, str>,
        kind: Kind,
        value: String,
        /// The smallest number; empty where it is none.
        min: String,
        /// The largest number; empty where it is none.
        max: String,
        /// Where it is a choice.
        choices: &'static [&'static str],
    }

    /// Everything that changes when the experiment or the view of it does.
    State {
        /// Its name in the gallery, if it is one of it.
        experiment: Option<&'static str>,
        landscape: LandscapeState,
        /// A field for each parameter.
        start: Vec<Field>,
        point: StartPoint,
        /// The landscape's known points.
        marks: Vec<Mark>,
        epochs: Field,
        threshold: Field,
        speed: f64,
        chart: &'static str,
        /// The theme that it is drawn in.
        theme: &'static str,
        can_undo: bool,
        can_redo: bool,
        /// Whether there is an experiment of one's own to come back to.
        has_own: bool,
        /// The cost above which the chart shows heights, if it does.
        chart_base: String,
        runs: Vec<RunState>,
        can_add: bool,
    }

    /// The landscape that is descended.
    LandscapeState {
        kind: &'static str,
        /// In MathML.
        formula: String,
        /// The formula on one line.
        text: String,
        fields: Vec<Field>,
        /// The penalty on it, and the noise of its gradients.
        additions: Vec<Field>,
    }

    /// What the landscape is like at the start.
    StartPoint {
        cost: String,
        gradient: Vec<String>,
        slope: String,
    }

    /// A run in the table.
    RunState {
        kind: &'static str,
        /// Its name among the others: Adam, Adam 2.
        name: String,
        /// What is not as its optimizer brings it, in few words; its decay aside.
        changes: String,
        /// Its own until it is removed.
        style: usize,
        color: String,
        dash: &'static [f64],
        shown: bool,
        /// Its learning rate.
        rate: Field,
        /// Everything else that can be set.
        fields: Vec<Field>,
        /// The optimizers whose rule its own can start from.
        starts: &'static [&'static str],
    }

    /// Everything that changes with the epoch.
    Results {
        /// The number of the update that is shown: the epoch, unless those are cut into minibatches.
        epoch: usize,
        /// How many updates there are.
        epochs: usize,
        updates_per_epoch: usize,
        playing: bool,
        /// Once everything is computed.
        fingerprint: Option<Fingerprint>,
        rows: Vec<Row>,
    }

    /// The fingerprint of all numbers.
    Fingerprint {
        short: String,
        whole: String,
    }

    /// What came of a run by the epoch that is shown.
    Row {
        status: Status,
        /// The status in words.
        outcome: String,
        cost: String,
        w1: String,
        w2: String,
        /// The first epoch with a cost below the threshold, if there is one.
        below: String,
        /// Where it is, in words that follow the outcome; may be empty.
        place: String,
        /// The first epoch that depends on rounding, if one does.
        sensitive: String,
    }

    /// What is under the pointer on the map.
    MapHover {
        w1: String,
        w2: String,
        cost: String,
        /// Whether the start is.
        start: bool,
        mark: Option<Mark>,
        run: Option<Iterate>,
    }

    /// A known point with its cost.
    Mark {
        /// What and where it is, in words.
        place: String,
        cost: String,
    }

    /// An iterate of a run.
    Iterate {
        /// The run.
        index: usize,
        epoch: usize,
        w1: String,
        w2: String,
        cost: String,
    }

    /// What is under the pointer on the chart.
    ChartHover {
        epoch: usize,
        rows: Vec<ChartRow>,
    }

    /// A run's value at an epoch.
    ChartRow {
        /// The run.
        index: usize,
        value: String,
    }

    /// A sentence to say.
    Message {
        /// Its key among the page's strings.
        key: &'static str,
        blanks: Blanks,
    }

    /// What came of an event.
    Outcome {
        effect: Effect,
        /// Why it is refused; then nothing has changed.
        fault: Option<Message>,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use descent_core::session::Event;

    use crate::data::comment;

    /// `cargo xtask golden --bless` writes the file.
    #[test]
    fn golden_types_of_the_page() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/types.d.ts");
        let begin = "// The types of what the page is given, written by `cargo xtask golden --bless` from\n\
                     // crates/web/src/model.rs.\n\n\
                     /** A text that is JSON of this type. */\n\
                     export type Json<T> = string & { readonly json: T };\n";
        let event = comment("", &[" What can be asked of the session."]);
        let event = format!("\n{event}export type Event ={};\n", Event::typescript());
        let found = format!("{begin}{}{event}", super::declarations());
        if std::env::var_os("BLESS").is_some() {
            fs::write(file, &found).expect("the types");
        }
        let expected = fs::read_to_string(file).unwrap_or_default().replace('\r', "");
        assert!(expected == found, "{file} is not what model.rs says: cargo xtask golden --bless");
    }
}
