use descent_plot::{Trail, Weight};
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::{Ground, Runs, Scene};
use crate::stage::{Due, Layer};

/// The runs' whole paths, faint: what playing inks in.
#[derive(Default)]
pub(super) struct Ghosts {
    shown: Option<(Ground, Runs)>,
    trails: Vec<Trail>,
}

impl Layer for Ghosts {
    /// At the last epoch nothing of them is to be seen.
    fn is_on(&self, scene: &Scene<'_>) -> bool {
        scene.session.epoch() < scene.session.steps()
    }

    fn due(&self, scene: &Scene<'_>) -> Due {
        if self.shown != Some((scene.ground(), scene.runs())) {
            return Due::All;
        }
        let mut drawn = self.trails.iter().zip(scene.session.shown());
        let more = drawn.any(|(trail, (_, run, _))| trail.drawn() < run.trajectory().len());
        if more { Due::More } else { Due::Nothing }
    }

    fn draw(&mut self, due: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        let Scene { session, theme, map: layout, .. } = scene;
        if due == Due::All {
            self.trails = vec![Trail::default(); session.shown().count()];
            self.shown = Some((scene.ground(), scene.runs()));
        }
        canvas.clipped(layout, |ink| {
            let weight = Weight::Ghost { halo: theme.halo };
            for (trail, (index, run, _)) in self.trails.iter_mut().zip(session.shown()) {
                let (line, trajectory) = (scene.picture.lines[index], run.trajectory());
                let last = trajectory.len();
                trail.extend(ink, layout, session.view(), trajectory, last, line, weight);
            }
        });
        Ok(())
    }
}
