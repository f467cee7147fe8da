use std::borrow::Cow;

use super::defaults::Defaults;
use super::read::NO_RUN;
use super::settings::{self, Setting};
use super::syntax::{escape, written};
use super::{Bookmark, PageNames};
use crate::number::exact;
use crate::{Experiment, Landscape, RunSpec, gallery};

/// A name of a link with its value as it is spelled.
pub(super) type Pair = (Cow<'static, str>, String);

/// Writes the fragment of a link that leaves out what `defaults` say.
pub(super) fn write(link: &Bookmark, names: &PageNames, defaults: &Defaults) -> String {
    // An experiment that has left the gallery can be read, but is named no more.
    let bases = gallery::IDS.iter().filter_map(|id| Some((id, defaults.experiment(Some(id))?)));
    let now = Said::of(&link.experiment, defaults);
    let experiments = bases.map(|(id, base)| {
        let named = (!defaults.begins_from(id)).then(|| ("experiment".into(), escape(id)));
        let changes = now.changes(&Said::of(base, defaults), defaults);
        named.into_iter().chain(changes).collect::<Vec<_>>()
    });
    let mut pairs = experiments.min_by_key(|pairs| spelled(pairs).len()).unwrap_or_default();
    pairs.extend(view(link, defaults));
    pairs.extend(names.iter().filter_map(|&(name, known)| {
        let (_, told) = link.page.iter().find(|(told, _)| *told == name)?;
        (*told != defaults.page(name, known)).then(|| (name.into(), escape(told)))
    }));
    if pairs.is_empty() {
        return String::new();
    }
    format!("v={}{}", defaults.version, spelled(&pairs))
}

fn spelled(pairs: &[Pair]) -> String {
    pairs.iter().map(|(name, value)| format!("&{name}={value}")).collect()
}

/// An experiment, and those of its parts as text that take a while to be written.
struct Said<'a> {
    experiment: &'a Experiment,
    landscape: String,
    runs: Vec<String>,
}

impl<'a> Said<'a> {
    fn of(experiment: &'a Experiment, defaults: &Defaults) -> Self {
        let landscape = landscape(&experiment.landscape, defaults);
        Self { experiment, landscape, runs: runs(experiment, defaults) }
    }

    /// What differs from another experiment, as it is written: −0 is not 0.
    fn changes(&self, base: &Said, defaults: &Defaults) -> Vec<Pair> {
        let (now, before) = (self.experiment, base.experiment);
        let stays = self.landscape == base.landscape;
        let start =
            if stays { before.start.clone() } else { defaults.scene_of(&now.landscape).start };
        let pairs = vec![
            ("landscape", self.landscape.clone(), base.landscape.clone()),
            ("start", list(&now.start), list(&start)),
        ];
        let mut pairs: Vec<Pair> = differing(pairs).collect();
        let [values, before] = [now, before].map(settings::of_experiment);
        let differ = values.into_iter().filter(|value| !before.contains(value));
        pairs.extend(differ.map(|(name, value)| (name, escape(&value))));
        let runs = if self.runs == base.runs { &[] } else { self.runs.as_slice() };
        pairs.extend(runs.iter().map(|run| ("run".into(), run.clone())));
        pairs
    }
}

/// The names whose text differs from the one that follows it.
fn differing(
    pairs: impl IntoIterator<Item = (&'static str, String, String)>,
) -> impl Iterator<Item = Pair> {
    let differing = pairs.into_iter().filter(|(_, text, default)| text != default);
    differing.map(|(name, text, _)| (name.into(), text))
}

/// A landscape with its settings, as far as they differ from the defaults.
fn landscape(landscape: &Landscape, defaults: &Defaults) -> String {
    let default = defaults.scene(landscape.kind()).map(|scene| scene.landscape);
    let default = default.as_ref().unwrap_or(landscape);
    let [settings, default] = [landscape, default].map(settings::of_member);
    let required = landscape.get().required();
    let differs = |(name, _): &&Setting| required.contains(&name.as_ref());
    let apart = settings.iter().filter(differs).any(|it| !default.contains(it));
    // What belongs together is written together.
    let default =
        default.into_iter().filter(|(name, _)| !(apart && required.contains(&name.as_ref())));
    member(landscape.kind(), &settings, &default.collect::<Vec<_>>())
}

/// Every run of an experiment, or that there is none.
pub(super) fn runs(experiment: &Experiment, defaults: &Defaults) -> Vec<String> {
    let runs: Vec<_> = experiment.runs.iter().map(|spec| run(spec, defaults)).collect();
    if runs.is_empty() { vec![NO_RUN.to_owned()] } else { runs }
}

fn run(spec: &RunSpec, defaults: &Defaults) -> String {
    let default = defaults.run(spec.optimizer.kind()).unwrap_or_else(|| spec.clone());
    let kind = spec.schedule.kind();
    let other = kind != default.schedule.kind();
    let schedule = if other { defaults.schedule(kind) } else { None };
    let schedule = schedule.unwrap_or_else(|| default.schedule.clone());
    let mut settings = [spec, &RunSpec { schedule, ..default }].map(settings::of_run);
    if other {
        settings[1].iter_mut().filter(|it| it.0 == settings::SCHEDULE).for_each(|it| it.1.clear());
    }
    let [settings, default] = settings;
    member(spec.optimizer.kind(), &settings, &default)
}

/// A member of a list with those of its settings that differ from the default ones.
fn member(kind: &str, settings: &[Setting], default: &[Setting]) -> String {
    let differing = settings.iter().filter(|setting| !default.contains(setting));
    let settings = differing.map(|(name, value)| written(name, value));
    escape(kind) + &settings.collect::<String>()
}

/// How the session is looked at, as far as that is not the default.
fn view(link: &Bookmark, defaults: &Defaults) -> Vec<Pair> {
    let default = defaults.link(link.experiment.clone());
    let looks = || link.looks.iter().enumerate();
    let hidden: Vec<_> = looks().filter(|it| !it.1.shown).map(|it| it.0 as f64).collect();
    let styles: Vec<_> = looks().map(|it| it.1.style as f64).collect();
    let in_order: Vec<_> = default.looks.iter().map(|look| look.style as f64).collect();
    let sides = |link: &Bookmark| [link.view.x, link.view.y].concat();
    differing([
        ("hidden", list(&hidden), String::new()),
        ("styles", list(&styles), list(&in_order)),
        ("epoch", link.epoch.to_string(), default.epoch.to_string()),
        ("speed", exact(link.speed), exact(default.speed)),
        ("view", list(&sides(link)), list(&sides(&default))),
        ("threshold", exact(link.threshold), exact(default.threshold)),
    ])
    .collect()
}

pub(super) fn list(numbers: &[f64]) -> String {
    numbers.iter().map(|number| exact(*number)).collect::<Vec<_>>().join(",")
}
