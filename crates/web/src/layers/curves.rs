use std::borrow::Cow;

use descent_plot::{Axis, Chart, Curve, chart};
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::{Runs, Scene};
use crate::stage::{Due, Layer};

#[derive(PartialEq)]
struct Shown {
    runs: Runs,
    chart: Chart,
    axis: Axis,
    theme: &'static str,
}

impl Shown {
    fn of(scene: &Scene<'_>) -> Self {
        let &Scene { theme, chart, axis, .. } = scene;
        Self { runs: scene.runs(), chart, axis, theme: theme.name }
    }
}

/// Curves that grow.
#[derive(Default)]
struct Growing {
    shown: Option<Shown>,
    curves: Vec<Curve>,
}

impl Growing {
    /// What is to be drawn up to an epoch.
    fn due(&self, scene: &Scene<'_>, epoch: usize) -> Due {
        let back = self.curves.iter().any(|curve| curve.drawn() > epoch + 1);
        if back || self.shown.as_ref() != Some(&Shown::of(scene)) {
            return Due::All;
        }
        let mut drawn = self.curves.iter().zip(scene.session.shown());
        let more = drawn.any(|(curve, (_, run, _))| {
            let known = scene.chart.column(run.trajectory()).len();
            curve.is_due(&scene.plot, &scene.axis, known, epoch)
        });
        if more { Due::More } else { Due::Nothing }
    }

    /// Draws up to an epoch, what is behind the curves faintly.
    fn draw(
        &mut self,
        due: Due,
        scene: &Scene<'_>,
        epoch: usize,
        behind: bool,
        canvas: &mut Canvas,
    ) {
        let Scene { session, plot: layout, axis, .. } = scene;
        if due == Due::All {
            self.curves = vec![Curve::default(); session.shown().count()];
            self.shown = Some(Shown::of(scene));
        }
        let strength = if behind { chart::GHOST } else { 1.0 };
        canvas.clipped(layout, |ink| {
            for (curve, (index, run, _)) in self.curves.iter_mut().zip(session.shown()) {
                let (trajectory, line) = (run.trajectory(), scene.picture.lines[index]);
                let values = if behind {
                    Cow::Borrowed(scene.chart.column(trajectory))
                } else {
                    scene.chart.curve(trajectory)
                };
                curve.extend(ink, layout, axis, &values, epoch, line, strength);
            }
        });
    }
}

/// What the chart shows of each run as far as it is played.
#[derive(Default)]
pub(super) struct Curves(Growing);

impl Layer for Curves {
    fn due(&self, scene: &Scene<'_>) -> Due {
        self.0.due(scene, scene.session.epoch())
    }

    fn draw(&mut self, due: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        self.0.draw(due, scene, scene.session.epoch(), false, canvas);
        Ok(())
    }
}

/// The same as far as it is known, faint: what playing inks in.
#[derive(Default)]
pub(super) struct FaintCurves(Growing);

impl Layer for FaintCurves {
    /// At the last epoch nothing of them is to be seen, unless the curves are made from them.
    fn is_on(&self, scene: &Scene<'_>) -> bool {
        scene.session.epoch() < scene.session.steps() || scene.chart.has_background()
    }

    fn due(&self, scene: &Scene<'_>) -> Due {
        self.0.due(scene, scene.session.steps())
    }

    fn draw(&mut self, due: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        self.0.draw(due, scene, scene.session.steps(), true, canvas);
        Ok(())
    }
}

/// The runs' names at the ends of their curves.
#[derive(Default)]
pub(super) struct Names {
    shown: Option<(Shown, usize)>,
}

impl Names {
    fn of(scene: &Scene<'_>) -> (Shown, usize) {
        (Shown::of(scene), scene.session.known())
    }
}

impl Layer for Names {
    fn due(&self, scene: &Scene<'_>) -> Due {
        Due::unless(self.shown.as_ref() == Some(&Self::of(scene)))
    }

    fn draw(&mut self, _: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        chart::write_names(canvas, &scene.plot, &scene.axis, scene.chart, &scene.picture);
        self.shown = Some(Self::of(scene));
        Ok(())
    }
}
