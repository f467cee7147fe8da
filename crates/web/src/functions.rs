//! The functions of [`descent_compile::FUNCTIONS`], which loops import that the browser compiles.

use descent_core::{Real, Scalar};
use wasm_bindgen::prelude::*;

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $function:path;)*) => {$(
        $(#[$doc])*
        #[wasm_bindgen]
        #[must_use]
        pub fn $name(x: f64) -> f64 {
            $function(x)
        }
    )*};
}

functions! {
    /// e^x.
    libm_exp = Real::exp;
    /// The natural logarithm.
    libm_log = Real::ln;
    /// The sine.
    libm_sin = Real::sin;
    /// The cosine.
    libm_cos = Real::cos;
    /// The hyperbolic tangent.
    libm_tanh = Real::tanh;
    /// The angle that has a tangent.
    libm_atan = Real::atan;
}

/// x^`exponent`.
#[wasm_bindgen]
#[must_use]
pub fn libm_pow(x: f64, exponent: f64) -> f64 {
    x.pow(exponent)
}
