//! Landscapes, derivatives, optimizers, runs and experiments.
//!
//! Pure: no browser, clock, file, thread, global random source, colour or pixel is
//! known here, and every number has the same bits on every target.

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
pub use text::{Fault, Message, Notation, Strings, fault, number, shortened};

/// The version of the program, which stands beside every [`Digest`] that is shown.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
