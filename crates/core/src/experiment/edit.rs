use std::borrow::Cow;

use super::{Experiment, RunSpec};
use crate::fault::{Fault, Problem};
use crate::settings::{ANY, Knob, Listed, Range, Settings, Value};
use crate::{Optimizer, Pace, Schedule, number};

/// Editing by the same paths that a file's faults name: `start[0]`, `epochs`,
/// `landscape.kind`, `runs[1].learning_rate`, `runs[1].schedule.decay`.
impl Experiment {
    /// What stands at a path, with its range and default; none where nothing does.
    #[must_use]
    pub fn knob(&self, path: &str) -> Option<Knob> {
        match path {
            "epochs" => {
                Some(whole("epochs", self.epochs as u64, Self::DEFAULT_EPOCHS as u64, Self::EPOCHS))
            }
            "seed" => Some(whole("seed", self.seed, 0, Self::SEED)),
            _ => match Address::of(path)? {
                Address::Start(index) => self.start_knob(path, index),
                Address::Landscape(name) => member_knob(&self.landscape, name),
                Address::Run(index, name) => run_knob(self.runs.get(index)?, name),
            },
        }
    }

    /// Sets what stands at a path from text as it was typed. On a fault nothing changes.
    ///
    /// Another landscape brings its own start; another optimizer brings its own
    /// learning rate.
    ///
    /// # Errors
    /// What is wrong with the text, at this path.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), Fault> {
        let knob = self.knob(path);
        let knob = knob.ok_or_else(|| Fault::unknown_field(path, &self.known_beside(path)))?;
        let value = read(text, &knob).map_err(|fault| fault.at(path))?;
        self.assign(path, value)
    }

    /// Removes the parameters that the rule at this path does not read; true where there were
    /// some.
    pub(crate) fn drop_unused_parameters(&mut self, path: &str) -> bool {
        let Some(Address::Run(index, _)) = Address::of(path) else { return false };
        match self.runs.get_mut(index).map(|run| &mut run.optimizer) {
            Some(Optimizer::Custom(custom)) => custom.drop_unused_parameters(),
            _ => false,
        }
    }

    /// What stands where a path leads to nothing.
    fn known_beside(&self, path: &str) -> Vec<Cow<'static, str>> {
        let run = |index: usize| self.runs.get(index);
        match Address::of(path) {
            Some(Address::Landscape(_)) => member_names(&self.landscape),
            Some(Address::Run(index, name)) => match (run(index), name.split_once('.')) {
                (Some(run), Some(("optimizer", _))) => member_names(&run.optimizer),
                (Some(run), Some(("schedule", _))) => member_names(&run.schedule),
                (Some(_), _) => RUN.map(Cow::from).to_vec(),
                (None, _) => Vec::new(),
            },
            Some(Address::Start(_)) | None => {
                let start = (0..self.start.len()).map(|index| format!("start[{index}]").into());
                let before = ["landscape.kind".into()].into_iter().chain(start);
                before.chain(["epochs", "seed"].map(Cow::from)).collect()
            }
        }
    }

    fn start_knob(&self, path: &str, index: usize) -> Option<Knob> {
        // Most landscapes have two.
        let symbol = ["w₁", "w₂"].get(index).copied().unwrap_or_default();
        let default = Value::Number(*self.landscape.get().start().get(index)?);
        let value = Value::Number(*self.start.get(index)?);
        Some(Knob { name: path.to_owned().into(), symbol, range: Self::START, default, value })
    }

    fn assign(&mut self, path: &str, value: Value) -> Result<(), Fault> {
        match (path, value) {
            ("epochs", Value::Whole(epochs)) => self.epochs = epochs as usize,
            ("seed", Value::Whole(seed)) => self.seed = seed,
            (_, value) => match Address::of(path) {
                Some(Address::Start(index)) => {
                    if let (Some(w), Value::Number(number)) = (self.start.get_mut(index), value) {
                        *w = number;
                    }
                }
                Some(Address::Landscape("kind")) => {
                    if let Some(landscape) = chosen(value) {
                        self.landscape = landscape;
                        self.start = self.landscape.get().start();
                    }
                }
                Some(Address::Landscape(name)) => {
                    let mut landscape = self.landscape.clone();
                    landscape.settings_mut().set(name, value);
                    landscape.settings().check().map_err(|fault| fault.below("landscape"))?;
                    self.landscape = landscape;
                    if self.start.len() != self.landscape.get().dim() {
                        self.start = self.landscape.get().start();
                    }
                }
                Some(Address::Run(index, name)) => {
                    if let Some(run) = self.runs.get_mut(index) {
                        let mut changed = run.clone();
                        assign_run(&mut changed, name, value);
                        let checked = changed.optimizer.settings().check();
                        checked.map_err(|it| it.below(&format!("runs[{index}].optimizer")))?;
                        *run = changed;
                    }
                }
                None => {}
            },
        }
        Ok(())
    }
}

impl RunSpec {
    /// Sets what stands at a path below the run, such as `optimizer.beta1`.
    pub(crate) fn set(&mut self, path: &str, text: &str) -> Result<(), Fault> {
        let knob = run_knob(self, path);
        let knob = knob.ok_or_else(|| Fault::unknown_field(path, &RUN))?;
        assign_run(self, path, read(text, &knob)?);
        Ok(())
    }
}

/// What stands directly below a run.
const RUN: [&str; 4] = ["optimizer.kind", "learning_rate", "schedule.kind", "warmup"];

/// Sets the knob of this name from text.
pub(crate) fn set_knob(settings: &mut dyn Settings, name: &str, text: &str) -> Result<(), Fault> {
    let Some(knob) = settings.knob(name) else {
        let known: Vec<_> = settings.knobs().into_iter().map(|knob| knob.name).collect();
        return Err(Fault::unknown_field(name, &known));
    };
    settings.set(name, read(text, &knob)?);
    Ok(())
}

/// A path below one of the branches of an experiment.
enum Address<'a> {
    Start(usize),
    Landscape(&'a str),
    Run(usize, &'a str),
}

impl<'a> Address<'a> {
    fn of(path: &'a str) -> Option<Self> {
        if let Some(index) = path.strip_prefix("start[") {
            return Some(Self::Start(index.strip_suffix(']')?.parse().ok()?));
        }
        if let Some(name) = path.strip_prefix("landscape.") {
            return Some(Self::Landscape(name));
        }
        let (index, name) = path.strip_prefix("runs[")?.split_once(']')?;
        let name = name.strip_prefix('.')?;
        Some(Self::Run(index.parse().ok()?, name))
    }
}

fn whole(name: &'static str, value: u64, default: u64, range: Range) -> Knob {
    let (default, value) = (Value::Whole(default), Value::Whole(value));
    Knob { name: name.into(), symbol: "", range, default, value }
}

fn member_knob<T: Listed>(member: &T, name: &str) -> Option<Knob> {
    if name == "kind" {
        let index = T::KINDS.iter().position(|kind| *kind == member.kind())?;
        let value = Value::Choice { names: T::KINDS, index };
        let (name, default) = ("kind".into(), value.clone());
        return Some(Knob { name, symbol: "", range: ANY, default, value });
    }
    member.settings().knob(name)
}

/// The names of what can be set of a member.
fn member_names<T: Listed>(member: &T) -> Vec<Cow<'static, str>> {
    let knobs = member.settings().knobs().into_iter().map(|knob| knob.name);
    ["kind".into()].into_iter().chain(knobs).collect()
}

fn run_knob(run: &RunSpec, name: &str) -> Option<Knob> {
    match name {
        "learning_rate" => Some(Knob {
            name: "learning_rate".into(),
            symbol: "α",
            range: Pace::LEARNING_RATE,
            default: Value::Number(run.optimizer.get().learning_rate()),
            value: Value::Number(run.learning_rate),
        }),
        "warmup" => Some(whole("warmup", run.warmup, 0, Pace::WARMUP)),
        _ => match name.split_once('.')? {
            ("optimizer", name) => member_knob(&run.optimizer, name),
            ("schedule", "kind") => {
                let default = member_knob(&Schedule::default(), "kind")?.value;
                Some(Knob { default, ..member_knob(&run.schedule, "kind")? })
            }
            ("schedule", name) => member_knob(&run.schedule, name),
            _ => None,
        },
    }
}

fn assign_run(run: &mut RunSpec, name: &str, value: Value) {
    match (name, value) {
        ("learning_rate", Value::Number(rate)) => run.learning_rate = rate,
        ("warmup", Value::Whole(steps)) => run.warmup = steps,
        ("optimizer.kind", value) => {
            if let Some(optimizer) = chosen(value) {
                *run = RunSpec::new(optimizer);
            }
        }
        ("schedule.kind", value) => {
            if let Some(schedule) = chosen(value) {
                run.schedule = schedule;
            }
        }
        (_, value) => match name.split_once('.') {
            Some(("optimizer", name)) => _ = run.optimizer.settings_mut().set(name, value),
            Some(("schedule", name)) => _ = run.schedule.settings_mut().set(name, value),
            _ => {}
        },
    }
}

/// The member of a list that a value chooses.
fn chosen<T: Listed>(value: Value) -> Option<T> {
    match value {
        Value::Choice { names, index } => T::from_kind(names.get(index)?),
        _ => None,
    }
}

/// A knob's value from text.
fn read(text: &str, knob: &Knob) -> Result<Value, Fault> {
    match knob.value {
        Value::Number(_) => number::parse(text, knob.range).map(Value::Number),
        Value::Whole(_) => number::whole(text, knob.range).map(Value::Whole),
        Value::Switch(_) => match text {
            "true" => Ok(Value::Switch(true)),
            "false" => Ok(Value::Switch(false)),
            _ => Err(Fault::new("", Problem::WrongType { expected: "fault.not_a_switch" })),
        },
        Value::Choice { names, .. } => {
            let index = names.iter().position(|name| *name == text);
            index
                .map(|index| Value::Choice { names, index })
                .ok_or_else(|| Fault::unknown_name("", text, names))
        }
        Value::Text(_) if text.contains(['\n', '\r']) => {
            Err(Fault::new("", Problem::WrongType { expected: "fault.not_a_line" }))
        }
        Value::Text(_) => Ok(Value::Text(text.to_owned())),
        Value::Lines(_) => Ok(Value::lines(text.lines())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Landscape, Optimizer};

    fn experiment() -> Experiment {
        let adam = Optimizer::from_kind("adam").expect("listed");
        let rosenbrock = Landscape::from_kind("rosenbrock").expect("listed");
        Experiment { runs: vec![RunSpec::new(adam)], ..Experiment::new(rosenbrock) }
    }

    #[test]
    fn what_is_set_at_a_path_stands_there() {
        let cases = [
            ("start[0]", "-0.5", Value::Number(-0.5)),
            ("start[1]", "2.5e-6", Value::Number(2.5e-6)),
            ("epochs", "1000", Value::Whole(1000)),
            ("seed", "3", Value::Whole(3)),
            ("runs[0].learning_rate", "0.2", Value::Number(0.2)),
            ("runs[0].warmup", "10", Value::Whole(10)),
            ("runs[0].optimizer.beta1", "0.5", Value::Number(0.5)),
            ("runs[0].optimizer.amsgrad", "true", Value::Switch(true)),
            ("runs[0].schedule.decay", "0.01", Value::Number(0.01)),
        ];
        let mut experiment = experiment();
        for (path, text, value) in cases {
            assert_eq!(experiment.set(path, text), Ok(()), "{path}");
            assert_eq!(experiment.knob(path).expect(path).value, value, "{path}");
        }
        experiment.set("runs[0].schedule.kind", "cosine").expect("a schedule");
        let knob = experiment.knob("runs[0].schedule.kind").expect("a choice");
        assert_eq!((knob.text(), knob.default.text()), ("cosine".into(), "inverse_time".into()));
    }

    #[test]
    fn another_kind_brings_its_own_defaults() {
        let mut experiment = experiment();
        experiment.set("start[0]", "7").expect("a number");
        experiment.set("runs[0].learning_rate", "7").expect("a rate");
        experiment.set("runs[0].optimizer.kind", "momentum").expect("an optimizer");
        let momentum = RunSpec::new(Optimizer::from_kind("momentum").expect("listed"));
        assert_eq!((&experiment.runs[0], experiment.start[0]), (&momentum, 7.0));
        experiment.set("landscape.kind", "beale").expect("a landscape");
        let beale = Landscape::from_kind("beale").expect("listed");
        assert_eq!(experiment.start, beale.get().start());
        assert_eq!(experiment.landscape, beale);
        assert_eq!(experiment.runs, [momentum]);
    }

    #[test]
    fn a_fault_names_its_path_and_changes_nothing() {
        for (path, text) in [
            ("start[0]", ""),
            ("start[0]", "1e9"),
            ("epochs", "1.5"),
            ("epochs", "0"),
            ("runs[0].learning_rate", "-1"),
            ("runs[0].optimizer.amsgrad", "perhaps"),
            ("runs[0].optimizer.kind", "sgd"),
            ("runs[0].optimizer.nothing", "1"),
            ("runs[7].learning_rate", "1"),
            ("nowhere", "1"),
        ] {
            let mut edited = experiment();
            let fault = edited.set(path, text).expect_err(path);
            assert_eq!(fault.path, path);
            assert_eq!(edited, experiment(), "{path}");
        }
    }
}
