use crate::schedules::{Decay, Watch};
use crate::settings;

settings! {
    /// The rate stays what it is.
    pub struct Constant {}
}

impl Decay for Constant {
    #[inline]
    fn factor(&self, _: u64, _: &Watch) -> f64 {
        1.0
    }

    fn is_steady(&self) -> bool {
        true
    }

    fn python(&self) -> &'static str {
        "1"
    }
}
