//! A module as it is read, before it is split.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{
    DataSectionReader, ElementItems, ElementKind, ElementSectionReader, ExportSectionReader,
    ExternalKind, FuncType, FunctionBody, GlobalSectionReader, Import, KnownCustom,
    MemorySectionReader, Name, Operator, Parser, Payload, TableSectionReader, TypeRef,
};

/// A module's sections. A function has an index, and so has a type; imported functions come first.
#[derive(Default)]
pub(super) struct Outline<'a> {
    pub(super) types: Vec<FuncType>,
    pub(super) imports: Vec<Import<'a>>,
    /// The type of each function.
    pub(super) signatures: Vec<u32>,
    pub(super) tables: Option<TableSectionReader<'a>>,
    pub(super) memories: Option<MemorySectionReader<'a>>,
    pub(super) globals: Option<GlobalSectionReader<'a>>,
    pub(super) exports: Option<ExportSectionReader<'a>>,
    pub(super) elements: Option<ElementSectionReader<'a>>,
    /// The functions that are not imported.
    pub(super) bodies: Vec<FunctionBody<'a>>,
    pub(super) data: Option<DataSectionReader<'a>>,
    /// What functions are called in the source.
    pub(super) names: BTreeMap<u32, &'a str>,
}

impl<'a> Outline<'a> {
    /// Reads a module.
    ///
    /// # Errors
    /// Where it has something that a page's module does not have and that is not split.
    pub(super) fn read(module: &'a [u8]) -> Result<Self> {
        let mut outline = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            outline.add(payload?)?;
        }
        Ok(outline)
    }

    fn add(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(reader) => {
                let types = reader.into_iter_err_on_gc_types();
                self.types = types.collect::<Result<_, _>>()?;
            }
            Payload::ImportSection(reader) => {
                self.imports = reader.into_imports().collect::<Result<_, _>>()?;
                for import in &self.imports {
                    let TypeRef::Func(signature) = import.ty else {
                        bail!("{} is imported and no function", import.name);
                    };
                    self.signatures.push(signature);
                }
            }
            Payload::FunctionSection(reader) => {
                for signature in reader {
                    self.signatures.push(signature?);
                }
            }
            Payload::TableSection(reader) => self.tables = Some(reader),
            Payload::MemorySection(reader) => self.memories = Some(reader),
            Payload::GlobalSection(reader) => self.globals = Some(reader),
            Payload::ExportSection(reader) => self.exports = Some(reader),
            Payload::ElementSection(reader) => self.elements = Some(reader),
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(reader) => self.data = Some(reader),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        let Name::Function(functions) = name? else { continue };
                        for function in functions {
                            let function = function?;
                            self.names.insert(function.index, function.name);
                        }
                    }
                }
            }
            Payload::StartSection { .. } => bail!("a module that starts by itself is not split"),
            Payload::TagSection(_) => bail!("a module with exceptions is not split"),
            _ => {}
        }
        Ok(())
    }

    /// How many functions are imported: the index of the first one that is not.
    pub(super) fn imported(&self) -> u32 {
        self.imports.len() as u32
    }

    /// Each function that is not imported, with its index.
    pub(super) fn functions(&self) -> impl Iterator<Item = (u32, &FunctionBody<'a>)> {
        (self.imported()..).zip(&self.bodies)
    }

    /// The functions that another one calls directly.
    pub(super) fn calls(body: &FunctionBody<'a>) -> Result<Vec<u32>> {
        let mut called = Vec::new();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } => called.push(function_index),
                Operator::RefFunc { .. } | Operator::ReturnCall { .. } => {
                    bail!("a module with references to functions is not split");
                }
                _ => {}
            }
        }
        Ok(called)
    }

    /// The function that is exported by this name.
    pub(super) fn exported(&self, name: &str) -> Result<Option<u32>> {
        let Some(exports) = &self.exports else { return Ok(None) };
        for export in exports.clone() {
            let export = export?;
            if export.name == name && export.kind == ExternalKind::Func {
                return Ok(Some(export.index));
            }
        }
        Ok(None)
    }

    /// The functions that are exported.
    pub(super) fn exported_functions(&self) -> Result<Vec<u32>> {
        let mut functions = Vec::new();
        for export in self.exports.iter().flat_map(Clone::clone) {
            let export = export?;
            if export.kind == ExternalKind::Func {
                functions.push(export.index);
            }
        }
        Ok(functions)
    }

    /// The table of functions, and which function stands in which of its slots at the beginning.
    pub(super) fn slots(&self) -> Result<(u32, BTreeMap<u32, u32>)> {
        let mut slots = BTreeMap::new();
        let mut of = None;
        for element in self.elements.iter().flat_map(Clone::clone) {
            let element = element?;
            let ElementItems::Functions(functions) = element.items else {
                bail!("a table that is filled by expressions is not split");
            };
            let ElementKind::Active { table_index, offset_expr } = element.kind else {
                bail!("a table that is filled later is not split");
            };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
                bail!("a table that is filled at a computed place is not split");
            };
            let table = table_index.unwrap_or(0);
            ensure!(*of.get_or_insert(table) == table, "two tables of functions are not split");
            for (slot, function) in (value as u32..).zip(functions) {
                slots.insert(slot, function?);
            }
        }
        Ok((of.unwrap_or(0), slots))
    }

    /// How many slots a table has.
    pub(super) fn table_size(&self, index: u32) -> Result<u32> {
        let mut tables = self.tables.iter().flat_map(Clone::clone);
        let table =
            tables.nth(index as usize).context("a module without a table is not split")??;
        Ok(table.ty.initial as u32)
    }
}
