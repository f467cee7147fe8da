//! A WebAssembly module.

use descent_core::formula::{Binary, Node, Unary};

use crate::code::{Code, Type};

/// The module from which a loop imports all that it needs.
pub const PAGE: &str = "page";
/// The name of the memory in [`PAGE`].
pub const MEMORY: &str = "memory";
/// The name under which a module exports its loop.
pub const LOOP: &str = "run";
/// The name under which a module for many starts exports what computes what they have in common.
pub const COMMON: &str = "common";
/// The name under which a module for grids exports what computes the tables of the columns.
pub const ACROSS: &str = "across";
/// The name under which it exports what computes the tables of the rows.
pub const UP: &str = "up";

/// The functions that a loop may import from [`PAGE`]: their names, and how many numbers they
/// take. They must have libm's bits.
pub const FUNCTIONS: [(&str, usize); 7] = [
    ("libm_exp", 1),
    ("libm_log", 1),
    ("libm_sin", 1),
    ("libm_cos", 1),
    ("libm_tanh", 1),
    ("libm_pow", 2),
    ("libm_atan", 1),
];

/// A loop to be compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// The module. Loops that differ in constants only have the same one.
    pub module: Vec<u8>,
    /// The constants that it reads, in this order.
    pub constants: Vec<f64>,
}

/// The place in [`FUNCTIONS`] of the function that computes a node; none where there is an
/// instruction.
pub(crate) fn function(node: Node) -> Option<usize> {
    match node {
        Node::Unary(Unary::Exp, _) => Some(0),
        Node::Unary(Unary::Ln, _) => Some(1),
        Node::Unary(Unary::Sin, _) => Some(2),
        Node::Unary(Unary::Cos, _) => Some(3),
        Node::Unary(Unary::Tanh, _) => Some(4),
        Node::Binary(Binary::Pow, ..) => Some(5),
        Node::Unary(Unary::Atan, _) => Some(6),
        _ => None,
    }
}

/// The functions that a module imports, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Imports(Vec<usize>);

impl Imports {
    /// The index by which a function of [`FUNCTIONS`] is called.
    pub(crate) fn index(&mut self, function: usize) -> u32 {
        let place = self.0.iter().position(|&known| known == function).unwrap_or_else(|| {
            self.0.push(function);
            self.0.len() - 1
        });
        place as u32
    }

    /// The same for a function that is imported already.
    pub(crate) fn known(&self, function: usize) -> u32 {
        self.0.iter().position(|&known| known == function).unwrap_or_default() as u32
    }

    /// How many there are; the module's own functions come behind them.
    pub(crate) fn count(&self) -> u32 {
        self.0.len() as u32
    }
}

/// A function of a module.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) locals: Locals,
    pub(crate) results: Vec<Type>,
    pub(crate) code: Code,
}

impl Function {
    /// Its local variables in groups of one type, and its instructions.
    fn body(&self) -> Vec<u8> {
        let mut body = Code::default();
        let groups = self.locals.others.chunk_by(|a, b| a == b);
        body.number(groups.clone().count() as u32);
        for group in groups {
            body.number(group.len() as u32).byte(group[0] as u8);
        }
        body.append(&self.code);
        body.bytes()
    }
}

/// The parameters of a function, and its local variables.
#[derive(Debug)]
pub(crate) struct Locals {
    parameters: Vec<Type>,
    others: Vec<Type>,
}

impl Locals {
    pub(crate) fn new(parameters: Vec<Type>) -> Self {
        Self { parameters, others: Vec::new() }
    }

    /// One more local variable.
    pub(crate) fn add(&mut self, of: Type) -> u32 {
        self.others.push(of);
        (self.parameters.len() + self.others.len() - 1) as u32
    }
}

/// The module of these functions. It exports the last ones under these names.
pub(crate) fn module(imports: &Imports, functions: &[Function], exported: &[&str]) -> Vec<u8> {
    let count = functions.len() as u32;
    let [mut types, mut of_types, mut exports, mut bodies] = [(); 4].map(|()| Code::default());
    types.number(count + 2);
    for parameters in [&[Type::F64][..], &[Type::F64; 2]] {
        types.byte(FUNCTION_TYPE).types(parameters).types(&[Type::F64]);
    }
    of_types.number(count);
    bodies.number(count);
    for (function, number) in functions.iter().zip(2..) {
        types.byte(FUNCTION_TYPE).types(&function.locals.parameters).types(&function.results);
        of_types.number(number);
        bodies.sized(&function.body());
    }
    exports.number(exported.len() as u32);
    let first = imports.count() + count - exported.len() as u32;
    for (name, index) in exported.iter().zip(first..) {
        exports.sized(name.as_bytes()).byte(FUNCTION).number(index);
    }

    let mut module = Code::default();
    for byte in HEADER {
        module.byte(byte);
    }
    module.section(1, &types).section(2, &imported(imports)).section(3, &of_types);
    module.section(7, &exports).section(10, &bodies);
    module.bytes()
}

/// All that a module imports: functions, and a memory of any size.
fn imported(imports: &Imports) -> Code {
    let mut code = Code::default();
    code.number(imports.0.len() as u32 + 1);
    for &number in &imports.0 {
        let (name, operands) = FUNCTIONS[number];
        code.sized(PAGE.as_bytes()).sized(name.as_bytes());
        code.byte(FUNCTION).number(operands as u32 - 1);
    }
    code.sized(PAGE.as_bytes()).sized(MEMORY.as_bytes()).byte(MEMORY_KIND).byte(0).number(0);
    code
}

const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";
const FUNCTION_TYPE: u8 = 0x60;
const FUNCTION: u8 = 0;
const MEMORY_KIND: u8 = 2;
