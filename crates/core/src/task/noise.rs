//! Noise of the gradients that an optimizer sees.

use super::Random;
use crate::settings;
use crate::settings::{Range, Settings, list};

/// Noise that is added to a gradient.
pub trait Disturb: Settings {
    /// Adds to the gradient that an update sees what these random numbers say.
    fn disturb(&self, gradient: &mut [f64], random: &mut Random);
}

settings! {
    /// No noise.
    pub struct NoNoise {}
}

settings! {
    /// Normal noise of the same size in every direction: σ·ξ, where the ξ of each parameter and
    /// update are independent and standard normal.
    pub struct IsotropicNoise {
        /// σ.
        size: f64 = 1.0, "σ", in Range::log(0.0, 1e6);
    }
}

list! {
    /// The noise of a run's gradients.
    pub enum Noise: Disturb {
        NoNoise = "none",
        IsotropicNoise = "isotropic",
    }
}

impl Default for Noise {
    fn default() -> Self {
        Self::NoNoise(NoNoise::default())
    }
}

impl Noise {
    /// Whether gradients stay as they are.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::NoNoise(_))
    }
}

impl Disturb for NoNoise {
    fn disturb(&self, _: &mut [f64], _: &mut Random) {}
}

impl Disturb for IsotropicNoise {
    fn disturb(&self, gradient: &mut [f64], random: &mut Random) {
        gradient.iter_mut().for_each(|it| *it += self.size * random.normal());
    }
}
