//! The page.
use wasm_bindgen::prelude::*;

/// The version.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
