//! The loop over steps, with its record.

use descent_core::Trace;
use descent_core::formula::Node;
use descent_core::run::Step;

use crate::carry::{Carried, calls};
use crate::code::{Code, Op, Type};
use crate::emitter::Emitter;
use crate::module::{Function, Imports, LOOP, Locals, Loop, module};

/// The parameters of a stride: addresses of what is carried, of the constants, and of the rows'
/// columns; and how many rows there are, at least one.
const PARAMETERS: usize = 7;
const CARRIED: u32 = 0;
const CONSTANTS: u32 = 1;
const PARAMS: u32 = 2;
const COST: u32 = 3;
const SLOPE: u32 = 4;
const RATE: u32 = 5;
const COUNT: u32 = 6;
/// One more of the whole loop: the rows before the first time that something may be flushed.
const FIRST: u32 = 7;

/// The columns, and how many numbers a row has in each.
const COLUMNS: [(u32, usize); 4] = [(PARAMS, 2), (COST, 1), (SLOPE, 1), (RATE, 1)];

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
    let constants = one_stride(step, &mut emitter);
    let Emitter { imports, locals, code, .. } = emitter;
    let one = Function { locals, results: vec![Type::F64], code };
    let functions = [one, many_strides(step, &imports)];
    Loop { module: module(&imports, &functions, &[LOOP]), constants }
}

/// The steps of one stride. Returns 0 if all costs and all squares of gradient lengths were
/// finite, else NaN. The result here is the constants that it reads.
fn one_stride(step: &Trace, emitter: &mut Emitter<'_>) -> Vec<f64> {
    let end = emitter.locals.add(Type::I32);
    let doubt = emitter.locals.add(Type::F64);
    let state = state(step, emitter);
    let carried_calls = calls(step, &state);
    let constants = enter(step, emitter, &state, &carried_calls);
    let carried = [state.clone(), carried_calls].concat();
    emitter.code.get(RATE).get(COUNT).int(3).op(Op::I32Shl).op(Op::I32Add).set(end);
    emitter.code.loop_();
    body(step, emitter, &carried, doubt);
    for (column, numbers) in COLUMNS {
        emitter.code.get(column).int((numbers * SIZE) as u32).op(Op::I32Add).set(column);
    }
    emitter.code.get(RATE).get(end).op(Op::I32Ne).again_if().op(Op::End);
    leave(step, emitter, &state);
    emitter.code.get(doubt).op(Op::End);
    constants
}

/// Stride after stride, until something may have to be flushed. It is a function of its own: in
/// one loop within another, browsers keep fewer numbers in registers.
fn many_strides(step: &Trace, imports: &Imports) -> Function {
    let mut emitter = Emitter::new(step, Locals::new(vec![Type::I32; PARAMETERS + 1]));
    let [taken, now] = [(); 2].map(|()| emitter.locals.add(Type::I32));
    emitter.code.get(FIRST).set(now);
    bounded(&mut emitter, now, |code| {
        code.get(COUNT);
    });
    emitter.code.loop_();
    for parameter in CARRIED..COUNT {
        emitter.code.get(parameter);
    }
    emitter.code.get(now).call(imports.count());
    emitter.code.constant(0.0).op(Op::F64Ne).when().int(0).op(Op::Return).op(Op::End);
    for (column, numbers) in COLUMNS {
        emitter.code.get(column).get(now).int((numbers * SIZE) as u32).op(Op::I32Mul);
        emitter.code.op(Op::I32Add).set(column);
    }
    emitter.code.get(taken).get(now).op(Op::I32Add).tee(taken).get(COUNT).op(Op::I32Ne).when();
    // w and the gradient are the first of what is carried.
    for number in 0..4 {
        emitter.code.get(CARRIED).load(number * SIZE);
        emitter.set(step.outputs[number]);
    }
    emitter.code.int(Step::STRIDE as u32).set(now);
    bounded(&mut emitter, now, |code| {
        code.get(COUNT).get(taken).op(Op::I32Sub);
    });
    emitter.value(step.outputs[Step::FLUSH]);
    emitter.code.constant(0.0).op(Op::F64Eq).again_outside_if().op(Op::End).op(Op::End);
    emitter.code.get(taken).op(Op::End);
    let Emitter { locals, code, .. } = emitter;
    Function { locals, results: vec![Type::I32], code }
}

/// Sets a local variable to a bound where it is beyond that.
fn bounded(emitter: &mut Emitter<'_>, local: u32, bound: impl Fn(&mut Code)) {
    let code = &mut emitter.code;
    code.get(local);
    bound(code);
    code.get(local);
    bound(code);
    code.op(Op::I32LtU).op(Op::Select).set(local);
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
