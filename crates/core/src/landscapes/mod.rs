//! The landscapes, a file each, listed in [`Landscape`]; `problem.rs` says what one is, `surface.rs`
//! what one of two parameters with a formula is.

mod ackley;
mod beale;
mod booth;
mod critical;
mod easom;
mod goldstein_price;
mod goldstein_price_notes;
mod himmelblau;
mod matyas;
mod mccormick;
mod model;
mod problem;
mod quadratic;
mod quadratic_form;
mod rastrigin;
mod rosenbrock;
mod saddle;
mod sides;
mod six_hump_camel;
mod styblinski_tang;
mod surface;
mod three_hump_camel;
mod typed;

pub use ackley::Ackley;
pub use beale::Beale;
pub use booth::Booth;
pub use easom::Easom;
pub use goldstein_price::GoldsteinPrice;
pub use goldstein_price_notes::GoldsteinPriceNotes;
pub use himmelblau::Himmelblau;
pub use matyas::Matyas;
pub use mccormick::McCormick;
pub use model::{Activation, Loss, Model, ModelKind};
pub use problem::Problem;
pub use quadratic::Quadratic;
pub use quadratic_form::QuadraticForm;
pub use rastrigin::Rastrigin;
pub use rosenbrock::Rosenbrock;
pub use saddle::Saddle;
pub use six_hump_camel::SixHumpCamel;
pub use styblinski_tang::StyblinskiTang;
pub use surface::{Nature, StationaryPoint, Surface, stationary};
pub use three_hump_camel::ThreeHumpCamel;
pub use typed::Typed;

use crate::settings::list;

list! {
    /// A landscape from the list.
    pub enum Landscape: Problem, met by LandscapeVisitor as Problem {
        Himmelblau = "himmelblau",
        StyblinskiTang = "styblinski_tang",
        Rosenbrock = "rosenbrock",
        GoldsteinPrice = "goldstein_price",
        Beale = "beale",
        Booth = "booth",
        Matyas = "matyas",
        McCormick = "mccormick",
        ThreeHumpCamel = "three_hump_camel",
        SixHumpCamel = "six_hump_camel",
        Rastrigin = "rastrigin",
        Ackley = "ackley",
        Easom = "easom",
        Saddle = "saddle",
        Quadratic = "quadratic",
        GoldsteinPriceNotes = "goldstein_price_notes",
        Typed = "formula",
        QuadraticForm = "quadratic_form",
        Model = "model",
    }
}
