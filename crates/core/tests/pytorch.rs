//! Trajectories of PyTorch's optimizers (AdaBelief: its authors' algorithm) in double
//! precision: ours agree in every recorded epoch.

use descent_core::{Experiment, Run};
use serde_json::{Value, json};

/// The largest relative difference. The two sides round differently in every step. On
/// most paths they stay within 1e-13; the worst is a cost of 3e-10 beside a minimum of
/// zero, which is a small difference of large numbers, at 2.5e-10.
const TOLERANCE: f64 = 1e-9;

fn difference(ours: f64, theirs: f64) -> f64 {
    if ours == theirs { 0.0 } else { (ours - theirs).abs() / theirs.abs() }
}

/// A case without its expectation, in the form that an experiment file has.
fn experiment(case: &Value) -> Experiment {
    let mut file = case.clone();
    let fields = file.as_object_mut().expect("a case is an object");
    fields.remove("expected");
    fields.insert("version".into(), json!(1));
    serde_json::from_value(file).unwrap_or_else(|fault| panic!("{fault}\nin {}", title(case)))
}

fn title(case: &Value) -> String {
    format!("{} from {}: {}", case["landscape"]["kind"], case["start"], case["runs"][0])
}

/// The worst difference in a case and where it is.
fn worst(case: &Value) -> (f64, String) {
    let experiment = experiment(case);
    let mut run = Run::new(&experiment.landscape, experiment.start, &experiment.runs[0]);
    run.extend_to(experiment.epochs);
    let path = run.trajectory();
    let mut worst = (0.0, String::new());
    for row in case["expected"].as_array().expect("rows") {
        let epoch = row["epoch"].as_u64().expect("an epoch") as usize;
        for (name, column) in [("w1", &path.w1), ("w2", &path.w2), ("cost", &path.cost)] {
            let theirs = row[name].as_f64().expect("a number");
            let ours = column.get(epoch).copied().unwrap_or(f64::NAN);
            let difference = difference(ours, theirs);
            if difference.is_nan() || difference > worst.0 {
                let place = format!("epoch {epoch}, {name}: ours {ours:e}, theirs {theirs:e}");
                worst = (difference, place);
            }
        }
    }
    worst
}

#[test]
fn every_reference_trajectory_is_met() {
    let reference: Value =
        serde_json::from_str(include_str!("../../../tests/reference/torch.json")).expect("JSON");
    let cases = reference["cases"].as_array().expect("a list");
    assert_eq!(cases.len(), 49);
    let mut failures = String::new();
    for case in cases {
        let (difference, place) = worst(case);
        println!("{difference:.1e} {}", title(case));
        if difference.is_nan() || difference > TOLERANCE {
            failures +=
                &format!("\n{}\n  {place}\n  relative difference {difference:e}", title(case));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
