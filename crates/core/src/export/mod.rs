//! An experiment as a script that anybody can run: the landscape, the optimizers and the
//! schedules as plain Python, and a line of CSV per run and epoch.
//!
//! A script says the rule of every optimizer in the words of its own file; where a library
//! has an optimizer that computes exactly that, the script calls it instead. So whoever runs
//! it holds Descent's numbers against somebody else's.

mod backward;
mod expression;
mod keras;
mod numpy;
mod optax;
mod pytorch;
mod ready_made;
mod run;
mod script;

use crate::Experiment;
use crate::fault::{Fault, Problem};

pub use ready_made::{Rates, ReadyMade};
use script::{Dialect, Script};

/// A Python library that a script can be written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// Every rule written out, the gradient by backpropagation.
    NumPy,
    /// `torch.optim` and automatic differentiation.
    PyTorch,
    /// `keras.optimizers` over any backend, the gradient by backpropagation.
    Keras,
    /// Optax and `jax.grad`.
    Optax,
}

impl Library {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::NumPy, Self::PyTorch, Self::Keras, Self::Optax];

    const fn dialect(self) -> &'static Dialect {
        match self {
            Self::NumPy => &numpy::DIALECT,
            Self::PyTorch => &pytorch::DIALECT,
            Self::Keras => &keras::DIALECT,
            Self::Optax => &optax::DIALECT,
        }
    }

    /// Its name on a command line and in a file name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.dialect().id
    }

    /// Its name as its makers write it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.dialect().title
    }

    /// The library of this [`Library::id`].
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|library| library.id() == id)
    }
}

/// The experiment as a Python script for a library.
///
/// It prints what `descent run` prints, in double precision: the header
/// `run,optimizer,epoch,learning_rate,w1,w2,cost`, then every epoch of every run from 0 with
/// 17 significant digits, up to the last one whose numbers are finite. The last digits may
/// differ, as libraries round in another order; how much that matters is up to the path.
///
/// ```
/// use descent_core::export::{Library, code};
/// use descent_core::gallery;
///
/// let experiment = gallery::named("assignment_b").expect("listed");
/// let script = code(experiment, Library::PyTorch)?;
/// assert!(script.contains("torch.optim"));
/// # Ok::<(), descent_core::Fault>(())
/// ```
///
/// # Errors
/// Where the landscape has no formula that could be written.
pub fn code(experiment: &Experiment, library: Library) -> Result<String, Fault> {
    let without = || Problem::WrongType { expected: "fault.no_formula" };
    if !experiment.task().is_exact() {
        return Err(Fault::new("landscape", Problem::WrongType { expected: "fault.not_exact" }));
    }
    let formula = crate::Problem::formula(&experiment.task());
    let formula = formula.ok_or_else(|| Fault::new("landscape", without()))?;
    Ok(Script { experiment, dialect: library.dialect(), library, formula }.write())
}
