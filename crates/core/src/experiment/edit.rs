use super::{Experiment, RunSpec};
use crate::settings::{self, Knob};
use crate::{Fault, Landscape, Optimizer};

/// Editing by the same paths that a file's faults name: `start[0]`, `epochs`,
/// `landscape.kind`, `runs[1].learning_rate`, `runs[1].schedule.decay`.
impl Experiment {
    /// What stands at a path, with its range and default; none where nothing does.
    #[must_use]
    pub fn knob(&self, path: &str) -> Option<Knob> {
        settings::knob(self, path)
    }

    /// Sets what stands at a path from text as it was typed. On a fault nothing changes.
    ///
    /// Another landscape brings its own start; another optimizer brings its own
    /// learning rate.
    ///
    /// # Errors
    /// What is wrong with the text, at this path, or with what it would stand among.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), Fault> {
        let mut changed = self.clone();
        settings::set(&mut changed, path, text)?;
        settings::check(&changed, path)?;
        changed.check()?;
        *self = changed;
        Ok(())
    }

    /// Removes the parameters that the rule or formula at this path does not read; true where
    /// there were some.
    pub(crate) fn drop_unused_parameters(&mut self, path: &str) -> bool {
        if path.starts_with("landscape.") {
            let Landscape::Typed(typed) = &mut self.landscape else { return false };
            return typed.drop_unused_parameters();
        }
        let Some((index, _)) = settings::in_records(path, "runs") else { return false };
        match self.runs.get_mut(index) {
            Some(RunSpec { optimizer: Optimizer::Custom(custom), .. }) => {
                custom.drop_unused_parameters()
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Value;

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
