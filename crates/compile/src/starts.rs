//! The loop over runs from many starts, two to a vector and some vectors side by side.

use descent_core::run::Step;
use descent_core::{Optimizer, Task};

use crate::group::Writer;
use crate::helpers::Helpers;
use crate::lanes::Body;
use crate::module::{COMMON, Function, LOOP, module};
use crate::plan::Plan;

/// A loop over many starts, to be compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Starts {
    /// The module. Loops that differ in constants only have the same one.
    pub module: Vec<u8>,
    /// The constants that it reads, in this order.
    pub constants: Vec<f64>,
    /// How many numbers all starts have in common in each step.
    pub width: usize,
}

/// The loop that takes a batch of starts to their ends, as
/// [`StartsLoop`](descent_core::run::StartsLoop) is to do it.
///
/// The module exports [`COMMON`], which takes the addresses of the constants, of the rates and of
/// what it writes, and the number of steps, at least one. And [`LOOP`], which takes the addresses
/// of a batch, of the constants and of what the first has written; the number of steps, that of
/// [`GROUPS`](crate::GROUPS), and the threshold.
///
/// None where a step [cannot be traced](Step::trace).
#[must_use]
pub fn starts(task: impl Into<Task>, optimizer: &Optimizer) -> Option<Starts> {
    let task = task.into();
    let (step, slope) = (Step::trace(&task, optimizer)?, Step::slope(&task)?);
    let (flush, flush_memory) = (Step::flush(), Step::flush_memory());
    let plan = Plan::of(&step);
    let mut helpers = Helpers::default();
    // The first constants are those of the step: [`COMMON`] reads them too.
    let first = helpers.pool(&step);
    helpers.write(&[&step, &slope]);
    let slope = helpers.slope(&slope);
    let flushes = [&flush, &flush_memory].map(|trace| (trace, helpers.pool(trace)));
    let initial = helpers.constants.len();
    helpers.constants.extend(optimizer.get().initial());
    let common = plan.common(&step, &helpers.calls.imports);
    let calls = helpers.calls.clone();
    let writer = Writer::new(&step, first, &plan, &calls, slope);
    let Body { locals, code } = writer.write(flushes, initial);
    helpers.functions.extend([common, Function { locals, results: Vec::new(), code }]);
    let module = module(&calls.imports, &helpers.functions, &[COMMON, LOOP]);
    Some(Starts { module, constants: helpers.constants, width: plan.shared.len() })
}
