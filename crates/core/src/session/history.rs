//! The steps that can be undone and redone, and what one had before an experiment of the gallery.

use super::{Bookmark, Effect, Event, Look, Session};
use crate::{Experiment, Region, RunSpec};

/// How many steps are kept.
const MOST_STEPS: usize = 200;

/// What a step goes back to.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    experiment: Experiment,
    looks: Vec<Look>,
    origins: Vec<RunSpec>,
    threshold: f64,
    view: Region,
    epoch: usize,
}

impl Snapshot {
    /// Whether the experiment differs, or what is set beside it. Epoch and view are no changes: they
    /// are how one looks at it.
    fn differs(&self, session: &Session) -> bool {
        self.experiment != session.experiment
            || self.looks != session.looks
            || self.threshold.to_bits() != session.threshold.to_bits()
    }
}

/// What an event changes: events in a row that change the same are one step.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject {
    /// What stands at a path.
    Path(String),
    /// The start, on the map.
    Start,
    /// Something that is a step of its own each time.
    Once,
}

/// One step back or forth.
#[derive(Clone, Debug)]
struct Step {
    to: Snapshot,
    /// Whether it loads another experiment: then view and epoch go back too.
    loads: bool,
}

/// The steps that were made.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    past: Vec<Step>,
    future: Vec<Step>,
    /// What the last step changes, while it may go on.
    open: Option<Subject>,
    /// What one had before an experiment of the gallery was loaded.
    own: Option<Snapshot>,
}

impl History {
    /// Ends the last step: what follows is a step of its own.
    pub(super) fn end_step(&mut self) {
        self.open = None;
    }

    fn goes_on(&self, subject: &Subject) -> bool {
        *subject != Subject::Once && self.open.as_ref() == Some(subject)
    }

    fn push(&mut self, step: Step) {
        self.past.push(step);
        let surplus = self.past.len().saturating_sub(MOST_STEPS);
        self.past.drain(..surplus);
        self.future.clear();
    }
}

impl Event {
    /// What of the experiment it changes; none where it changes nothing that can be undone.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self {
            Self::Set { path, .. } | Self::DropUnusedParameters { path } => {
                Some(Subject::Path(path.clone()))
            }
            Self::MoveStart { .. } => Some(Subject::Start),
            Self::AddRun { .. }
            | Self::DuplicateRun { .. }
            | Self::RemoveRun { .. }
            | Self::ResetRun { .. }
            | Self::StartFrom { .. }
            | Self::ShowRun { .. }
            | Self::Load { .. }
            | Self::LoadNamed { .. }
            | Self::LoadOwn {} => Some(Subject::Once),
            Self::Undo {}
            | Self::Redo {}
            | Self::EndStep {}
            | Self::Play {}
            | Self::Pause {}
            | Self::Seek { .. }
            | Self::Step { .. }
            | Self::SetSpeed { .. }
            | Self::Look { .. }
            | Self::ResetView {}
            | Self::SetPage { .. } => None,
        }
    }
}

impl Session {
    /// Whether there is a step to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.history.past.is_empty()
    }

    /// Whether there is a step to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.history.future.is_empty()
    }

    /// Whether [`Event::LoadOwn`] leads somewhere.
    #[must_use]
    pub fn has_own(&self) -> bool {
        self.history.own.is_some()
    }

    /// Goes on with what a bookmark says. This is a step that can be undone.
    pub fn open(&mut self, bookmark: Bookmark) {
        let before = self.snapshot();
        self.replace(bookmark);
        self.record(Subject::Once, Some(before), true);
    }

    /// Begins with what a bookmark says: there is nothing to undo.
    pub fn begin(&mut self, bookmark: Bookmark) {
        self.replace(bookmark);
        self.history = History::default();
    }

    /// Does something that changes a subject, as a step of its own or as part of the last one.
    pub(super) fn step(
        &mut self,
        subject: Subject,
        act: impl FnOnce(&mut Self) -> super::send::Outcome,
    ) -> super::send::Outcome {
        let before = (!self.history.goes_on(&subject)).then(|| self.snapshot());
        let effect = act(self)?;
        if effect != Effect::Nothing {
            self.record(subject, before, effect == Effect::Loaded);
        }
        Ok(effect)
    }

    /// `before` is none where the last step goes on.
    fn record(&mut self, subject: Subject, before: Option<Snapshot>, loads: bool) {
        match before {
            Some(to) => {
                if !to.differs(self) {
                    return;
                }
                self.history.push(Step { to, loads });
                self.history.open = Some(subject);
            }
            // What was typed may have been taken back by hand.
            None => {
                if self.history.past.last().is_some_and(|step| !step.to.differs(self)) {
                    self.history.past.pop();
                    self.history.end_step();
                }
            }
        }
    }

    pub(super) fn undo(&mut self) -> Effect {
        let Some(step) = self.history.past.pop() else { return Effect::Nothing };
        let back = self.take(step);
        self.history.future.push(back);
        Effect::Loaded
    }

    pub(super) fn redo(&mut self) -> Effect {
        let Some(step) = self.history.future.pop() else { return Effect::Nothing };
        let back = self.take(step);
        self.history.past.push(back);
        Effect::Loaded
    }

    /// Keeps what is there, if it is none of the gallery's experiments.
    pub(super) fn keep_own(&mut self) {
        if crate::gallery::name(&self.experiment).is_none() {
            self.history.own = Some(self.snapshot());
        }
    }

    pub(super) fn load_own(&mut self) -> Effect {
        let Some(own) = self.history.own.clone() else { return Effect::Nothing };
        self.restore(own, true);
        Effect::Loaded
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            experiment: self.experiment.clone(),
            looks: self.looks.clone(),
            origins: self.origins.clone(),
            threshold: self.threshold,
            view: self.view,
            epoch: self.epoch(),
        }
    }

    /// Takes a step, and returns the one that leads back.
    fn take(&mut self, step: Step) -> Step {
        let Step { to, loads } = step;
        let back = Step { to: self.snapshot(), loads };
        self.history.end_step();
        self.restore(to, loads);
        back
    }

    fn restore(&mut self, snapshot: Snapshot, loads: bool) {
        let Snapshot { experiment, looks, origins, threshold, view, epoch } = snapshot;
        let region = |experiment: &Experiment| {
            (experiment.landscape.kind(), experiment.landscape.get().region())
        };
        if loads || region(&experiment) != region(&self.experiment) {
            self.view = view;
        }
        (self.experiment, self.looks, self.origins) = (experiment, looks, origins);
        self.threshold = threshold;
        self.rerun();
        if loads {
            self.playback.seek(epoch);
            self.catch_up();
        }
    }
}
