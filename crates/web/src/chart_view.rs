//! The chart over epochs.

use descent_core::Session;
use descent_plot::{Axis, Chart, Layout};
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::layers;
use crate::scene::Scene;
use crate::stage::Stage;

/// The chart: its layers, and what it shows.
pub(crate) struct ChartView {
    stage: Stage,
    pub(crate) layout: Layout,
    /// The epoch under the pointer.
    pub(crate) hovered: Option<usize>,
    /// The epochs that are looked at, of so many; all of them where there are none.
    zoomed: Option<([f64; 2], usize)>,
    axis: Option<(Data, Axis)>,
}

/// What the axis is made from.
#[derive(PartialEq)]
struct Data {
    generation: u64,
    known: usize,
    styles: Vec<usize>,
    chart: Chart,
    epochs: [f64; 2],
}

impl ChartView {
    pub(crate) fn new(element: &Element) -> Result<Self, JsValue> {
        Ok(Self {
            stage: Stage::new(element, layers::of_chart())?,
            layout: Layout::chart([300.0, 200.0], 1.0),
            hovered: None,
            zoomed: None,
            axis: None,
        })
    }

    /// Draws everything anew with the next frame.
    pub(crate) fn forget(&mut self) {
        self.stage.forget();
    }

    pub(crate) fn draw(&mut self, scene: &Scene<'_>) -> Result<(), JsValue> {
        self.stage.draw(scene, &self.layout)
    }

    /// The vertical axis, measured anew when more of the runs is known.
    pub(crate) fn axis(&mut self, session: &Session, chart: Chart) -> Axis {
        let data = Data {
            generation: session.generation(),
            known: session.known(),
            styles: session.shown().map(|(_, _, style)| style).collect(),
            chart,
            epochs: self.epochs(session),
        };
        match &self.axis {
            Some((same, axis)) if *same == data => *axis,
            _ => {
                let axis = Axis::of(session, chart, data.epochs);
                self.axis = Some((data, axis));
                axis
            }
        }
    }

    /// From which epoch to which one is looked at.
    pub(crate) fn epochs(&self, session: &Session) -> [f64; 2] {
        // A zoom belongs to an experiment of so many epochs.
        match self.zoomed {
            Some((epochs, of)) if of == session.steps() => epochs,
            _ => Axis::whole(session),
        }
    }

    /// Looks at a part of the epochs that are shown: nearer for a factor below 1, about a part of
    /// the width that stays where it is, moved by a part of the width.
    pub(crate) fn zoom(&mut self, session: &Session, about: f64, factor: f64, moved: f64) {
        /// The fewest epochs that are looked at.
        const FEWEST: f64 = 4.0;
        let [from, to] = self.epochs(session);
        let [_, last] = Axis::whole(session);
        let width = ((to - from) * factor).clamp(FEWEST.min(last), last);
        let from = from + about * (to - from - width) + moved * (to - from);
        let from = from.clamp(0.0, last - width).round();
        let to = (from + width).round().min(last);
        self.zoomed = (to - from < last).then_some(([from, to], session.steps()));
    }

    /// Looks at all epochs.
    pub(crate) fn show_whole(&mut self) {
        self.zoomed = None;
    }

    /// Whether only a part of the epochs is looked at.
    pub(crate) fn is_zoomed(&self, session: &Session) -> bool {
        self.epochs(session) != Axis::whole(session)
    }
}
