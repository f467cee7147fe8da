use percent_encoding::percent_decode_str;

use super::{Link, PageNames};
use crate::fault::{Fault, Problem};
use crate::session::{Look, Playback, Session};
use crate::{Experiment, Optimizer, Region, RunSpec, gallery, number};

type Read<T> = Result<T, Fault>;

/// The names that a link may use, those of the page aside.
const NAMES: [&str; 13] = [
    "v",
    "experiment",
    "landscape",
    "start",
    "epochs",
    "seed",
    "run",
    "hidden",
    "styles",
    "epoch",
    "speed",
    "view",
    "threshold",
];

/// What may stand more often than once.
const REPEATED: &str = "run";

/// Instead of a run: there is none.
pub(super) const NO_RUN: &str = "none";

pub(super) fn read(fragment: &str, names: &PageNames) -> Read<Link> {
    let (found, most) = (fragment.len(), Link::LONGEST);
    if found > most {
        return Err(Fault::new("", Problem::TooLong { found, most }));
    }
    let plain = percent_decode_str(fragment.strip_prefix('#').unwrap_or(fragment)).decode_utf8();
    let plain =
        plain.map_err(|_| Fault::new("", Problem::WrongType { expected: "fault.not_text" }))?;
    let pairs = Pairs::of(&plain, names)?;
    pairs.version()?;
    let mut link = Link::of(pairs.experiment()?);
    pairs.look(&mut link)?;
    let page = names.iter().filter_map(|&(name, known)| Some((name, known, pairs.get(name)?)));
    let page = page.map(|(name, known, found)| {
        let index = known.iter().position(|value| *value == found);
        let value = index.map(|index| (name, known[index]));
        value.ok_or_else(|| unknown(name, found, known))
    });
    Ok(Link { page: page.collect::<Read<_>>()?, ..link })
}

/// The names and values of a link, in order, no name but `run` twice.
struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    fn of(plain: &'a str, names: &PageNames) -> Read<Self> {
        let known = || NAMES.into_iter().chain(names.iter().map(|(name, _)| *name));
        let mut pairs = Self(Vec::new());
        for pair in plain.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if !known().any(|known| known == name) {
                return Err(Fault::unknown_field(name, &known().collect::<Vec<_>>()));
            }
            if name != REPEATED && pairs.get(name).is_some() {
                return Err(Fault::new(name, Problem::Twice));
            }
            pairs.0.push((name, value));
        }
        Ok(pairs)
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|pair| pair.0 == name).map(|pair| pair.1)
    }

    fn version(&self) -> Read<()> {
        match self.get("v") {
            None => Ok(()),
            Some(found) if found == Link::VERSION.to_string() => Ok(()),
            Some(found) => {
                let (found, known) = (found.to_owned(), Link::VERSION);
                Err(Fault::new("v", Problem::Version { found, known }))
            }
        }
    }

    fn experiment(&self) -> Read<Experiment> {
        let mut experiment = self.base()?;
        if let Some(landscape) = self.get("landscape") {
            let mut parts = landscape.split(',');
            experiment.set("landscape.kind", parts.next().unwrap_or(""))?;
            for part in parts {
                let (name, value) = setting(part);
                experiment.set(&format!("landscape.{name}"), value)?;
            }
        }
        if let Some(start) = self.get("start") {
            let [w1, w2] = split("start", start, "fault.not_a_place")?;
            experiment.set("start[0]", w1)?;
            experiment.set("start[1]", w2)?;
        }
        for name in ["epochs", "seed"] {
            if let Some(value) = self.get(name) {
                experiment.set(name, value)?;
            }
        }
        let runs: Vec<_> = self.0.iter().filter(|pair| pair.0 == REPEATED).collect();
        if !runs.is_empty() {
            experiment.runs.clear();
        }
        let (found, most) = (runs.len(), Experiment::MOST_RUNS);
        if found > most {
            return Err(Fault::new("runs", Problem::TooMany { found, most }));
        }
        for (_, run) in runs.into_iter().filter(|run| found > 1 || run.1 != NO_RUN) {
            add_run(&mut experiment, run)?;
        }
        Ok(experiment)
    }

    /// The experiment of the gallery that the link begins from.
    fn base(&self) -> Read<Experiment> {
        let id = self.get("experiment");
        let base = id.map_or_else(|| gallery::experiments().first(), gallery::named).cloned();
        base.ok_or_else(|| unknown("experiment", id.unwrap_or_default(), gallery::IDS))
    }

    /// How the experiment is looked at.
    fn look(&self, link: &mut Link) -> Read<()> {
        self.styles(&mut link.looks)?;
        if let Some(epoch) = self.get("epoch") {
            link.epoch = whole("epoch", epoch, link.experiment.epochs)?;
        }
        let number = |name: &str, usual, range| {
            let text = self.get(name).map(|text| number::parse(text, range));
            text.unwrap_or(Ok(usual)).map_err(|fault| fault.at(name))
        };
        link.speed = number("speed", link.speed, Playback::SPEED)?;
        if let Some(view) = self.get("view") {
            link.view = region(view)?;
        }
        link.threshold = number("threshold", link.threshold, Session::THRESHOLD)?;
        Ok(())
    }

    fn styles(&self, looks: &mut [Look]) -> Read<()> {
        let list = |name| self.get(name).map(|text| text.split(','));
        if let Some(styles) = list("styles") {
            let styles = styles.map(|style| whole("styles", style, Experiment::MOST_RUNS - 1));
            let styles = styles.collect::<Read<Vec<_>>>()?;
            let twice = |i: usize| styles[..i].contains(&styles[i]);
            if styles.len() != looks.len() || (0..styles.len()).any(twice) {
                return Err(wrong_type("styles", "fault.not_styles"));
            }
            for (look, style) in looks.iter_mut().zip(styles) {
                look.style = style;
            }
        }
        for hidden in list("hidden").into_iter().flatten() {
            let index = whole("hidden", hidden, looks.len().saturating_sub(1))?;
            if let Some(look) = looks.get_mut(index) {
                look.shown = false;
            }
        }
        Ok(())
    }
}

/// Adds a run as a link says it: an optimizer, and what differs from its defaults.
fn add_run(experiment: &mut Experiment, text: &str) -> Read<()> {
    let mut parts = text.split(',');
    let (index, kind) = (experiment.runs.len(), parts.next().unwrap_or(""));
    let path = |name: &str| format!("runs[{index}].{name}");
    let optimizer = Optimizer::from_kind(kind);
    let optimizer =
        optimizer.ok_or_else(|| unknown(&path("optimizer.kind"), kind, Optimizer::KINDS))?;
    experiment.runs.push(RunSpec::new(optimizer));
    for part in parts {
        let (name, value) = setting(part);
        let name = match name {
            "learning_rate" | "warmup" => path(name),
            "schedule" => path("schedule.kind"),
            _ if name.starts_with("schedule.") => path(name),
            _ => path(&format!("optimizer.{name}")),
        };
        experiment.set(&name, value)?;
    }
    Ok(())
}

/// A name and what it is set to.
fn setting(part: &str) -> (&str, &str) {
    part.split_once(':').unwrap_or((part, ""))
}

fn region(text: &str) -> Read<Region> {
    let numbers = split("view", text, "fault.not_a_view")?;
    let [left, right, bottom, top] = numbers.map(|text| number::parse(text, Experiment::START));
    let at = |fault: Fault| fault.at("view");
    let (x, y) = ([left.map_err(at)?, right.map_err(at)?], [bottom.map_err(at)?, top.map_err(at)?]);
    let region = Region { x, y };
    if region.is_sound() { Ok(region) } else { Err(wrong_type("view", "fault.not_a_view")) }
}

/// As many parts as there must be.
fn split<'a, const N: usize>(
    path: &str,
    text: &'a str,
    expected: &'static str,
) -> Read<[&'a str; N]> {
    let parts: Vec<&str> = text.split(',').collect();
    parts.try_into().map_err(|_| wrong_type(path, expected))
}

/// A count from 0 to `most`.
fn whole(path: &str, text: &str, most: usize) -> Read<usize> {
    let number = number::whole(text, crate::knob::Range::whole(0, most as u64));
    number.map(|number| number as usize).map_err(|fault| fault.at(path))
}

fn wrong_type(path: &str, expected: &'static str) -> Fault {
    Fault::new(path, Problem::WrongType { expected })
}

fn unknown(path: &str, found: &str, known: &[&str]) -> Fault {
    Fault::unknown_name(path, found, known)
}
