//! Strides that are walked by code made for one run.

use std::fmt::Debug;
use std::rc::Rc;

use crate::formula::Traced;
use crate::optimizers::{MAX_SLOTS, Memory};
use crate::run::{Carried, Rows};
use crate::{Landscape, Optimizer, OptimizerVisitor, Trace, UpdateRule, Vector};

/// Makes the loop of a run, such as by compiling it. What a run computes does not depend on it:
/// a loop has the bits of the walk.
pub trait Engine: Debug {
    /// The loop for this landscape and optimizer; none where there is none, or none so far.
    fn prepare(&self, landscape: &Landscape, optimizer: &Optimizer) -> Option<Rc<dyn Loop>>;
}

/// A loop over the steps of a stride.
pub trait Loop: Debug {
    /// Takes a step per row, at its rate, and fills the row in: [`Rows::params`], [`Rows::cost`]
    /// and [`Rows::slope`]. Reads and writes what is carried from step to step, in the order of
    /// [`Step`].
    ///
    /// False where a cost or the square of a gradient's length was not finite; the walk then
    /// takes these steps once more with care.
    fn stride(&self, carried: &mut [f64], rows: &mut Rows<'_>) -> bool;
}

/// One step of a run, and its record, as a [`Trace`].
///
/// What is carried from step to step is both input and output: w, the gradient at w, the slots
/// one after the other, both products, and the steps taken since the memory began. The last
/// input is the rate. The last three outputs are the new cost, the square of the new gradient's
/// length, and that length.
#[derive(Debug)]
pub struct Step;

impl Step {
    /// How many numbers are carried from step to step.
    pub const CARRIED: usize = Self::STEPS + 1;
    /// The input that is the rate.
    pub const RATE: usize = Self::CARRIED;
    /// The output that is the cost; the squared length of the gradient and the length follow.
    pub const COST: usize = Self::CARRIED;

    const GRADIENT: usize = 2;
    const SLOTS: usize = 4;
    const PRODUCTS: usize = Self::SLOTS + 2 * MAX_SLOTS;
    const STEPS: usize = Self::PRODUCTS + 2;

    /// What a step of this optimizer over this landscape computes.
    #[must_use]
    pub fn trace(landscape: &Landscape, optimizer: &Optimizer) -> Trace {
        struct Record<'a>(&'a Landscape);
        impl OptimizerVisitor for Record<'_> {
            type Output = Trace;
            fn visit<R: UpdateRule + Clone + 'static>(self, rule: R) -> Trace {
                Trace::of(Step::CARRIED + 1, |inputs| step(&rule, self.0, inputs))
            }
        }
        optimizer.visit(Record(landscape))
    }
}

/// The outputs of [`Step::trace`], as the walk computes them.
fn step<'a>(
    rule: &impl UpdateRule,
    landscape: &Landscape,
    inputs: &[Traced<'a>],
) -> Vec<Traced<'a>> {
    let gradient_at = |w| landscape.get().trace(w);
    let pair = |place| [inputs[place], inputs[place + 1]];
    let mut w = pair(0);
    let mut memories: [Memory<Traced<'a>>; 2] =
        [0, 1].map(|i| std::array::from_fn(|slot| inputs[Step::SLOTS + 2 * slot + i]));
    let mut gradient = pair(Step::GRADIENT);
    if rule.looks_ahead() {
        gradient = gradient_at([0, 1].map(|i| rule.look_ahead(w[i], &memories[i]))).1;
    }
    let mut products = pair(Step::PRODUCTS);
    let steps = inputs[Step::STEPS] + 1.0;
    let common = rule.common(inputs[Step::RATE], steps, &mut products);
    for i in 0..2 {
        w[i] = rule.update(&common, gradient[i], w[i], &mut memories[i]);
    }
    let (cost, gradient) = gradient_at(w);
    let squares = gradient[0] * gradient[0] + gradient[1] * gradient[1];
    let slots = (0..MAX_SLOTS).flat_map(|slot| memories.map(|memory| memory[slot]));
    let carried = w.into_iter().chain(gradient).chain(slots).chain(products).chain([steps]);
    carried.chain([cost, squares, crate::Real::sqrt(squares)]).collect()
}

impl<V: Vector> Carried<V> {
    /// [`Carried::stride`] by a loop that was made for it, which evaluates so many gradients a
    /// step.
    pub(super) fn stride_by(
        &mut self,
        made: &dyn Loop,
        gradients: u64,
        rows: &mut Rows<'_>,
    ) -> bool {
        let mut numbers = [0.0; Step::CARRIED];
        numbers[Step::STEPS] = (self.state.step - self.state.since) as f64;
        self.swap(&mut numbers);
        let sound = made.stride(&mut numbers, rows);
        self.swap(&mut numbers);
        let steps = rows.cost.len();
        self.cost = rows.cost[steps - 1];
        self.state.step += steps as u64;
        self.state.evaluations += gradients * steps as u64;
        sound && self.is_finite()
    }

    /// Takes what is carried, but for the steps, from where a [`Step`] has it, and leaves there
    /// what it was.
    fn swap(&mut self, numbers: &mut [f64; Step::CARRIED]) {
        let Self { state, gradient, .. } = self;
        let vectors = [&mut state.params, gradient].into_iter().chain(&mut state.slots);
        for (vector, numbers) in vectors.zip(numbers.chunks_exact_mut(2)) {
            vector.as_mut().swap_with_slice(numbers);
        }
        state.products.swap_with_slice(&mut numbers[Step::PRODUCTS..Step::STEPS]);
    }
}
