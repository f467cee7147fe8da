//! Functions that a loop over many starts calls, for one vector at a time.

use descent_core::Trace;
use descent_core::formula::{Node, Unary};

use crate::code::{Op, Simd, Type};
use crate::elementary;
use crate::lanes::{Body, Calls, Lanes, MOST, lane_by_lane};
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

    /// Cost and gradient of a vector of w1 and one of w2, for the address of the constants.
    pub(crate) fn slope(&mut self, slope: &Trace) -> u32 {
        let base = self.pool(slope);
        let mut body = Body::new(&[Type::V128, Type::V128, Type::I32]);
        let mut lanes = Lanes::new(slope, 1, &self.calls, (2, base));
        (0..2).for_each(|number| lanes.input(number, [number as u32; MOST]));
        lanes.compute_all(&slope.outputs, &mut body, |lanes, body| {
            slope.outputs.iter().for_each(|&output| lanes.value(output, 0, body));
        });
        body.code.op(Op::End);
        self.add(body, 3)
    }

    fn sin_cos(&mut self) -> u32 {
        let trace = Trace::of(1, |x| elementary::sin_cos(x[0]).to_vec());
        let base = self.pool(&trace);
        let mut body = Body::new(&[Type::V128, Type::I32]);
        self.where_ordinary(&trace, base, &mut body, &[Unary::Sin, Unary::Cos], |lanes, body| {
            trace.outputs[..2].iter().for_each(|&output| lanes.value(output, 0, body));
        });
        self.add(body, 2)
    }

    fn exp(&mut self) -> u32 {
        let trace = Trace::of(1, |x| elementary::exp(x[0]).to_vec());
        let base = self.pool(&trace);
        let mut body = Body::new(&[Type::V128, Type::I32]);
        self.where_ordinary(&trace, base, &mut body, &[Unary::Exp], |lanes, body| {
            trace.outputs[..2].iter().for_each(|&output| lanes.value(output, 0, body));
            body.code.int(elementary::EXPONENT).simd(Simd::IntShl).simd(Simd::IntAdd);
        });
        self.add(body, 1)
    }

    /// A function of one vector: what `then` computes where the margin, the trace's last output,
    /// is positive in both lanes, else what libm's functions are in each.
    fn where_ordinary(
        &self,
        trace: &Trace,
        base: usize,
        body: &mut Body,
        functions: &[Unary],
        then: impl FnOnce(&mut Lanes<'_>, &mut Body),
    ) {
        let mut lanes = Lanes::new(trace, 1, &self.calls, (1, base));
        lanes.input(0, [0; MOST]);
        let margin = trace.outputs[trace.outputs.len() - 1];
        lanes.compute_all(&trace.outputs, body, |lanes, body| {
            lanes.value(margin, 0, body);
            body.code.constant(0.0).simd(Simd::Splat).simd(Simd::Gt).simd(Simd::IntAllTrue);
            body.code.op(Op::I32Eqz).when();
            for &operation in functions {
                body.code.get(0);
                let function = function(Node::Unary(operation, 0)).unwrap_or_default();
                lane_by_lane(function, 1, &self.calls.imports, body);
            }
            body.code.op(Op::Return).op(Op::End);
            then(lanes, body);
        });
        body.code.op(Op::End);
    }
}
