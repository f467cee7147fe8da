//! Which function is in which of the two modules, and by which index.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::outline::Outline;

/// The bytes that a stub takes without its parameters. A function of no more stays where it is.
const STUB: usize = 12;

/// Two modules that are to be made from one.
pub(super) struct Plan {
    /// The functions of the first module that are not imported, in their order.
    pub(super) kept: Vec<u32>,
    /// The functions of the second module.
    pub(super) moved: Vec<u32>,
    /// What stands in the first module for a function of the second, and its slot in the table.
    pub(super) stubs: BTreeMap<u32, u32>,
    /// The functions of the first module, or imported by it, that the second one calls.
    pub(super) shared: Vec<u32>,
    /// The table that has the slots.
    pub(super) table: u32,
    /// The slots of functions that move, those included that they get now.
    pub(super) slots: BTreeMap<u32, u32>,
    /// How many slots they get now.
    pub(super) new_slots: u32,
}

impl Plan {
    /// Keeps these functions, and those that are too short to be moved.
    pub(super) fn new(outline: &Outline<'_>, kept: &BTreeSet<u32>) -> Result<Self> {
        let stays = |index: u32, length: usize| kept.contains(&index) || length <= STUB;
        let (mut stay, mut moved) = (Vec::new(), Vec::new());
        let (mut called, mut shared) = (BTreeSet::new(), BTreeSet::new());
        for (index, body) in outline.functions() {
            let calls = Outline::calls(body)?;
            if stays(index, body.range().len()) {
                stay.push(index);
                called.extend(calls);
            } else {
                moved.push(index);
                shared.extend(calls);
            }
        }
        called.extend(outline.exported_functions()?);
        let is_moved: BTreeSet<u32> = moved.iter().copied().collect();
        shared.retain(|index| !is_moved.contains(index));
        let (table, mut slots) = outline.slots()?;
        slots.retain(|_, index| is_moved.contains(index));

        let mut stubs: BTreeMap<u32, u32> =
            slots.iter().map(|(&slot, &index)| (index, slot)).collect();
        let end = outline.table_size(table)?;
        let mut new_slots = 0;
        for index in called.intersection(&is_moved) {
            stubs.entry(*index).or_insert_with(|| {
                slots.insert(end + new_slots, *index);
                new_slots += 1;
                end + new_slots - 1
            });
        }
        let shared = shared.into_iter().collect();
        Ok(Self { kept: stay, moved, stubs, shared, table, slots, new_slots })
    }

    /// The index that a function has in the first module: where it is moved, that of its stub.
    pub(super) fn in_first(&self, outline: &Outline<'_>) -> BTreeMap<u32, u32> {
        let imported = 0..outline.imported();
        imported
            .chain(self.kept.iter().copied())
            .chain(self.stubs.keys().copied())
            .zip(0..)
            .collect()
    }

    /// The index that a function has in the second module.
    pub(super) fn in_second(&self) -> BTreeMap<u32, u32> {
        self.shared.iter().chain(&self.moved).copied().zip(0..).collect()
    }
}
