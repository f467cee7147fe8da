use crate::session::{Look, Playback, Session};
use crate::{Experiment, Region};

/// An experiment and how it is looked at: what a session goes on from. A link says it, and
/// whoever keeps it can come back.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
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
    /// What the page is told beside: names from [`PageNames`] with one of their values. A
    /// bookmark that was read from a link has them all.
    pub page: Vec<(&'static str, &'static str)>,
}

/// What a bookmark may tell a page beside its session, and the values of each; the first value is
/// the page's default.
pub type PageNames = [(&'static str, &'static [&'static str])];

impl Bookmark {
    /// An experiment as the program shows it now when nothing else is said: at epoch 0, every
    /// run ticked, the landscape's own region. What a link leaves out is another matter: that is
    /// frozen.
    #[must_use]
    pub fn of(experiment: Experiment) -> Self {
        let landscape = experiment.landscape.get();
        let view = landscape.region();
        let threshold =
            Session::default_threshold(&experiment.landscape, &landscape.stationary_points());
        let look = |style| Look { style, shown: true };
        let looks = (0..experiment.runs.len()).map(look).collect();
        let (epoch, speed, page) = (0, Playback::DEFAULT_SPEED, Vec::new());
        Self { experiment, looks, epoch, speed, view, threshold, page }
    }

    /// What it says of a page's name, such as its theme.
    #[must_use]
    pub fn page_value(&self, name: &str) -> Option<&'static str> {
        self.page.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}
