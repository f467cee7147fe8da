//! A session as the fragment of a link: readable, short, and the same for ever.
//!
//! ```text
//! v=1&experiment=assignment_b&landscape=quadratic,condition:20&start=-1.5,0.25&epochs=300
//!    &run=momentum,beta:0.95&run=adam,learning_rate:0.02,schedule:cosine,schedule.period:300
//!    &hidden=0&epoch=120&speed=300&view=-2,2,-1,3&threshold=0.1&chart=rate&theme=dark
//! ```
//!
//! A link says what differs from an experiment of the gallery, from the first one where it
//! names none; everything that it does not say is as there. `run` replaces all runs of it, and
//! says what differs from the optimizer's defaults. `run=none` stands for no run at all,
//! `hidden` for the runs that are not ticked, `styles` for their colours where runs were
//! removed between them. No name but `run`, and no setting of a run or a landscape, may stand
//! twice. As in a file, the order means nothing; only the kind of a landscape or of an optimizer
//! comes before its settings.
//!
//! # What a link leaves out
//!
//! It must mean the same for ever, whatever the program's defaults become: starts, regions and
//! thresholds of landscapes, rates and settings of optimizers, the gallery and its names. So it
//! is data, one file per version. `link/v1.txt` writes out in full what each short link of
//! version 1 stands for; the reader and the writer use that file and nothing else.
//!
//! Links are written in the latest version, which `v` names. A link without `v` was written by
//! hand from a description of version 1, so it is read as version 1 for ever. An empty link is
//! the page as it opens, which follows the program's defaults; [`Bookmark::lasting`] is never empty.
//!
//! When the program's defaults differ from the latest version, a test fails and says what to do:
//! `cargo xtask golden --bless` adds what is new to the latest file, and writes what has changed
//! into the file of the next version. A setting that did not exist in a version takes the code's
//! default there. If that would change what old links do, the line that is added to the old
//! file must name the value that does not.
//!
//! # Text
//!
//! Percent encoding is transport only: a link may have been encoded as a whole, even more than
//! once, and is decoded before it is split. Text inside a value or a setting's name is escaped
//! with `~`, which no browser, messenger or form changes: `~2C` is a comma, `~7E` the tilde, and
//! so on for each byte of UTF-8. Letters, digits and `-._*/()=` stand for themselves. `~_` is a
//! space, `~+` a plus and `~*` the sign `^`, so that formulas stay readable:
//! `(1.5~_-~_x)~*2` is (1.5 - x)^2.

mod defaults;
mod drift;
mod read;
mod settings;
mod syntax;
#[cfg(test)]
mod tests;
mod write;

use defaults::versions;
pub use drift::Drift;

use crate::Fault;
use crate::session::{Bookmark, PageNames};

/// A bookmark as a link, and back.
impl Bookmark {
    /// The version of links that is written, and the latest that is read.
    pub const VERSION: u64 = defaults::FILES.len() as u64;

    /// The longest fragment that is read, in bytes: far more than any session needs.
    pub const LONGEST: usize = 1 << 15;

    /// Reads the fragment of a link, with or without its `#` and percent signs.
    ///
    /// # Errors
    /// A fault in it, by the paths of an experiment file where it has one.
    pub fn parse(fragment: &str, names: &PageNames) -> Result<Self, Fault> {
        read::read(fragment, names, versions())
    }

    /// The fragment to keep or send, without its `#`: as [`Bookmark::text`], and never empty.
    #[must_use]
    pub fn lasting(&self, names: &PageNames) -> String {
        let text = self.text(names);
        if text.is_empty() { format!("v={}", Self::VERSION) } else { text }
    }

    /// The fragment, without its `#`; empty for the page as it opens.
    #[must_use]
    pub fn text(&self, names: &PageNames) -> String {
        versions().last().map_or_else(String::new, |latest| write::write(self, names, latest))
    }
}
