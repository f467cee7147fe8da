use descent_plot::map;
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::{Ground, Runs, Scene};
use crate::stage::{Due, Layer};

/// The known stationary points, where each run is, and the start.
#[derive(Default)]
pub(super) struct Heads {
    shown: Option<Shown>,
}

#[derive(PartialEq)]
struct Shown {
    ground: Ground,
    runs: Runs,
    start: [f64; 2],
    heads: Vec<Option<[f64; 2]>>,
    names: Vec<Option<[f64; 2]>>,
}

impl Shown {
    fn of(scene: &Scene<'_>) -> Self {
        let session = scene.session;
        Self {
            ground: scene.ground(),
            runs: scene.runs(),
            start: session.start(),
            heads: session.shown().map(|(_, run, _)| map::head_at(session, run)).collect(),
            names: session.shown().map(|(_, run, _)| map::name_at(session, run)).collect(),
        }
    }
}

impl Layer for Heads {
    fn due(&self, scene: &Scene<'_>) -> Due {
        Due::unless(self.shown.as_ref() == Some(&Shown::of(scene)))
    }

    fn draw(&mut self, _: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        let layout = &scene.map;
        canvas.clipped(layout, |ink| map::foreground(ink, layout, &scene.picture));
        self.shown = Some(Shown::of(scene));
        Ok(())
    }
}
