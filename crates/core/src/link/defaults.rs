//! What links leave out, version by version: data, which does not follow the code.

use std::sync::LazyLock;

use super::read::{self, Pairs, Read};
use super::syntax::unescape;
use super::{Link, PageNames};
use crate::fault::Problem;
use crate::session::{Playback, Session};
use crate::{Experiment, Fault, Landscape, Optimizer, Region, RunSpec, Schedule};

/// Lists the versions by their files.
macro_rules! versions {
    ($($file:literal),* $(,)?) => {
        /// One file per version: the first says everything, a further one what it changes.
        ///
        /// Each line is a link, written out in full, for the short one that it begins with:
        /// `run=adam` stands for `run=adam,learning_rate:0.01,…`. `cargo xtask golden --bless`
        /// writes them. Links in the world depend on them: lines are added, none is changed.
        pub(super) const FILES: &[&str] = &[$(include_str!(concat!($file, ".txt"))),*];
    };
}

versions!["v1"];

/// What a line may begin with. A line leaves out what those of an earlier kind say.
pub(super) const LINES: [&str; 5] = ["v", "landscape", "schedule", "run", "experiment"];

/// Every version, the first one first.
pub(super) fn versions() -> &'static [Defaults] {
    static READ: LazyLock<Vec<Defaults>> = LazyLock::new(|| read_versions(FILES).0);
    &READ
}

/// Versions from their files, and what in them is no longer understood. Such a line is left
/// out, so that all other links still open; a test holds that there is none.
pub(super) fn read_versions(files: &[&str]) -> (Vec<Defaults>, Vec<Fault>) {
    let (mut versions, mut faults) = (Vec::<Defaults>::new(), Vec::new());
    for file in files {
        let mut defaults = versions.last().cloned().unwrap_or_else(Defaults::unsaid);
        faults.extend(defaults.add(file));
        versions.push(defaults);
    }
    (versions, faults)
}

/// What a link of one version means by what it leaves out. Of what the data does not know,
/// because it came later, the code's own defaults hold.
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

/// A landscape with what goes with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scene {
    /// With its settings.
    pub(super) landscape: Landscape,
    /// Where runs begin.
    pub(super) start: [f64; 2],
    /// The part of the plane in the picture.
    pub(super) view: Region,
    /// The cost below which a run counts as having arrived.
    pub(super) threshold: f64,
}

impl Scene {
    /// What the program has now.
    pub(super) fn current(landscape: Landscape) -> Self {
        let it = landscape.get();
        let threshold = Session::usual_threshold(&landscape, &it.stationary_points());
        Self { landscape, start: it.start(), view: it.region(), threshold }
    }
}

impl Defaults {
    /// Before the first line is read.
    fn unsaid() -> Self {
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
        // What a line leaves out is said by those of an earlier kind, wherever they stand.
        lines.sort_by_key(|line| LINES.iter().position(|name| *name == line.first().0));
        lines.iter().filter_map(|line| self.add_line(line).err()).collect()
    }

    fn add_line(&mut self, line: &Pairs) -> Read<()> {
        match line.first() {
            ("v", version) => self.begin(version, line)?,
            ("landscape", text) => {
                let mut scene = read::landscape(text, self)?;
                if let Some(start) = line.get("start") {
                    scene.start = read::point("start", start)?;
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
                let base = Experiment::new(Landscape::all()[0]);
                let said = (unescape("experiment", name)?.into_owned(), line.changed(base, self)?);
                put(&mut self.experiments, said, |it| it.0.clone());
            }
            (name, _) => return Err(Fault::unknown_field(name, &LINES)),
        }
        Ok(())
    }

    /// What a link without any other name means.
    fn begin(&mut self, version: &str, line: &Pairs) -> Read<()> {
        let (found, known) = (version.to_owned(), Link::VERSION);
        let version = version.parse();
        self.version = version.map_err(|_| Fault::new("v", Problem::Version { found, known }))?;
        for (name, value) in line.iter().skip(1) {
            match name {
                "experiment" => self.first = unescape(name, value)?.into_owned(),
                "epoch" => self.epoch = read::count(name, value, Experiment::EPOCHS.max as usize)?,
                "speed" => self.speed = read::number(name, value, Playback::SPEED)?,
                _ => {
                    let said = (name.to_owned(), unescape(name, value)?.into_owned());
                    put(&mut self.page, said, |it| it.0.clone());
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

    /// A landscape with what goes with it.
    pub(super) fn scene(&self, kind: &str) -> Option<Scene> {
        let said = self.scenes.iter().find(|it| it.landscape.kind() == kind);
        said.copied().or_else(|| Landscape::from_kind(kind).map(Scene::current))
    }

    /// A schedule with its settings.
    pub(super) fn schedule(&self, kind: &str) -> Option<Schedule> {
        let said = self.schedules.iter().find(|it| it.kind() == kind);
        said.copied().or_else(|| Schedule::from_kind(kind))
    }

    /// A run of an optimizer.
    pub(super) fn run(&self, kind: &str) -> Option<RunSpec> {
        let said = self.runs.iter().find(|it| it.optimizer.kind() == kind);
        said.copied().or_else(|| Optimizer::from_kind(kind).map(RunSpec::new))
    }

    /// What the page is told under a name whose values are `known`.
    pub(super) fn page(&self, name: &str, known: &'static [&'static str]) -> &'static str {
        let said = self.page.iter().find(|it| it.0 == name);
        let value = said.and_then(|it| known.iter().find(|value| **value == it.1));
        value.or(known.first()).copied().unwrap_or_default()
    }

    /// What the page is told by these defaults and no longer has.
    pub(super) fn unknown_to(&self, names: &PageNames) -> Vec<Fault> {
        let faults = self.page.iter().filter_map(|(said, value)| {
            let (name, known) = names.iter().find(|(name, _)| name == said)?;
            (!known.contains(&value.as_str())).then(|| Fault::unknown_name(*name, value, known))
        });
        faults.collect()
    }

    /// An experiment as it is shown when a link says nothing else.
    pub(super) fn link(&self, experiment: Experiment) -> Link {
        let scene = self.scene(experiment.landscape.kind());
        let scene = scene.unwrap_or_else(|| Scene::current(experiment.landscape));
        let (epoch, speed) = (self.epoch.min(experiment.epochs), self.speed);
        Link::shown(experiment, scene, epoch, speed)
    }
}

/// Puts something in the place of what has the same key, or at the end.
fn put<T, K: PartialEq>(list: &mut Vec<T>, new: T, key: impl Fn(&T) -> K) {
    match list.iter_mut().find(|old| key(old) == key(&new)) {
        Some(old) => *old = new,
        None => list.push(new),
    }
}
