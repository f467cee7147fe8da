//! What becomes of each event.

use super::{Effect, Event, Look, Playback, Session};
use crate::fault::{Fault, Problem};
use crate::optimizers::Custom;
use crate::settings::Range;
use crate::{Experiment, Landscape, Optimizer, Region, RunSpec, gallery, number};

pub(super) type Outcome = Result<Effect, Fault>;

impl Session {
    /// Does what is asked for, and says what came of it.
    ///
    /// # Errors
    /// What is wrong with the event, at the name of its field or at the path that it names; then
    /// nothing has changed.
    pub fn send(&mut self, event: Event) -> Outcome {
        match event.subject() {
            Some(subject) => self.step(subject, |it| it.act(event)),
            None => {
                self.history.end_step();
                self.act(event)
            }
        }
    }

    fn act(&mut self, event: Event) -> Outcome {
        match event {
            Event::Set { path, text } => self.set(&path, &text),
            Event::MoveStart { to } => self.move_start(to),
            Event::AddRun { kind } => self.add_run(optimizer(&kind)?),
            Event::DuplicateRun { run } => self.duplicate_run(run),
            Event::RemoveRun { run } => self.remove_run(run),
            Event::ResetRun { run } => self.reset_run(run),
            Event::StartFrom { run, kind } => self.start_from(run, &optimizer(&kind)?),
            Event::DropUnusedParameters { path } => Ok(self.drop_unused_parameters(&path)),
            Event::ShowRun { run, shown } => self.show_run(run, shown),
            Event::Load { file } => Ok(self.loaded(Experiment::parse(&file)?)),
            Event::LoadNamed { id } => self.load_named(&id),
            Event::LoadOwn {} => Ok(self.load_own()),
            Event::Undo {} => Ok(self.undo()),
            Event::Redo {} => Ok(self.redo()),
            Event::EndStep {} => Ok(Effect::Nothing),
            Event::Look { view } => self.look(view),
            Event::ResetView {} => {
                self.view = self.experiment.landscape.get().region();
                Ok(Effect::Changed)
            }
            Event::Play {} => Ok(self.play_back(Playback::play)),
            Event::Pause {} => Ok(self.play_back(Playback::pause)),
            Event::Seek { epoch } => Ok(self.play_back(|it| it.seek(epoch))),
            Event::Step { epochs } => Ok(self.play_back(|it| it.step(epochs))),
            Event::SetSpeed { speed } => self.set_speed(speed),
            Event::SetPage { name, value } => self.set_page(&name, &value),
        }
    }

    /// At `threshold` it looks anew for when each run arrived, elsewhere it runs the experiment
    /// anew.
    fn set(&mut self, path: &str, text: &str) -> Outcome {
        if path == "threshold" {
            let threshold = number::parse(text, Self::THRESHOLD);
            self.use_threshold(threshold.map_err(|fault| fault.at(path))?);
            return Ok(Effect::Changed);
        }
        let seen = |landscape: &Landscape| (landscape.kind(), landscape.get().region());
        let before = seen(&self.experiment.landscape);
        self.experiment.set(path, text)?;
        self.rerun();
        let (kind, region) = seen(&self.experiment.landscape);
        if (kind, region) != before {
            self.view = region;
        }
        if kind != before.0 {
            let default = Self::default_threshold(&self.experiment.landscape, &self.marks);
            self.use_threshold(default);
        }
        Ok(Effect::Changed)
    }

    fn move_start(&mut self, to: [f64; 2]) -> Outcome {
        let range = Experiment::START;
        if let Some(w) = to.iter().find(|w| !w.is_finite()) {
            let problem = Problem::NotANumber { found: w.to_string(), range };
            return Err(Fault::new("to", problem));
        }
        for (w, new) in self.experiment.start.iter_mut().zip(to) {
            *w = new.clamp(range.min, range.max);
        }
        self.rerun();
        Ok(Effect::Changed)
    }

    fn loaded(&mut self, experiment: Experiment) -> Effect {
        self.load(experiment);
        Effect::Loaded
    }

    fn load_named(&mut self, id: &str) -> Outcome {
        let experiment = gallery::named(id);
        let unknown = || Fault::unknown_name("id", id, gallery::IDS);
        let experiment = experiment.ok_or_else(unknown)?.clone();
        self.keep_own();
        Ok(self.loaded(experiment))
    }

    fn add_run(&mut self, optimizer: Optimizer) -> Outcome {
        let run = RunSpec::new(optimizer);
        self.insert_run(self.experiment.runs.len(), run.clone(), run)
    }

    fn duplicate_run(&mut self, run: usize) -> Outcome {
        let spec = self.spec(run)?.clone();
        let origin = self.origins[run].clone();
        self.insert_run(run + 1, spec, origin)
    }

    /// Puts a run at a place; `origin` is what it is set back to.
    fn insert_run(&mut self, place: usize, run: RunSpec, origin: RunSpec) -> Outcome {
        let (found, most) = (self.runs.len() + 1, Experiment::MOST_RUNS);
        if found > most {
            return Err(Fault::new("runs", Problem::TooMany { found, most }));
        }
        let taken = |style: &usize| self.looks.iter().any(|look| look.style == *style);
        let style = (0..).find(|style| !taken(style)).unwrap_or(0);
        self.looks.insert(place, Look { style, shown: true });
        self.experiment.runs.insert(place, run);
        self.origins.insert(place, origin);
        self.rerun();
        Ok(Effect::Changed)
    }

    fn remove_run(&mut self, run: usize) -> Outcome {
        self.spec(run)?;
        self.experiment.runs.remove(run);
        self.looks.remove(run);
        self.origins.remove(run);
        self.rerun();
        Ok(Effect::Changed)
    }

    fn reset_run(&mut self, run: usize) -> Outcome {
        self.spec(run)?;
        self.experiment.runs[run] = self.origins[run].clone();
        self.rerun();
        Ok(Effect::Changed)
    }

    fn start_from(&mut self, run: usize, from: &Optimizer) -> Outcome {
        let spec = self.spec(run)?;
        spec.optimizer = Optimizer::Custom(Custom::from_optimizer(from));
        spec.learning_rate = from.get().learning_rate();
        self.rerun();
        Ok(Effect::Changed)
    }

    fn drop_unused_parameters(&mut self, path: &str) -> Effect {
        let dropped = self.experiment.drop_unused_parameters(path);
        if dropped { Effect::Changed } else { Effect::Nothing }
    }

    fn show_run(&mut self, run: usize, shown: bool) -> Outcome {
        self.spec(run)?;
        self.looks[run].shown = shown;
        self.catch_up();
        Ok(Effect::Changed)
    }

    fn look(&mut self, view: Region) -> Outcome {
        if !view.is_sound() {
            let problem = Problem::WrongType { expected: "fault.not_a_view" };
            return Err(Fault::new("view", problem));
        }
        self.view = view;
        Ok(Effect::Changed)
    }

    fn play_back(&mut self, act: impl FnOnce(&mut Playback)) -> Effect {
        act(&mut self.playback);
        Effect::Shown
    }

    fn set_speed(&mut self, speed: f64) -> Outcome {
        let range = Playback::SPEED;
        let checked = range.checked(speed, || speed.to_string());
        self.playback.set_speed(checked.map_err(|problem| Fault::new("speed", problem))?);
        Ok(Effect::Shown)
    }

    fn set_page(&mut self, name: &str, value: &str) -> Outcome {
        let names = self.page_names.iter().map(|it| it.0);
        let Some(index) = names.clone().position(|known| known == name) else {
            return Err(Fault::unknown_field(name, &names.collect::<Vec<_>>()));
        };
        let (name, known) = self.page_names[index];
        let Some(&value) = known.iter().find(|known| **known == value) else {
            return Err(Fault::unknown_name("value", value, known));
        };
        self.page[index] = (name, value);
        Ok(Effect::Changed)
    }

    /// The run of this number.
    fn spec(&mut self, run: usize) -> Result<&mut RunSpec, Fault> {
        let last = self.experiment.runs.len().saturating_sub(1);
        let (found, range) = (run as f64, Range::whole(0, last as u64));
        let spec = self.experiment.runs.get_mut(run);
        spec.ok_or_else(|| Fault::new("run", Problem::OutOfRange { found, range }))
    }
}

/// The optimizer of this name with its defaults.
fn optimizer(kind: &str) -> Result<Optimizer, Fault> {
    let unknown = || Fault::unknown_name("kind", kind, Optimizer::KINDS);
    Optimizer::from_kind(kind).ok_or_else(unknown)
}
