//! What an optimizer is: an update rule, its memory, and what it may ask.

use crate::export::{Library, ReadyMade, Rule};
use crate::knob::Settings;
use crate::list::list;
use crate::optimizers::*;
use crate::{Objective, Vector};

/// How many vectors an optimizer may remember.
pub const MAX_SLOTS: usize = 3;

/// All that a run carries from one step to the next. The same state with the same
/// experiment gives the same next state, to the bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State<V> {
    /// Steps taken; during the first update it is 1.
    pub step: u64,
    /// w.
    pub params: V,
    /// What the optimizer remembers per parameter, zero at first: its
    /// [`UpdateRule::slots`] in order, the rest unused.
    pub slots: [V; MAX_SLOTS],
    /// Two running products that the optimizer may keep, such as β1ᵗ and β2ᵗ; one at first.
    pub products: [f64; 2],
}

impl<V: Vector> State<V> {
    /// The state before the first step.
    #[must_use]
    pub fn new(start: V) -> Self {
        let zeros = V::zeros(start.dim());
        Self {
            step: 0,
            params: start,
            slots: [zeros.clone(), zeros.clone(), zeros],
            products: [1.0; 2],
        }
    }
}

/// β^(t+1) from β^t. Below 2⁻⁶⁴ it becomes 0: there 1 − β^t is 1 in any case, and a
/// product that sank into the denormal numbers would halve the speed.
#[inline]
#[must_use]
pub fn next_power(power: f64, beta: f64) -> f64 {
    const NOTHING: f64 = 1.0 / (1_u128 << 64) as f64;
    let next = power * beta;
    if next < NOTHING { 0.0 } else { next }
}

/// What an optimizer may ask of the landscape during a step.
pub trait Oracle<V: Vector> {
    /// ∇J at the current parameters.
    fn gradient(&mut self) -> V;
    /// ∇J somewhere else, such as a look-ahead point; counts as an evaluation.
    fn gradient_at(&mut self, w: &V) -> V;
}

/// The exact gradient of an objective, evaluated once per epoch at the current
/// parameters for the record, and there reused by the step.
#[derive(Clone, Copy, Debug)]
pub struct Exact<'a, O: Objective> {
    objective: &'a O,
    gradient: &'a O::Point,
    /// Gradients evaluated beyond the one per epoch.
    pub extra_evaluations: u64,
}

impl<'a, O: Objective> Exact<'a, O> {
    /// An oracle at parameters where the gradient is known.
    #[inline]
    pub fn new(objective: &'a O, gradient: &'a O::Point) -> Self {
        Self { objective, gradient, extra_evaluations: 0 }
    }
}

impl<O: Objective> Oracle<O::Point> for Exact<'_, O> {
    #[inline]
    fn gradient(&mut self) -> O::Point {
        self.gradient.clone()
    }

    #[inline]
    fn gradient_at(&mut self, w: &O::Point) -> O::Point {
        self.extra_evaluations += 1;
        self.objective.gradient(w).1
    }
}

/// An optimizer's formula: hyperparameters only, all memory lives in [`State`].
pub trait UpdateRule: Settings {
    /// The learning rate that a new run of this optimizer begins with.
    fn learning_rate(&self) -> f64;

    /// The names of the vectors it remembers: Adam's are `m` and `v`.
    fn slots(&self) -> &'static [&'static str];

    /// The names of its running products in [`State::products`]: Adam's are β1ᵗ and β2ᵗ.
    fn products(&self) -> &'static [&'static str] {
        &[]
    }

    /// The same formula in Python, for scripts that compute it elsewhere.
    fn rule(&self) -> Rule;

    /// The library's own optimizer that computes exactly this; none where it has none.
    /// `steady` tells that the rate is the same at every step.
    fn ready_made(&self, library: Library, steady: bool) -> Option<ReadyMade>;

    /// One step: moves `state.params` against the gradient at rate αₜ.
    fn update<V: Vector>(&self, rate: f64, oracle: &mut impl Oracle<V>, state: &mut State<V>)
    where
        Self: Sized;
}

list! {
    /// An optimizer with its hyperparameters.
    pub enum Optimizer: UpdateRule, met by OptimizerVisitor as UpdateRule {
        GradientDescent = "gradient_descent",
        Momentum = "momentum",
        Nesterov = "nesterov",
        AdaGrad = "adagrad",
        RmsProp = "rmsprop",
        Adam = "adam",
        AdaMax = "adamax",
        AdaBelief = "adabelief",
        AdamW = "adamw",
        NAdam = "nadam",
        RAdam = "radam",
        Adadelta = "adadelta",
    }
}
