//! The costs of a formula on a grid, two to a vector and some vectors side by side.

use descent_core::formula::Node;
use descent_core::{Formula, Trace};

use crate::code::{Op, Type};
use crate::helpers::Helpers;
use crate::lanes::{Body, Calls, Lanes, VECTORS};
use crate::module::{ACROSS, Function, LOOP, UP, module};

/// The bytes of a number.
const SIZE: usize = 8;

/// Code that fills grids, to be compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The module. Formulas that differ in constants only have the same one.
    pub module: Vec<u8>,
    /// The constants that it reads, in this order.
    pub constants: Vec<f64>,
    /// How many tables there are for the columns, and how many for the rows.
    pub tables: [usize; 2],
}

impl Grid {
    /// How many points are computed at once: a row is filled up to a multiple of it.
    pub const GROUP: usize = 2 * VECTORS;
    /// The most columns and the most rows. A table has so many numbers, and the next one begins
    /// [`Grid::ROOM`] numbers behind it.
    pub const MOST: usize = 1024;
    /// More than [`Grid::MOST`], as tables that are a power of two apart would share few lines of
    /// a cache.
    pub const ROOM: usize = Self::MOST + Self::GROUP;
}

/// The code that fills grids of a formula over two parameters.
///
/// What depends on one parameter alone is computed once per column or per row, into tables. The
/// module exports [`ACROSS`] and [`UP`], which take the addresses of the values of the first or of
/// the second parameter, of their tables and of the constants, and the number of groups. And
/// [`LOOP`], which takes the addresses of both parameters' tables, of the costs and of the
/// constants, the number of groups in a row, that of rows, and how many bytes after the end of a
/// row's groups the next row begins. No number of groups or rows may be 0.
#[must_use]
pub fn grid(formula: &Formula) -> Grid {
    let trace = Trace::of(2, |w| vec![formula.eval(w)]);
    let plan = Plan::of(&trace);
    let mut helpers = Helpers::default();
    let base = helpers.pool(&trace);
    helpers.write(&[&trace]);
    let calls = helpers.calls.clone();
    let functions = [
        plan.tables(&trace, &calls, base, 0),
        plan.tables(&trace, &calls, base, 1),
        plan.rows(&trace, &calls, base),
    ];
    helpers.functions.extend(functions.map(|Body { locals, code }| Function {
        locals,
        results: Vec::new(),
        code,
    }));
    let module = module(&calls.imports, &helpers.functions, &[ACROSS, UP, LOOP]);
    let tables = plan.edges.map(|edge| edge.len());
    Grid { module, constants: helpers.constants, tables }
}

/// How a formula's trace is divided between columns, rows and points.
struct Plan {
    /// Per node, whether it depends on each parameter.
    depends: Vec<[bool; 2]>,
    /// Per parameter, the nodes that depend on it alone and are read at every point.
    edges: [Vec<usize>; 2],
    root: usize,
}

impl Plan {
    fn of(trace: &Trace) -> Self {
        let mut depends: Vec<[bool; 2]> = Vec::new();
        let mut read = vec![false; trace.nodes.len()];
        for node in &trace.nodes {
            let operands = node.operands();
            let own = [0, 1].map(|parameter| match node {
                Node::Input(number) => *number == parameter,
                _ => operands.iter().any(|&operand| depends[operand][parameter]),
            });
            if own == [true; 2] {
                operands.into_iter().for_each(|operand| read[operand] = true);
            }
            depends.push(own);
        }
        let root = trace.outputs[0];
        read[root] = true;
        let edge = |alone: [bool; 2]| {
            (0..read.len()).filter(|&node| read[node] && depends[node] == alone).collect()
        };
        let edges = [edge([true, false]), edge([false, true])];
        Self { depends, edges, root }
    }

    /// The function that writes the tables of a parameter.
    fn tables(&self, trace: &Trace, calls: &Calls, base: usize, parameter: usize) -> Body {
        const VALUES: u32 = 0;
        const TABLES: u32 = 1;
        const CONSTANTS: u32 = 2;
        const GROUPS: u32 = 3;
        let edge = &self.edges[parameter];
        let mut body = Body::new(&[Type::I32; 4]);
        let mut lanes = Lanes::new(trace, calls, (CONSTANTS, base));
        body.code.loop_();
        let home = std::array::from_fn(|vector| {
            body.code.get(VALUES).load_vector(vector * 2 * SIZE);
            body.set_new()
        });
        lanes.input(parameter, home);
        lanes.compute_all(edge, &mut body, |lanes, body| {
            for (table, &node) in edge.iter().enumerate() {
                for vector in 0..VECTORS {
                    body.code.get(TABLES);
                    lanes.value(node, vector, body);
                    body.code.store_vector((table * Grid::ROOM + vector * 2) * SIZE);
                }
            }
        });
        body.next_group(VALUES).next_group(TABLES);
        body.code.get(GROUPS).int(1).op(Op::I32Sub).tee(GROUPS).again_if().op(Op::End);
        body.code.op(Op::End);
        body
    }

    /// The function that writes the costs, row after row.
    fn rows(&self, trace: &Trace, calls: &Calls, base: usize) -> Body {
        const ACROSS: u32 = 0;
        const UP: u32 = 1;
        const COSTS: u32 = 2;
        const CONSTANTS: u32 = 3;
        const GROUPS: u32 = 4;
        const ROWS: u32 = 5;
        const TO_NEXT: u32 = 6;
        let [columns, rows] = &self.edges;
        let mut body = Body::new(&[Type::I32; 7]);
        let [across, left] = [(); 2].map(|()| body.locals.add(Type::I32));
        let mut lanes = Lanes::new(trace, calls, (CONSTANTS, base));
        lanes.load_constants(&self.read_by_points(trace), &mut body);
        body.code.loop_();
        for (table, &node) in rows.iter().enumerate() {
            body.code.get(UP).load_splat(table * Grid::ROOM * SIZE);
            lanes.settle(node, [body.set_new(); VECTORS]);
        }
        body.code.get(ACROSS).set(across).get(GROUPS).set(left).loop_();
        for (table, &node) in columns.iter().enumerate() {
            let home = std::array::from_fn(|vector| {
                body.code.get(across).load_vector((table * Grid::ROOM + vector * 2) * SIZE);
                body.set_new()
            });
            lanes.settle(node, home);
        }
        lanes.compute_all(&[self.root], &mut body, |lanes, body| {
            for vector in 0..VECTORS {
                body.code.get(COSTS);
                lanes.value(self.root, vector, body);
                body.code.store_vector(vector * 2 * SIZE);
            }
        });
        body.next_group(across).next_group(COSTS);
        body.code.get(left).int(1).op(Op::I32Sub).tee(left).again_if().op(Op::End);
        body.code.get(COSTS).get(TO_NEXT).op(Op::I32Add).set(COSTS);
        body.code.get(UP).int(SIZE as u32).op(Op::I32Add).set(UP);
        body.code.get(ROWS).int(1).op(Op::I32Sub).tee(ROWS).again_if().op(Op::End);
        body.code.op(Op::End);
        body
    }

    /// Which nodes the points need that depend on both parameters read.
    fn read_by_points(&self, trace: &Trace) -> Vec<bool> {
        let mut read = vec![false; trace.nodes.len()];
        let points = trace.nodes.iter().zip(&self.depends).filter(|(_, it)| **it == [true; 2]);
        points.for_each(|(node, _)| node.operands().into_iter().for_each(|it| read[it] = true));
        read
    }
}

impl Body {
    /// Moves an address by a group of numbers.
    fn next_group(&mut self, address: u32) -> &mut Self {
        self.code.get(address).int((Grid::GROUP * SIZE) as u32).op(Op::I32Add).set(address);
        self
    }
}
