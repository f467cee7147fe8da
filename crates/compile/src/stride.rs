//! The loop over the steps of a stride, with its record.

use descent_core::Trace;
use descent_core::formula::Node;
use descent_core::run::Step;

use crate::carry::{Carried, calls};
use crate::code::{Op, Type};
use crate::emitter::Emitter;
use crate::module::{Locals, Loop, module};

/// The parameters of the loop: addresses of what is carried, of the constants, and of the rows'
/// columns; how many rows there are, and how many of them come before the first time that
/// something may be flushed, both at least one.
const PARAMETERS: usize = 8;
const CARRIED: u32 = 0;
const CONSTANTS: u32 = 1;
const PARAMS: u32 = 2;
const COST: u32 = 3;
const SLOPE: u32 = 4;
const RATE: u32 = 5;
const COUNT: u32 = 6;
const FIRST: u32 = 7;

/// The bytes of a number.
const SIZE: usize = 8;

/// The loop that does many times what `step` does, a [trace of a step](Step::trace), as
/// [`Loop::steps`](descent_core::run::Loop::steps) is to do it.
///
/// It takes addresses: of what is carried in the order of [`Step`], of the constants, of the
/// rows' parameters, costs, gradient lengths and rates; then the number of rows and that of the
/// steps before the first look at [`Step::FLUSH`]. It returns how many steps it has taken; 0
/// where something was not finite.
#[must_use]
pub fn stride(step: &Trace) -> Loop {
    let mut emitter = Emitter::new(step, Locals::new(vec![Type::I32; PARAMETERS]));
    let [begin, stop, end] = [(); 3].map(|()| emitter.locals.add(Type::I32));
    let doubt = emitter.locals.add(Type::F64);
    let state = state(step, &mut emitter);
    let carried_calls = calls(step, &state);
    let constants = enter(step, &mut emitter, &state, &carried_calls);
    let carried = [state.clone(), carried_calls].concat();

    for (local, rows) in [(end, COUNT), (stop, FIRST)] {
        emitter.code.get(RATE).get(rows).int(3).op(Op::I32Shl).op(Op::I32Add).set(local);
    }
    emitter.code.get(RATE).set(begin);
    not_beyond(&mut emitter, stop, end);
    emitter.code.loop_().loop_();
    body(step, &mut emitter, &carried, doubt);
    for (column, size) in [(PARAMS, 2 * SIZE), (COST, SIZE), (SLOPE, SIZE)] {
        emitter.code.get(column).int(size as u32).op(Op::I32Add).set(column);
    }
    emitter.code.get(RATE).int(SIZE as u32).op(Op::I32Add).tee(RATE);
    emitter.code.get(stop).op(Op::I32Ne).again_if().op(Op::End);

    // On with the next stride, unless something may have to be flushed before.
    emitter.code.get(stop).get(end).op(Op::I32Ne);
    emitter.value(step.outputs[Step::FLUSH]);
    emitter.code.constant(0.0).op(Op::F64Eq).op(Op::I32And).when();
    emitter.code.get(stop).int((Step::STRIDE * SIZE) as u32).op(Op::I32Add).set(stop);
    not_beyond(&mut emitter, stop, end);
    emitter.code.again_outside().op(Op::End).op(Op::End);

    leave(step, &mut emitter, &state);
    emitter.code.get(RATE).get(begin).op(Op::I32Sub).int(3).op(Op::I32ShrU).int(0);
    emitter.code.get(doubt).constant(0.0).op(Op::F64Eq).op(Op::Select).op(Op::End);
    let module = module(&emitter.locals, &[Type::I32], &emitter.imports, &emitter.code);
    Loop { module, constants }
}

/// Sets `stop` to `end` where it is beyond that.
fn not_beyond(emitter: &mut Emitter<'_>, stop: u32, end: u32) {
    emitter.code.get(stop).get(end).get(stop).get(end).op(Op::I32LtU).op(Op::Select).set(stop);
}

/// Writes back what is carried.
fn leave(step: &Trace, emitter: &mut Emitter<'_>, state: &[Carried]) {
    for it in state {
        if let Node::Input(number) = step.nodes[it.node] {
            emitter.code.get(CARRIED);
            emitter.value(it.node);
            emitter.code.store(number * SIZE);
        }
    }
}

/// What changes from step to step. The count of steps is kept only where it is asked for.
fn state(step: &Trace, emitter: &mut Emitter<'_>) -> Vec<Carried> {
    let place = |number| step.nodes.iter().position(|&node| node == Node::Input(number));
    let changes = |number| {
        let carried = Carried { node: place(number)?, next: step.outputs[number] };
        (carried.node != carried.next).then_some(carried)
    };
    let all = |count| (0..count).filter_map(changes).collect::<Vec<_>>();
    let without_count = all(Step::CARRIED - 1);
    emitter.need(&roots(step, &without_count));
    let counted = place(Step::CARRIED - 1).is_some_and(|place| emitter.is_used(place));
    if counted { all(Step::CARRIED) } else { without_count }
}

/// What a step must compute.
fn roots(step: &Trace, carried: &[Carried]) -> Vec<usize> {
    // Written to the record.
    let record = [0, 1].into_iter().chain(Step::COST..Step::FLUSH);
    // A cost and the square of a length are looked at besides.
    let looked_at = [Step::COST, Step::COST + 1];
    let outputs = record.chain(looked_at).map(|number| step.outputs[number]);
    outputs.chain(carried.iter().map(|it| it.next)).collect()
}

/// Reads everything into local variables. Returns the constants.
fn enter(
    step: &Trace,
    emitter: &mut Emitter<'_>,
    state: &[Carried],
    calls: &[Carried],
) -> Vec<f64> {
    let first: Vec<usize> = calls.iter().map(|it| it.node).collect();
    emitter.need(&[roots(step, state), first.clone()].concat());
    let mut constants = Vec::new();
    for (place, &node) in step.nodes.iter().enumerate() {
        let used = emitter.is_used(place) || state.iter().any(|it| it.node == place);
        let (from, number) = match node {
            Node::Input(Step::RATE) => continue,
            Node::Input(number) if used => (CARRIED, number),
            Node::Constant(number) if used => {
                constants.push(step.constants[number]);
                (CONSTANTS, constants.len() - 1)
            }
            _ => continue,
        };
        let home = emitter.settle(place);
        emitter.code.get(from).load(number * SIZE).set(home);
    }
    // What a call yields at the first step; everything else is computed within the loop.
    emitter.need(&first);
    for place in first {
        emitter.value(place);
        emitter.set(place);
    }
    constants
}

/// One step and its row.
fn body(step: &Trace, emitter: &mut Emitter<'_>, carried: &[Carried], doubt: u32) {
    let output = |number: usize| step.outputs[number];
    emitter.need(&roots(step, carried));
    if let Some(rate) = step.nodes.iter().position(|&node| node == Node::Input(Step::RATE)) {
        emitter.code.get(RATE).load(0);
        emitter.set(rate);
    }
    emitter.compute_shared();
    let record =
        [(PARAMS, 0, 0), (PARAMS, 1, 1), (COST, 0, Step::COST), (SLOPE, 0, Step::COST + 2)];
    for (column, place, number) in record {
        emitter.code.get(column);
        emitter.value(output(number));
        emitter.code.store(place * SIZE);
    }
    // 0 · x is NaN where x is not finite, and adds nothing else.
    emitter.code.get(doubt);
    emitter.value(output(Step::COST));
    emitter.value(output(Step::COST + 1));
    emitter.code.op(Op::F64Add).constant(0.0).op(Op::F64Mul).op(Op::F64Add).set(doubt);
    // All of them before any is set: one may be what another was.
    carried.iter().for_each(|it| emitter.value(it.next));
    for it in carried.iter().rev() {
        emitter.set(it.node);
    }
}
