use descent_plot::{Trail, Weight};
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::{Ground, Runs, Scene};
use crate::stage::{Due, Layer};

/// The runs' paths as far as they are played, which grow.
#[derive(Default)]
pub(super) struct Paths {
    shown: Option<(Ground, Runs)>,
    trails: Vec<Trail>,
}

impl Layer for Paths {
    fn due(&self, scene: &Scene<'_>) -> Due {
        let epoch = scene.session.epoch();
        let back = self.trails.iter().any(|trail| trail.drawn() > epoch + 1);
        if back || self.shown != Some((scene.ground(), scene.runs())) {
            return Due::All;
        }
        let mut drawn = self.trails.iter().zip(scene.session.shown());
        let more =
            drawn.any(|(trail, (_, run, _))| trail.drawn() < run.trajectory().len().min(epoch + 1));
        if more { Due::More } else { Due::Nothing }
    }

    fn draw(&mut self, due: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        let Scene { session, theme, map: layout, .. } = scene;
        if due == Due::All {
            self.trails = vec![Trail::default(); session.shown().count()];
            self.shown = Some((scene.ground(), scene.runs()));
        }
        canvas.clipped(layout, |ink| {
            let weight = Weight::Ink { halo: theme.halo };
            for (trail, (index, run, _)) in self.trails.iter_mut().zip(session.shown()) {
                let (line, epoch) = (scene.picture.lines[index], session.epoch());
                trail.extend(ink, layout, session.view(), run.trajectory(), epoch, line, weight);
            }
        });
        Ok(())
    }
}
