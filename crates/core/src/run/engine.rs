//! Strides that are walked by code made for one run.

use std::fmt::Debug;
use std::rc::Rc;

use crate::formula::Traced;
use crate::optimizers::{MAX_SLOTS, Memory, RuleOver};
use crate::run::{Carried, Rows, StartsLoop};
use crate::{
    Formula, Optimizer, OptimizerVisitor, Problem, Real, Scalar, Task, Trace, UpdateRule, Vector,
};

/// Makes the loop of a run, such as by compiling it. What is computed does not depend on it: a
/// loop has the bits of the walk.
pub trait Engine: Debug {
    /// The loop for this task and optimizer; none where there is none, or none so far.
    fn prepare(&self, task: &Task, optimizer: &Optimizer) -> Option<Rc<dyn Loop>>;

    /// The loop over runs from many starts; none where there is none, or none so far.
    fn prepare_starts(&self, _task: &Task, _optimizer: &Optimizer) -> Option<Rc<dyn StartsLoop>> {
        None
    }

    /// The values of a formula over two parameters for each value of the first with each of the
    /// second, row by row: the first of `ys` with all of `xs`, and so on. They have the bits of
    /// [`Formula::eval`]. None where nothing is made for it, or nothing so far.
    fn grid(&self, _formula: &Formula, _xs: &[f64], _ys: &[f64]) -> Option<Vec<f64>> {
        None
    }
}

/// A loop over steps.
pub trait Loop: Debug {
    /// Takes a step per row, at its rate, and fills the row in: [`Rows::params`], [`Rows::cost`]
    /// and [`Rows::slope`]. Reads and writes what is carried from step to step, in the order of
    /// [`Step`]. There is at least one row.
    ///
    /// Stops after `first` steps (at least one), or any multiple of [`Step::STRIDE`] more, where
    /// the output [`Step::FLUSH`] of the last step is not 0. Returns how many steps it has taken;
    /// 0 where a cost or the square of a gradient's length was not finite: the walk then takes
    /// them once more with care.
    fn steps(&self, carried: &mut [f64], first: usize, rows: &mut Rows<'_>) -> usize;
}

/// One step of a run, and its record, as a [`Trace`].
///
/// What is carried from step to step is both input and output: w, the gradient at w, the slots
/// one after the other, both products, and the steps taken since the memory began. The last
/// input is the rate. The last four outputs are the new cost, the square of the new gradient's
/// length, that length, and whether there may be something to flush.
#[derive(Debug)]
pub struct Step;

impl Step {
    /// How many numbers are carried from step to step.
    pub const CARRIED: usize = Self::STEPS + 1;
    /// The input that is the rate.
    pub const RATE: usize = Self::CARRIED;
    /// The output that is the cost; the squared length of the gradient and the length follow.
    pub const COST: usize = Self::CARRIED;
    /// The output that is not 0 where a walk might flush denormal numbers.
    pub const FLUSH: usize = Self::COST + 3;
    /// How many steps there are between two times that denormal numbers are flushed.
    pub const STRIDE: usize = 256;

    /// The first of the two numbers of the gradient.
    pub const GRADIENT: usize = 2;
    /// The first number of the slots, two for each.
    pub const SLOTS: usize = 4;
    /// The first of the two products. They and the steps are the same for all starts.
    pub const PRODUCTS: usize = Self::SLOTS + 2 * MAX_SLOTS;
    /// The steps taken since the memory began.
    pub const STEPS: usize = Self::PRODUCTS + 2;

    /// What a step of this optimizer over this task computes; none where the task
    /// [cannot be traced](crate::Problem::trace).
    #[must_use]
    pub fn trace(task: impl Into<Task>, optimizer: &Optimizer) -> Option<Trace> {
        struct Record<'a>(&'a Task);
        impl OptimizerVisitor for Record<'_> {
            type Output = Option<Trace>;
            fn visit<R: UpdateRule + Clone + 'static>(self, rule: &R) -> Option<Trace> {
                trace_of(rule, self.0)
            }
        }
        optimizer.visit(Record(&task.into()))
    }

    /// What this task's cost and gradient are at w: three outputs for two inputs. None where
    /// [`Step::trace`] has none.
    #[must_use]
    pub fn slope(task: impl Into<Task>) -> Option<Trace> {
        let task = task.into();
        Trace::of_some(2, |w| {
            let (cost, [by_w1, by_w2]) = task.trace([w[0], w[1]])?;
            Some(vec![cost, by_w1, by_w2])
        })
    }

    /// How denormal numbers of one parameter are flushed, before its gradient is taken anew: its
    /// value after that for its value before.
    #[must_use]
    pub fn flush() -> Trace {
        Trace::of(1, |w| {
            let (w, zero) = (w[0], Traced::constant(0.0));
            let small = Traced::constant(f64::MIN_POSITIVE);
            vec![(w * w).if_less(small, || w.if_equal(zero, || w, || zero), || w)]
        })
    }

    /// How the same is done to a number that is remembered of the parameter: its value after that
    /// for the parameter and its gradient after [`Step::flush`], and its value before.
    #[must_use]
    pub fn flush_memory() -> Trace {
        Trace::of(3, |inputs| {
            let [w, g, number] = [0, 1, 2].map(|place| inputs[place]);
            let (zero, small) = (Traced::constant(0.0), Traced::constant(f64::MIN_POSITIVE));
            let size = w.if_equal(zero, || number * number, || number.abs());
            let flushed = size.if_less(small, || zero, || number);
            vec![(g * g).if_equal(zero, || flushed, || number)]
        })
    }
}

/// A rule in numbers that are traced.
trait TracedRule: for<'a> RuleOver<Traced<'a>> {}
impl<R: for<'a> RuleOver<Traced<'a>>> TracedRule for R {}

fn trace_of(rule: &dyn TracedRule, task: &Task) -> Option<Trace> {
    Trace::of_some(Step::CARRIED + 1, |inputs| step(rule, task, inputs))
}

/// The outputs of [`Step::trace`], as the walk computes them.
fn step<'a>(rule: &dyn TracedRule, task: &Task, inputs: &[Traced<'a>]) -> Option<Vec<Traced<'a>>> {
    let gradient_at = |w| task.trace(w);
    let pair = |place| [inputs[place], inputs[place + 1]];
    let mut w = pair(0);
    let mut memories: [Memory<Traced<'a>>; 2] =
        [0, 1].map(|i| std::array::from_fn(|slot| inputs[Step::SLOTS + 2 * slot + i]));
    let mut gradient = pair(Step::GRADIENT);
    if rule.looks_ahead() {
        gradient = gradient_at([0, 1].map(|i| rule.look_ahead(w[i], &memories[i])))?.1;
    }
    let mut products = pair(Step::PRODUCTS);
    let steps = inputs[Step::STEPS] + 1.0;
    let common = rule.common(inputs[Step::RATE], steps, &mut products);
    for i in 0..2 {
        w[i] = rule.update(&common, gradient[i], w[i], &mut memories[i]);
    }
    let (cost, gradient) = gradient_at(w)?;
    let squares = gradient[0] * gradient[0] + gradient[1] * gradient[1];
    let slots = (0..MAX_SLOTS).flat_map(|slot| memories.map(|memory| memory[slot]));
    let carried = w.into_iter().chain(gradient).chain(slots).chain(products).chain([steps]);
    let flush = may_flush(w[0], gradient[0]) + may_flush(w[1], gradient[1]);
    Some(carried.chain([cost, squares, squares.sqrt(), flush]).collect())
}

/// 0 where [`Carried::flush_denormals`] leaves this parameter and its memory alone.
fn may_flush<T: Scalar>(w: T, g: T) -> T {
    let (zero, yes) = (T::constant(0.0), || T::constant(1.0));
    let small = || (w * w).if_less(T::constant(f64::MIN_POSITIVE), yes, || zero);
    (g * g).if_equal(zero, yes, || w.if_equal(zero, || zero, small))
}

impl<V: Vector> Carried<V> {
    /// Takes steps by a loop that was made for them, which evaluates so many gradients in each,
    /// `first` of them before the first time that denormal numbers are flushed. Returns how
    /// many it has taken; 0 where something was not finite, and what is carried is then lost.
    pub(super) fn steps_by(
        &mut self,
        made: &dyn Loop,
        gradients: u64,
        first: usize,
        rows: &mut Rows<'_>,
    ) -> usize {
        let mut numbers = [0.0; Step::CARRIED];
        numbers[Step::STEPS] = (self.state.step - self.state.since) as f64;
        self.swap(&mut numbers);
        let taken = made.steps(&mut numbers, first, rows);
        self.swap(&mut numbers);
        self.cost = rows.cost[taken.saturating_sub(1)];
        self.state.step += taken as u64;
        self.state.evaluations += gradients * taken as u64;
        if self.is_finite() { taken } else { 0 }
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
