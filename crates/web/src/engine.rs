//! Loops that the browser compiles for the runs that are on the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use descent_compile::{GROUPS, Grid, PAGE, grid, starts, stride};
use descent_core::run::{Batch, Engine, Loop, Rows, StartsLoop, Step};
use descent_core::{Formula, Optimizer, Task};
use js_sys::WebAssembly::{Instance, Module, instantiate_buffer};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What a compiled module exports.
    #[derive(Clone, Debug)]
    type Exports;

    /// The loop itself. All but the last two are addresses in the memory that both share.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments, reason = "one address per column")]
    fn run(
        this: &Exports,
        carried: u32,
        constants: u32,
        params: u32,
        cost: u32,
        slope: u32,
        rate: u32,
        count: u32,
        first: u32,
    ) -> u32;

    /// What a compiled module for many starts exports.
    #[derive(Clone, Debug)]
    type StartsExports;

    /// Writes what all starts have in common. All but the last are addresses.
    #[wasm_bindgen(method)]
    fn common(this: &StartsExports, constants: u32, rates: u32, rows: u32, count: u32);

    /// The loop itself. The first three are addresses.
    #[wasm_bindgen(method)]
    fn run(
        this: &StartsExports,
        batch: u32,
        constants: u32,
        rows: u32,
        epochs: u32,
        groups: u32,
        threshold: f64,
    );

    /// What a compiled module for grids exports.
    #[derive(Clone, Debug)]
    type GridExports;

    /// Writes the tables of the columns. All but the last are addresses.
    #[wasm_bindgen(method)]
    fn across(this: &GridExports, values: u32, tables: u32, constants: u32, groups: u32);

    /// Writes the tables of the rows in the same way.
    #[wasm_bindgen(method)]
    fn up(this: &GridExports, values: u32, tables: u32, constants: u32, groups: u32);

    /// Writes the costs. The first four are addresses.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments, reason = "one address per array")]
    fn run(
        this: &GridExports,
        across: u32,
        up: u32,
        costs: u32,
        constants: u32,
        groups: u32,
        rows: u32,
        to_next: i32,
    );

    #[wasm_bindgen(js_namespace = console)]
    fn debug(text: &str, cause: &JsValue);
}

/// How many loops are kept: more than an experiment has runs.
const KEPT: usize = 128;

/// Compiles loops in the browser, once for each landscape, optimizer and convention: a knob
/// changes the constants alone, which the loop reads from memory.
///
/// Where a browser does not compile at once (some do not compile much on a page's own thread),
/// it compiles beside, and there is no loop until it is done. Where it refuses, there is none:
/// the page then walks as it does without.
#[derive(Debug, Default)]
pub(crate) struct Browser {
    /// The loops of the runs that were last asked for, oldest first.
    ready: RefCell<Vec<Ready>>,
    /// The compiled modules, oldest first.
    compiled: Rc<RefCell<Vec<Kept>>>,
    /// Whether a loop could not be compiled at once.
    hindered: Cell<bool>,
    refused: Rc<Cell<bool>>,
    /// The code for the formulas whose grids were last asked for, oldest first.
    grids: RefCell<Vec<(Formula, Rc<CompiledGrid>)>>,
    /// Whether code on vectors is refused: a browser may know none.
    vectors_refused: Rc<Cell<bool>>,
}

/// A loop, and whose it is.
type Ready = (Task, Optimizer, Rc<dyn Loop>);
/// A module's bytes, and what it exports; nothing while the browser is at it.
type Kept = (Vec<u8>, Option<Object>);

impl Engine for Browser {
    fn prepare(&self, task: &Task, optimizer: &Optimizer) -> Option<Rc<dyn Loop>> {
        if self.refused.get() {
            return None;
        }
        let known = |ready: &Ready| {
            (ready.0 == *task && ready.1 == *optimizer).then(|| Rc::clone(&ready.2))
        };
        let found = self.ready.borrow().iter().find_map(known);
        found.or_else(|| {
            let made = stride(&Step::trace(task, optimizer)?);
            let exports = self.compile(made.module, &self.refused)?.unchecked_into();
            let made: Rc<dyn Loop> = Rc::new(Compiled { exports, constants: made.constants });
            keep(&self.ready, (task.clone(), optimizer.clone(), Rc::clone(&made)));
            Some(made)
        })
    }

    fn prepare_starts(&self, task: &Task, optimizer: &Optimizer) -> Option<Rc<dyn StartsLoop>> {
        if self.vectors_refused.get() {
            return None;
        }
        let made = starts(task, optimizer)?;
        let exports = self.compile(made.module, &self.vectors_refused)?.unchecked_into();
        let (constants, width) = (made.constants, made.width);
        Some(Rc::new(CompiledStarts { exports, constants, width }))
    }

    fn grid(&self, formula: &Formula, xs: &[f64], ys: &[f64]) -> Option<Vec<f64>> {
        if self.vectors_refused.get() || xs.len().max(ys.len()) > Grid::MOST {
            return None;
        }
        let known = |(known, made): &(Formula, Rc<CompiledGrid>)| {
            (known == formula).then(|| Rc::clone(made))
        };
        let found = self.grids.borrow().iter().find_map(known);
        let made = found.or_else(|| {
            let Grid { module, constants, tables } = grid(formula);
            let exports = self.compile(module, &self.vectors_refused)?.unchecked_into();
            let made = Rc::new(CompiledGrid { exports, constants, tables });
            keep(&self.grids, (formula.clone(), Rc::clone(&made)));
            Some(made)
        });
        Some(made?.fill(xs, ys))
    }
}

impl Browser {
    fn compile(&self, module: Vec<u8>, refused: &Rc<Cell<bool>>) -> Option<Object> {
        let known = self.compiled.borrow().iter().find(|it| it.0 == module).map(|it| it.1.clone());
        known.unwrap_or_else(|| {
            let exports = match compile_now(&module) {
                Ok(exports) => Some(exports),
                Err(cause) => {
                    if !self.hindered.replace(true) {
                        debug("loops are not compiled at once", &cause);
                    }
                    self.compile_beside(module.clone(), refused);
                    None
                }
            };
            keep(&self.compiled, (module, exports.clone()));
            exports
        })
    }

    /// Compiles while the page goes on.
    fn compile_beside(&self, module: Vec<u8>, refused: &Rc<Cell<bool>>) {
        let compiled = Rc::clone(&self.compiled);
        let promise = instantiate_buffer(&module, &imports());
        let done = Closure::once(move |result: JsValue| {
            let instance = Reflect::get(&result, &"instance".into()).unwrap_or_default();
            let exports = instance.unchecked_into::<Instance>().exports();
            if let Some(entry) = compiled.borrow_mut().iter_mut().find(|it| it.0 == module) {
                entry.1 = Some(exports);
            }
        });
        let refused = Rc::clone(refused);
        let failed = Closure::once(move |cause: JsValue| {
            if !refused.replace(true) {
                debug("loops are not compiled", &cause);
            }
        });
        let _ = promise.then2(&done, &failed);
        // The browser calls one of them, once, and frees both.
        done.forget();
        failed.forget();
    }
}

/// Appends to a list of what is kept, and lets go of the oldest where there are too many.
fn keep<T>(list: &RefCell<Vec<T>>, one: T) {
    let mut list = list.borrow_mut();
    if list.len() == KEPT {
        list.remove(0);
    }
    list.push(one);
}

fn compile_now(module: &[u8]) -> Result<Object, JsValue> {
    let module = Module::new(&Uint8Array::from(module))?;
    Ok(Instance::new(&module, &imports())?.exports())
}

/// This module's own memory and functions, so that no JavaScript lies between.
fn imports() -> Object {
    let imports = Object::new();
    // It is an object that nothing else has seen.
    let _ = Reflect::set(&imports, &PAGE.into(), &wasm_bindgen::exports());
    imports
}

#[derive(Debug)]
struct Compiled {
    exports: Exports,
    constants: Vec<f64>,
}

impl Loop for Compiled {
    fn steps(&self, carried: &mut [f64], first: usize, rows: &mut Rows<'_>) -> usize {
        let taken = self.exports.run(
            address(carried.as_mut_ptr()),
            address(self.constants.as_ptr()),
            address(rows.params.as_mut_ptr()),
            address(rows.cost.as_mut_ptr()),
            address(rows.slope.as_mut_ptr()),
            address(rows.rate.as_ptr()),
            rows.rate.len() as u32,
            first as u32,
        );
        taken as usize
    }
}

#[derive(Debug)]
struct CompiledStarts {
    exports: StartsExports,
    constants: Vec<f64>,
    /// How many numbers all starts have in common in each step.
    width: usize,
}

impl StartsLoop for CompiledStarts {
    fn common(&self, rates: &[f64]) -> Vec<f64> {
        let mut rows = vec![0.0; self.width * rates.len()];
        if !rates.is_empty() {
            let count = rates.len() as u32;
            let (constants, to) = (address(self.constants.as_ptr()), address(rows.as_mut_ptr()));
            self.exports.common(constants, address(rates.as_ptr()), to, count);
        }
        rows
    }

    fn run(&self, common: &[f64], epochs: usize, threshold: f64, batch: &mut Batch) {
        let constants = address(self.constants.as_ptr());
        let (batch, rows) = (address(batch.numbers_mut().as_mut_ptr()), address(common.as_ptr()));
        self.exports.run(batch, constants, rows, epochs as u32, GROUPS as u32, threshold);
    }
}

#[derive(Debug)]
struct CompiledGrid {
    exports: GridExports,
    constants: Vec<f64>,
    tables: [usize; 2],
}

impl CompiledGrid {
    fn fill(&self, xs: &[f64], ys: &[f64]) -> Vec<f64> {
        let constants = address(self.constants.as_ptr());
        let [mut across, mut up] = self.tables.map(|count| vec![0.0; count * Grid::ROOM]);
        let [x_tables, y_tables] = [&mut across, &mut up].map(|it| address(it.as_mut_ptr()));
        let ((x_values, x_groups), (y_values, y_groups)) = (in_groups(xs), in_groups(ys));
        self.exports.across(address(x_values.as_ptr()), x_tables, constants, x_groups);
        self.exports.up(address(y_values.as_ptr()), y_tables, constants, y_groups);
        // The last group of a row reaches into the next row, which is written after it.
        let mut costs = vec![0.0; xs.len() * ys.len() + Grid::GROUP];
        let to_next = size_of_val(xs) as i32 - size_of_val(&x_values[..]) as i32;
        let (to, rows) = (address(costs.as_mut_ptr()), ys.len() as u32);
        self.exports.run(x_tables, y_tables, to, constants, x_groups, rows, to_next);
        costs.truncate(xs.len() * ys.len());
        costs
    }
}

/// These numbers, the last one again and again up to a whole group, and how many groups they are.
fn in_groups(numbers: &[f64]) -> (Vec<f64>, u32) {
    let groups = numbers.len().div_ceil(Grid::GROUP);
    let mut filled = numbers.to_vec();
    filled.resize(groups * Grid::GROUP, numbers.last().copied().unwrap_or_default());
    (filled, groups as u32)
}

/// Where numbers stand in the memory that all modules share.
fn address(numbers: *const f64) -> u32 {
    numbers as usize as u32
}
