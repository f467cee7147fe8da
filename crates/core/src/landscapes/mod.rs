//! The landscapes, a file each. [`Landscape`](crate::Landscape) lists them.

mod ackley;
mod beale;
mod booth;
mod easom;
mod goldstein_price;
mod goldstein_price_notes;
mod himmelblau;
mod matyas;
mod mccormick;
mod quadratic;
mod rastrigin;
mod rosenbrock;
mod saddle;
mod six_hump_camel;
mod styblinski_tang;
mod three_hump_camel;

pub use ackley::Ackley;
pub use beale::Beale;
pub use booth::Booth;
pub use easom::Easom;
pub use goldstein_price::GoldsteinPrice;
pub use goldstein_price_notes::GoldsteinPriceNotes;
pub use himmelblau::Himmelblau;
pub use matyas::Matyas;
pub use mccormick::McCormick;
pub use quadratic::Quadratic;
pub use rastrigin::Rastrigin;
pub use rosenbrock::Rosenbrock;
pub use saddle::Saddle;
pub use six_hump_camel::SixHumpCamel;
pub use styblinski_tang::StyblinskiTang;
pub use three_hump_camel::ThreeHumpCamel;
