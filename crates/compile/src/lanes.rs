//! The nodes of a trace as instructions on vectors of two lanes, some vectors side by side.

use descent_core::Trace;
use descent_core::formula::{Binary, Comparison, Node, Unary};

use crate::code::{Code, Simd, Type};
use crate::emitter::count_uses;
use crate::module::{Imports, Locals, function};

/// How many vectors are taken side by side. With fewer, the processor waits for results; with
/// more, less and less fits into its registers.
pub(crate) const VECTORS: usize = 4;

/// The local variables that hold a number of every vector.
pub(crate) type Home = [u32; VECTORS];

/// The instructions of a function under way, and its local variables.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) locals: Locals,
    pub(crate) code: Code,
}

impl Body {
    pub(crate) fn new(parameters: &[Type]) -> Self {
        Self { locals: Locals::new(parameters.to_vec()), code: Code::default() }
    }

    pub(crate) fn vector(&mut self) -> u32 {
        self.locals.add(Type::V128)
    }

    /// Sets a new local variable to the vector on the stack.
    pub(crate) fn set_new(&mut self) -> u32 {
        let local = self.vector();
        self.code.set(local);
        local
    }
}

/// The functions that can be called, by the indices at which a module has them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    pub(crate) imports: Imports,
    /// Sine and cosine of each of [`VECTORS`]. The last operand is the address of the constants.
    pub(crate) sin_cos: Option<u32>,
    /// The exponential of each, in the same way.
    pub(crate) exp: Option<u32>,
}

/// Writes the instructions that compute nodes of a trace for some vectors.
///
/// Both sides of a choice are computed. A node that is used more than once is computed into local
/// variables, any other where it is used.
#[derive(Debug)]
pub(crate) struct Lanes<'a> {
    trace: &'a Trace,
    calls: &'a Calls,
    /// The local variable that is the address of all constants, and where among them those of
    /// this trace begin.
    constants: (u32, usize),
    /// Whether every node is computed into local variables, for one vector after the other, so
    /// that a constant is loaded once for all of them.
    interleaved: bool,
    uses: Vec<u32>,
    homes: Vec<Option<Home>>,
}

impl<'a> Lanes<'a> {
    pub(crate) fn new(trace: &'a Trace, calls: &'a Calls, constants: (u32, usize)) -> Self {
        let (uses, homes) = (vec![0; trace.nodes.len()], vec![None; trace.nodes.len()]);
        Self { trace, calls, constants, interleaved: false, uses, homes }
    }

    /// The same for long sequences of operations, such as polynomials.
    pub(crate) fn interleaved(trace: &'a Trace, calls: &'a Calls, constants: (u32, usize)) -> Self {
        Self { interleaved: true, ..Self::new(trace, calls, constants) }
    }

    /// Says which local variables hold an input; nothing where it is not used.
    pub(crate) fn input(&mut self, number: usize, home: Home) {
        if let Some(place) = self.trace.nodes.iter().position(|&it| it == Node::Input(number)) {
            self.homes[place] = Some(home);
        }
    }

    /// Says which local variables hold a node.
    pub(crate) fn settle(&mut self, place: usize, home: Home) {
        self.homes[place] = Some(home);
    }

    /// Sets the local variable of a node that all vectors have in common to what is on the stack.
    pub(crate) fn set_all(&self, place: usize, body: &mut Body) {
        if let Some([local, ..]) = self.homes[place] {
            body.code.set(local);
        }
    }

    /// Loads the constants among some nodes into local variables.
    pub(crate) fn load_constants(&mut self, among: &[bool], body: &mut Body) {
        for (place, &node) in self.trace.nodes.iter().enumerate() {
            if let (Node::Constant(_), true) = (node, among[place]) {
                self.compute(place, 0, body);
                self.homes[place] = Some([body.set_new(); VECTORS]);
            }
        }
    }

    /// Computes, for all vectors, what `roots` need more than once, and calls all functions, and
    /// lets `then` do the rest.
    pub(crate) fn compute_all(
        &mut self,
        roots: &[usize],
        body: &mut Body,
        then: impl FnOnce(&mut Self, &mut Body),
    ) {
        let before = self.homes.clone();
        count_uses(self.trace, roots, &self.homes, &mut self.uses);
        for place in 0..self.uses.len() {
            let called = function(self.trace.nodes[place]).is_some();
            let wanted = self.uses[place] > 1 || called || self.interleaved;
            if wanted && self.uses[place] > 0 && self.homes[place].is_none() {
                self.keep(place, body);
            }
        }
        then(self, body);
        self.homes = before;
    }

    /// Computes a node into local variables of its own.
    fn keep(&mut self, place: usize, body: &mut Body) {
        match self.trace.nodes[place] {
            Node::Unary(Unary::Sin | Unary::Cos, x) => {
                self.keep_called(self.calls.sin_cos, x, &[Unary::Sin, Unary::Cos], body);
            }
            Node::Unary(Unary::Exp, x) => {
                self.keep_called(self.calls.exp, x, &[Unary::Exp], body);
            }
            Node::Constant(_) => {
                self.compute(place, 0, body);
                self.homes[place] = Some([body.set_new(); VECTORS]);
            }
            _ => {
                let home = std::array::from_fn(|vector| {
                    self.compute(place, vector, body);
                    body.set_new()
                });
                self.homes[place] = Some(home);
            }
        }
    }

    /// Computes what one of our own functions returns for x, for all vectors at once.
    fn keep_called(&mut self, call: Option<u32>, x: usize, returned: &[Unary], body: &mut Body) {
        let mut homes = vec![[0; VECTORS]; returned.len()];
        (0..VECTORS).for_each(|vector| self.value(x, vector, body));
        body.code.get(self.constants.0).call(call.unwrap_or_default());
        for vector in (0..VECTORS).rev() {
            homes.iter_mut().rev().for_each(|home| home[vector] = body.set_new());
        }
        for (&operation, home) in returned.iter().zip(homes) {
            let node = Node::Unary(operation, x);
            if let Some(place) = self.trace.nodes.iter().position(|&it| it == node) {
                self.homes[place] = Some(home);
            }
        }
    }

    /// Puts the value of a node on the stack.
    pub(crate) fn value(&self, place: usize, vector: usize, body: &mut Body) {
        match self.homes[place] {
            Some(home) => {
                body.code.get(home[vector]);
            }
            None => self.compute(place, vector, body),
        }
    }

    fn compute(&self, place: usize, vector: usize, body: &mut Body) {
        let node = self.trace.nodes[place];
        match node {
            Node::Input(_) => unreachable!("every input that is used is settled"),
            Node::Constant(number) => {
                let (address, first) = self.constants;
                body.code.get(address).load_splat(8 * (first + number));
            }
            Node::Choice(comparison, operands) => self.choice(comparison, operands, vector, body),
            _ => {
                let operands = node.operands();
                operands.into_iter().for_each(|operand| self.value(operand, vector, body));
            }
        }
        if let Some(function) = function(node) {
            lane_by_lane(function, node.operands().len(), &self.calls.imports, body);
        }
        if let Some(op) = instruction(node) {
            body.code.simd(op);
        }
    }

    fn is_zero(&self, place: usize) -> bool {
        let number = |number: usize| self.trace.constants[number];
        matches!(self.trace.nodes[place], Node::Constant(it) if number(it).to_bits() == 0)
    }

    fn choice(
        &self,
        comparison: Comparison,
        [a, b, yes, no]: [usize; 4],
        vector: usize,
        body: &mut Body,
    ) {
        let mut values = |places: &[usize]| {
            places.iter().for_each(|&place| self.value(place, vector, body));
        };
        match comparison {
            // The larger and the smaller of two numbers are instructions.
            Comparison::Less if (a, b) == (no, yes) => {
                values(&[a, b]);
                body.code.simd(Simd::PMax);
            }
            Comparison::Less if (a, b) == (yes, no) => {
                values(&[b, a]);
                body.code.simd(Simd::PMin);
            }
            _ => {
                // All bits of zero are zero: one instruction chooses between it and a number.
                let (chosen, choose) = match [yes, no].map(|side| self.is_zero(side)) {
                    [true, _] => (vec![no], Simd::AndNot),
                    [_, true] => (vec![yes], Simd::And),
                    _ => (vec![yes, no], Simd::Bitselect),
                };
                values(&chosen);
                values(&[a, b]);
                body.code.simd(match comparison {
                    Comparison::Less => Simd::Lt,
                    Comparison::Equal => Simd::Eq,
                });
                body.code.simd(choose);
            }
        }
    }
}

/// Calls an imported function for each lane of the vectors on the stack.
pub(crate) fn lane_by_lane(function: usize, operands: usize, imports: &Imports, body: &mut Body) {
    let function = imports.known(function);
    let vectors: Vec<u32> = (0..operands).map(|_| body.vector()).collect();
    vectors.iter().rev().for_each(|&vector| {
        body.code.set(vector);
    });
    for lane in 0..2 {
        for &vector in &vectors {
            body.code.get(vector).lane(Simd::ExtractLane, lane);
        }
        body.code.call(function);
        if lane == 0 {
            body.code.simd(Simd::Splat);
        } else {
            body.code.lane(Simd::ReplaceLane, lane);
        }
    }
}

/// The instruction that does what a node does to its operands; none where it takes several, or
/// a function.
fn instruction(node: Node) -> Option<Simd> {
    Some(match node {
        Node::Unary(Unary::Neg, _) => Simd::Neg,
        Node::Unary(Unary::Sqrt, _) => Simd::Sqrt,
        Node::Unary(Unary::Abs, _) => Simd::Abs,
        Node::Binary(Binary::Add, ..) => Simd::Add,
        Node::Binary(Binary::Sub, ..) => Simd::Sub,
        Node::Binary(Binary::Mul, ..) => Simd::Mul,
        Node::Binary(Binary::Div, ..) => Simd::Div,
        _ => return None,
    })
}
