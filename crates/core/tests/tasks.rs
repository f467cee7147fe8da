//! Tasks: penalties, and noise of the gradients.

use descent_core::run::Step;
use descent_core::settings::Value;
use descent_core::task::{Noise, Penalty};
use descent_core::{
    Bookmark, Digest, Experiment, Landscape, PageNames, Problem, Run, Session, Task,
};

const PAGE: &PageNames = &[];

fn penalty(kind: &str, settings: &[(&str, Value)]) -> Penalty {
    let mut penalty = Penalty::from_kind(kind).expect("listed");
    for (name, value) in settings {
        assert!(penalty.get_mut().set(name, value.clone()), "{name}");
    }
    penalty
}

/// A penalty of each kind, and one over the first parameter alone.
fn penalties() -> Vec<Penalty> {
    let s = |rows: &[&[f64]]| Value::Table(rows.iter().map(|row| row.to_vec()).collect());
    let weight = ("weight", Value::Number(0.7));
    vec![
        penalty("l2", std::slice::from_ref(&weight)),
        penalty("quadratic", std::slice::from_ref(&weight)),
        penalty("quadratic", &[weight.clone(), ("s", s(&[&[2.0, -3.0], &[1.0, 0.5]]))]),
        penalty("quadratic", &[weight, ("s", s(&[&[1.5]]))]),
    ]
}

fn gradient(it: &dyn Problem, w: &[f64]) -> (f64, Vec<f64>) {
    it.slope(w)
}

/// λ·wᵀSw and its gradient, by hand.
fn by_hand(penalty: &Penalty, w: [f64; 2]) -> (f64, [f64; 2]) {
    let [a, b] = w;
    let (cost, [by_a, by_b]) = match penalty {
        Penalty::L2Penalty(_) => (a * a + b * b, [2.0 * a, 2.0 * b]),
        Penalty::QuadraticPenalty(it) if it.s.len() == 1 => (1.5 * a * a, [3.0 * a, 0.0]),
        Penalty::QuadraticPenalty(it) if it.s[0][0] == 1.0 => {
            ((a - b) * (a - b), [2.0 * (a - b), 2.0 * (b - a)])
        }
        _ => (2.0 * a * a - 2.0 * a * b + 0.5 * b * b, [4.0 * a - 2.0 * b, b - 2.0 * a]),
    };
    (0.7 * cost, [0.7 * by_a, 0.7 * by_b])
}

#[test]
fn a_penalty_adds_its_cost_and_its_gradient() {
    for landscape in Landscape::all() {
        for penalty in penalties() {
            let plain = Task::from(&landscape);
            let task = Task { penalty: penalty.clone(), ..plain.clone() };
            for w in [[0.3, -1.2], [2.0, 1.5], [-0.7, 0.0]] {
                let (cost, slope) = gradient(&plain, &w);
                let (more, by) = by_hand(&penalty, w);
                let (found, found_slope) = gradient(&task, &w);
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-13 * (1.0 + a.abs() + b.abs());
                assert!(near(found, cost + more), "{landscape:?} {penalty:?} {found}");
                for i in 0..2 {
                    assert!(near(found_slope[i], slope[i] + by[i]), "{landscape:?} {penalty:?}");
                }
                // Map, pointer and run agree to the bit.
                assert_eq!(found.to_bits(), task.cost(&w).to_bits());
                let formula = task.formula().expect("a formula");
                assert_eq!(found.to_bits(), formula.eval(&w).to_bits(), "{landscape:?}");
                if let Some(trace) = Step::slope(&task) {
                    let traced = trace.eval(&w);
                    let walked = [found, found_slope[0], found_slope[1]];
                    assert_eq!(traced.map_bits(), walked.map_bits(), "{landscape:?} {penalty:?}");
                }
            }
            assert!(task.stationary_points().is_empty(), "they have moved");
        }
    }
}

trait Bits {
    fn map_bits(&self) -> Vec<u64>;
}

impl<T: AsRef<[f64]>> Bits for T {
    fn map_bits(&self) -> Vec<u64> {
        self.as_ref().iter().map(|it| it.to_bits()).collect()
    }
}

fn experiment(more: &str) -> Experiment {
    let text = format!(
        r#"{{"version": 1, "landscape": {{"kind": "booth"}}, "start": [1, 1], "epochs": 50{more},
            "runs": [{{"optimizer": {{"kind": "gradient_descent"}}, "learning_rate": 0.01,
                       "schedule": {{"kind": "constant"}}}},
                     {{"optimizer": {{"kind": "nesterov"}}, "learning_rate": 0.01}}]}}"#
    );
    Experiment::parse(&text).expect("an experiment")
}

const PENALTY: &str = r#", "penalty": {"kind": "l2", "weight": 0.5}"#;

#[test]
fn a_run_descends_the_sum() {
    let experiment = experiment(PENALTY);
    let mut run = Run::new(experiment.task(), &experiment.start, &experiment.runs[0]);
    run.extend_to(1);
    // Booth's gradient at (1, 1) is (−16, −20); that of ½·wᵀw is w.
    let w = run.trajectory().params(1).expect("known");
    assert!((w[0] - 1.15).abs() < 1e-14 && (w[1] - 1.19).abs() < 1e-14, "{w:?}");
    let session = Session::new(experiment);
    assert_eq!(session.cost([1.0, 1.0]), 20.0 + 1.0);
    assert!(session.marks().is_empty());
    assert_eq!(session.sample(3, 3).values.len(), 9);
}

fn noisy(seed: u64, size: f64) -> Experiment {
    let noise = format!(r#", "seed": {seed}, "noise": {{"kind": "isotropic", "size": {size}}}"#);
    experiment(&noise)
}

#[test]
fn noise_has_the_size_that_is_asked_for_and_follows_from_the_seed() {
    let task = noisy(4, 3.0).task();
    let oracle = task.oracle().expect("noise");
    let w = [0.5, -0.5];
    let (cost, exact) = gradient(&task, &w);
    let (mut sum, mut squares) = ([0.0; 2], [0.0; 2]);
    const COUNT: u64 = 20_000;
    for step in 1..=COUNT {
        let mut seen = [0.0; 2];
        assert_eq!(oracle.sample(step, &w, &mut seen), cost, "the cost has no noise");
        for i in 0..2 {
            let noise = seen[i] - exact[i];
            sum[i] += noise / COUNT as f64;
            squares[i] += noise * noise / COUNT as f64;
        }
    }
    for i in 0..2 {
        // Within five standard errors.
        assert!(sum[i].abs() < 5.0 * 3.0 / f64::sqrt(COUNT as f64), "{sum:?}");
        assert!((squares[i] / 9.0 - 1.0).abs() < 5.0 * 1.42 / f64::sqrt(COUNT as f64));
    }
    assert_eq!(Digest::of(&noisy(4, 3.0)), Digest::of(&noisy(4, 3.0)));
    assert_ne!(Digest::of(&noisy(4, 3.0)), Digest::of(&noisy(5, 3.0)));
    // No noise is the exact gradient, to the bit.
    assert_eq!(Digest::of(&noisy(4, 0.0)), Digest::of(&experiment("")));
}

#[test]
fn runs_of_an_experiment_see_the_same_noise() {
    let experiment = noisy(1, 2.0);
    let task = experiment.task();
    let noise_of = |number: usize| {
        let mut run = Run::new(&task, &experiment.start, &experiment.runs[number]);
        run.extend_to(1);
        let seen = run.lines(1).expect("known").swap_remove(0).numbers;
        let at = run.trajectory().params(0).expect("known").to_vec();
        let exact = gradient(&task, &at).1;
        [0, 1].map(|i| seen[i] - exact[i])
    };
    let [a, b] = [0, 1].map(noise_of);
    assert!((a[0] - b[0]).abs() < 1e-13 && (a[1] - b[1]).abs() < 1e-13, "{a:?} {b:?}");
    assert!(a[0] != 0.0 && a[0] != a[1]);
}

#[test]
fn links_and_files_say_penalty_and_noise() {
    let mut told = experiment(PENALTY);
    told.noise = Noise::from_kind("isotropic").expect("listed");
    assert_eq!(Experiment::parse(&told.json().text()), Ok(told.clone()));
    let text = Bookmark::of(told.clone()).text(PAGE);
    assert!(text.contains("&penalty=l2&penalty.weight=0.5&"), "{text}");
    assert!(text.contains("&noise=isotropic&noise.size=1"), "{text}");
    assert_eq!(Bookmark::parse(&text, PAGE).expect("a link").experiment, told);
    // In whatever order.
    let read = |text: &str| Bookmark::parse(text, PAGE).map(|it| it.experiment.penalty);
    let l2 = penalty("l2", &[("weight", Value::Number(2.0))]);
    assert_eq!(read("v=1&penalty.weight=2&penalty=l2"), Ok(l2));
    for (text, path) in [
        ("v=1&penalty.weight=2", "penalty.weight"),
        ("v=1&penalty=l2&penalty.s=1", "penalty.s"),
        ("v=1&penalty=l3", "penalty.kind"),
        ("v=1&noise.size=1", "noise.size"),
        ("v=1&penalty=quadratic&penalty.s=1 2 3; 4 5 6; 7 8 9", "penalty.s"),
    ] {
        assert_eq!(read(text).expect_err(text).path, path, "{text}");
    }
}

#[test]
fn what_does_not_fit_is_refused_at_its_place() {
    for (more, path) in [
        (
            r#", "penalty": {"kind": "quadratic", "s": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}"#,
            "penalty.s",
        ),
        (r#", "penalty": {"kind": "quadratic", "s": [[1, 0]]}"#, "penalty.s"),
        (r#", "penalty": {"kind": "l2", "weight": -1}"#, "penalty.weight"),
        (r#", "penalty": {"kind": "l2", "s": [[1]]}"#, "penalty.s"),
        (r#", "noise": {"kind": "isotropic", "size": -1}"#, "noise.size"),
        (r#", "noise": {"kind": "pink"}"#, "noise.kind"),
    ] {
        let text = format!(r#"{{"version": 1, "landscape": {{"kind": "booth"}}{more}}}"#);
        assert_eq!(Experiment::parse(&text).expect_err(more).path, path, "{more}");
    }
    // Another landscape, with fewer parameters than the penalty has rows.
    let mut one = experiment(r#", "penalty": {"kind": "quadratic"}"#);
    assert!(one.set("landscape.kind", "formula").is_ok());
    let fault = one.set("landscape.formula", "w^2").expect_err("one parameter");
    assert_eq!(fault.path, "penalty.s");
}
