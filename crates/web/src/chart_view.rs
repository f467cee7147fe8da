//! The chart over epochs.

use descent_core::Session;
use descent_plot::{Axis, Chart, Curve, Layout, Theme, chart};
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

use crate::canvas::Canvas;

/// Three layers: grid and labels; the curves, which grow; the hair line.
pub(crate) struct ChartView {
    axes: Canvas,
    lines: Canvas,
    top: Canvas,
    layout: Layout,
    pub(crate) chart: Chart,
    /// The epoch under the pointer.
    pub(crate) hovered: Option<usize>,
    data: Option<Data>,
    axis: Option<Axis>,
    ground: Option<Ground>,
    curves: Vec<Curve>,
}

/// What the axis is made from.
#[derive(Clone, PartialEq)]
struct Data {
    generation: u64,
    known: usize,
    styles: Vec<usize>,
    chart: Chart,
}

/// What the grid shows, and the curves apart from how far they go.
#[derive(Clone, PartialEq)]
struct Ground {
    generation: u64,
    styles: Vec<usize>,
    chart: Chart,
    axis: Axis,
    epochs: usize,
    theme: &'static str,
}

impl ChartView {
    pub(crate) fn new(canvases: [HtmlCanvasElement; 3]) -> Result<Self, JsValue> {
        let [axes, lines, top] = canvases;
        Ok(Self {
            axes: Canvas::new(axes)?,
            lines: Canvas::new(lines)?,
            top: Canvas::new(top)?,
            layout: Layout::chart([300.0, 200.0], 1.0),
            chart: Chart::CostLog,
            hovered: None,
            data: None,
            axis: None,
            ground: None,
            curves: Vec::new(),
        })
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) fn resize(&mut self, layout: Layout) {
        if layout == self.layout && self.ground.is_some() {
            return;
        }
        self.layout = layout;
        self.forget();
    }

    /// Empties the layers, so that the next frame draws them anew.
    pub(crate) fn forget(&mut self) {
        self.ground = None;
        for canvas in [&mut self.axes, &mut self.lines, &mut self.top] {
            canvas.resize(&self.layout);
        }
    }

    pub(crate) fn draw(&mut self, session: &Session, theme: &'static Theme) -> Result<(), JsValue> {
        let styles: Vec<usize> = session.shown().map(|(_, _, style)| style).collect();
        let axis = self.axis(session, &styles);
        let ground = Ground {
            generation: session.generation(),
            styles,
            chart: self.chart,
            axis,
            epochs: session.experiment().epochs,
            theme: theme.name,
        };
        let changed = self.ground.as_ref() != Some(&ground);
        if changed {
            self.draw_axes(&axis, ground.epochs, theme)?;
            self.ground = Some(ground);
        }
        self.draw_curves(session, &axis, theme, changed);
        self.draw_hair_line(session, &axis, theme);
        Ok(())
    }

    /// The vertical axis, measured anew when more of the runs is known.
    fn axis(&mut self, session: &Session, styles: &[usize]) -> Axis {
        let data = Data {
            generation: session.generation(),
            known: session.known(),
            styles: styles.to_vec(),
            chart: self.chart,
        };
        match self.axis.filter(|_| self.data.as_ref() == Some(&data)) {
            Some(axis) => axis,
            None => {
                let axis = Axis::of(session, self.chart);
                (self.data, self.axis) = (Some(data), Some(axis));
                axis
            }
        }
    }

    fn draw_axes(&self, axis: &Axis, epochs: usize, theme: &Theme) -> Result<(), JsValue> {
        let mut outcome = Ok(());
        self.axes.clear();
        self.axes.plotters(|area| {
            let drawn = chart::axes(area, &self.layout, axis, epochs, theme);
            outcome = drawn.map_err(|error| JsValue::from_str(&error.to_string()));
        });
        outcome
    }

    fn draw_curves(&mut self, session: &Session, axis: &Axis, theme: &Theme, anew: bool) {
        let back = self.curves.iter().any(|curve| curve.drawn() > session.epoch() + 1);
        if anew || back {
            self.lines.clear();
            self.curves = vec![Curve::default(); session.shown().count()];
        }
        let Self { lines, layout, curves, chart, .. } = self;
        let epochs = session.experiment().epochs;
        lines.clipped(layout, |ink| {
            for (curve, (_, run, style)) in curves.iter_mut().zip(session.shown()) {
                let (values, line) = (chart.column(run.trajectory()), theme.run(style));
                curve.extend(ink, layout, axis, epochs, values, session.epoch(), line);
            }
        });
    }

    fn draw_hair_line(&mut self, session: &Session, axis: &Axis, theme: &Theme) {
        let Self { top, layout, chart, hovered, .. } = self;
        top.clear();
        let Some(epoch) = *hovered else { return };
        let epochs = session.experiment().epochs;
        let runs = session.shown().filter(|_| epoch <= session.epoch());
        let values: Vec<_> = runs
            .filter_map(|(_, run, style)| {
                let value = chart.column(run.trajectory()).get(epoch)?;
                Some((*value, theme.run(style).0))
            })
            .collect();
        chart::hair_line(top, layout, axis, epochs, epoch, &values, theme);
    }
}
