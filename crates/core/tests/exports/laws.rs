//! What holds for every script, without running it.

use descent_core::export::{Library, code};
use descent_core::settings::{Knob, Value};
use descent_core::{Experiment, Listed, Settings};

use crate::{cases, variants};

/// Names that a script gives to what is no knob.
const WORDS: &[&str] = &[
    "cost",
    "gradient",
    "norm",
    "quotient",
    "digits",
    "report",
    "start",
    "epochs",
    "run",
    "row",
    "math",
    "np",
    "torch",
    "keras",
    "jax",
    "jnp",
    "optax",
    "w",
    "w1",
    "w2",
    "g",
    "t",
    "rate",
    "rate_at",
    "learning_rate",
    "warmup",
    "scale",
    "optimizer",
    "variable",
    "state",
    "updates",
    "schedule",
    "count",
    "abs",
    "arctan",
    "max",
    "min",
    "cos",
    "exp",
    "log",
    "maximum",
    "sign",
    "sin",
    "sqrt",
    "tanh",
    "where",
];

fn for_all(mut check: impl FnMut(Library, &Experiment, &str)) {
    for experiment in cases::experiments() {
        for library in Library::ALL {
            check(library, &experiment, &code(&experiment, library).expect("a formula"));
        }
    }
}

/// The part of a script that is a run's function.
fn run(script: &str, number: usize) -> &str {
    let from = script.find(&format!("def run_{number}():")).expect("the run");
    let rest = &script[from..];
    &rest[..rest.find("\n\n\n").expect("an end")]
}

/// The names that a text assigns, as often as it does.
fn assigned(text: &str) -> Vec<&str> {
    let names = text.lines().filter_map(|line| line.trim().split_once(" = "));
    names.flat_map(|(names, _)| names.split(", ")).collect()
}

/// A knob as a variable.
fn set(name: &str, value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{name} = {number:?}"),
        Value::Table(rows) => format!("{name} = {rows:?}"),
        _ => format!("{name} = {}", value.text()),
    }
}

#[test]
fn every_knob_is_named_once_with_its_value() {
    for_all(|library, experiment, script| {
        for (number, spec) in experiment.runs.iter().enumerate() {
            let run = run(script, number);
            for Knob { name, value, .. } in spec.optimizer.settings().knobs() {
                if matches!(value, Value::Text(_) | Value::Lines(_)) {
                    continue;
                }
                // What a typed rule calls one of Python's words gets a mark.
                let name = name.rsplit('.').next().expect("a name");
                let variables = [name.to_owned(), format!("{name}_")];
                let [said, marked] = variables.map(|name| set(&name, &value));
                let said = [said, marked, format!("# {name}: {}", value.text())];
                let lines = run.lines().filter(|line| said.iter().any(|said| line.trim() == said));
                assert_eq!(lines.count(), 1, "{library:?}: {name} in\n{run}");
            }
            let changing = run.contains("def rate_at");
            for Knob { name, value, .. } in
                spec.schedule.settings().knobs().into_iter().filter(|_| changing)
            {
                let said = [set(&name, &value), format!("# {name}: {}", value.text())];
                assert!(
                    said.iter().any(|said| run.contains(said)),
                    "{library:?}: {name} in\n{run}"
                );
            }
        }
    });
}

#[test]
fn no_name_stands_for_two_things() {
    for optimizer in variants::optimizers() {
        for schedule in cases::schedules() {
            let names =
                |settings: &dyn Settings| settings.knobs().into_iter().map(|knob| knob.name);
            let slots = optimizer.get().slots().into_iter().map(|slot| slot.to_owned().into());
            let ours = names(optimizer.settings()).chain(slots).chain(names(schedule.settings()));
            let mut all: Vec<_> = ours.chain(WORDS.iter().map(|&word| word.into())).collect();
            all.sort_unstable();
            let twice = all.windows(2).find(|pair| pair[0] == pair[1]);
            assert_eq!(twice, None, "{optimizer:?} with {schedule:?}");
        }
    }
}

#[test]
fn a_step_changes_no_knob_and_none_of_the_scripts_own_names() {
    for_all(|library, experiment, script| {
        for (number, spec) in experiment.runs.iter().enumerate() {
            let run = run(script, number);
            let step = run.split_once("    for t in range").expect("a loop").1;
            let own = ["w", "g", "rate", "updates", "state"];
            let knobs = spec.optimizer.settings().knobs().into_iter().map(|knob| knob.name);
            let kept: Vec<_> = knobs
                .chain(spec.schedule.settings().knobs().into_iter().map(|knob| knob.name))
                .chain(WORDS.iter().filter(|word| !own.contains(word)).map(|&word| word.into()))
                .collect();
            let changed =
                assigned(step).into_iter().find(|name| kept.iter().any(|kept| kept == name));
            assert_eq!(changed, None, "{library:?}:\n{run}");
            let takes = |name| assigned(step).iter().filter(|&&taken| taken == name).count();
            assert!(takes("g") <= 1 && takes("rate") <= 1, "{library:?}:\n{run}");
        }
    });
}

#[test]
fn scripts_are_ascii_and_fit_a_page() {
    for_all(|library, experiment, script| {
        let long = script.lines().find(|line| line.len() > 110);
        assert_eq!(long, None, "{library:?}, {}", experiment.landscape.kind());
        assert!(script.is_ascii(), "{library:?}, {}", experiment.landscape.kind());
    });
}

/// Names from the documentation of each library.
#[test]
fn a_librarys_own_optimizers_are_called() {
    let expected: &[(Library, &[&str])] = &[
        (
            Library::PyTorch,
            &[
                "torch.optim.SGD",
                "torch.optim.Adagrad",
                "torch.optim.RMSprop",
                "torch.optim.Adam",
                "torch.optim.Adamax",
                "torch.optim.AdamW",
                "torch.optim.NAdam",
                "torch.optim.RAdam",
                "torch.optim.Adadelta",
                "torch.optim.Rprop",
                "torch.optim.ASGD",
            ],
        ),
        (
            Library::Keras,
            &[
                "keras.optimizers.SGD",
                "keras.optimizers.Adagrad",
                "keras.optimizers.RMSprop",
                "keras.optimizers.Adam",
                "keras.optimizers.Adamax",
                "keras.optimizers.AdamW",
                "keras.optimizers.Nadam",
                "keras.optimizers.Adadelta",
                "keras.optimizers.Lion",
            ],
        ),
        (
            Library::Optax,
            &[
                "optax.sgd",
                "optax.adagrad",
                "optax.rmsprop",
                "optax.adam",
                "optax.adamax",
                "optax.adamw",
                "optax.nadam",
                "optax.radam",
                "optax.adadelta",
                "optax.adabelief",
                "optax.lion",
            ],
        ),
    ];
    let mut all = [const { String::new() }; Library::ALL.len()];
    for_all(|library, _, script| all[library as usize] += script);
    for (library, names) in expected {
        for name in *names {
            assert!(all[*library as usize].contains(&format!(" {name}(")), "{name}");
        }
    }
    assert!(!all[Library::NumPy as usize].contains("has no optimizer"));
}
