//! The frozen defaults: what links leave out, per version. They are data and do not follow the code.

use std::sync::LazyLock;

use super::read::{self, Pairs, Read};
use super::syntax::unescape;
use super::{Bookmark, PageNames};
use crate::fault::Problem;
use crate::session::{Playback, Session};
use crate::{Experiment, Fault, Landscape, Optimizer, Region, RunSpec, Schedule};

/// Lists the versions by their files.
macro_rules! versions {
    ($($file:literal),* $(,)?) => {
        /// One file per version: the first has every default, a later one those that changed.
        ///
        /// Each line is a link, written out in full, for the short one that it begins with:
        /// `run=adam` stands for `run=adam,learning_rate:0.01,…`. `cargo xtask golden --bless`
        /// writes them. Links in the world depend on them: lines are added, none is changed.
        pub(super) const FILES: &[&str] = &[$(include_str!(concat!($file, ".txt"))),*];
    };
}

versions!["v1"];

/// What a line may begin with, in the order in which lines are read: a run needs its schedule's
/// defaults, an experiment those of its runs.
pub(super) const LINES: [&str; 5] = ["v", "landscape", "schedule", "run", "experiment"];

/// Every version, the first one first.
pub(super) fn versions() -> &'static [Defaults] {
    static READ: LazyLock<Vec<Defaults>> = LazyLock::new(|| read_versions(FILES).0);
    &READ
}

/// Reads the versions from their files. A line that the program no longer understands is
/// skipped, so that all other links still open, and its fault is returned: a test fails on it.
pub(super) fn read_versions(files: &[&str]) -> (Vec<Defaults>, Vec<Fault>) {
    let (mut versions, mut faults) = (Vec::<Defaults>::new(), Vec::new());
    for file in files {
        let mut defaults = versions.last().cloned().unwrap_or_else(Defaults::empty);
        faults.extend(defaults.add(file));
        versions.push(defaults);
    }
    (versions, faults)
}

/// What links of one version leave out. For what came later and is not in the data, these are
/// the code's own defaults.
#[derive(Clone, Debug)]
pub(super) struct Defaults {
    /// The version.
    pub(super) version: u64,
    first: String,
    experiments: Vec<(String, Experiment)>,
    scenes: Vec<Scene>,
    schedules: Vec<Schedule>,
    runs: Vec<RunSpec>,
    epoch: usize,
    speed: f64,
    page: Vec<(String, String)>,
}

/// A landscape with the start, view and threshold that go with it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scene {
    /// With its settings.
    pub(super) landscape: Landscape,
    /// Where runs begin.
    pub(super) start: Vec<f64>,
    /// The part of the plane in the picture.
    pub(super) view: Region,
    /// The cost below which a run counts as having arrived.
    pub(super) threshold: f64,
}

impl Scene {
    /// As the program has it now.
    pub(super) fn current(landscape: Landscape) -> Self {
        let it = landscape.get();
        let (start, view) = (it.start(), it.region());
        let threshold = Session::default_threshold(&landscape, &it.stationary_points());
        Self { landscape, start, view, threshold }
    }
}

impl Defaults {
    /// Before the first line is read.
    fn empty() -> Self {
        Self {
            version: 0,
            first: String::new(),
            experiments: Vec::new(),
            scenes: Vec::new(),
            schedules: Vec::new(),
            runs: Vec::new(),
            epoch: 0,
            speed: Playback::DEFAULT_SPEED,
            page: Vec::new(),
        }
    }

    /// Adds the lines of a file; returns what is wrong with them.
    fn add(&mut self, file: &str) -> Vec<Fault> {
        let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut lines: Vec<_> = lines.map(Pairs::of).collect();
        lines.sort_by_key(|line| LINES.iter().position(|name| *name == line.first().0));
        lines.iter().filter_map(|line| self.add_line(line).err()).collect()
    }

    fn add_line(&mut self, line: &Pairs) -> Read<()> {
        match line.first() {
            ("v", version) => self.begin(version, line)?,
            ("landscape", text) => {
                let mut scene = read::landscape(text, self)?;
                if let Some(start) = line.get("start") {
                    scene.start = read::start(start, scene.start.len())?;
                }
                if let Some(view) = line.get("view") {
                    scene.view = read::region("view", view)?;
                }
                if let Some(threshold) = line.get("threshold") {
                    scene.threshold = read::number("threshold", threshold, Session::THRESHOLD)?;
                }
                put(&mut self.scenes, scene, |it| it.landscape.kind());
            }
            ("schedule", text) => {
                let schedule = read::schedule(text, self)?;
                put(&mut self.schedules, schedule, Schedule::kind);
            }
            ("run", text) => {
                let run = read::run("run", text, self)?;
                put(&mut self.runs, run, |it| it.optimizer.kind());
            }
            ("experiment", name) => {
                let base = Experiment::new(Landscape::all().swap_remove(0));
                let name = unescape("experiment", name)?.into_owned();
                let named = (name, line.changed(base, self)?);
                put(&mut self.experiments, named, |it| it.0.clone());
            }
            (name, _) => return Err(Fault::unknown_field(name, &LINES)),
        }
        Ok(())
    }

    /// Reads the line of the version itself: what a link is that says nothing else.
    fn begin(&mut self, version: &str, line: &Pairs) -> Read<()> {
        let (found, known) = (version.to_owned(), Bookmark::VERSION);
        let version = version.parse();
        self.version = version.map_err(|_| Fault::new("v", Problem::Version { found, known }))?;
        for (name, value) in line.iter().skip(1) {
            match name {
                "experiment" => self.first = unescape(name, value)?.into_owned(),
                "epoch" => self.epoch = read::count(name, value, Experiment::EPOCHS.max as usize)?,
                "speed" => self.speed = read::number(name, value, Playback::SPEED)?,
                _ => {
                    let value = unescape(name, value)?.into_owned();
                    put(&mut self.page, (name.to_owned(), value), |it| it.0.clone());
                }
            }
        }
        Ok(())
    }

    /// The experiment of this name; where there is none, the one that a link begins from.
    pub(super) fn experiment(&self, name: Option<&str>) -> Option<&Experiment> {
        let name = name.unwrap_or(&self.first);
        self.experiments.iter().find(|it| it.0 == name).map(|it| &it.1)
    }

    /// Every experiment that can be named.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.experiments.iter().map(|it| it.0.as_str())
    }

    /// Whether a link begins from the experiment of this name without naming it.
    pub(super) fn begins_from(&self, name: &str) -> bool {
        self.first == name
    }

    /// A landscape with its start, view and threshold.
    pub(super) fn scene(&self, kind: &str) -> Option<Scene> {
        let frozen = self.scenes.iter().find(|it| it.landscape.kind() == kind);
        frozen.cloned().or_else(|| Landscape::from_kind(kind).map(Scene::current))
    }

    /// What goes with a landscape: what is said of its kind, but for what its settings bring.
    pub(super) fn scene_of(&self, landscape: &Landscape) -> Scene {
        let now = Scene::current(landscape.clone());
        let Some(said) = self.scene(landscape.kind()) else { return now };
        let plain = Scene::current(said.landscape);
        Scene {
            landscape: now.landscape,
            start: if now.start == plain.start { said.start } else { now.start },
            view: if now.view == plain.view { said.view } else { now.view },
            threshold: if now.threshold == plain.threshold {
                said.threshold
            } else {
                now.threshold
            },
        }
    }

    /// A schedule with its settings.
    pub(super) fn schedule(&self, kind: &str) -> Option<Schedule> {
        let frozen = self.schedules.iter().find(|it| it.kind() == kind);
        frozen.cloned().or_else(|| Schedule::from_kind(kind))
    }

    /// A run of an optimizer.
    pub(super) fn run(&self, kind: &str) -> Option<RunSpec> {
        let frozen = self.runs.iter().find(|it| it.optimizer.kind() == kind);
        frozen.cloned().or_else(|| Optimizer::from_kind(kind).map(RunSpec::new))
    }

    /// The page's value of a name whose values are `known`.
    pub(super) fn page(&self, name: &str, known: &'static [&'static str]) -> &'static str {
        let frozen = self.page.iter().find(|it| it.0 == name);
        let value = frozen.and_then(|it| known.iter().find(|value| **value == it.1));
        value.or(known.first()).copied().unwrap_or_default()
    }

    /// Values that these defaults give to a name of the page, which it no longer has.
    pub(super) fn unknown_to(&self, names: &PageNames) -> Vec<Fault> {
        let faults = self.page.iter().filter_map(|(frozen, value)| {
            let (name, known) = names.iter().find(|(name, _)| name == frozen)?;
            (!known.contains(&value.as_str())).then(|| Fault::unknown_name(*name, value, known))
        });
        faults.collect()
    }

    /// The link of which a link that names only the experiment is short.
    pub(super) fn link(&self, experiment: Experiment) -> Bookmark {
        let scene = self.scene_of(&experiment.landscape);
        let (epoch, speed) = (self.epoch.min(experiment.steps()), self.speed);
        let Scene { view, threshold, .. } = scene;
        Bookmark { epoch, speed, view, threshold, ..Bookmark::of(experiment) }
    }
}

/// Puts something in the place of what has the same key, or at the end.
fn put<T, K: PartialEq>(list: &mut Vec<T>, new: T, key: impl Fn(&T) -> K) {
    match list.iter_mut().find(|old| key(old) == key(&new)) {
        Some(old) => *old = new,
        None => list.push(new),
    }
}
