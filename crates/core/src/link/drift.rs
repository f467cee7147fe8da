//! Compares the program's defaults with the frozen ones of the latest version.

use std::collections::BTreeMap;

use super::defaults::{Defaults, FILES, LINES, Scene, read_versions, versions};
use super::read::Pairs;
use super::settings::{self, Setting};
use super::syntax::{self, escape, written};
use super::{Bookmark, PageNames, write};
use crate::number::exact;
use crate::{Experiment, Fault, Landscape, Optimizer, RunSpec, Schedule, gallery};

/// How the program's defaults differ from the frozen ones, as lines for their files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// Defaults that the latest version does not have, because they came later. Adding them to
    /// its file changes no link.
    pub added: Vec<String>,
    /// Defaults that the latest version has otherwise: they make the next version's file.
    pub changed: Vec<String>,
    /// What is in the files and the program no longer understands.
    pub lost: Vec<Fault>,
}

impl Drift {
    /// Compares the program's defaults, and a page's: the first value of each name.
    #[must_use]
    pub fn of(names: &PageNames) -> Self {
        let experiments = gallery::IDS.iter().copied().zip(gallery::experiments());
        let mut drift = Self::between(&program(names), &experiments.collect::<Vec<_>>(), FILES);
        for defaults in versions() {
            drift.lost.extend(defaults.unknown_to(names));
        }
        drift
    }

    pub(super) fn between(
        program: &[Line],
        gallery: &[(&str, &Experiment)],
        files: &[&str],
    ) -> Self {
        let (versions, lost) = read_versions(files);
        let Some(latest) = versions.last() else { return Self::default() };
        let frozen = frozen(files);
        let mut drift = Self { lost, ..Self::default() };
        for line in program {
            let frozen = frozen.get(&line.begin);
            let text = |part: &Part| frozen.and_then(|frozen| frozen.get(&part.name));
            let added = line.with(|part| text(part).is_none());
            let changed = line.with(|part| text(part).is_some_and(|text| *text != part.value));
            drift.added.extend(added.map(|line| line.text(latest.version)));
            drift.changed.extend(changed.map(|line| line.text(latest.version + 1)));
        }
        let begins = format!("v={}", latest.version + 1);
        let next = drift.changed.join("\n");
        let next = if next.starts_with(&begins) { next } else { format!("{begins}\n{next}") };
        let (next, _) = read_versions(&[files, &[&next]].concat());
        let next = next.last().unwrap_or(latest);
        for (name, experiment) in gallery {
            let text = |it, defaults| written_out(name, it, defaults);
            match latest.experiment(Some(name)) {
                None => drift.added.push(text(experiment, latest)),
                Some(old) if text(old, latest) == text(experiment, latest) => {}
                Some(_) => drift.changed.push(text(experiment, next)),
            }
        }
        if drift.changed.first().is_some_and(|line| !line.starts_with(&begins)) {
            drift.changed.insert(0, begins);
        }
        drift
    }
}

/// A line of the files, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The short link that it begins with, such as `run=adam`; `v` for the version itself.
    begin: String,
    parts: Vec<Part>,
}

/// A setting or value in a line, escaped.
#[derive(Clone, Debug)]
struct Part {
    name: String,
    value: String,
    /// Whether it is a setting of what the line begins with, after a comma.
    is_setting: bool,
}

impl Line {
    fn new(begin: String, settings: Vec<Setting>, values: Vec<(String, String)>) -> Self {
        let part = |is_setting, (name, value)| Part { name, value, is_setting };
        let settings = settings.iter().map(|(name, value)| (escape(name), escape(value)));
        let settings = settings.map(|it| part(true, it));
        let values = values.into_iter().map(|it| part(false, it));
        Self { begin, parts: settings.chain(values).collect() }
    }

    /// The line with these of its parts, if it has any.
    fn with(&self, is_wanted: impl Fn(&Part) -> bool) -> Option<Self> {
        let parts: Vec<_> = self.parts.iter().filter(|part| is_wanted(part)).cloned().collect();
        (!parts.is_empty()).then(|| Self { begin: self.begin.clone(), parts })
    }

    fn text(&self, version: u64) -> String {
        let begin = if self.begin == "v" { format!("v={version}") } else { self.begin.clone() };
        let text = |Part { name, value, is_setting }: &Part| match is_setting {
            true => format!(",{name}:{value}"),
            false => format!("&{name}={value}"),
        };
        begin + &self.parts.iter().map(text).collect::<String>()
    }
}

/// The program's defaults, but for the gallery's experiments.
pub(super) fn program(names: &PageNames) -> Vec<Line> {
    let value = |name: &str, value: String| (name.to_owned(), value);
    let first = Bookmark::of(gallery::experiments()[0].clone());
    let mut page = vec![
        value("experiment", escape(gallery::IDS[0])),
        value("epoch", first.epoch.to_string()),
        value("speed", exact(first.speed)),
    ];
    page.extend(names.iter().map(|(name, known)| value(name, escape(known[0]))));
    let scene = |landscape: Landscape| {
        let Scene { start, view, threshold, .. } = Scene::current(landscape);
        vec![
            value("start", write::list(&start)),
            value("view", write::list(&[view.x, view.y].concat())),
            value("threshold", exact(threshold)),
        ]
    };
    let landscapes = Landscape::all().into_iter().map(|it| {
        let settings = settings::of_member(&it);
        Line::new(format!("landscape={}", it.kind()), settings, scene(it))
    });
    let schedules = Schedule::all().into_iter().map(|it| {
        Line::new(format!("schedule={}", it.kind()), settings::of_member(&it), Vec::new())
    });
    let runs = Optimizer::all().into_iter().map(|it| {
        let run = RunSpec::new(it);
        let settings = settings::of_run(&run);
        Line::new(format!("run={}", run.optimizer.kind()), settings, Vec::new())
    });
    let version = [Line::new("v".to_owned(), Vec::new(), page)];
    version.into_iter().chain(landscapes).chain(schedules).chain(runs).collect()
}

/// The text of every setting and value in the files, by line and name.
fn frozen(files: &[&str]) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut frozen: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for line in files.iter().flat_map(|file| file.lines()) {
        let line = Pairs::of(line);
        let (name, text) = line.first();
        if !LINES.contains(&name) {
            continue;
        }
        let mut parts = text.split(',');
        let kind = parts.next().unwrap_or_default();
        let begin = if name == "v" { name.to_owned() } else { format!("{name}={kind}") };
        let texts = frozen.entry(begin).or_default();
        for (name, value) in parts.map(syntax::setting).chain(line.iter().skip(1)) {
            texts.insert(name.to_owned(), value.to_owned());
        }
    }
    frozen
}

/// The line of an experiment, whose runs leave out what these defaults have.
fn written_out(name: &str, experiment: &Experiment, defaults: &Defaults) -> String {
    let Experiment { landscape, start, .. } = experiment;
    let settings = settings::of_member(landscape);
    let settings: String = settings.iter().map(|(name, value)| written(name, value)).collect();
    let runs = write::runs(experiment, defaults);
    let runs: String = runs.iter().map(|run| format!("&run={run}")).collect();
    let (name, kind, start) = (escape(name), landscape.kind(), write::list(start));
    let values = settings::of_experiment(experiment).into_iter();
    let values: String =
        values.map(|(name, value)| format!("&{name}={}", escape(&value))).collect();
    format!("experiment={name}&landscape={kind}{settings}&start={start}{values}{runs}")
}
