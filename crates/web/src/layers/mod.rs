//! The layers of the map and of the chart. A further one is a file here and a word in a list.

mod curves;
mod ghosts;
mod grid;
mod ground;
mod hair_line;
mod heads;
mod paths;

use curves::{Curves, FaintCurves, Names};
use ghosts::Ghosts;
use grid::Grid;
use ground::Landscape;
use hair_line::HairLine;
use heads::Heads;
use paths::Paths;

use crate::stage::{Layer, Sheets};

macro_rules! layers {
    ($($layer:ident),*) => {
        vec![$(Box::<$layer>::default() as Box<dyn Layer>),*]
    };
}

/// The map's layers, the lowest first.
pub(crate) fn of_map() -> Sheets {
    vec![
        ("map-ground", layers![Landscape]),
        ("map-paths", layers![Ghosts, Paths]),
        ("map-heads", layers![Heads]),
    ]
}

/// The chart's layers, the lowest first.
pub(crate) fn of_chart() -> Sheets {
    vec![
        ("chart-curves", layers![Grid, FaintCurves, Curves, Names]),
        ("chart-hair-line", layers![HairLine]),
    ]
}
