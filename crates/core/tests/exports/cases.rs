//! Experiments that together have every landscape, optimizer, convention and schedule.

use descent_core::optimizers::Custom;
use descent_core::schedules::{Plateau, PlateauThreshold};
use descent_core::settings::{Settings, Value};
use descent_core::{Experiment, Landscape, Optimizer, RunSpec, Schedule, Vector};

use crate::variants::{conventions, optimizers, with_other_numbers};

/// Steps of every run: enough for RAdam to begin to rectify, and for every schedule to
/// have left its warm-up.
const EPOCHS: usize = 40;

/// The experiments that are run elsewhere.
///
/// Two programs that round differently stay together only where nearness is kept: in a bowl,
/// where all paths meet, and over short ways elsewhere. So optimizers are compared in a bowl,
/// and landscapes by short ways.
pub(crate) fn experiments() -> Vec<Experiment> {
    let mut experiments = vec![nothing(), beyond_all_numbers()];
    experiments.extend(Landscape::all().into_iter().chain(formulas()).map(short_ways));
    experiments.extend(together(bowl(), None, &runs()));
    // Along an axis one gradient is zero from the start; with ε = 0 so is its divisor.
    experiments.extend(together(upright_bowl(), Some([1.5, 0.0]), &without_epsilon()));
    // At the tip of a cone there is no slope to divide by.
    let ackley = Landscape::from_kind("ackley").expect("in the list");
    experiments.extend(together(ackley, Some([0.0, 0.0]), &without_epsilon()));
    experiments
}

/// Typed formulas of one to five parameters: powers, choices of which one side may have no
/// derivative, a cost that is flat on one side, and one too long for a line.
fn formulas() -> impl Iterator<Item = Landscape> {
    let long = (1..=12).map(|k| format!("(x - {k})^2*sin(y/{k})/{k}")).collect::<Vec<_>>();
    let formulas = [
        "w^4/4 - a*w^2 + sin(5w)/3 + |w|^1.5 - atan(a*w)",
        "(x^2 + 1)^(a*y) + 2^(x*y) + x^-3 - (y^-0.5)*(-2)^2",
        "max(x, y)^2 - min(x*y, a)*where(x <= y, (y + 3)^x, ln(y + 9)) + sign(x - 9)*y",
        "where(x < 0, sqrt(1 - x), x^0.5) + where(y == 7, ln(-y), exp(y/a))",
        "where(y > 9, x*y, 7) + quotient(x, 0) - 2*atan(0)",
        "where(w1*w3 > a, w1^3*w2, sqrt(w3)*w2)^2 + w2^2 + e^(w3/3)",
        "(w1 - a)^2 + (w2 - w1^2)^2 + (w3 - w2^2)^2 + (w4 - w3^2)^2 + (w5 - w4^2)^2*λ",
        &long.join(" + "),
    ];
    formulas.map(typed_landscape).into_iter()
}

fn typed_landscape(formula: &str) -> Landscape {
    let mut landscape = Landscape::from_kind("formula").expect("in the list");
    assert!(landscape.get_mut().set("parameters.a", Value::Number(1.7)));
    assert!(landscape.get_mut().set("parameters.λ", Value::Number(0.2)));
    assert!(landscape.get_mut().set("formula", Value::Text(formula.to_owned())));
    assert_eq!(landscape.get().check(), Ok(()), "{formula}");
    landscape
}

/// Every schedule, decaying where it does not by itself.
pub(crate) fn schedules() -> Vec<Schedule> {
    let mut schedules = Schedule::all();
    for schedule in &mut schedules {
        let knobs: &[_] = &[("decay", 0.05), ("floor", 0.1)];
        for &(name, value) in knobs {
            schedule.get_mut().set(name, Value::Number(value));
        }
        for name in ["every", "period"] {
            schedule.get_mut().set(name, Value::Whole(7));
        }
        schedule.get_mut().set("patience", Value::Whole(1));
    }
    let absolute = PlateauThreshold::Absolute;
    let plateau =
        Plateau { threshold_mode: absolute, cooldown: 2, patience: 0, ..Plateau::default() };
    schedules.push(Schedule::Plateau(plateau));
    schedules
}

/// Every optimizer with every convention: with its defaults and with other numbers, at a
/// steady rate and on one schedule or the other.
fn runs() -> Vec<RunSpec> {
    let mut runs = Vec::new();
    let mut schedules = schedules().into_iter().cycle();
    for optimizer in optimizers().into_iter().chain(others()).chain(typed()) {
        for optimizer in [optimizer.clone(), with_other_numbers(optimizer)] {
            let steady = RunSpec::new(optimizer);
            let schedule = schedules.next().expect("a cycle");
            runs.extend([steady.clone(), RunSpec { schedule, ..steady }]);
        }
    }
    for schedule in self::schedules() {
        for warmup in [0, 1, 5, 100] {
            let optimizer = Optimizer::from_kind("gradient_descent").expect("in the list");
            runs.push(RunSpec { schedule: schedule.clone(), warmup, ..RunSpec::new(optimizer) });
        }
        let optimizer = with_names_of_schedules();
        runs.push(RunSpec { schedule, ..RunSpec::new(optimizer) });
    }
    runs
}

/// NAdam with the momentum decay of Keras, and as good as without, as Optax has it; ASGD that
/// begins to average within these epochs.
fn others() -> Vec<Optimizer> {
    let with = |mut optimizer: Optimizer, name, value| {
        assert!(optimizer.get_mut().set(name, value));
        optimizer
    };
    let kind = |kind| Optimizer::from_kind(kind).expect("in the list");
    let nadam = |decay| with(kind("nadam"), "momentum_decay", Value::Number(decay));
    let averaging = conventions(kind("asgd"));
    let averaging = averaging.into_iter().map(|asgd| with(asgd, "t0", Value::Whole(5)));
    [1.0, 1000.0].map(nadam).into_iter().chain(averaging).collect()
}

/// Rules that are typed in: some that start from a listed one, and one with what those lack.
fn typed() -> Vec<Optimizer> {
    let from = |kind| Custom::from_optimizer(&Optimizer::from_kind(kind).expect("in the list"));
    let mut own = Custom::default();
    assert!(own.set("parameters.lambda", Value::Number(0.1)));
    assert!(own.set("parameters.start", Value::Number(3.0)));
    let rule = [
        "d = g + lambda*w",
        "class = max(class, |d|)",
        "seen = seen + 1",
        "more = where(seen >= start, exp(-t), 0)*cos(2t)",
        "size = min(tanh(class), start) + more",
        "slow = where(t <= 2, rate, slow) - where(sin(w) > 0, 0.01, 0)*slow",
        "w = w - quotient(slow*d, size + log(seen)^0.5)",
    ];
    assert!(own.set("rule", Value::lines(rule)) && own.check().is_ok(), "{:?}", own.check());
    let listed = ["nesterov", "asgd", "nadam", "rprop", "radam"].map(from);
    listed.into_iter().chain([own]).map(Optimizer::Custom).collect()
}

/// A rule whose parameters are called as the settings of schedules are.
fn with_names_of_schedules() -> Optimizer {
    let mut own = Custom::default();
    let mut sum = vec!["learning_rate".to_owned(), "warmup".to_owned(), "scale".to_owned()];
    for schedule in Schedule::all() {
        sum.extend(schedule.get().knobs().into_iter().map(|knob| knob.name.into_owned()));
    }
    sum.sort_unstable();
    sum.dedup();
    for name in &sum {
        assert!(own.set(&format!("parameters.{name}"), Value::Number(0.013)));
    }
    let mut rule = vec!["part = 0".to_owned()];
    rule.extend(sum.iter().map(|name| format!("part = part + {name}")));
    rule.push("w = w - rate*part*g".to_owned());
    let lines = Value::lines(rule.iter().map(String::as_str));
    assert!(own.set("rule", lines) && own.check().is_ok());
    Optimizer::Custom(own)
}

fn without_epsilon() -> Vec<RunSpec> {
    let mut optimizers = optimizers();
    for optimizer in &mut optimizers {
        optimizer.get_mut().set("epsilon", Value::Number(0.0));
    }
    optimizers.into_iter().map(RunSpec::new).collect()
}

/// A turned bowl, in which each gradient depends on both parameters.
fn bowl() -> Landscape {
    let mut bowl = upright_bowl();
    assert!(bowl.get_mut().set("angle", Value::Number(30.0)));
    bowl
}

fn upright_bowl() -> Landscape {
    Landscape::from_kind("quadratic").expect("in the list")
}

/// Every optimizer on a landscape, at a rate at which its first step is short.
fn short_ways(landscape: Landscape) -> Experiment {
    let mut experiment = Experiment { epochs: EPOCHS, ..Experiment::new(landscape) };
    let (_, gradient) = experiment.landscape.get().slope(&experiment.start);
    let learning_rate = 0.01 / gradient.length().max(1.0);
    let run = |optimizer| RunSpec { learning_rate, ..RunSpec::new(optimizer) };
    experiment.runs = Optimizer::all().into_iter().map(run).collect();
    experiment
}

/// The runs in as many experiments as they take.
fn together(landscape: Landscape, start: Option<[f64; 2]>, runs: &[RunSpec]) -> Vec<Experiment> {
    let new = Experiment { epochs: EPOCHS, ..Experiment::new(landscape) };
    let start = start.map_or_else(|| new.start.clone(), |start| start.to_vec());
    let some =
        |runs: &[RunSpec]| Experiment { start: start.clone(), runs: runs.into(), ..new.clone() };
    runs.chunks(Experiment::MOST_RUNS).map(some).collect()
}

fn nothing() -> Experiment {
    Experiment::new(bowl())
}

/// Runs that diverge, at once and after a while.
fn beyond_all_numbers() -> Experiment {
    let mut experiment = short_ways(Landscape::from_kind("rosenbrock").expect("in the list"));
    for (run, rate) in experiment.runs.iter_mut().zip([1.0, 0.001, 0.003].into_iter().cycle()) {
        run.learning_rate = rate;
    }
    experiment
}
