//! Functions that a loop over many starts calls, for all vectors at once.

use descent_core::Trace;
use descent_core::formula::{Node, Unary};

use crate::code::{Op, Simd, Type};
use crate::elementary;
use crate::lanes::{Body, Calls, Lanes, VECTORS, lane_by_lane};
use crate::module::{Function, function};

/// The functions of a module under way, and the constants that they read.
#[derive(Debug, Default)]
pub(crate) struct Helpers {
    pub(crate) calls: Calls,
    pub(crate) constants: Vec<f64>,
    pub(crate) functions: Vec<Function>,
}

impl Helpers {
    /// Writes those that these traces call, over and over. All imports are known after that.
    pub(crate) fn write(&mut self, traces: &[&Trace]) {
        let nodes = || traces.iter().flat_map(|trace| &trace.nodes);
        for node in nodes() {
            let both = match node {
                Node::Unary(Unary::Sin | Unary::Cos, x) => {
                    vec![Node::Unary(Unary::Sin, *x), Node::Unary(Unary::Cos, *x)]
                }
                other => vec![*other],
            };
            both.into_iter().filter_map(function).for_each(|function| {
                self.calls.imports.index(function);
            });
        }
        let any = |wanted: &[Unary]| {
            nodes()
                .any(|node| matches!(node, Node::Unary(operation, _) if wanted.contains(operation)))
        };
        if any(&[Unary::Sin, Unary::Cos]) {
            self.calls.sin_cos = Some(self.sin_cos());
        }
        if any(&[Unary::Exp]) {
            self.calls.exp = Some(self.exp());
        }
    }

    /// Where the constants of a trace begin.
    pub(crate) fn pool(&mut self, trace: &Trace) -> usize {
        self.constants.extend_from_slice(&trace.constants);
        self.constants.len() - trace.constants.len()
    }

    /// Adds a function that returns vectors. Returns the index by which it is called.
    pub(crate) fn add(&mut self, body: Body, results: usize) -> u32 {
        let Body { locals, code } = body;
        self.functions.push(Function { locals, results: vec![Type::V128; results], code });
        self.calls.imports.count() + self.functions.len() as u32 - 1
    }

    /// Cost and gradient of each vector. The operands are w1 of every vector, w2 of every vector,
    /// and the address of the constants.
    pub(crate) fn slope(&mut self, slope: &Trace) -> u32 {
        const OPERANDS: usize = 2 * VECTORS;
        let base = self.pool(slope);
        let mut body = Body::new(&[&[Type::V128; OPERANDS][..], &[Type::I32]].concat());
        let mut lanes = Lanes::new(slope, &self.calls, (OPERANDS as u32, base));
        for number in 0..2 {
            lanes.input(number, std::array::from_fn(|vector| (number * VECTORS + vector) as u32));
        }
        lanes.compute_all(&slope.outputs, &mut body, |lanes, body| {
            for vector in 0..VECTORS {
                slope.outputs.iter().for_each(|&output| lanes.value(output, vector, body));
            }
        });
        body.code.op(Op::End);
        self.add(body, VECTORS * slope.outputs.len())
    }

    fn sin_cos(&mut self) -> u32 {
        let trace = Trace::of(1, |x| elementary::sin_cos(x[0]).to_vec());
        self.elementary(&trace, &[Unary::Sin, Unary::Cos], |lanes, vector, body| {
            trace.outputs[..2].iter().for_each(|&output| lanes.value(output, vector, body));
        })
    }

    fn exp(&mut self) -> u32 {
        let trace = Trace::of(1, |x| elementary::exp(x[0]).to_vec());
        self.elementary(&trace, &[Unary::Exp], |lanes, vector, body| {
            trace.outputs[..2].iter().for_each(|&output| lanes.value(output, vector, body));
            body.code.int(elementary::EXPONENT).simd(Simd::IntShl).simd(Simd::IntAdd);
        })
    }

    /// A function of some vectors: what `then` computes for each where all lanes are ordinary, else
    /// what libm's functions are in each.
    fn elementary(
        &mut self,
        trace: &Trace,
        functions: &[Unary],
        then: impl Fn(&Lanes<'_>, usize, &mut Body),
    ) -> u32 {
        let base = self.pool(trace);
        let mut body = Body::new(&[&[Type::V128; VECTORS][..], &[Type::I32]].concat());
        let mut lanes = Lanes::interleaved(trace, &self.calls, (VECTORS as u32, base));
        lanes.input(0, std::array::from_fn(|vector| vector as u32));
        let ordinary = &trace.outputs[2..];
        lanes.compute_all(&trace.outputs, &mut body, |lanes, body| {
            for vector in 0..VECTORS {
                for (place, pair) in ordinary.chunks(2).enumerate() {
                    pair.iter().for_each(|&side| lanes.value(side, vector, body));
                    body.code.simd(Simd::Lt);
                    if vector + place > 0 {
                        body.code.simd(Simd::And);
                    }
                }
            }
            body.code.simd(Simd::IntAllTrue);
            body.code.op(Op::I32Eqz).when();
            for vector in 0..VECTORS as u32 {
                for &operation in functions {
                    body.code.get(vector);
                    let function = function(Node::Unary(operation, 0)).unwrap_or_default();
                    lane_by_lane(function, 1, &self.calls.imports, body);
                }
            }
            body.code.op(Op::Return).op(Op::End);
            (0..VECTORS).for_each(|vector| then(lanes, vector, body));
        });
        body.code.op(Op::End);
        self.add(body, VECTORS * functions.len())
    }
}
