//! Landscapes, derivatives, optimizers, runs and experiments.
//!
//! Pure: no browser, clock, file, thread, global random source, colour or pixel is
//! known here, and every number has the same bits on every target.
//!
//! ```
//! use descent_core::{Digest, Experiment, Run};
//!
//! let experiment = Experiment::parse(
//!     r#"{
//!         "version": 1,
//!         "landscape": {"kind": "rosenbrock"},
//!         "start": [-1.2, 1.0],
//!         "epochs": 500,
//!         "runs": [{"optimizer": {"kind": "adam"}, "learning_rate": 0.1}]
//!     }"#,
//! )?;
//! let mut run = Run::new(&experiment.task(), &experiment.start, &experiment.runs[0]);
//! run.extend_to(experiment.steps());
//!
//! let path = run.trajectory();
//! assert_eq!(path.params(0), Some(&[-1.2, 1.0][..]));
//! assert!(path.cost[500] < path.cost[0] && run.diverged().is_none());
//! // Two programs that print the same fingerprint have computed the same bits.
//! assert_eq!(Digest::of(&experiment).to_string().len(), 16);
//! # Ok::<(), descent_core::Fault>(())
//! ```

mod experiment;
pub mod export;
pub mod expression;
pub mod formula;
pub mod gallery;
mod json;
pub mod landscapes;
mod link;
pub mod map;
pub mod optimizers;
pub mod run;
pub mod schedules;
pub mod session;
pub mod settings;
pub mod task;
mod text;

pub use experiment::{Experiment, RunSpec};
pub use formula::{Formula, Jet, Jet2, Real, Scalar, Symbol, Trace, Traced};
pub use json::Json;
pub use landscapes::{Landscape, LandscapeVisitor, Problem, Surface};
pub use link::Drift;
pub use map::{Field, Levels, Region, Slice};
pub use optimizers::{Optimizer, OptimizerVisitor, UpdateRule};
pub use run::{
    Checkpoint, Digest, Objective, Pace, Run, Sensitivity, State, Table, Trajectory, Vector,
};
pub use schedules::{Decay, Schedule};
pub use session::{Bookmark, PageNames, Session};
pub use settings::{Listed, Settings};
pub use task::Task;
pub use text::{Fault, Message, Notation, Strings, fault, number, shortened};

/// The version of the program, which stands beside every [`Digest`] that is shown.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
