//! The same bits everywhere. The cases and their fingerprints stand in `tests/bits`; the
//! browser tests hold the page's module to the same file.
//!
//! `BLESS=1` writes the file anew, after a change that is meant to change numbers.

#[path = "exports/variants.rs"]
mod variants;

use descent_core::run::Starts;
use descent_core::schedules::Plateau;
use descent_core::{Digest, Experiment, Landscape, Optimizer, RunSpec, Schedule, settings};
use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/bits/digests.json");

/// Every landscape with every optimizer, the schedules and warm-up taking turns.
fn experiments() -> Vec<Experiment> {
    // So many that one more schedule changes no case.
    let schedules = &Schedule::all()[..5];
    let mut experiments = Vec::new();
    // By the places in the lists, so that one more optimizer changes no other's cases.
    for (l, landscape) in Landscape::all().into_iter().enumerate() {
        for (o, optimizer) in Optimizer::all().into_iter().enumerate() {
            let mut schedule = schedules[(2 * l + o) % schedules.len()].clone();
            schedule.get_mut().set("decay", settings::Value::Number(0.01));
            let run = RunSpec { schedule, warmup: (o % 3) as u64 * 5, ..RunSpec::new(optimizer) };
            let runs = vec![run];
            experiments.push(Experiment {
                epochs: 400,
                runs,
                ..Experiment::new(landscape.clone())
            });
        }
    }
    experiments.push(through_the_denormal_numbers());
    experiments.extend(beyond_all_numbers());
    experiments.extend(Landscape::all().into_iter().flat_map(every_convention));
    experiments.extend(Landscape::all().into_iter().map(on_a_plateau));
    experiments.extend(FORMULAS.map(typed));
    experiments.push(with_a_drawn_rate());
    experiments
}

/// Rates that are drawn point by point, after a warm-up.
fn with_a_drawn_rate() -> Experiment {
    let points = [[1.0, 0.3], [40.0, 1.5], [40.0, 0.7], [333.3, 0.01]];
    let mut schedule = Schedule::from_kind("piecewise_linear").expect("listed");
    let points = settings::Value::Table(points.map(Vec::from).into());
    assert!(schedule.get_mut().set("points", points));
    let run =
        |optimizer| RunSpec { schedule: schedule.clone(), warmup: 7, ..RunSpec::new(optimizer) };
    let runs = Optimizer::all().into_iter().map(run).collect();
    let himmelblau = Landscape::from_kind("himmelblau").expect("listed");
    Experiment { epochs: 400, runs, ..Experiment::new(himmelblau) }
}

/// Formulas of one, two, three and five parameters, with powers, choices and parameters of their
/// own.
const FORMULAS: [&str; 6] = [
    "w^4/4 - a*w^2 + sin(5w)/b",
    "|x|^1.5 + max(x, y)^2 - min(x*y, a) + where(x <= y, (x + 3)^y, exp(-y^2))/b",
    "1.3^(x - y) + ln(1 + (a*x)^2 + y^4) + tanh(b*y)*cos(x) + atan(x*y) - sqrt(2 + sign(x))*x",
    "x^2 + 2y^2 + 3w3^2 + a*x*y - sin(w3*x)/b",
    "(w1 - a)^2 + (w2 - w1^2)^2 + (w3 - w2^2)^2 + (w4 - w3^2)^2 + (w5 - w4^2)^2/b",
    "where(w1*w3 > a, w1^3*w2, w3^2.5 - w2)^2 + e^(w2/b) + w1^2",
];

fn typed(formula: &str) -> Experiment {
    let mut landscape = Landscape::from_kind("formula").expect("listed");
    for (name, value) in [("parameters.a", 0.4), ("parameters.b", 7.0)] {
        let value = descent_core::settings::Value::Number(value);
        assert!(landscape.get_mut().set(name, value));
    }
    let text = descent_core::settings::Value::Text(formula.to_owned());
    assert!(landscape.get_mut().set("formula", text));
    assert_eq!(landscape.get().check(), Ok(()), "{formula}");
    let runs = Optimizer::all().into_iter().map(RunSpec::new).collect();
    Experiment { epochs: 400, runs, ..Experiment::new(landscape) }
}

/// Optimizers whose rate is lowered while they go to and fro, one after a warm-up.
fn on_a_plateau(landscape: Landscape) -> Experiment {
    let plateau = |patience| Plateau { factor: 0.5, patience, cooldown: 4, ..Plateau::default() };
    let run = |(kind, patience): (&str, u64)| RunSpec {
        schedule: Schedule::Plateau(plateau(patience)),
        warmup: 10 * patience,
        ..RunSpec::new(Optimizer::from_kind(kind).expect("listed"))
    };
    let runs = [("momentum", 1), ("rmsprop", 2), ("adam", 0)].map(run).into();
    Experiment { epochs: 600, runs, ..Experiment::new(landscape) }
}

/// Every optimizer in every convention that is not its default, with other numbers than its
/// defaults, for more than a stride.
fn every_convention(landscape: Landscape) -> Vec<Experiment> {
    let mut optimizers = variants::optimizers();
    optimizers.retain(|optimizer| !Optimizer::all().contains(optimizer));
    let optimizers: Vec<_> = optimizers.into_iter().map(variants::with_other_numbers).collect();
    let runs = optimizers.chunks(Experiment::MOST_RUNS).map(|some| some.iter().cloned());
    let experiment = Experiment { epochs: 300, ..Experiment::new(landscape) };
    runs.map(|some| Experiment { runs: some.map(RunSpec::new).collect(), ..experiment.clone() })
        .collect()
}

/// Runs that diverge within their first stride and within a later one; and, on a steep landscape,
/// after an epoch at which only the square of the gradient's length overflows.
fn beyond_all_numbers() -> [Experiment; 2] {
    let optimizer = |kind: &str| Optimizer::from_kind(kind).expect("listed");
    let run = |&(kind, learning_rate): &(&str, f64)| RunSpec {
        learning_rate,
        ..RunSpec::new(optimizer(kind))
    };
    let experiment = |landscape, start: [f64; 2], runs: &[(&str, f64)]| {
        let landscape = Landscape::from_kind(landscape).expect("listed");
        let runs = runs.iter().map(run).collect();
        Experiment { epochs: 1000, runs, start: start.to_vec(), ..Experiment::new(landscape) }
    };
    let [gd, momentum, nesterov] = ["gradient_descent", "momentum", "nesterov"];
    let growing = [(gd, 1.0), (gd, 0.3), (gd, 0.25), (momentum, 1.0), (nesterov, 0.5)];
    [
        experiment("quadratic", [1.0, 0.5], &growing),
        experiment("styblinski_tang", [1e6; 2], &[(gd, 1e5), (gd, 1e-13), ("adam", 1e6)]),
    ]
}

/// Long enough for parameters, slots and costs to fade to nothing on the way to zero.
fn through_the_denormal_numbers() -> Experiment {
    let landscape = Landscape::from_kind("quadratic").expect("listed");
    let kinds = ["gradient_descent", "momentum", "nesterov", "adagrad", "adam"];
    let optimizer = |kind| Optimizer::from_kind(kind).expect("listed");
    let runs = kinds.map(|kind| RunSpec { learning_rate: 0.1, ..RunSpec::new(optimizer(kind)) });
    Experiment { epochs: 20_000, runs: runs.to_vec(), ..Experiment::new(landscape) }
}

/// Where the starts of many runs stand that are known by the fingerprint of their outcomes.
const STARTS_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/bits/starts.json");

/// The threshold that their costs are held to.
const THRESHOLD: f64 = 0.5;

/// A few hundred starts: most of them where landscapes are drawn, some far out, some from which
/// denormal numbers come or a cost that is not finite.
fn starts() -> Vec<f64> {
    let mut seeded = 0x5eed_u64;
    // From −1 to 1: a linear congruential generator, of which the high bits are used.
    let mut unit = || {
        seeded = seeded.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (seeded >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    let mut starts: Vec<f64> = (0..360).map(|_| unit() * 6.0).collect();
    starts.extend((0..60).map(|_| unit() * 1e3));
    let sizes = [0.0, 5e-324, 1e-310, 1e-200, 1e-155, 1e-9, 1.0, 1e9, 1e77, 1e153, 1e155, 1e300];
    starts.extend(sizes.iter().flat_map(|&size| [size, -size, -size, unit(), unit() * 4.0, size]));
    starts
}

/// Every landscape with every optimizer in every convention, the schedules taking turns.
fn many_runs() -> Vec<Experiment> {
    let schedules = &Schedule::all()[..6];
    let run = |(i, optimizer): (usize, Optimizer)| {
        let schedule = schedules[i % schedules.len()].clone();
        // Steps that are large enough for some runs to diverge late.
        let learning_rate = 3.0 * optimizer.get().learning_rate();
        let warmup = (i % 3) as u64 * 5;
        RunSpec { schedule, warmup, learning_rate, ..RunSpec::new(optimizer) }
    };
    let mut runs: Vec<RunSpec> = variants::optimizers().into_iter().enumerate().map(run).collect();
    runs.extend(Optimizer::all().into_iter().map(RunSpec::new));
    let of = |landscape: Landscape| {
        let experiment = Experiment { epochs: 270, ..Experiment::new(landscape) };
        let some = runs.chunks(Experiment::MOST_RUNS).map(<[RunSpec]>::to_vec);
        some.map(|runs| Experiment { runs, ..experiment.clone() }).collect::<Vec<_>>()
    };
    Landscape::all().into_iter().flat_map(of).collect()
}

/// The fingerprint of the outcomes of each run of an experiment.
fn outcomes(experiment: &Experiment, starts: &[f64]) -> Vec<String> {
    let digest = |run| {
        let Experiment { landscape, epochs, .. } = experiment;
        let mut ends = starts.to_vec();
        let outcomes = Starts::new(landscape, run, *epochs, THRESHOLD).outcomes(&mut ends);
        Digest::default().with_outcomes(&ends, &outcomes).to_string()
    };
    experiment.runs.iter().map(digest).collect()
}

/// One case per line, so that a difference names its case.
fn write(cases: &[Value]) -> String {
    let lines: Vec<String> = cases.iter().map(Value::to_string).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

#[test]
fn golden_bits_of_many_starts() {
    let starts = starts();
    let cases: Vec<Value> = many_runs()
        .iter()
        .map(|it| json!({ "digests": outcomes(it, &starts), "experiment": it.json() }))
        .collect();
    let first = json!({ "threshold": THRESHOLD, "starts": starts });
    hold(STARTS_FILE, &write(&[&[first], &cases[..]].concat()));
}

/// Holds a file to what it is to be, or blesses it.
fn hold(file: &str, text: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, text).expect("the file of fingerprints");
    }
    let known = std::fs::read_to_string(file).expect("the file of fingerprints");
    for (now, before) in text.lines().zip(known.lines()) {
        assert_eq!(now, before);
    }
    assert_eq!(text, known);
}

#[test]
fn golden_bits_of_every_experiment() {
    let cases: Vec<Value> = experiments()
        .iter()
        .map(|experiment| {
            json!({ "digest": Digest::of(experiment).to_string(), "experiment": experiment.json() })
        })
        .collect();
    assert!(cases.len() >= 100);
    hold(FILE, &write(&cases));
}

#[test]
fn one_bit_changes_the_fingerprint() {
    let experiment = experiments().swap_remove(0);
    let mut moved = experiment.clone();
    moved.start[1] = moved.start[1].next_up();
    assert_ne!(Digest::of(&experiment), Digest::of(&moved));
    assert_eq!(Digest::of(&experiment), Digest::of(&experiment.clone()));
}
