use descent_plot::{grid, map, paint};
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::{Ground, Scene};
use crate::stage::{Due, Layer};

/// The landscape in colours, with axes and colour bar.
#[derive(Default)]
pub(super) struct Landscape {
    shown: Option<Ground>,
}

impl Layer for Landscape {
    fn due(&self, scene: &Scene<'_>) -> Due {
        Due::unless(self.shown.as_ref() == Some(&scene.ground()))
    }

    fn draw(&mut self, _: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        let Scene { session, theme, map: layout, .. } = scene;
        let [left, top, width, height] = layout.device_plot();
        let [columns, rows] = grid(width, height);
        let field = session.sample(columns, rows);
        let levels = scene.picture.levels(&field);
        let pixels = paint(&field, &levels, theme, width as usize, height as usize);
        canvas.put(&pixels, width, [left, top])?;
        map::axes(canvas, layout, session.view(), &levels, theme);
        map::key(canvas, layout, &scene.picture);
        self.shown = Some(scene.ground());
        Ok(())
    }
}
