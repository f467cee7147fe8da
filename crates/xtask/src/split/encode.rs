//! The two modules as bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements,
    EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType,
    ImportSection, Instruction, MemorySection, Module, StartSection, TableSection, TypeSection,
    ValType,
};

use super::BRING;
use super::outline::Outline;
use super::plan::Plan;

/// The module that the second one imports everything from.
const FIRST: &str = "first";

/// Whether the second module is there.
const THERE: GlobalType = GlobalType { val_type: ValType::I32, mutable: true, shared: false };

/// Writes both modules.
pub(super) struct Encoder<'a> {
    outline: &'a Outline<'a>,
    plan: &'a Plan,
    /// The index of the type of a function that takes and returns nothing.
    nothing: u32,
}

/// Gives functions the indices that they have in one of the modules.
struct Indices(BTreeMap<u32, u32>);

/// A function that a module names and does not have.
#[derive(Debug)]
struct Missing(u32);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {} is not in the module", self.0)
    }
}

impl Error for Missing {}

impl Reencode for Indices {
    type Error = Missing;

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error<Missing>> {
        self.0.get(&index).copied().ok_or(reencode::Error::UserError(Missing(index)))
    }
}

impl<'a> Encoder<'a> {
    pub(super) fn new(outline: &'a Outline<'a>, plan: &'a Plan) -> Self {
        let types = &outline.types;
        let nothing = types.iter().position(|it| it.params().is_empty() && it.results().is_empty());
        Self { outline, plan, nothing: nothing.unwrap_or(types.len()) as u32 }
    }

    /// The first module: the functions that are kept, a stub for each other one that is called from here, and
    /// all memory.
    pub(super) fn first(&self) -> Result<Vec<u8>> {
        let Self { outline, plan, .. } = self;
        let bring = outline.exported(BRING)?.with_context(|| format!("there is no {BRING}"))?;
        let mut indices = Indices(plan.in_first(outline));
        let bring = indices.function_index(bring)?;
        let get_ready = indices.0.len() as u32;
        let mut imports = ImportSection::new();
        for import in &outline.imports {
            imports.import(import.module, import.name, indices.entity_type(import.ty)?);
        }
        let mut functions = FunctionSection::new();
        for index in plan.kept.iter().chain(plan.stubs.keys()) {
            functions.function(outline.signatures[*index as usize]);
        }
        functions.function(self.nothing);
        let mut code = self.bodies(&plan.kept, &mut indices)?;
        for (index, slot) in &plan.stubs {
            code.function(&self.stub(*index, *slot, get_ready));
        }
        code.function(&self.get_ready(bring)?);
        let mut module = Module::new();
        module.section(&self.types(&mut indices)?).section(&imports).section(&functions);
        module.section(&self.tables(&mut indices)?);
        if let Some(reader) = outline.memories.clone() {
            let mut memories = MemorySection::new();
            utils::parse_memory_section(&mut indices, &mut memories, reader)?;
            module.section(&memories);
        }
        let mut globals = GlobalSection::new();
        if let Some(reader) = outline.globals.clone() {
            utils::parse_global_section(&mut indices, &mut globals, reader)?;
        }
        globals.global(THERE, &ConstExpr::i32_const(0));
        module.section(&globals).section(&self.exports(&mut indices)?);
        if let Some(reader) = outline.elements.clone() {
            let mut elements = ElementSection::new();
            utils::parse_element_section(&mut indices, &mut elements, reader)?;
            module.section(&elements);
        }
        if let Some(reader) = outline.data.clone() {
            let mut data = DataSection::new();
            utils::parse_data_section(&mut indices, &mut data, reader)?;
            module.section(&DataCountSection { count: data.len() }).section(&code).section(&data);
        } else {
            module.section(&code);
        }
        Ok(module.finish())
    }

    /// The second module: the functions that are moved, which it puts into their slots. Its last
    /// word is that it is there.
    pub(super) fn second(&self) -> Result<Vec<u8>> {
        let Self { outline, plan, .. } = self;
        let mut indices = Indices(plan.in_second());
        let start = indices.0.len() as u32;
        let mut imports = ImportSection::new();
        for (name, entity) in self.imported(&mut indices)? {
            imports.import(FIRST, &name, entity);
        }
        let mut functions = FunctionSection::new();
        for index in &plan.moved {
            functions.function(outline.signatures[*index as usize]);
        }
        functions.function(self.nothing);
        let mut code = self.bodies(&plan.moved, &mut indices)?;
        code.function(&body([
            Instruction::I32Const(1),
            Instruction::GlobalSet(self.there()),
            Instruction::End,
        ]));
        let mut module = Module::new();
        module.section(&self.types(&mut indices)?).section(&imports).section(&functions);
        module.section(&StartSection { function_index: start });
        module.section(&self.elements(&mut indices)?).section(&code);
        Ok(module.finish())
    }

    fn types(&self, indices: &mut Indices) -> Result<TypeSection> {
        let mut types = TypeSection::new();
        for signature in &self.outline.types {
            types.ty().func_type(&indices.func_type(signature.clone())?);
        }
        if self.nothing == types.len() {
            types.ty().function([], []);
        }
        Ok(types)
    }

    fn bodies(&self, functions: &[u32], indices: &mut Indices) -> Result<CodeSection> {
        let mut code = CodeSection::new();
        for index in functions {
            let body = &self.outline.bodies[(index - self.outline.imported()) as usize];
            indices.parse_function_body(&mut code, body.clone())?;
        }
        Ok(code)
    }

    /// What is called in place of a function that is moved. The second module is there for every
    /// call but the first ones.
    fn stub(&self, index: u32, slot: u32, get_ready: u32) -> Function {
        let type_index = self.outline.signatures[index as usize];
        let parameters = self.outline.types[type_index as usize].params().len() as u32;
        let mut stub = vec![Instruction::Call(get_ready)];
        stub.extend((0..parameters).map(Instruction::LocalGet));
        let table_index = self.plan.table;
        stub.push(Instruction::I32Const(slot as i32));
        stub.push(Instruction::CallIndirect { type_index, table_index });
        stub.push(Instruction::End);
        body(stub)
    }

    fn get_ready(&self, bring: u32) -> Result<Function> {
        Ok(body([
            Instruction::GlobalGet(self.there()),
            Instruction::I32Eqz,
            Instruction::If(BlockType::Empty),
            Instruction::Call(bring),
            Instruction::End,
            Instruction::End,
        ]))
    }

    /// The index, in both modules, of the global that says whether the second one is there.
    fn there(&self) -> u32 {
        self.outline.globals.as_ref().map_or(0, |globals| globals.count())
    }

    fn tables(&self, indices: &mut Indices) -> Result<TableSection> {
        let mut tables = TableSection::new();
        for entity in self.table_types(indices)? {
            tables.table(entity);
        }
        Ok(tables)
    }

    /// The tables, with room for the functions that get a slot.
    fn table_types(&self, indices: &mut Indices) -> Result<Vec<wasm_encoder::TableType>> {
        let tables = self.outline.tables.iter().flat_map(Clone::clone).zip(0..);
        tables
            .map(|(table, index)| {
                let mut table = indices.table_type(table?.ty)?;
                if index == self.plan.table {
                    table.minimum += u64::from(self.plan.new_slots);
                    table.maximum = table.maximum.map(|most| most + u64::from(self.plan.new_slots));
                }
                Ok(table)
            })
            .collect()
    }

    fn exports(&self, indices: &mut Indices) -> Result<ExportSection> {
        let mut exports = ExportSection::new();
        for export in self.outline.exports.iter().flat_map(Clone::clone) {
            let export = export?;
            if export.name != BRING {
                utils::parse_export(indices, &mut exports, export)?;
            }
        }
        for (k, function) in self.plan.shared.iter().enumerate() {
            exports.export(&name(k), ExportKind::Func, indices.function_index(*function)?);
        }
        let others = self.others(indices)?;
        for (name, entity, index) in &others {
            let kind = match entity {
                EntityType::Table(_) => ExportKind::Table,
                EntityType::Memory(_) => ExportKind::Memory,
                _ => ExportKind::Global,
            };
            exports.export(name, kind, *index);
        }
        Ok(exports)
    }

    /// What the second module imports, by the names that it has there.
    fn imported(&self, indices: &mut Indices) -> Result<Vec<(String, EntityType)>> {
        let signature = |function: &u32| self.outline.signatures[*function as usize];
        let shared = self.plan.shared.iter().enumerate();
        let functions = shared.map(|(k, it)| (name(k), EntityType::Function(signature(it))));
        let others = self.others(indices)?.into_iter().map(|(name, entity, _)| (name, entity));
        Ok(functions.chain(others).collect())
    }

    /// What both modules have in common beside functions, with its indices.
    fn others(&self, indices: &mut Indices) -> Result<Vec<(String, EntityType, u32)>> {
        let mut others = Vec::new();
        for (table, index) in self.table_types(indices)?.into_iter().zip(0..) {
            others.push((format!("t{index}"), EntityType::Table(table), index));
        }
        for (memory, index) in self.outline.memories.iter().flat_map(Clone::clone).zip(0..) {
            let memory = indices.memory_type(memory?)?;
            others.push((format!("m{index}"), EntityType::Memory(memory), index));
        }
        for (global, index) in self.outline.globals.iter().flat_map(Clone::clone).zip(0..) {
            let global = indices.global_type(global?.ty)?;
            others.push((format!("g{index}"), EntityType::Global(global), index));
        }
        let there = self.there();
        others.push((format!("g{there}"), EntityType::Global(THERE), there));
        Ok(others)
    }

    /// The functions that are moved, in runs of slots that follow one another.
    fn elements(&self, indices: &mut Indices) -> Result<ElementSection> {
        let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
        for (slot, function) in &self.plan.slots {
            let function = indices.function_index(*function)?;
            match runs.last_mut() {
                Some((first, run)) if *first + run.len() as u32 == *slot => run.push(function),
                _ => runs.push((*slot, vec![function])),
            }
        }
        let mut elements = ElementSection::new();
        let table = (self.plan.table != 0).then_some(self.plan.table);
        for (first, run) in runs {
            let offset = ConstExpr::i32_const(first as i32);
            elements.active(table, &offset, Elements::Functions(Cow::Owned(run)));
        }
        Ok(elements)
    }
}

fn body<'a>(instructions: impl IntoIterator<Item = Instruction<'a>>) -> Function {
    let mut function = Function::new([]);
    for instruction in instructions {
        function.instruction(&instruction);
    }
    function
}

/// A short name for each function that both modules have: digits, as no other export has.
fn name(number: usize) -> String {
    number.to_string()
}
