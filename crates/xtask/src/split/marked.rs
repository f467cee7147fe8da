//! A module that notes which of its functions are called.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction,
    Module, ValType,
};
use wasmparser::{ExportSectionReader, FunctionBody, GlobalSectionReader, Parser};

use super::outline::Outline;

/// What a mark is exported as, before the index of its function.
pub(super) const MARK: &str = "called ";

/// The same module, with an exported global for each function that becomes 1 when it is called.
pub(super) fn marked(module: &[u8], outline: &Outline<'_>) -> anyhow::Result<Vec<u8>> {
    let globals = outline.globals.as_ref().map_or(0, |globals| globals.count());
    let (first, count) = (outline.imported(), outline.bodies.len() as u32);
    let mut result = Module::new();
    Marker { globals, first, count, next: 0 }.parse_core_module(
        &mut result,
        Parser::new(0),
        module,
    )?;
    Ok(result.finish())
}

struct Marker {
    /// How many globals there are without the marks.
    globals: u32,
    /// The index of the first function that gets a mark.
    first: u32,
    /// How many marks there are.
    count: u32,
    /// Whose body comes next.
    next: u32,
}

impl Reencode for Marker {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_global_section(self, globals, section)?;
        let mark = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        for _ in 0..self.count {
            globals.global(mark, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_export_section(self, exports, section)?;
        for mark in 0..self.count {
            let name = format!("{MARK}{}", self.first + mark);
            exports.export(&name, ExportKind::Global, self.globals + mark);
        }
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        function.instruction(&Instruction::I32Const(1));
        function.instruction(&Instruction::GlobalSet(self.globals + self.next));
        self.next += 1;
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            function.instruction(&self.parse_instruction(&mut reader)?);
        }
        code.function(&function);
        Ok(())
    }
}
