use descent_plot::{Axis, Chart, Colour, chart};
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::Scene;
use crate::stage::{Due, Layer};

/// The epoch under the pointer on the chart, with each run's value there.
#[derive(Default)]
pub(super) struct HairLine {
    shown: Option<Shown>,
}

#[derive(PartialEq)]
struct Shown {
    epoch: usize,
    values: Vec<(f64, Colour)>,
    chart: Chart,
    axis: Axis,
    theme: &'static str,
}

impl Shown {
    fn of(scene: &Scene<'_>) -> Option<Self> {
        let &Scene { session, theme, chart, axis, .. } = scene;
        let epoch = scene.hovered?;
        let runs = session.shown().filter(|_| epoch <= session.epoch());
        let value = |(index, run, _): (usize, &descent_core::Run, usize)| {
            let value = chart.value(run.trajectory(), epoch)?;
            Some((value, scene.picture.lines[index].0))
        };
        let values = runs.filter_map(value).collect();
        Some(Self { epoch, values, chart, axis, theme: theme.name })
    }
}

impl Layer for HairLine {
    fn is_on(&self, scene: &Scene<'_>) -> bool {
        scene.hovered.is_some()
    }

    fn due(&self, scene: &Scene<'_>) -> Due {
        Due::unless(self.shown == Shown::of(scene))
    }

    fn draw(&mut self, _: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        self.shown = Shown::of(scene);
        if let Some(Shown { epoch, values, axis, .. }) = &self.shown {
            chart::hair_line(canvas, &scene.plot, axis, *epoch, values, scene.theme);
        }
        Ok(())
    }
}
