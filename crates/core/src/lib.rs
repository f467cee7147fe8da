//! Landscapes, derivatives, optimizers, runs and experiments.
//!
//! Pure: no browser, clock, file, thread, global random source, colour or pixel is
//! known here, and every number has the same bits on every target.

pub mod contour;
mod digest;
mod experiment;
pub mod export;
pub mod fault;
mod field;
pub mod gallery;
mod jet;
pub mod knob;
mod landscape;
pub mod landscapes;
mod levels;
mod link;
mod list;
mod mathml;
mod message;
pub mod number;
pub mod optimizer;
pub mod optimizers;
mod pace;
mod real;
mod region;
mod run;
mod scalar;
pub mod schedule;
pub mod schedules;
mod sensitivity;
pub mod session;
pub mod slice;
mod state;
pub mod surface;
pub mod symbol;
pub mod table;
mod trajectory;
mod vector;
pub mod walk;

pub use digest::Digest;
pub use experiment::{Experiment, RunSpec};
pub use fault::Fault;
pub use field::Field;
pub use jet::{Jet, Jet2};
pub use knob::Settings;
pub use landscape::{AnySurface, Landscape, LandscapeVisitor};
pub use levels::Levels;
pub use link::{Drift, Link, PageNames};
pub use list::Listed;
pub use mathml::Notation;
pub use message::{Message, Strings, shortened};
pub use optimizer::{Optimizer, OptimizerVisitor, UpdateRule};
pub use pace::Pace;
pub use real::Real;
pub use region::Region;
pub use run::Run;
pub use scalar::Scalar;
pub use schedule::{Decay, Schedule};
pub use sensitivity::Sensitivity;
pub use session::Session;
pub use slice::Slice;
pub use state::{Checkpoint, State};
pub use surface::{Objective, Surface};
pub use symbol::{Formula, Symbol};
pub use table::Table;
pub use trajectory::Trajectory;
pub use vector::Vector;

/// The version of the program, which stands beside every [`Digest`] that is shown.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
