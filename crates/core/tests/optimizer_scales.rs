//! How optimizers respond to the size of the cost and to the number of parameters.

use descent_core::run::{Walk, Walker};
use descent_core::settings::Value;
use descent_core::{
    Objective, Optimizer, OptimizerVisitor, Pace, RunSpec, Schedule, Trajectory, UpdateRule,
};

/// Σ λᵢwᵢ²/2 + bᵢwᵢ in any number of parameters.
#[derive(Clone)]
struct Bowl<P> {
    curvature: P,
    tilt: P,
}

impl<P: descent_core::Vector> Objective for Bowl<P> {
    type Point = P;

    fn dim(&self) -> usize {
        self.curvature.dim()
    }

    fn cost(&self, w: &P) -> f64 {
        (0..w.dim()).map(|i| w[i] * (0.5 * self.curvature[i] * w[i] + self.tilt[i])).sum()
    }

    fn gradient(&self, w: &P, gradient: &mut P) -> f64 {
        for i in 0..w.dim() {
            gradient[i] = self.curvature[i] * w[i] + self.tilt[i];
        }
        self.cost(w)
    }
}

struct Begin<O: Objective> {
    objective: O,
    start: O::Point,
}

impl<O: Objective<Point: 'static> + 'static> OptimizerVisitor for Begin<O> {
    type Output = Box<dyn Walker>;

    fn visit<R: UpdateRule + Clone + 'static>(self, rule: &R) -> Box<dyn Walker> {
        Box::new(Walk::new(self.objective, rule.clone(), self.start))
    }
}

const EPOCHS: u64 = 200;

fn walk<O>(optimizer: &Optimizer, rate: f64, begin: Begin<O>) -> (Trajectory, bool)
where
    O: Objective<Point: 'static> + 'static,
{
    let mut path = Trajectory::new(begin.objective.dim());
    let schedule = Schedule::from_kind("cosine").expect("listed");
    let pace = Pace { learning_rate: rate, schedule, warmup: 5 };
    let finite = optimizer.visit(begin).advance(&pace, EPOCHS, &mut path);
    (path, finite)
}

/// The path on a bowl whose cost is multiplied by `scale`.
fn scaled(optimizer: &Optimizer, rate: f64, scale: f64) -> Trajectory {
    let bowl = Bowl { curvature: [scale, 0.125 * scale], tilt: [-0.75 * scale, 0.375 * scale] };
    walk(optimizer, rate, Begin { objective: bowl, start: [2.0, -1.5] }).0
}

/// The same optimizer where it has no such setting.
fn set(optimizer: &Optimizer, name: &str, value: Value) -> Optimizer {
    let mut optimizer = optimizer.clone();
    optimizer.get_mut().set(name, value);
    optimizer
}

fn without_epsilon(optimizer: &Optimizer) -> Optimizer {
    set(optimizer, "epsilon", Value::Number(0.0))
}

/// Without what does not grow with the cost: ε, and ASGD's λ, which changes its rate.
fn without_constants(optimizer: &Optimizer) -> Optimizer {
    set(&without_epsilon(optimizer), "lambd", Value::Number(0.0))
}

/// The optimizer in each of its conventions.
fn conventions(optimizer: Optimizer) -> Vec<Optimizer> {
    let knob = optimizer.get().knobs().into_iter().find(|knob| knob.name == "convention");
    let Some(Value::Choice { names, .. }) = knob.map(|knob| knob.value) else {
        return vec![optimizer];
    };
    let choice = |index| set(&optimizer, "convention", Value::Choice { names, index });
    (0..names.len()).map(choice).collect()
}

/// What a method promises where the cost is multiplied by c.
#[derive(PartialEq)]
enum Promise {
    /// The path of the rate cα.
    Rate,
    /// Without ε, the same path: a mean square or a sign takes the size away.
    Same,
    /// Something else: RAdam is momentum at first, Adadelta needs its ε.
    Nothing,
}

fn promise(optimizer: &Optimizer) -> Promise {
    match optimizer.kind() {
        "gradient_descent" | "momentum" | "nesterov" | "asgd" | "custom" => Promise::Rate,
        "adagrad" | "rmsprop" | "adam" | "adamax" | "adabelief" | "adamw" | "nadam" | "rprop"
        | "lion" => Promise::Same,
        "radam" | "adadelta" => Promise::Nothing,
        kind => panic!("say what {kind} promises"),
    }
}

#[test]
fn a_larger_cost_does_to_the_path_what_the_method_promises() {
    // A power of two scales every number on the way without rounding.
    let scale = 1024.0;
    for optimizer in Optimizer::all().into_iter().flat_map(conventions) {
        let (optimizer, rate) = (without_constants(&optimizer), 0.0004);
        let theirs = match promise(&optimizer) {
            Promise::Rate => scaled(&optimizer, rate * scale, 1.0),
            Promise::Same => scaled(&optimizer, rate, 1.0),
            Promise::Nothing => continue,
        };
        let ours = scaled(&optimizer, rate, scale);
        assert!((0..2).all(|i| ours.param(i).eq(theirs.param(i))), "{optimizer:?}");
        assert!(ours.param(0).nth(10) != Some(2.0), "{optimizer:?} does not move");
    }
}

#[test]
fn epsilon_hardly_matters_where_gradients_are_large() {
    for optimizer in Optimizer::all().into_iter().filter(|it| promise(it) == Promise::Same) {
        let (with, without) =
            (scaled(&optimizer, 0.01, 1e6), scaled(&without_epsilon(&optimizer), 0.01, 1e6));
        let apart =
            with.param(0).zip(without.param(0)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(apart < 1e-6, "{optimizer:?}: {apart:e}");
    }
}

#[test]
fn many_parameters_walk_as_two_at_a_time() {
    let bowl =
        Bowl { curvature: vec![1.0, 0.2, 3.0, 0.05, 0.7], tilt: vec![0.5, -0.3, 0.1, 0.0, -0.2] };
    let start = vec![1.5, -2.0, 0.3, 4.0, 0.7];
    for optimizer in Optimizer::all().into_iter().flat_map(conventions) {
        let rate = RunSpec::new(optimizer.clone()).learning_rate;
        let (objective, start5) = (bowl.clone(), start.clone());
        let many = walk(&optimizer, rate, Begin { objective, start: start5 });
        for [i, j] in [[0_usize, 1], [2, 3], [4, 0], [3, 1]] {
            let objective = Bowl {
                curvature: [bowl.curvature[i], bowl.curvature[j]],
                tilt: [bowl.tilt[i], bowl.tilt[j]],
            };
            let start2 = [start[i], start[j]];
            let two = walk(&optimizer, rate, Begin { objective, start: start2 });
            assert!(many.0.param(i).eq(two.0.param(0)), "{optimizer:?}");
            assert!(many.0.param(j).eq(two.0.param(1)), "{optimizer:?}");
        }
    }
}

#[test]
fn a_parameter_without_slope_stays_where_it_is() {
    for optimizer in Optimizer::all().into_iter().flat_map(conventions) {
        let optimizer = set(&optimizer, "weight_decay", Value::Number(0.0));
        let optimizer = set(&optimizer, "lambd", Value::Number(0.0));
        for optimizer in [without_epsilon(&optimizer), optimizer] {
            let objective = Bowl { curvature: [1.0, 0.0], tilt: [0.0; 2] };
            let begin = Begin { objective, start: [1.0, 3.0] };
            let (path, finite) = walk(&optimizer, 0.01, begin);
            assert!(finite && path.param(1).all(|w| w == 3.0), "{optimizer:?}");
        }
    }
}

#[test]
fn a_constant_slope_leads_to_no_root_of_a_negative_number() {
    for mut optimizer in Optimizer::all() {
        optimizer.get_mut().set("centered", Value::Switch(true));
        for tilt in [[0.1, 0.7], [0.3, 1.1], [3.0, 17.0]] {
            // Long enough for a mean square and a squared mean to differ by rounding only.
            let pace = Pace { learning_rate: 0.01, schedule: Schedule::default(), warmup: 0 };
            let objective = Bowl { curvature: [0.0; 2], tilt };
            let begin = Begin { objective, start: [1.0, 3.0] };
            let mut path = Trajectory::new(2);
            assert!(optimizer.visit(begin).advance(&pace, 2000, &mut path), "{optimizer:?}");
        }
    }
}

/// Level at first sight, but its gradient is not a number.
#[derive(Clone)]
struct Cracked;

impl Objective for Cracked {
    type Point = [f64; 2];

    fn dim(&self) -> usize {
        2
    }

    fn cost(&self, _: &[f64; 2]) -> f64 {
        1.0
    }

    fn gradient(&self, _: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        *gradient = [f64::NAN, 0.0];
        1.0
    }
}

#[test]
fn a_gradient_that_is_not_a_number_is_not_hidden() {
    for optimizer in Optimizer::all().into_iter().flat_map(conventions) {
        for optimizer in [without_epsilon(&optimizer), optimizer] {
            let begin = Begin { objective: Cracked, start: [1.0, 3.0] };
            let (path, finite) = walk(&optimizer, 0.01, begin);
            assert!(!finite && path.is_empty(), "{optimizer:?}");
        }
    }
}
