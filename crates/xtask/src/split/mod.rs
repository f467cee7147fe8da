//! One module becomes two: the first has what the page begins with, the second the rest, which is
//! fetched behind it.
//!
//! Both share memory, tables and globals, and their functions are those of the one module, so
//! nothing is computed in another way. Where a function of the first calls one of the second, it
//! calls a *stub*: that brings the second module if it is not there yet, and then calls through
//! the table. So any division is correct, and the one that is chosen decides over bytes alone: the
//! first module has the functions that a rehearsal of the page has called.

mod encode;
mod marked;
mod outline;
mod plan;
mod rehearsal;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::wasm::{self, Profile};
use crate::workspace::Workspace;

use self::encode::Encoder;
use self::outline::Outline;
use self::plan::Plan;

/// What the two modules are called.
pub(crate) const FILES: [&str; 2] = ["first.wasm", "second.wasm"];

/// What says how many bytes of each module come from which part of the source.
pub(crate) const ORIGINS: &str = "origins.json";

/// The function that brings the second module: the crate `descent-web` exports it.
const BRING: &str = "bring_second_module";

/// Splits the module in a folder. One that is not optimised stays whole in the first.
pub(crate) fn split(workspace: &Workspace, profile: Profile, folder: &Path) -> Result<()> {
    let module = fs::read(folder.join(wasm::FILE))?;
    let outline = Outline::read(&module).context("the module cannot be split")?;
    let kept = match profile {
        Profile::Dev => outline.functions().map(|(index, _)| index).collect(),
        Profile::Release(_) => rehearsal::called(workspace, folder, &module, &outline)?,
    };
    let plan = Plan::new(&outline, &kept)?;
    let encoder = Encoder::new(&outline, &plan);
    let modules = [encoder.first()?, encoder.second()?];
    for (name, bytes) in FILES.iter().zip(&modules) {
        fs::write(folder.join(name), bytes)
            .with_context(|| format!("{} cannot be written", folder.join(name).display()))?;
    }
    fs::write(folder.join(ORIGINS), origins(&outline, &plan).to_string())?;
    let [first, second] = modules.map(|bytes| bytes.len().div_ceil(1000));
    println!("Split into {first} kB, which the page begins with, and {second} kB");
    Ok(())
}

/// The bytes of code by the part of the source, in each of the modules.
fn origins(outline: &Outline<'_>, plan: &Plan) -> Value {
    let lengths: BTreeMap<u32, usize> =
        outline.functions().map(|(index, body)| (index, body.range().len())).collect();
    let by_part = |functions: &[u32]| {
        let mut parts: BTreeMap<String, usize> = BTreeMap::new();
        for index in functions {
            let name = outline.names.get(index).copied().unwrap_or_default();
            *parts.entry(origin(name)).or_default() += lengths[index];
        }
        parts
    };
    json!({ "first": by_part(&plan.kept), "second": by_part(&plan.moved) })
}

/// The module of the source that a function is from, such as `core::link`, or its crate where that
/// is none of ours.
fn origin(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    if let Some((_, path)) = name.split_once("descent_") {
        let path = words(path);
        // A type at the root of a crate is in no module.
        let modules = path.iter().take(2).filter(|word| word.starts_with(char::is_lowercase));
        return modules.cloned().collect::<Vec<_>>().join("::");
    }
    if name.contains(" shim") || !name.contains("::") {
        return "exports".to_owned();
    }
    words(&name).into_iter().find(|word| word.starts_with(char::is_lowercase)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function,
        FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, Module, RefType,
        TableSection, TableType, TypeSection, ValType,
    };

    use super::*;

    /// The functions of [`module`], by their indices.
    const IMPORTED: u32 = 0;
    const BRINGER: u32 = 1;
    const CALLER: u32 = 2;
    const CALLED: u32 = 3;
    const IN_TABLE: u32 = 4;
    const ALONE: u32 = 5;

    /// A module in which one function calls another and a third is in the table.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::F64], [ValType::F64]);
        let mut imports = ImportSection::new();
        imports.import("page", "load", wasm_encoder::EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        let mut add = |signature: u32, call: Option<u32>, length: usize| {
            functions.function(signature);
            let mut body = Function::new([]);
            if signature == 1 {
                body.instruction(&Instruction::LocalGet(0));
            }
            for _ in 0..length {
                body.instruction(&Instruction::F64Neg);
            }
            if let Some(index) = call {
                body.instruction(&Instruction::Call(index));
            }
            body.instruction(&Instruction::End);
            code.function(&body);
        };
        add(0, Some(IMPORTED), 0);
        add(1, Some(CALLED), 30);
        add(1, None, 30);
        add(1, Some(CALLER), 30);
        add(1, None, 30);
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 3,
            maximum: Some(3),
            shared: false,
        });
        let mut globals = GlobalSection::new();
        let stack = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        globals.global(stack, &ConstExpr::i32_const(0));
        let mut exports = ExportSection::new();
        exports.export(BRING, ExportKind::Func, BRINGER);
        exports.export("caller", ExportKind::Func, CALLER);
        exports.export("alone", ExportKind::Func, ALONE);
        let mut elements = ElementSection::new();
        let members = Elements::Functions(vec![CALLER, IN_TABLE].into());
        elements.active(None, &ConstExpr::i32_const(1), members);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables);
        module.section(&globals).section(&exports).section(&elements).section(&code);
        module.finish()
    }

    fn split_into(kept: &[u32]) -> Result<(Plan, [Vec<u8>; 2])> {
        let module = module();
        let outline = Outline::read(&module)?;
        let plan = Plan::new(&outline, &kept.iter().copied().collect())?;
        let encoder = Encoder::new(&outline, &plan);
        let modules = [encoder.first()?, encoder.second()?];
        Ok((plan, modules))
    }

    #[test]
    fn a_function_that_moves_keeps_its_slot_or_gets_one() -> Result<()> {
        let (plan, _) = split_into(&[CALLER])?;
        assert_eq!(plan.kept, [BRINGER, CALLER]);
        assert_eq!(plan.moved, [CALLED, IN_TABLE, ALONE]);
        assert_eq!(plan.stubs, BTreeMap::from([(CALLED, 3), (IN_TABLE, 2), (ALONE, 4)]));
        assert_eq!(plan.slots, BTreeMap::from([(2, IN_TABLE), (3, CALLED), (4, ALONE)]));
        assert_eq!((plan.new_slots, plan.shared), (2, vec![CALLER]));
        Ok(())
    }

    #[test]
    fn however_it_is_split_both_modules_are_valid() -> Result<()> {
        let all = [CALLER, CALLED, IN_TABLE, ALONE];
        for chosen in 0_u32..16 {
            let kept = (0..4).filter(|k| chosen >> k & 1 == 1).map(|k| all[k]);
            let kept: Vec<u32> = kept.collect();
            let (_, modules) = split_into(&kept)?;
            for module in modules {
                wasmparser::validate(&module).with_context(|| format!("{kept:?}"))?;
            }
        }
        Ok(())
    }

    #[test]
    fn each_function_gets_a_mark() -> Result<()> {
        let module = module();
        let marked = marked::marked(&module, &Outline::read(&module)?)?;
        wasmparser::validate(&marked)?;
        let outline = Outline::read(&marked)?;
        let exports = outline.exports.into_iter().flatten();
        let marks =
            exports.filter(|it| it.as_ref().is_ok_and(|it| it.name.starts_with(marked::MARK)));
        assert_eq!(marks.count(), 5);
        Ok(())
    }

    #[test]
    fn a_module_that_starts_by_itself_is_refused() {
        let mut started = Module::new();
        started.section(&wasm_encoder::StartSection { function_index: 0 });
        assert!(Outline::read(&started.finish()).is_err());
    }

    #[test]
    fn bytes_are_counted_by_the_part_of_the_source_that_they_are_from() {
        for (name, expected) in [
            ("_ZN12descent_core4link4read3run17hdcc039f1b9e9bac1E", "core::link"),
            ("_ZN66_$LT$descent_core..json..Json$u20$as$u20$serde..Serialize$GT$1aE", "core::json"),
            ("_ZN11descent_web3App4told17hac0d57384d812e86E", "web"),
            ("_ZN4libm4math3pow3pow17hf557d35570e2c925E", "libm"),
            ("app_open multivalue shim", "exports"),
        ] {
            assert_eq!(origin(name), expected);
        }
    }
}
