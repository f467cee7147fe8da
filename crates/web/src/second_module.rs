//! The module is two files in the end (`crates/xtask/src/split`): what the page begins with, and
//! the rest.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Loads the second module and waits for it; `www/parts.js` defines it.
    #[wasm_bindgen(js_name = bringSecondModule)]
    fn bring();
}

/// Is called where a function of the second module is needed that is not there yet. It becomes
/// part of the first module and is exported no more.
#[wasm_bindgen]
pub fn bring_second_module() {
    bring();
}
