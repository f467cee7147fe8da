//! The landscape with its paths.

use descent_core::{Landscape, Levels, Session};
use descent_plot::{Layout, Nearest, Theme, grid, paint};
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::scene::{Ground, Runs, Scene};
use crate::stage::Stage;
use crate::{bitmap, layers};

/// The map: its layers, and what is under a pointer.
pub(crate) struct MapView {
    stage: Stage,
    pub(crate) layout: Layout,
    /// What the paths in `nearest` belong to.
    shown: Option<(Ground, Runs)>,
    /// Of each path that is shown, what is under a pointer.
    nearest: Vec<Nearest>,
}

impl MapView {
    pub(crate) fn new(element: &Element) -> Result<Self, JsValue> {
        let stage = Stage::new(element, layers::of_map())?;
        let layout = Layout::map([300.0, 300.0], 1.0);
        Ok(Self { stage, layout, shown: None, nearest: Vec::new() })
    }

    /// Draws everything anew with the next frame.
    pub(crate) fn forget(&mut self) {
        self.stage.forget();
    }

    pub(crate) fn draw(&mut self, scene: &Scene<'_>) -> Result<(), JsValue> {
        self.follow(scene);
        self.stage.draw(scene, &self.layout)
    }

    /// Takes in the iterates that are new.
    fn follow(&mut self, scene: &Scene<'_>) {
        let session = scene.session;
        let shown = Some((scene.ground(), scene.runs()));
        let back = self.nearest.iter().any(|nearest| nearest.known() > session.epoch() + 1);
        if back || self.shown != shown {
            let count = session.shown().count();
            self.nearest = vec![Nearest::new(&self.layout, session.view()); count];
            self.shown = shown;
        }
        for (nearest, (_, run, _)) in self.nearest.iter_mut().zip(session.shown()) {
            nearest.extend(run.trajectory(), session.epoch());
        }
    }

    /// The iterate nearest to a place on the canvas, of those that are drawn: the run's place in
    /// the experiment, and the epoch.
    pub(crate) fn nearest(&self, session: &Session, place: [f64; 2]) -> Option<(usize, usize)> {
        let (_, drawn) = self.shown.as_ref()?;
        // Between a change of the runs and the next frame the paths drawn are of others.
        let current = drawn.generation == session.generation();
        let runs = session.shown().zip(&self.nearest).filter(|_| current);
        let found = runs.filter_map(|((index, run, _), nearest)| {
            let (away, epoch) = nearest.find(run.trajectory(), place)?;
            (epoch <= session.epoch()).then_some((away, index, epoch))
        });
        // The later run lies above the earlier.
        let nearest = found.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        nearest.map(|(_, index, epoch)| (index, epoch))
    }
}

/// A landscape alone, so many pixels wide and high, as a BMP file.
pub(crate) fn thumbnail(landscape: &Landscape, side: u16, theme: &Theme) -> Vec<u8> {
    const LEVELS: usize = 14;
    let pixels = u32::from(side);
    let [columns, rows] = grid(pixels, pixels);
    let it = landscape.get();
    let field = it.sample(it.region(), columns, rows, &it.start());
    let levels = Levels::of(&field, LEVELS);
    bitmap::file(&paint(&field, &levels, theme, side.into(), side.into()), side)
}
