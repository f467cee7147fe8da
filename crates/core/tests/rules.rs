//! The text of every rule against what runs, and rules that are typed in.

#[path = "exports/variants.rs"]
#[allow(dead_code, reason = "their numbers stay here")]
mod variants;

use descent_core::optimizers::{Custom, MAX_SLOTS};
use descent_core::settings::{Settings, Value};
use descent_core::{
    Bookmark, Experiment, Fault, Landscape, Optimizer, Run, RunSpec, Schedule, Trajectory, fault,
};

fn landscape(kind: &str) -> Landscape {
    Landscape::from_kind(kind).expect("listed")
}

fn walked(landscape: &Landscape, spec: &RunSpec, epochs: usize) -> Trajectory {
    let mut run = Run::new(landscape, &landscape.get().start(), spec);
    run.extend_to(epochs);
    run.trajectory().clone()
}

/// The largest distance of two paths, as a fraction of where they are.
fn apart(ours: &Trajectory, theirs: &Trajectory) -> f64 {
    assert_eq!(ours.len(), theirs.len());
    let distance = |i| {
        let pairs = ours.param(i).zip(theirs.param(i));
        pairs.map(|(a, b)| (a - b).abs() / a.abs().max(1.0)).fold(0.0, f64::max)
    };
    f64::max(distance(0), distance(1))
}

#[test]
fn the_text_of_every_rule_computes_what_runs() {
    let cosine = Schedule::from_kind("cosine").expect("listed");
    for optimizer in variants::optimizers() {
        for kind in ["booth", "himmelblau", "matyas"] {
            let spec = RunSpec { schedule: cosine.clone(), ..RunSpec::new(optimizer.clone()) };
            let typed = Optimizer::Custom(Custom::from_optimizer(&optimizer));
            assert_eq!(typed.get().check(), Ok(()), "{optimizer:?}");
            let typed = RunSpec { optimizer: typed, ..spec.clone() };
            let landscape = landscape(kind);
            let apart = apart(&walked(&landscape, &typed, 40), &walked(&landscape, &spec, 40));
            assert!(apart <= 1e-13, "{kind}, {optimizer:?}: {apart:e}");
        }
    }
}

#[test]
fn the_lines_of_a_rule_have_the_numbers_of_the_step() {
    let cosine = Schedule::from_kind("cosine").expect("listed");
    for optimizer in variants::optimizers() {
        let spec = RunSpec { schedule: cosine.clone(), ..RunSpec::new(optimizer.clone()) };
        let landscape = landscape("himmelblau");
        let mut run = Run::new(&landscape, &landscape.get().start(), &spec);
        run.extend_to(40);
        for epoch in 1..=40 {
            let lines = run.lines(epoch).expect("known");
            assert_eq!(lines.len(), optimizer.get().rule().lines.len() + 1, "{optimizer:?}");
            let ours = run.trajectory().params(epoch).expect("known");
            let last = lines.iter().rfind(|line| line.name == "w").expect("it sets w");
            for (a, b) in last.numbers.iter().zip(ours) {
                let apart = (a - b).abs() / b.abs().max(1.0);
                assert!(apart <= 1e-13, "{optimizer:?} at {epoch}: {a} and {b}");
            }
            let known = run.snapshot(epoch).expect("known");
            for (name, numbers) in &known.slots {
                let Some(line) = lines.iter().rfind(|line| line.name == *name) else { continue };
                for (a, b) in line.numbers.iter().zip(numbers) {
                    assert!((a - b).abs() <= 1e-11 * b.abs().max(1.0), "{optimizer:?}: {name}");
                }
            }
        }
        assert_eq!((run.lines(0), run.lines(41)), (None, None));
    }
}

#[test]
fn the_numbers_of_a_step_are_those_of_a_calculation_by_hand() {
    // J = 2w₁² + w₂²/2 from (1, 2): the gradient is (4, 2).
    let mut landscape = landscape("quadratic");
    assert!(landscape.get_mut().set("condition", Value::Number(4.0)));
    let momentum = Optimizer::from_kind("momentum").expect("listed");
    let spec = RunSpec { learning_rate: 0.25, ..RunSpec::new(momentum) };
    let mut run = Run::new(&landscape, &[1.0, 2.0], &spec);
    run.extend_to(2);
    let said = |epoch| -> Vec<(String, Vec<f64>)> {
        run.lines(epoch).expect("known").into_iter().map(|it| (it.name, it.numbers)).collect()
    };
    let gradient = run.snapshot(0).expect("known").gradient;
    let w: Vec<f64> = [1.0, 2.0].iter().zip(&gradient).map(|(w, g)| w - 0.25 * g).collect();
    let velocity = said(1)[1].1.clone();
    assert_eq!(said(1).last(), Some(&("w".to_owned(), w)));
    assert_eq!(said(1)[0], ("g".to_owned(), gradient));
    assert_ne!(said(2)[1].1, velocity);
}

#[test]
fn a_rule_names_what_its_optimizer_remembers() {
    for optimizer in variants::optimizers() {
        let program = optimizer.get().program().expect("a law");
        let (typed, own) = (program.slots(), optimizer.get().slots());
        let shared = own.iter().all(|slot| typed.contains(slot));
        // With β = 0 for RMSprop's momentum, it remembers what no line reads.
        assert!(shared || own.len() > typed.len(), "{optimizer:?}: {typed:?}, {own:?}");
        let kept = |name: &&str| own.contains(name) || optimizer.get().products().contains(name);
        assert!(typed.iter().all(kept), "{optimizer:?} remembers {typed:?} under other names");
    }
}

#[test]
fn every_rule_is_typeset_a_line_for_each_of_its_own_and_one_for_the_gradient() {
    for optimizer in variants::optimizers() {
        let typeset = optimizer.get().typeset();
        assert_eq!(typeset.len(), optimizer.get().rule().lines.len() + 1, "{optimizer:?}");
        for line in typeset {
            let open = |tag: &str| line.matches(&format!("<{tag}")).count();
            let closed = |tag: &str| line.matches(&format!("</{tag}>")).count();
            for tag in ["math", "mfrac", "msqrt", "mtable", "mtr", "mtd"] {
                assert_eq!(open(tag), closed(tag), "{line}");
            }
            assert!(line.is_ascii() || !line.contains('_'), "a bare name: {line}");
        }
    }
}

const ADAM: &str = r#"{
    "version": 1, "landscape": {"kind": "rosenbrock"}, "epochs": 2000,
    "runs": [
        {"optimizer": {"kind": "adam"}, "learning_rate": 0.02},
        {"learning_rate": 0.02, "optimizer": {"kind": "custom", "rule": [
            "m = beta1*m + (1 - beta1)*g", "v = beta2*v + (1 - beta2)*g^2",
            "w = w - rate*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)"
        ], "parameters": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}}}
    ]
}"#;

#[test]
fn adam_typed_in_is_adam() {
    let experiment = Experiment::parse(ADAM).expect("an experiment");
    let [adam, typed] = [0, 1].map(|run| {
        let spec = &experiment.runs[run];
        walked(&experiment.landscape, spec, experiment.epochs)
    });
    assert!(apart(&typed, &adam) <= 1e-12, "{:e}", apart(&typed, &adam));
}

#[test]
fn a_typed_rule_survives_file_and_link() {
    let experiment = Experiment::parse(ADAM).expect("an experiment");
    let written = experiment.json().text();
    assert!(written.contains("\"parameters\""), "{written}");
    assert_eq!(Experiment::parse(&written), Ok(experiment.clone()));
    let link = Bookmark::of(experiment.clone());
    let text = link.text(&[]);
    assert_eq!(Bookmark::parse(&text, &[]).expect("a link").experiment, experiment, "{text}");
}

fn custom(run: &str) -> Result<Experiment, Fault> {
    Experiment::parse(&format!(
        r#"{{"version": 1, "landscape": {{"kind": "beale"}},
        "runs": [{{"optimizer": {{"kind": "custom"{run}}}}}]}}"#
    ))
}

#[test]
fn what_is_wrong_with_a_rule_is_said_with_its_place() {
    let names: String = (0..60).map(|i| format!("\"n{i} = g\", ")).collect();
    let slots: String = (0..=MAX_SLOTS).map(|i| format!("\"m{i} = m{i} + g\", ")).collect();
    for (run, path, key) in [
        (r#", "rule": []"#, "rule", "fault.rule_without_w"),
        (r#", "rule": ["m = g"]"#, "rule", "fault.rule_without_w"),
        (r#", "rule": "w = w""#, "rule", "fault.not_lines"),
        (r#", "rule": [1]"#, "rule[0]", "fault.not_a_line"),
        (r#", "rule": ["w = w - rate*g", "w - g"]"#, "rule", "formula.no_assignment"),
        (r#", "rule": ["w = w - bta*g"]"#, "rule", "formula.unknown_name"),
        (r#", "rule": ["t = 1", "w = w - g"]"#, "rule", "formula.given"),
        (r#", "rule": ["w = w - k*g", "k = 2"], "parameters": {"k": 1}"#, "rule", "formula.given"),
        (r#", "rule": ["sqrt = 2", "w = g"]"#, "rule", "formula.reserved"),
        (r#", "at": "w + g""#, "at", "formula.unknown_name"),
        (r#", "at": 3"#, "at", "fault.not_a_line"),
        (r#", "parameters": {"a b": 1}"#, "parameters.a b", "fault.not_a_parameter"),
        (r#", "parameters": {"rate": 1}"#, "parameters.rate", "fault.not_a_parameter"),
        (r#", "parameters": {"k": 1e9}"#, "parameters.k", "fault.out_of_range"),
        (r#", "parameters": [1]"#, "parameters", "fault.not_an_object"),
        (r#", "beta": 1"#, "beta", "fault.unknown_field"),
        (&format!(r#", "rule": [{names}"w = g"]"#), "rule", "fault.too_many"),
        (&format!(r#", "rule": [{slots}"w = g"]"#), "rule", "fault.too_many_names"),
    ] {
        let fault = custom(run).expect_err(run);
        assert_eq!(fault.path, format!("runs[0].optimizer.{path}"), "{run}");
        assert_eq!(fault.message().key, key, "{run}");
    }
    let fault = custom(r#", "rule": ["m = g", "w = w - rate*(m + )"]"#).expect_err("a fault");
    let fault::Problem::Formula(misread) = fault.problem else { panic!("{fault}") };
    assert_eq!((misread.line, misread.column), (2, 19));
}

#[test]
fn the_last_good_rule_stays_while_another_is_typed() {
    let mut experiment = custom("").expect("gradient descent");
    let set = |experiment: &mut Experiment, name: &str, text: &str| {
        experiment.set(&format!("runs[0].optimizer.{name}"), text)
    };
    for rule in ["w = w - rate*(g", "w = w - rate*k*g", "m = g", "", "w"] {
        let before = experiment.clone();
        assert!(set(&mut experiment, "rule", rule).is_err(), "{rule}");
        assert_eq!(experiment, before);
    }
    // A parameter is there once it has a number.
    assert_eq!(set(&mut experiment, "parameters.k", "0.5"), Ok(()));
    assert_eq!(set(&mut experiment, "rule", "m = k*m + g\n\nw = w - rate*m\n"), Ok(()));
    assert!(set(&mut experiment, "at", "w - rate*m").is_err());
    assert_eq!(set(&mut experiment, "at", "w - k*m"), Ok(()));
    let knob =
        |name: &str| experiment.knob(&format!("runs[0].optimizer.{name}")).map(|it| it.value);
    assert_eq!(knob("parameters.k"), Some(Value::Number(0.5)));
    let lines = ["m = k*m + g", "", "w = w - rate*m"].map(str::to_owned);
    assert_eq!(knob("rule"), Some(Value::Lines(lines.to_vec())));
    let Optimizer::Custom(mut custom) = experiment.runs[0].optimizer.clone() else { panic!() };
    assert!(custom.set("parameters.unused", Value::Number(1.0)));
    assert!(custom.drop_unused_parameters() && !custom.drop_unused_parameters());
    assert_eq!(Optimizer::Custom(custom), experiment.runs[0].optimizer, "k is read");
}

#[test]
fn a_line_may_change_the_gradient_and_the_rate_for_the_lines_after_it() {
    let [typed, plain] = [
        r#", "rule": ["g = 2*g", "rate = rate/2", "w = w - rate*g"]"#,
        r#", "rule": ["w = w - rate*g"]"#,
    ]
    .map(|rule| custom(rule).expect("an experiment"));
    let path = |it: &Experiment| walked(&it.landscape, &it.runs[0], 20);
    assert_eq!(path(&typed), path(&plain));
}

#[test]
fn a_name_that_is_read_before_it_is_set_is_remembered_from_zero() {
    let experiment = custom(r#", "rule": ["n = n + 1", "k = 2*n", "w = w + k - k + n"]"#);
    let experiment = experiment.expect("an experiment");
    let start = experiment.start;
    let mut run = Run::new(&experiment.landscape, &start, &experiment.runs[0]);
    run.extend_to(4);
    // 1 + 2 + 3 + 4.
    assert_eq!(run.trajectory().point(4), Some([start[0] + 10.0, start[1] + 10.0]));
    let state = run.snapshot(4).expect("known");
    assert_eq!(state.slots, [("n".to_owned(), vec![4.0; 2])]);
}
