//! The lines of a rule with their numbers.

use crate::Problem;
use crate::optimizers::{MAX_SLOTS, Memory, Program};
use crate::run::{Run, Snapshot};

/// What one line of a rule has set.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The name that it sets; `g` for the gradient, which comes before all lines.
    pub name: String,
    /// A number for each parameter.
    pub numbers: Vec<f64>,
}

impl Run {
    /// What the lines of the optimizer's rule computed in the step that led to `epoch` ≥ 1, as
    /// [`UpdateRule::typeset`](crate::UpdateRule) has them: the gradient first. None where that
    /// step is not known.
    ///
    /// The text of a rule rounds otherwise than what runs: the last w is that of the epoch to 13
    /// digits.
    #[must_use]
    pub fn lines(&self, epoch: usize) -> Option<Vec<Line>> {
        let rate = *self.trajectory().rate.get(epoch)?;
        let before = self.snapshot(epoch.checked_sub(1)?)?;
        let optimizer = self.optimizer.get();
        let program = optimizer.program().ok()?;
        let set: Vec<f64> = optimizer.numbers().into_iter().map(|number| number.1).collect();
        let products = optimizer.products();
        let memories: Vec<_> =
            (0..before.params.len()).map(|i| memory(&program, &before, products, i)).collect();
        let ahead = |(&w, memory)| program.look_ahead(w, &set, memory);
        let at: Vec<f64> = before.params.iter().zip(&memories).map(ahead).collect();
        let mut gradient = vec![0.0; at.len()];
        match self.task.oracle() {
            Some(oracle) => oracle.sample(epoch as u64, &at, &mut gradient),
            None => self.task.gradient(&at, &mut gradient),
        };
        let each = before.params.iter().zip(&gradient).zip(&memories);
        let columns: Vec<Vec<f64>> = each
            .map(|((&w, &g), memory)| program.lines([w, g, rate, epoch as f64], &set, memory))
            .collect();
        let line = |(row, name): (usize, &str)| Line {
            name: name.to_owned(),
            numbers: columns.iter().map(|column| column[row]).collect(),
        };
        let lines = program.targets().enumerate().map(line);
        Some([Line { name: "g".to_owned(), numbers: gradient }].into_iter().chain(lines).collect())
    }
}

/// What the program remembers of a parameter: the optimizer keeps it under the same names.
fn memory(program: &Program, at: &Snapshot, products: &[&str], parameter: usize) -> Memory<f64> {
    let mut memory = [0.0; MAX_SLOTS];
    for (number, name) in memory.iter_mut().zip(program.slots()) {
        let slot = at.slots.iter().find(|slot| slot.0 == name);
        let product = products.iter().position(|known| *known == name);
        let found = slot.map(|slot| slot.1[parameter]).or(product.map(|place| at.products[place]));
        *number = found.unwrap_or(0.0);
    }
    memory
}
