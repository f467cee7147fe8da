use descent_plot::{Axis, Chart, Curve};
use wasm_bindgen::JsValue;

use crate::canvas::Canvas;
use crate::scene::{Runs, Scene};
use crate::stage::{Due, Layer};

/// What the chart shows of each run as far as it is played, which grows.
#[derive(Default)]
pub(super) struct Curves {
    shown: Option<Shown>,
    curves: Vec<Curve>,
}

#[derive(PartialEq)]
struct Shown {
    runs: Runs,
    chart: Chart,
    axis: Axis,
    epochs: usize,
    theme: &'static str,
}

impl Shown {
    fn of(scene: &Scene<'_>) -> Self {
        let &Scene { session, theme, chart, axis, .. } = scene;
        let epochs = session.steps();
        Self { runs: scene.runs(), chart, axis, epochs, theme: theme.name }
    }
}

impl Layer for Curves {
    fn due(&self, scene: &Scene<'_>) -> Due {
        let epoch = scene.session.epoch();
        let back = self.curves.iter().any(|curve| curve.drawn() > epoch + 1);
        if back || self.shown.as_ref() != Some(&Shown::of(scene)) {
            return Due::All;
        }
        let mut drawn = self.curves.iter().zip(scene.session.shown());
        let more = drawn.any(|(curve, (_, run, _))| {
            curve.drawn() < scene.chart.column(run.trajectory()).len().min(epoch + 1)
        });
        if more { Due::More } else { Due::Nothing }
    }

    fn draw(&mut self, due: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue> {
        let Scene { session, theme, plot: layout, chart, axis, .. } = scene;
        if due == Due::All {
            self.curves = vec![Curve::default(); session.shown().count()];
            self.shown = Some(Shown::of(scene));
        }
        let (epochs, epoch) = (session.steps(), session.epoch());
        canvas.clipped(layout, |ink| {
            for (curve, (_, run, style)) in self.curves.iter_mut().zip(session.shown()) {
                let (values, line) = (chart.column(run.trajectory()), theme.run(style));
                curve.extend(ink, layout, axis, epochs, values, epoch, line);
            }
        });
        Ok(())
    }
}
