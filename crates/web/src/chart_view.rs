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
    axis: Option<(Data, Axis)>,
}

/// What the axis is made from.
#[derive(PartialEq)]
struct Data {
    generation: u64,
    known: usize,
    styles: Vec<usize>,
    chart: Chart,
}

impl ChartView {
    pub(crate) fn new(element: &Element) -> Result<Self, JsValue> {
        Ok(Self {
            stage: Stage::new(element, layers::of_chart())?,
            layout: Layout::chart([300.0, 200.0], 1.0),
            hovered: None,
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
        };
        match &self.axis {
            Some((same, axis)) if *same == data => *axis,
            _ => {
                let axis = Axis::of(session, chart);
                self.axis = Some((data, axis));
                axis
            }
        }
    }
}
