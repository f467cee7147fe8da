//! What of a step differs from start to start, and what all starts have in common.

use descent_core::Trace;
use descent_core::formula::Node;
use descent_core::run::Step;

use crate::carry::Carried;
use crate::code::{Op, Type};
use crate::emitter::Emitter;
use crate::module::{Function, Imports, Locals};

/// The bytes of a number.
const SIZE: usize = 8;

/// How a step's trace is divided between the starts.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What differs from start to start and is carried from step to step: the number of the
    /// input, and its nodes. w comes first.
    pub(crate) states: Vec<(usize, Carried)>,
    /// What all starts have in common and their own nodes read: one number each per step.
    pub(crate) shared: Vec<usize>,
    /// What the steps of a start need, directly or not.
    pub(crate) used: Vec<bool>,
}

impl Plan {
    pub(crate) fn of(step: &Trace) -> Self {
        let varies = varying(step);
        let mut inputs = vec![0, 1];
        loop {
            let mut roots: Vec<usize> = inputs.iter().map(|&number| step.outputs[number]).collect();
            roots.push(step.outputs[Step::COST]);
            let used = used(step, &roots);
            let wanted = |number: &usize| {
                let place = input(step, *number);
                !inputs.contains(number) && varies[place] && used[place]
            };
            let more: Vec<usize> = (0..Step::CARRIED).filter(wanted).collect();
            if more.is_empty() {
                let carried = |number: usize| {
                    (number, Carried { node: input(step, number), next: step.outputs[number] })
                };
                let states = inputs.into_iter().map(carried).collect();
                return Self { states, shared: shared(step, &varies, &used, &roots), used };
            }
            inputs.extend(more);
        }
    }

    /// The function that writes [`Plan::shared`] for every step, one step after the other. It
    /// takes the addresses of the constants, of the rates and of what it writes, and the number
    /// of steps, at least one.
    pub(crate) fn common(&self, step: &Trace, imports: &Imports) -> Function {
        const CONSTANTS: u32 = 0;
        const RATES: u32 = 1;
        const ROWS: u32 = 2;
        const COUNT: u32 = 3;
        let mut emitter = Emitter::new(step, Locals::new(vec![Type::I32; 4]));
        emitter.imports = imports.clone();
        let states = self.common_states(step);
        let roots: Vec<usize> =
            self.shared.iter().copied().chain(states.iter().map(|it| it.next)).collect();
        let all = used(step, &roots);
        for (place, &node) in step.nodes.iter().enumerate().filter(|&(place, _)| all[place]) {
            match node {
                Node::Input(Step::RATE) => continue,
                // Before the first step both products are one, and none has been taken.
                Node::Input(Step::STEPS) => emitter.code.constant(0.0),
                Node::Input(_) => emitter.code.constant(1.0),
                Node::Constant(number) => emitter.code.get(CONSTANTS).load(number * SIZE),
                _ => continue,
            };
            emitter.set(place);
        }
        emitter.code.loop_();
        emitter.need(&roots);
        if let Some(rate) = step.nodes.iter().position(|&node| node == Node::Input(Step::RATE)) {
            emitter.code.get(RATES).load(0);
            emitter.set(rate);
        }
        emitter.compute_shared();
        for (place, &node) in self.shared.iter().enumerate() {
            emitter.code.get(ROWS);
            emitter.value(node);
            emitter.code.store(place * SIZE);
        }
        states.iter().for_each(|it| emitter.value(it.next));
        states.iter().rev().for_each(|it| emitter.set(it.node));
        for (address, bytes) in [(RATES, SIZE), (ROWS, self.shared.len() * SIZE)] {
            emitter.code.get(address).int(bytes as u32).op(Op::I32Add).set(address);
        }
        emitter.code.get(COUNT).int(1).op(Op::I32Sub).tee(COUNT).again_if().op(Op::End);
        emitter.code.op(Op::End);
        Function { locals: emitter.locals, results: Vec::new(), code: emitter.code }
    }

    /// What all starts have in common and is carried from step to step.
    fn common_states(&self, step: &Trace) -> Vec<Carried> {
        let all = (Step::PRODUCTS..Step::CARRIED)
            .map(|number| Carried { node: input(step, number), next: step.outputs[number] });
        let mut needed: Vec<Carried> = Vec::new();
        loop {
            let roots: Vec<usize> =
                self.shared.iter().copied().chain(needed.iter().map(|it| it.next)).collect();
            let used = used(step, &roots);
            let wanted = |it: &Carried| used[it.node] && !needed.contains(it);
            let more: Vec<Carried> = all.clone().filter(wanted).collect();
            if more.is_empty() {
                return needed;
            }
            needed.extend(more);
        }
    }
}

/// The node that is an input: every input has one.
fn input(step: &Trace, number: usize) -> usize {
    step.nodes.iter().position(|&node| node == Node::Input(number)).unwrap_or_default()
}

/// Which nodes differ from start to start.
fn varying(step: &Trace) -> Vec<bool> {
    let mut varies = vec![false; step.nodes.len()];
    for (place, node) in step.nodes.iter().enumerate() {
        varies[place] = match node {
            Node::Input(number) => *number < Step::PRODUCTS,
            _ => node.operands().iter().any(|&operand| varies[operand]),
        };
    }
    varies
}

/// Which nodes are needed for these.
fn used(step: &Trace, roots: &[usize]) -> Vec<bool> {
    let mut used = vec![false; step.nodes.len()];
    roots.iter().for_each(|&root| used[root] = true);
    for place in (0..used.len()).rev() {
        if used[place] {
            step.nodes[place].operands().into_iter().for_each(|operand| used[operand] = true);
        }
    }
    used
}

/// The nodes that all starts have in common, without the constants, of those that a start reads.
fn shared(step: &Trace, varies: &[bool], used: &[bool], roots: &[usize]) -> Vec<usize> {
    let mut read = vec![false; step.nodes.len()];
    roots.iter().for_each(|&root| read[root] = true);
    for (place, node) in step.nodes.iter().enumerate().filter(|&(place, _)| varies[place]) {
        if used[place] {
            node.operands().into_iter().for_each(|operand| read[operand] = true);
        }
    }
    let constant = |place: usize| matches!(step.nodes[place], Node::Constant(_));
    (0..read.len()).filter(|&it| read[it] && !varies[it] && !constant(it)).collect()
}
