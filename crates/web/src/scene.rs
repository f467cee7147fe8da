//! What pictures show.

use descent_core::{Experiment, Landscape, Region, Session};
use descent_plot::{Axis, Chart, Layout, Picture, Theme};

/// All that the pictures of a frame depend on.
pub(crate) struct Scene<'a> {
    pub(crate) session: &'a Session,
    pub(crate) theme: &'static Theme,
    /// Both of them, with lines and names of the runs.
    pub(crate) picture: Picture<'a>,
    /// Where the map's parts are.
    pub(crate) map: Layout,
    /// Where the chart's parts are.
    pub(crate) plot: Layout,
    pub(crate) chart: Chart,
    pub(crate) axis: Axis,
    /// The epoch under the pointer on the chart.
    pub(crate) hovered: Option<usize>,
}

/// The part of the plane that is shown, and how.
#[derive(Clone, PartialEq)]
pub(crate) struct Ground {
    landscape: Landscape,
    /// The parameters that are not in the plane.
    through: Vec<f64>,
    view: Region,
    layout: Layout,
    theme: &'static str,
}

/// The runs that are shown, whatever the epoch.
#[derive(Clone, PartialEq)]
pub(crate) struct Runs {
    pub(crate) generation: u64,
    styles: Vec<usize>,
}

impl Scene<'_> {
    pub(crate) fn ground(&self) -> Ground {
        let Experiment { landscape, start, .. } = self.session.experiment();
        Ground {
            landscape: landscape.clone(),
            through: start.iter().skip(2).copied().collect(),
            view: self.session.view(),
            layout: self.map,
            theme: self.theme.name,
        }
    }

    pub(crate) fn runs(&self) -> Runs {
        let styles = self.session.shown().map(|(_, _, style)| style).collect();
        Runs { generation: self.session.generation(), styles }
    }
}
