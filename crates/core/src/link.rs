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
//! removed between them. `v` is the version of this format: what a link does not say must mean
//! tomorrow what it means today, so that a change of any default needs another version.

mod read;
mod write;

use crate::session::{Look, Playback, Session};
use crate::{Experiment, Fault, Region};

/// What a page shows, as one person sends it to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The experiment.
    pub experiment: Experiment,
    /// How each of its runs looks.
    pub looks: Vec<Look>,
    /// Which epoch is shown.
    pub epoch: usize,
    /// Epochs per second.
    pub speed: f64,
    /// The part of the plane that is in the picture.
    pub view: Region,
    /// The cost below which a run counts as having arrived.
    pub threshold: f64,
    /// What the page was told beside: names from [`PageNames`] with one of their values.
    pub page: Vec<(&'static str, &'static str)>,
}

/// What a link may tell a page beside its session, and the values of each: a name whose first
/// value is the usual one is not written where it has that.
pub type PageNames = [(&'static str, &'static [&'static str])];

impl Link {
    /// The version of the format that is written, and the latest that is read.
    pub const VERSION: u64 = 1;

    /// The longest fragment that is read, in bytes: far more than any session needs.
    pub const LONGEST: usize = 1 << 15;

    /// An experiment as it is shown when nothing else is said: at epoch 0, every run ticked,
    /// the landscape's own region.
    #[must_use]
    pub fn of(experiment: Experiment) -> Self {
        let landscape = experiment.landscape.get();
        let (view, marks) = (landscape.region(), landscape.stationary_points());
        let look = |style| Look { style, shown: true };
        Self {
            looks: (0..experiment.runs.len()).map(look).collect(),
            epoch: 0,
            speed: Playback::DEFAULT_SPEED,
            view,
            threshold: Session::usual_threshold(&experiment.landscape, &marks),
            page: Vec::new(),
            experiment,
        }
    }

    /// Reads the fragment of a link, with or without its `#` and percent signs.
    ///
    /// # Errors
    /// The first fault in it, by the paths of an experiment file where it has one.
    pub fn parse(fragment: &str, names: &PageNames) -> Result<Self, Fault> {
        read::read(fragment, names)
    }

    /// The fragment, without its `#`; empty where it says nothing that is not so by itself.
    #[must_use]
    pub fn text(&self, names: &PageNames) -> String {
        write::write(self, names)
    }
}
