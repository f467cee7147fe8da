use super::*;
use crate::Landscape;

/// A model with these settings.
fn model(settings: &[(&str, Value)]) -> Model {
    let mut model = Model::default();
    for (name, value) in settings {
        let known = model.knob(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(known.value.kind(), value.kind(), "{name}");
        assert!(model.set(name, value.clone()), "{name}");
    }
    assert_eq!(model.check(), Ok(()));
    model
}

fn choice<C: crate::settings::Choice>(it: C) -> Value {
    it.get()
}

/// Rows of so many features that follow no pattern, and what to answer: a probability.
fn data(rows: usize, features: usize) -> [(&'static str, Value); 2] {
    let mut random = crate::task::Random::new(11, features as u64);
    let mut row = |_| (0..features).map(|_| random.normal()).collect();
    let x: Vec<Vec<f64>> = (0..rows).map(&mut row).collect();
    let y: Vec<f64> = (0..rows).map(|_| random.uniform()).collect();
    [("data.x", Value::Table(x)), ("data.y", Value::List(y))]
}

/// Every kind of model with both losses and, of networks, every activation.
fn all() -> Vec<Model> {
    let mut models = Vec::new();
    for loss in [Loss::MeanSquares, Loss::CrossEntropy] {
        let with = |features: usize, more: &[(&'static str, Value)]| {
            let [x, y] = data(4, features);
            model(&[&[x, y, ("loss", choice(loss))], more].concat())
        };
        for kind in [ModelKind::Linear, ModelKind::Logistic, ModelKind::QuadraticFeatures] {
            models.extend([1, 3].map(|features| with(features, &[("model.kind", choice(kind))])));
        }
        let polynomial = ("model.kind", choice(ModelKind::Polynomial));
        models.push(with(1, &[polynomial, ("model.degree", Value::Whole(3))]));
        use Activation::{Relu, Sigmoid, Swish, Tanh};
        for activation in [Swish, Relu, Tanh, Sigmoid] {
            for hidden in [vec![2.0], vec![3.0, 2.0]] {
                models.push(with(
                    2,
                    &[
                        ("model.kind", choice(ModelKind::Network)),
                        ("model.hidden", Value::List(hidden)),
                        ("model.activation", choice(activation)),
                    ],
                ));
            }
        }
    }
    models
}

/// Some weights for a model.
fn weights(model: &Model) -> Vec<f64> {
    let mut random = crate::task::Random::new(3, 0);
    (0..model.dim()).map(|_| random.normal()).collect()
}

#[test]
fn back_propagation_gives_the_gradient_of_the_formula() {
    for model in all() {
        let w = weights(&model);
        let formula = model.formula().expect("short");
        let [mut by_hand, mut by_formula] = [(); 2].map(|()| vec![0.0; w.len()]);
        let cost = model.gradient(&w, &mut by_hand);
        formula.slope(&w, &mut by_formula, &mut crate::formula::Tape::default());
        assert_eq!(cost.to_bits(), model.cost(&w).to_bits(), "{model:?}");
        assert_eq!(cost.to_bits(), formula.eval(&w).to_bits(), "{model:?}");
        for (a, b) in by_hand.iter().zip(&by_formula) {
            assert!((a - b).abs() <= 1e-14 * (1.0 + b.abs()), "{a} {b} {model:?}");
        }
    }
}

#[test]
fn the_gradients_of_an_epochs_minibatches_make_that_of_all_rows() {
    for model in all() {
        let (w, mut whole) = (weights(&model), vec![0.0; model.dim()]);
        let cost = model.gradient(&w, &mut whole);
        let (mut sum, mut mean) = (0.0, vec![0.0; model.dim()]);
        for rows in [[2, 0], [3, 1]] {
            let mut part = vec![0.0; model.dim()];
            sum += model.gradient_over(&rows, &w, &mut part) / 2.0;
            mean.iter_mut().zip(part).for_each(|(mean, it)| *mean += it / 2.0);
        }
        assert!((sum - cost).abs() <= 1e-14 * cost, "{sum} {cost}");
        for (a, b) in mean.iter().zip(&whole) {
            assert!((a - b).abs() <= 1e-14 * (1.0 + b.abs()), "{a} {b} {model:?}");
        }
    }
}

#[test]
fn a_start_breaks_the_symmetry_of_hidden_units_and_needs_no_file() {
    let landscape: Landscape =
        Landscape::Model(model(&[("model.kind", choice(ModelKind::Network))]));
    let start = landscape.get().start();
    assert_eq!((start.len(), landscape.get().dim()), (7, 7));
    assert_ne!(start[0], start[1]);
    assert_eq!(start, landscape.get().start());
}

#[test]
fn what_does_not_go_together_is_said_at_its_place() {
    let faults = [
        (vec![("model.kind", choice(ModelKind::Polynomial)), data(5, 2)[0].clone()], "data.x"),
        (
            vec![
                ("loss", choice(Loss::CrossEntropy)),
                ("data.y", Value::List(vec![0.0, 1.0, 0.5, -0.1, 1.0])),
            ],
            "data.y[3]",
        ),
        (vec![("batch_size", Value::Whole(9))], "batch_size"),
    ];
    for (settings, path) in faults {
        let mut model = Model::default();
        for (name, value) in settings {
            assert!(model.set(name, value), "{name}");
        }
        assert_eq!(model.check().expect_err(path).path, path);
        // The last good model stays.
        let w = vec![0.5; model.dim()];
        assert!(model.gradient(&w, &mut vec![0.0; w.len()]).is_finite());
        let rows: Vec<usize> = (0..model.batches().expect("data").rows).collect();
        assert_eq!(model.gradient_over(&rows, &w, &mut vec![0.0; w.len()]), model.cost(&w));
    }
}
