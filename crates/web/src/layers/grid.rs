use descent_plot::{Axis, chart};
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::Scene;
use crate::stage::{Due, Layer};

/// The chart's grid lines with their labels.
#[derive(Default)]
pub(super) struct Grid {
    shown: Option<Shown>,
}

#[derive(PartialEq)]
struct Shown {
    axis: Axis,
    theme: &'static str,
}

impl Shown {
    fn of(scene: &Scene<'_>) -> Self {
        Self { axis: scene.axis, theme: scene.theme.name }
    }
}

impl Layer for Grid {
    fn due(&self, scene: &Scene<'_>) -> Due {
        Due::unless(self.shown.as_ref() == Some(&Shown::of(scene)))
    }

    fn draw(&mut self, _: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        let name = scene.picture.strings.get(chart::EPOCH);
        chart::axes(canvas, &scene.plot, &scene.axis, name, scene.theme);
        self.shown = Some(Shown::of(scene));
        Ok(())
    }
}
