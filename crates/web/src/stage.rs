//! A stage: canvases upon each other, each with the layers that are drawn on it.

use descent_plot::Layout;
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::canvas::Canvas;
use crate::scene::Scene;

/// What of a layer is not drawn yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// It shows what it should.
    Nothing,
    /// Something is to be added to what it shows.
    More,
    /// It shows something else.
    All,
}

impl Due {
    /// All, if what is shown is not what should be.
    pub(crate) fn unless(same: bool) -> Self {
        if same { Self::Nothing } else { Self::All }
    }
}

/// A part of a picture. It remembers what it shows.
pub(crate) trait Layer {
    /// Whether it can be seen. Otherwise it is asked nothing else, and costs nothing.
    fn is_on(&self, _: &Scene<'_>) -> bool {
        true
    }

    /// What is to be drawn.
    fn due(&self, scene: &Scene<'_>) -> Due;

    /// Draws what is due: [`Due::All`] on an empty canvas, or [`Due::More`].
    ///
    /// # Errors
    /// Where the canvas cannot be drawn on.
    fn draw(&mut self, due: Due, scene: &Scene<'_>, canvas: &mut Canvas) -> Result<(), JsValue>;
}

/// The layers of a canvas by the canvas's name, the lowest first. Layers that change together
/// share a canvas: the browser copies every canvas that is shown with every frame, changed or not.
pub(crate) type Sheets = Vec<(&'static str, Vec<Box<dyn Layer>>)>;

/// Canvases upon each other.
pub(crate) struct Stage {
    sheets: Vec<Sheet>,
}

impl Stage {
    /// Adds a canvas for each sheet to an element.
    ///
    /// # Errors
    /// Where a canvas gives no two-dimensional context.
    pub(crate) fn new(element: &Element, sheets: Sheets) -> Result<Self, JsValue> {
        let sheet = |(id, layers)| Sheet::new(element, id, layers);
        Ok(Self { sheets: sheets.into_iter().map(sheet).collect::<Result<_, _>>()? })
    }

    /// Draws everything anew with the next frame.
    pub(crate) fn forget(&mut self) {
        self.sheets.iter_mut().for_each(Sheet::forget);
    }

    /// Draws what is due.
    ///
    /// # Errors
    /// Where a canvas cannot be drawn on.
    pub(crate) fn draw(&mut self, scene: &Scene<'_>, layout: &Layout) -> Result<(), JsValue> {
        self.sheets.iter_mut().try_for_each(|sheet| sheet.draw(scene, layout))
    }
}

/// A canvas with its layers.
struct Sheet {
    canvas: Canvas,
    layers: Vec<Box<dyn Layer>>,
    /// Which layers are drawn on the canvas, and how large it is.
    drawn: Option<(Vec<bool>, Layout)>,
}

impl Sheet {
    fn new(stage: &Element, id: &str, layers: Vec<Box<dyn Layer>>) -> Result<Self, JsValue> {
        Ok(Self { canvas: Canvas::add_to(stage, id)?, layers, drawn: None })
    }

    fn forget(&mut self) {
        self.canvas.forget();
        self.drawn = None;
    }

    fn draw(&mut self, scene: &Scene<'_>, layout: &Layout) -> Result<(), JsValue> {
        let on: Vec<bool> = self.layers.iter().map(|layer| layer.is_on(scene)).collect();
        if !on.contains(&true) {
            if self.drawn.take().is_some() {
                self.canvas.show(false);
            }
            return Ok(());
        }
        let drawn = Some((on, *layout));
        let same = self.drawn == drawn;
        let layers = self.layers.iter_mut().filter(|layer| layer.is_on(scene));
        let mut layers: Vec<_> = layers.map(|layer| (layer.due(scene), layer)).collect();
        if !same || layers.iter().any(|(due, _)| *due == Due::All) {
            if self.drawn.is_none() {
                self.canvas.show(true);
            }
            self.drawn = drawn;
            self.canvas.clear(layout);
            layers.iter_mut().for_each(|(due, _)| *due = Due::All);
        }
        let mut due = layers.into_iter().filter(|(due, _)| *due != Due::Nothing);
        due.try_for_each(|(due, layer)| layer.draw(due, scene, &mut self.canvas))
    }
}
