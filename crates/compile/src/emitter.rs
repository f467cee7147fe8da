//! The nodes of a trace as instructions.

use descent_core::Trace;
use descent_core::formula::{Binary, Comparison, Node, Unary};

use crate::code::{Code, Op, Type};
use crate::module::{Imports, Locals, function};

/// Writes the instructions of a function that computes nodes of a trace.
///
/// A node that is used more than once is computed into a local variable; any other where it is
/// used, and so within that side of a choice that alone needs it.
#[derive(Debug)]
pub(crate) struct Emitter<'a> {
    trace: &'a Trace,
    /// How often each node is used.
    uses: Vec<u32>,
    /// The local variable that holds a node.
    homes: Vec<Option<u32>>,
    pub(crate) locals: Locals,
    pub(crate) imports: Imports,
    pub(crate) code: Code,
}

/// Counts how often each node is used for `roots`, down to what has a home already.
pub(crate) fn count_uses<H>(trace: &Trace, roots: &[usize], homes: &[Option<H>], uses: &mut [u32]) {
    uses.fill(0);
    roots.iter().for_each(|&root| uses[root] += 1);
    for place in (0..uses.len()).rev() {
        if uses[place] > 0 && homes[place].is_none() {
            let operands = trace.nodes[place].operands();
            operands.into_iter().for_each(|operand| uses[operand] += 1);
        }
    }
}

impl<'a> Emitter<'a> {
    pub(crate) fn new(trace: &'a Trace, locals: Locals) -> Self {
        let count = trace.nodes.len();
        let (uses, homes) = (vec![0; count], vec![None; count]);
        Self { trace, uses, homes, locals, imports: Imports::default(), code: Code::default() }
    }

    /// Counts the uses of everything that `roots` need, down to what has a home already.
    pub(crate) fn need(&mut self, roots: &[usize]) {
        count_uses(self.trace, roots, &self.homes, &mut self.uses);
    }

    pub(crate) fn is_used(&self, place: usize) -> bool {
        self.uses[place] > 0
    }

    /// Gives a node a local variable, which somebody else fills.
    pub(crate) fn settle(&mut self, place: usize) -> u32 {
        let home = self.locals.add(Type::F64);
        self.homes[place] = Some(home);
        home
    }

    /// Sets the local variable of a settled node to what is on the stack.
    pub(crate) fn set(&mut self, place: usize) {
        let home = self.homes[place].unwrap_or_else(|| self.settle(place));
        self.code.set(home);
    }

    /// Computes every node that is used more than once, in order.
    pub(crate) fn compute_shared(&mut self) {
        for place in 0..self.uses.len() {
            if self.uses[place] > 1 && self.homes[place].is_none() {
                self.compute(place);
                self.set(place);
            }
        }
    }

    /// Puts the value of a node on the stack.
    pub(crate) fn value(&mut self, place: usize) {
        match self.homes[place] {
            Some(home) => {
                self.code.get(home);
            }
            None => self.compute(place),
        }
    }

    fn compute(&mut self, place: usize) {
        let node = self.trace.nodes[place];
        match node {
            Node::Input(_) => unreachable!("every input that is used is settled"),
            Node::Constant(number) => {
                self.code.constant(self.trace.constants[number]);
            }
            Node::Choice(comparison, [a, b, yes, no]) => self.choice(comparison, [a, b], [yes, no]),
            Node::Unary(_, a) => self.value(a),
            Node::Binary(_, a, b) => [a, b].into_iter().for_each(|operand| self.value(operand)),
        }
        if let Some(function) = function(node) {
            let index = self.imports.index(function);
            self.code.call(index);
        }
        if let Some(op) = instruction(node) {
            self.code.op(op);
        }
    }

    fn choice(&mut self, comparison: Comparison, between: [usize; 2], sides: [usize; 2]) {
        between.into_iter().for_each(|operand| self.value(operand));
        self.code.op(match comparison {
            Comparison::Less => Op::F64Lt,
            Comparison::Equal => Op::F64Eq,
        });
        self.code.if_(Type::F64);
        self.value(sides[0]);
        self.code.op(Op::Else);
        self.value(sides[1]);
        self.code.op(Op::End);
    }
}

/// The instruction that does what a node does to its operands; none where it takes several, or
/// a function.
fn instruction(node: Node) -> Option<Op> {
    Some(match node {
        Node::Unary(Unary::Neg, _) => Op::F64Neg,
        Node::Unary(Unary::Sqrt, _) => Op::F64Sqrt,
        Node::Unary(Unary::Abs, _) => Op::F64Abs,
        Node::Binary(Binary::Add, ..) => Op::F64Add,
        Node::Binary(Binary::Sub, ..) => Op::F64Sub,
        Node::Binary(Binary::Mul, ..) => Op::F64Mul,
        Node::Binary(Binary::Div, ..) => Op::F64Div,
        _ => return None,
    })
}
