//! What a pointer does on the map and the chart. Places are CSS pixels from the upper
//! left corner of the canvases.

use descent_core::landscapes::StationaryPoint;
use descent_core::number::short;
use descent_core::session::Event;
use descent_core::{Experiment, Region, Session};
use descent_plot::{Layout, Nearest, chart};
use wasm_bindgen::prelude::*;

use crate::data::Data;
use crate::model::{ChartHover, ChartRow, Iterate, MapHover};
use crate::{App, describe};

/// How near a pointer must come to a mark, in CSS pixels.
const NEAR: f64 = Nearest::REACH;
/// How near to the start a mouse must be to take it.
const MOUSE: f64 = 14.0;
/// The same for a finger.
const FINGER: f64 = 30.0;

/// What the pointer holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pointer {
    /// From the pointer to the middle of the start that it drags.
    held: Option<[f64; 2]>,
}

#[wasm_bindgen]
impl App {
    /// Takes the start if it is here; true where it did.
    pub fn grab(&mut self, x: f64, y: f64, touch: bool) -> bool {
        let reach = if touch { FINGER } else { MOUSE };
        self.pointer.held = self.reaches_start(x, y, reach);
        self.pointer.held.is_some()
    }

    /// Moves the start that is held to here. This and the next ones return what came of it, as
    /// [`App::send`] does.
    #[wasm_bindgen(unchecked_return_type = "Json<Outcome>")]
    pub fn drag(&mut self, x: f64, y: f64) -> String {
        let [dx, dy] = self.pointer.held.unwrap_or_default();
        let view = self.session.view();
        let point = self.map.layout.point(view, [x + dx, y + dy]);
        self.told(Event::MoveStart { to: self.rounded(view.nearest(point)) })
    }

    /// Lets go of the start.
    pub fn release(&mut self) {
        self.pointer.held = None;
    }

    /// Moves the start by hundredths of the picture's width and height, upwards for a
    /// positive `dy`.
    #[wasm_bindgen(unchecked_return_type = "Json<Outcome>")]
    pub fn nudge(&mut self, dx: f64, dy: f64) -> String {
        let [width, height] = self.session.view().size();
        let [w1, w2] = self.session.start();
        let moved = [w1 + dx * width / 100.0, w2 + dy * height / 100.0];
        self.told(Event::MoveStart { to: self.rounded(moved) })
    }

    /// Moves the picture under the pointer.
    #[wasm_bindgen(unchecked_return_type = "Json<Outcome>")]
    pub fn pan(&mut self, dx: f64, dy: f64) -> String {
        let (layout, view) = (&self.map.layout, self.session.view());
        let [from, to] = [[0.0, 0.0], [dx, dy]].map(|place| layout.point(view, place));
        self.look_at(view.moved([from[0] - to[0], from[1] - to[1]]))
    }

    /// Zooms about a place: nearer for a factor below 1.
    #[wasm_bindgen(unchecked_return_type = "Json<Outcome>")]
    pub fn zoom(&mut self, x: f64, y: f64, factor: f64) -> String {
        let view = self.session.view();
        let point = self.map.layout.point(view, [x, y]);
        self.look_at(view.zoomed(point, factor))
    }

    /// What is under the pointer on the map, as JSON; empty outside of the plot.
    #[must_use]
    #[wasm_bindgen(unchecked_return_type = "Json<MapHover> | ''")]
    pub fn hover_map(&self, x: f64, y: f64) -> String {
        let (layout, view) = (&self.map.layout, self.session.view());
        let point = layout.point(view, [x, y]);
        if !view.contains(point) {
            return String::new();
        }
        let mark = nearest_mark(&self.session, layout, [x, y]);
        let nearest = self.map.nearest(&self.session, [x, y]);
        let ([w1, w2], cost) = (point.map(short), short(self.session.cost(point)));
        let hover = MapHover {
            w1,
            w2,
            cost,
            start: self.reaches_start(x, y, MOUSE).is_some(),
            mark: mark.map(|mark| describe::mark(&self.session, mark, &self.strings)),
            run: nearest.and_then(|found| iterate(&self.session, found)),
        };
        hover.text()
    }

    /// The pointer has left the map.
    pub fn leave_map(&mut self) {
        self.release();
    }

    /// The epoch under the pointer on the chart with every run's value, as JSON; empty
    /// outside of the plot. A hair line is drawn there with the next frame.
    #[wasm_bindgen(unchecked_return_type = "Json<ChartHover> | ''")]
    pub fn hover_chart(&mut self, x: f64, y: f64) -> String {
        let epochs = self.session.steps();
        let chart = self.chart();
        let axis = self.chart.axis(&self.session, chart);
        self.chart.hovered = chart::epoch_at(&self.chart.layout, &axis, epochs, [x, y]);
        let Some(epoch) = self.chart.hovered else { return String::new() };
        let runs = self.session.shown().filter(|_| epoch <= self.session.epoch());
        let rows = runs.filter_map(|(index, run, _)| {
            let value = chart.value(run.trajectory(), epoch)?;
            Some(ChartRow { index, value: short(value) })
        });
        ChartHover { epoch, rows: rows.collect() }.text()
    }

    /// Zooms the chart's epochs about a place: nearer for a factor below 1. True where only a part
    /// of them is shown then.
    pub fn zoom_chart(&mut self, x: f64, factor: f64) -> bool {
        let plot = self.chart.layout.plot;
        let about = ((x - plot.left) / plot.width).clamp(0.0, 1.0);
        self.chart.zoom(&self.session, about, factor, 0.0);
        self.chart.is_zoomed(&self.session)
    }

    /// Moves the chart's epochs with the pointer; true where that shows other ones.
    pub fn pan_chart(&mut self, dx: f64) -> bool {
        let before = self.chart.epochs(&self.session);
        self.chart.zoom(&self.session, 0.0, 1.0, -dx / self.chart.layout.plot.width);
        self.chart.epochs(&self.session) != before
    }

    /// Shows all epochs on the chart.
    pub fn reset_chart(&mut self) {
        self.chart.show_whole();
    }

    /// Whether the chart shows only a part of the epochs.
    #[must_use]
    pub fn chart_is_zoomed(&self) -> bool {
        self.chart.is_zoomed(&self.session)
    }

    /// The pointer has left the chart.
    pub fn leave_chart(&mut self) {
        self.chart.hovered = None;
    }
}

impl App {
    /// From a place to the middle of the start, where it is near enough.
    fn reaches_start(&self, x: f64, y: f64, reach: f64) -> Option<[f64; 2]> {
        let start = self.map.layout.pixel(self.session.view(), self.session.start());
        let offset = [start[0] - x, start[1] - y];
        (length(offset) <= reach).then_some(offset)
    }

    /// A point to as many decimals as the picture tells apart: a dragged start has a
    /// number that can be typed again.
    fn rounded(&self, point: [f64; 2]) -> [f64; 2] {
        let range = Experiment::START;
        let pixel = self.pixel(self.session.view());
        point.map(|w| to_decimals(w, pixel).clamp(range.min, range.max))
    }

    /// Looks at a part of the plane, its edges to a thousandth of a pixel: a link says them.
    fn look_at(&mut self, view: Region) -> String {
        let pixel = self.pixel(view) / 1000.0;
        let round = |edges: [f64; 2]| edges.map(|edge| to_decimals(edge, pixel));
        self.told(Event::Look { view: Region { x: round(view.x), y: round(view.y) } })
    }

    /// How much of the plane a pixel is.
    fn pixel(&self, view: Region) -> f64 {
        let ([width, height], plot) = (view.size(), self.map.layout.plot);
        (width / plot.width).min(height / plot.height)
    }
}

/// A number to as many decimals as tell `part` apart.
fn to_decimals(w: f64, part: f64) -> f64 {
    let decimals = (-part.log10().floor()).clamp(0.0, 15.0) as usize;
    format!("{w:.decimals$}").parse().unwrap_or(w) + 0.0
}

fn length([x, y]: [f64; 2]) -> f64 {
    (x * x + y * y).sqrt()
}

fn nearest_mark(session: &Session, layout: &Layout, [x, y]: [f64; 2]) -> Option<StationaryPoint> {
    let away = |mark: &StationaryPoint| {
        let [px, py] = layout.pixel(session.view(), mark.at);
        length([px - x, py - y])
    };
    let marks = session.marks().iter().filter(|mark| away(mark) <= NEAR);
    marks.min_by(|a, b| away(a).total_cmp(&away(b))).copied()
}

/// An iterate of a run.
fn iterate(session: &Session, (index, epoch): (usize, usize)) -> Option<Iterate> {
    let trajectory = session.runs().get(index)?.trajectory();
    let [w1, w2] = trajectory.point(epoch)?.map(short);
    let cost = short(*trajectory.cost.get(epoch)?);
    Some(Iterate { index, epoch, w1, w2, cost })
}
