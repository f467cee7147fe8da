//! What happens on a page, without the page: an experiment, its runs, what is looked
//! at, and at which epoch.

mod ahead;
mod bookmark;
mod event;
mod history;
mod playback;
mod readout;
pub mod report;
mod send;
mod strides;
pub mod words;

use std::rc::Rc;

use ahead::FirstBelow;
use history::History;

pub use bookmark::{Bookmark, PageNames};
pub use event::{Effect, Event};
pub use playback::Playback;
pub use readout::{Arrival, Readout, Status};
pub use strides::Stride;

use crate::landscapes::{Nature, StationaryPoint};
use crate::map::{in_plane, out_of_plane};
use crate::run::Engine;
use crate::settings::{Knob, Range, Value};
use crate::{
    Digest, Experiment, Field, Landscape, Problem, Region, Run, RunSpec, Sensitivity, Task,
    Trajectory,
};

/// How one run looks: chosen when it is added, and its own until it is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Which colour and dash, counted from 0; no two runs share one.
    pub style: usize,
    /// Whether it is ticked: it runs and is drawn.
    pub shown: bool,
}

/// An experiment under the hands of somebody.
///
/// ```
/// use descent_core::session::{Effect, Event};
/// use descent_core::{Session, gallery};
///
/// let mut session = Session::new(gallery::named("assignment_a").expect("listed").clone());
/// // The page sends the same as JSON: {"do": "seek", "epoch": 20}.
/// assert_eq!(session.send(Event::Seek { epoch: 20 }), Ok(Effect::Shown));
/// assert_eq!(session.send(Event::set("runs[0].learning_rate", "0.0005")), Ok(Effect::Changed));
/// assert!(session.readout(0).expect("a run").cost.is_finite());
///
/// let fault = session.send(Event::set("epochs", "many")).expect_err("no number");
/// assert_eq!(fault.path, "epochs");
/// ```
pub struct Session {
    experiment: Experiment,
    /// What its runs descend.
    task: Task,
    runs: Vec<Run>,
    looks: Vec<Look>,
    /// What each run is set back to.
    origins: Vec<RunSpec>,
    arrivals: Vec<FirstBelow>,
    sensitivities: Vec<Sensitivity>,
    digest: Option<Digest>,
    marks: Vec<StationaryPoint>,
    view: Region,
    threshold: f64,
    generation: u64,
    engine: Option<Rc<dyn Engine>>,
    playback: Playback,
    page_names: &'static PageNames,
    page: Vec<(&'static str, &'static str)>,
    history: History,
}

impl Session {
    /// The thresholds that are accepted.
    pub const THRESHOLD: Range = Range::log(-1e9, 1e9);

    /// An experiment at epoch 0, paused, every run ticked.
    #[must_use]
    pub fn new(experiment: Experiment) -> Self {
        Self::opened(Bookmark::of(experiment))
    }

    /// What a bookmark says.
    #[must_use]
    pub fn opened(bookmark: Bookmark) -> Self {
        let Bookmark { experiment, view, threshold, .. } = bookmark.clone();
        let mut session = Self {
            task: experiment.task(),
            experiment,
            runs: Vec::new(),
            looks: Vec::new(),
            origins: Vec::new(),
            arrivals: Vec::new(),
            sensitivities: Vec::new(),
            digest: None,
            marks: Vec::new(),
            view,
            threshold,
            generation: 0,
            engine: None,
            playback: Playback::new(0),
            page_names: &[],
            page: Vec::new(),
            history: History::default(),
        };
        session.replace(bookmark);
        session
    }

    /// Shows what a bookmark says instead. What it does not say of the page stays.
    fn replace(&mut self, bookmark: Bookmark) {
        let Bookmark { experiment, looks, epoch, speed, view, threshold, page } = bookmark;
        self.playback = Playback::new(experiment.steps());
        self.playback.set_speed(speed);
        self.playback.seek(epoch);
        self.origins = experiment.runs.clone();
        (self.experiment, self.looks, self.view, self.threshold) =
            (experiment, looks, view, threshold);
        for (own, value) in &mut self.page {
            *value = page.iter().find(|it| it.0 == *own).map_or(*value, |it| it.1);
        }
        self.rerun();
    }

    /// Keeps, from now on, what the page shows under these names: each at its default.
    pub fn use_page_names(&mut self, names: &'static PageNames) {
        self.page_names = names;
        let first = |&(name, known): &(_, &[&'static str])| Some((name, *known.first()?));
        self.page = names.iter().filter_map(first).collect();
    }

    /// What the page shows under one of its names, such as the chart.
    #[must_use]
    pub fn page_value(&self, name: &str) -> Option<&'static str> {
        self.page.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// The default threshold: half a unit above the lowest known minimum, to
    /// one decimal.
    #[must_use]
    pub fn default_threshold(landscape: &Landscape, marks: &[StationaryPoint]) -> f64 {
        let lowest = marks.first().filter(|mark| mark.nature == Nature::Minimum);
        let cost = lowest.map_or(-0.5, |mark| landscape.get().cost(&mark.at));
        libm::round((cost + 0.5) * 10.0) / 10.0
    }

    /// Computes by the loops of an engine from now on. The numbers are the same.
    pub fn use_engine(&mut self, engine: Rc<dyn Engine>) {
        self.runs.iter_mut().for_each(|run| run.use_engine(&engine));
        self.engine = Some(engine);
    }

    /// At which epoch everything is shown, and how that moves.
    #[must_use]
    pub fn playback(&self) -> &Playback {
        &self.playback
    }

    /// The experiment.
    #[must_use]
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// What its runs descend.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// How many updates a run takes.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.playback.epochs()
    }

    /// Which runs these are: another number whenever they are run anew.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The runs, in the experiment's order.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// How each run looks.
    #[must_use]
    pub fn looks(&self) -> &[Look] {
        &self.looks
    }

    /// The runs that are ticked: place in the experiment, run and style.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Run, usize)> {
        let runs = self.runs.iter().zip(&self.looks).enumerate();
        runs.filter(|(_, (_, look))| look.shown).map(|(i, (run, look))| (i, run, look.style))
    }

    /// The part of the plane that is in the picture.
    #[must_use]
    pub fn view(&self) -> Region {
        self.view
    }

    /// The cost below which a run counts as having arrived.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The landscape's known stationary points.
    #[must_use]
    pub fn marks(&self) -> &[StationaryPoint] {
        &self.marks
    }

    /// What stands at a path of the experiment, or at `threshold`.
    #[must_use]
    pub fn knob(&self, path: &str) -> Option<Knob> {
        if path != "threshold" {
            return self.experiment.knob(path);
        }
        let default = Self::default_threshold(&self.experiment.landscape, &self.marks);
        let default = Value::Number(default);
        let value = Value::Number(self.threshold);
        Some(Knob::new("threshold", Self::THRESHOLD, default, value))
    }

    /// Another experiment, shown whole: at its last epoch.
    pub fn load(&mut self, experiment: Experiment) {
        let (epoch, speed) = (experiment.steps(), self.playback.speed());
        self.replace(Bookmark { epoch, speed, ..Bookmark::of(experiment) });
    }

    /// What is to be kept, to come back to it.
    #[must_use]
    pub fn bookmark(&self) -> Bookmark {
        Bookmark {
            experiment: self.experiment.clone(),
            looks: self.looks.clone(),
            epoch: self.epoch(),
            speed: self.playback.speed(),
            view: self.view,
            threshold: self.threshold,
            page: self.page.clone(),
        }
    }

    /// The cost over the part of the plane that is looked at.
    #[must_use]
    pub fn sample(&self, columns: usize, rows: usize) -> Field {
        let (task, engine): (&dyn Problem, _) = (&self.task, self.engine.as_deref());
        task.sample_by(engine, self.view, columns, rows, &self.experiment.start)
    }

    /// The cost at a point of the plane that is looked at.
    #[must_use]
    pub fn cost(&self, point: [f64; 2]) -> f64 {
        self.task.cost(&out_of_plane(&self.experiment.start, point))
    }

    /// Where the start is in that plane.
    #[must_use]
    pub fn start(&self) -> [f64; 2] {
        in_plane(&self.experiment.start)
    }

    /// Lets `seconds` pass: moves the playback, and computes a bounded number of steps
    /// ahead. True while there is more to come.
    pub fn tick(&mut self, seconds: f64) -> bool {
        let playing = self.playback.tick(seconds);
        self.catch_up();
        playing || self.compute_ahead(self.steps_ahead())
    }

    /// The epochs that are known of every ticked run, the ended ones aside.
    #[must_use]
    pub fn known(&self) -> usize {
        let open = self.shown().filter(|(_, run, _)| run.diverged().is_none());
        let known = open.map(|(_, run, _)| run.trajectory().len() - 1).min();
        known.unwrap_or(self.steps()).min(self.steps())
    }

    /// The epoch that is shown.
    #[must_use]
    pub fn epoch(&self) -> usize {
        self.playback.epoch()
    }

    /// What came of a run by the epoch that is shown.
    #[must_use]
    pub fn readout(&self, index: usize) -> Option<Readout> {
        let run = self.runs.get(index)?;
        let arrival = Arrival {
            task: &self.task,
            steps: self.steps(),
            playing: self.playback.playing(),
            marks: &self.marks,
        };
        let readout = arrival.read(run, self.epoch(), self.arrivals.get(index)?.found);
        let parted = self.sensitivities.get(index)?.parted();
        Some(Readout { sensitive: parted.filter(|&epoch| epoch <= readout.epoch), ..readout })
    }

    /// The fingerprint of all runs, ticked or not; none before they are known to their ends.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// Every run from the start. A race that is on begins anew; otherwise the same
    /// epoch stays in view.
    fn rerun(&mut self) {
        self.task = self.experiment.task();
        let (task, steps) = (&self.task, self.experiment.steps());
        let Experiment { start, runs, .. } = &self.experiment;
        let mut records = records(std::mem::take(&mut self.runs), start.len(), steps);
        let run = |spec| {
            let record = records.next().unwrap_or_else(|| Trajectory::new(start.len()));
            let mut run = Run::recorded_in(record, task.clone(), start, spec);
            self.engine.iter().for_each(|engine| run.use_engine(engine));
            run
        };
        self.runs = runs.iter().map(run).collect();
        let twins = runs.iter().map(|spec| Sensitivity::new(task, start, spec));
        self.sensitivities = twins.collect();
        self.digest = None;
        self.generation += 1;
        self.arrivals = vec![FirstBelow::default(); self.runs.len()];
        self.marks = task.stationary_points();
        self.playback.restart_over(steps);
        self.catch_up();
        // What is shown may have taken more steps than there is time for between two frames.
        let taken = self.epoch() * self.shown().count();
        if taken < self.steps_ahead() {
            self.compute_ahead(self.steps_ahead() - taken);
        }
    }
}

/// The records, over `dim` parameters, of runs that nobody needs any more, but for those that are
/// much too large for so many steps.
fn records(runs: Vec<Run>, dim: usize, steps: usize) -> impl Iterator<Item = Trajectory> {
    let records = runs.into_iter().map(Run::into_trajectory);
    records.filter(move |record| record.dim() == dim && record.room() <= 2 * (steps + 1))
}
