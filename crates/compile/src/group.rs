//! The instructions that take group after group of starts to their ends.

use descent_core::Trace;
use descent_core::run::{Batch, Step};

use crate::code::{Code, Op, Simd, Type};
use crate::lanes::{Body, Calls, Home, Lanes, VECTORS};
use crate::plan::Plan;

/// Steps between two looks at whether everything is finite.
const BLOCK: usize = 32;
const _: () = assert!(Step::STRIDE.is_multiple_of(BLOCK));

/// How many groups of vectors are in a batch.
pub const GROUPS: usize = Batch::SIZE / (2 * VECTORS);
const _: () = assert!(Batch::SIZE.is_multiple_of(2 * VECTORS));

/// The bytes of a number and of a vector.
const SIZE: usize = 8;
const VECTOR: usize = 2 * SIZE;

/// The parameters of the loop.
const PARAMETERS: [Type; 6] = [Type::I32, Type::I32, Type::I32, Type::I32, Type::I32, Type::F64];
const BATCH: u32 = 0;
const CONSTANTS: u32 = 1;
const ROWS: u32 = 2;
const EPOCHS: u32 = 3;
const LEFT_GROUPS: u32 = 4;
const THRESHOLD: u32 = 5;

/// Writes the loop.
pub(crate) struct Writer<'a> {
    plan: &'a Plan,
    calls: &'a Calls,
    /// The function of cost and gradient.
    slope: u32,
    step: &'a Trace,
    lanes: Lanes<'a>,
    body: Body,
    /// What is carried, in the order of the plan.
    states: Vec<Home>,
    /// The gradient, whether it is carried or not.
    gradient: [Home; 2],
    cost: Home,
    /// The sum of all costs of a block: not finite where one of them is not.
    sum: Home,
    /// The first epoch from which the cost has been below the threshold; the next one where it is
    /// not below now.
    below: Home,
    /// All bits set where a run has not diverged.
    alive: Home,
    /// The next epoch.
    now: u32,
    one: u32,
    infinity: u32,
    threshold: u32,
    row: u32,
    left: u32,
    count: u32,
    steps: u32,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(
        step: &'a Trace,
        first: usize,
        plan: &'a Plan,
        calls: &'a Calls,
        slope: u32,
    ) -> Self {
        let mut body = Body::new(&PARAMETERS);
        let mut lanes = Lanes::new(step, calls, (CONSTANTS, first));
        let states: Vec<Home> = plan.states.iter().map(|_| home(&mut body)).collect();
        for ((_, carried), &home) in plan.states.iter().zip(&states) {
            lanes.settle(carried.node, home);
        }
        for &place in &plan.shared {
            lanes.settle(place, [body.vector(); VECTORS]);
        }
        let carried = |number: usize| plan.states.iter().position(|it| it.0 == number);
        let gradient = [0, 1].map(|i| match carried(Step::GRADIENT + i) {
            Some(place) => states[place],
            None => home(&mut body),
        });
        let [cost, sum, below, alive] = [(); 4].map(|()| home(&mut body));
        let [now, one, infinity, threshold] = [(); 4].map(|()| body.vector());
        let [row, left, count, steps] = [(); 4].map(|()| body.locals.add(Type::I32));
        Self {
            plan,
            calls,
            slope,
            step,
            lanes,
            body,
            states,
            gradient,
            cost,
            sum,
            below,
            alive,
            now,
            one,
            infinity,
            threshold,
            row,
            left,
            count,
            steps,
        }
    }

    pub(crate) fn write(mut self, flushes: [(&Trace, usize); 2], initial: usize) -> Body {
        for (local, number) in [(self.one, 1.0), (self.infinity, f64::INFINITY)] {
            self.body.code.constant(number).simd(Simd::Splat).set(local);
        }
        self.body.code.get(THRESHOLD).simd(Simd::Splat).set(self.threshold);
        self.lanes.load_constants(&self.plan.used, &mut self.body);
        self.body.code.loop_();
        self.begin(initial);
        self.body.code.block().get(self.left).op(Op::I32Eqz).branch_if(0).loop_();
        self.flush_now_and_then(flushes);
        self.block();
        self.body.code.get(self.left).get(self.count).op(Op::I32Sub).tee(self.left);
        self.body.code.again_if().op(Op::End).op(Op::End);
        (0..VECTORS).for_each(|vector| self.keep(vector));
        add(&mut self.body.code, BATCH, VECTORS * VECTOR);
        self.body.code.get(LEFT_GROUPS).int(1).op(Op::I32Sub).tee(LEFT_GROUPS).again_if();
        self.body.code.op(Op::End).op(Op::End);
        self.body
    }

    /// The starts of a group, at epoch 0.
    fn begin(&mut self, initial: usize) {
        for (i, vector) in (0..2).flat_map(|i| (0..VECTORS).map(move |vector| (i, vector))) {
            let offset = at(Batch::PARAMS + i, vector);
            self.body.code.get(BATCH).load_vector(offset).set(self.states[i][vector]);
        }
        self.call_slope();
        for vector in 0..VECTORS {
            let (code, cost) = (&mut self.body.code, self.cost[vector]);
            code.get(cost).simd(Simd::Abs).get(self.infinity).simd(Simd::Lt);
            code.set(self.alive[vector]);
            code.get(self.one).get(cost).get(self.threshold).simd(Simd::Lt);
            code.simd(Simd::AndNot).set(self.below[vector]);
            code.get(BATCH).get(cost).store_vector(at(Batch::COST, vector));
            code.get(BATCH).constant(0.0).simd(Simd::Splat).store_vector(at(Batch::FINITE, vector));
            for ((number, _), home) in self.plan.states.iter().zip(&self.states) {
                if (Step::SLOTS..Step::PRODUCTS).contains(number) {
                    let slot = (number - Step::SLOTS) / 2;
                    code.get(CONSTANTS).load_splat((initial + slot) * SIZE).set(home[vector]);
                }
            }
        }
        let code = &mut self.body.code;
        code.get(self.one).set(self.now);
        code.get(ROWS).set(self.row).get(EPOCHS).set(self.left);
    }

    /// Sets cost and gradient to those at w.
    fn call_slope(&mut self) {
        let code = &mut self.body.code;
        for &local in self.states[..2].iter().flatten() {
            code.get(local);
        }
        code.get(CONSTANTS).call(self.slope);
        for vector in (0..VECTORS).rev() {
            code.set(self.gradient[1][vector]).set(self.gradient[0][vector]);
            code.set(self.cost[vector]);
        }
    }

    /// Flushes denormal numbers before every step at which the walk does.
    fn flush_now_and_then(&mut self, [(flush, base), (memory, memory_base)]: [(&Trace, usize); 2]) {
        let code = &mut self.body.code;
        code.get(EPOCHS).get(self.left).op(Op::I32Sub).int(Step::STRIDE as u32 - 1);
        code.op(Op::I32And).op(Op::I32Eqz).when();
        for i in 0..2 {
            let mut lanes = Lanes::new(flush, self.calls, (CONSTANTS, base));
            lanes.input(0, self.states[i]);
            self.replace(&mut lanes, flush.outputs[0], self.states[i]);
        }
        self.call_slope();
        for ((number, _), &home) in self.plan.states.iter().zip(&self.states.clone()) {
            if (Step::SLOTS..Step::PRODUCTS).contains(number) {
                let i = (number - Step::SLOTS) % 2;
                let mut lanes = Lanes::new(memory, self.calls, (CONSTANTS, memory_base));
                let inputs = [self.states[i], self.gradient[i], home];
                (0..).zip(inputs).for_each(|(number, home)| lanes.input(number, home));
                self.replace(&mut lanes, memory.outputs[0], home);
            }
        }
        self.body.code.op(Op::End);
    }

    /// Sets local variables to a number that is computed from them and others.
    fn replace(&mut self, lanes: &mut Lanes<'_>, output: usize, home: Home) {
        lanes.compute_all(&[output], &mut self.body, |lanes, body| {
            for (vector, &local) in home.iter().enumerate().take(VECTORS) {
                lanes.value(output, vector, body);
                body.code.set(local);
            }
        });
    }

    /// Some steps: once more, and each with a look at all numbers, where one was not finite.
    fn block(&mut self) {
        let kept: Vec<Home> =
            self.states.iter().chain([&self.cost, &self.below]).copied().collect();
        let before: Vec<Home> = kept.iter().map(|_| home(&mut self.body)).collect();
        self.count_steps();
        copy(&mut self.body.code, &kept, &before);
        let zero = |code: &mut Code, local| {
            code.constant(0.0).simd(Simd::Splat).set(local);
        };
        (0..VECTORS).for_each(|vector| zero(&mut self.body.code, self.sum[vector]));
        self.body.code.get(self.count).set(self.steps).loop_();
        self.step();
        for vector in 0..VECTORS {
            let (sum, cost) = (self.sum[vector], self.cost[vector]);
            self.body.code.get(sum).get(cost).simd(Simd::Add).set(sum);
        }
        self.again();
        self.any_not_finite();
        self.body.code.when();
        copy(&mut self.body.code, &before, &kept);
        self.step_back();
        self.with_care();
        self.body.code.op(Op::End);
    }

    /// The number of steps of the block that comes.
    fn count_steps(&mut self) {
        let code = &mut self.body.code;
        code.get(self.left).int(BLOCK as u32).get(self.left).int(BLOCK as u32);
        code.op(Op::I32LtU).op(Op::Select).set(self.count);
    }

    /// Goes back to the rows and the epoch from before a block.
    fn step_back(&mut self) {
        let code = &mut self.body.code;
        let bytes = (self.plan.shared.len() * SIZE) as u32;
        code.get(self.row).get(self.count).int(bytes).op(Op::I32Mul).op(Op::I32Sub).set(self.row);
        code.get(self.now).get(self.count).op(Op::F64FromI32).simd(Simd::Splat);
        code.simd(Simd::Sub).set(self.now);
    }

    /// The end of a loop over the steps of a block.
    fn again(&mut self) {
        let code = &mut self.body.code;
        code.get(self.steps).int(1).op(Op::I32Sub).tee(self.steps).again_if().op(Op::End);
    }

    /// Whether there is a run that was alive, and a number of it is not finite.
    fn any_not_finite(&mut self) {
        for vector in 0..VECTORS {
            self.body.code.get(self.alive[vector]);
            self.finite([self.sum, self.states[0], self.states[1]].map(|home| home[vector]));
            self.body.code.simd(Simd::AndNot);
            if vector > 0 {
                self.body.code.simd(Simd::Or);
            }
        }
        self.body.code.simd(Simd::AnyTrue);
    }

    /// All bits set where all of these are finite.
    fn finite(&mut self, numbers: [u32; 3]) {
        for (place, number) in numbers.into_iter().enumerate() {
            let code = &mut self.body.code;
            code.get(number).simd(Simd::Abs).get(self.infinity).simd(Simd::Lt);
            if place > 0 {
                code.simd(Simd::And);
            }
        }
    }

    /// One step of all runs, the gradient included.
    fn step(&mut self) {
        for (place, &node) in self.plan.shared.iter().enumerate() {
            self.body.code.get(self.row).load_splat(place * SIZE);
            self.lanes.set_all(node, &mut self.body);
        }
        add(&mut self.body.code, self.row, self.plan.shared.len() * SIZE);
        let code = &mut self.body.code;
        code.get(self.now).get(self.one).simd(Simd::Add).set(self.now);
        let cost = self.step.outputs[Step::COST];
        let nexts = self.plan.states.iter().map(|it| it.1.next);
        let roots: Vec<usize> = nexts.clone().chain([cost]).collect();
        let (states, costs) = (&self.states, self.cost);
        self.lanes.compute_all(&roots, &mut self.body, |lanes, body| {
            for vector in 0..VECTORS {
                lanes.value(cost, vector, body);
                body.code.set(costs[vector]);
                // All of them before any is set: one may be what another was.
                nexts.clone().for_each(|next| lanes.value(next, vector, body));
                states.iter().rev().for_each(|home| {
                    body.code.set(home[vector]);
                });
            }
        });
        for vector in 0..VECTORS {
            let (code, below) = (&mut self.body.code, self.below[vector]);
            // Epochs only grow: the larger is the later.
            code.get(below).get(self.now).get(self.cost[vector]).get(self.threshold);
            code.simd(Simd::Lt).simd(Simd::AndNot).simd(Simd::PMax).set(below);
        }
    }

    /// The steps of a block, each with a look at all numbers, until no run is alive.
    fn with_care(&mut self) {
        (0..VECTORS).for_each(|vector| self.keep(vector));
        self.body.code.get(self.count).set(self.steps).block().loop_();
        self.step();
        for vector in 0..VECTORS {
            self.body.code.get(self.alive[vector]);
            self.finite([self.cost, self.states[0], self.states[1]].map(|home| home[vector]));
            self.body.code.simd(Simd::And).set(self.alive[vector]);
            self.keep(vector);
        }
        for vector in 0..VECTORS {
            self.body.code.get(self.alive[vector]);
            if vector > 0 {
                self.body.code.simd(Simd::Or);
            }
        }
        let code = &mut self.body.code;
        // Nothing is left where no run is alive.
        code.simd(Simd::AnyTrue).op(Op::I32Eqz).when();
        code.get(self.left).set(self.count).int(1).branch_if(2).op(Op::End);
        self.again();
        self.body.code.op(Op::End);
    }

    /// Writes down where the runs are that are alive.
    fn keep(&mut self, vector: usize) {
        let [w1, w2] = [0, 1].map(|i| (Batch::PARAMS + i, self.states[i][vector]));
        let cost = (Batch::COST, self.cost[vector]);
        let below = (Batch::BELOW, self.below[vector]);
        let code = &mut self.body.code;
        for (column, local) in [w1, w2, cost, below, (Batch::FINITE, self.now)] {
            let offset = at(column, vector);
            code.get(BATCH).get(local).get(BATCH).load_vector(offset);
            code.get(self.alive[vector]).simd(Simd::Bitselect).store_vector(offset);
        }
    }
}

/// Local variables for a number of every vector.
fn home(body: &mut Body) -> Home {
    std::array::from_fn(|_| body.vector())
}

/// Sets some local variables to what others are.
fn copy(code: &mut Code, from: &[Home], to: &[Home]) {
    for (from, to) in from.iter().zip(to) {
        (0..VECTORS).for_each(|vector| {
            code.get(from[vector]).set(to[vector]);
        });
    }
}

/// Moves an address.
fn add(code: &mut Code, address: u32, bytes: usize) {
    if bytes > 0 {
        code.get(address).int(bytes as u32).op(Op::I32Add).set(address);
    }
}

/// Where a vector of a column stands in a batch.
fn at(column: usize, vector: usize) -> usize {
    column * Batch::SIZE * SIZE + vector * VECTOR
}
