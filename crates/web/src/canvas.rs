//! A canvas as something to draw on.

use descent_plot::{Align, Colour, Face, Ink, Layout, Stroke};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CanvasWindingRule, Element, HtmlCanvasElement, ImageData};

/// The most pixels that a canvas may have: Safari on a phone draws nothing on a larger one.
const MOST_PIXELS: f64 = 16_777_216.0;

/// The most pixels that a side of a canvas may have, in Chromium.
const LONGEST_SIDE: f64 = 16_384.0;

/// Device pixels per CSS pixel for a canvas of this size in CSS pixels: as many as are wanted,
/// or fewer where no browser would draw on a canvas of so many.
pub(crate) fn bounded(size: [f64; 2], ratio: f64) -> f64 {
    let [width, height] = size.map(|side| side.max(1.0));
    let most = (MOST_PIXELS / (width * height)).sqrt();
    ratio.min(most).min(LONGEST_SIDE / width.max(height))
}

/// A canvas that is drawn on in CSS pixels; its backing store has the device's.
pub(crate) struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    layout: Option<Layout>,
    state: State,
}

/// What the context is set to, as setting it takes time: a font that is set resolves the page's styles.
#[derive(Clone, Copy, Default)]
struct State {
    font: Option<Face>,
    dashed: bool,
}

impl Canvas {
    /// Adds a canvas to a stage, above those that are there. It is hidden.
    ///
    /// # Errors
    /// Where it gives no two-dimensional context.
    pub(crate) fn add_to(stage: &Element, id: &str) -> Result<Self, JsValue> {
        let document = stage.owner_document().ok_or("no document")?;
        let element: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        element.set_id(id);
        element.set_hidden(true);
        element.set_attribute("aria-hidden", "true")?;
        stage.append_child(&element)?;
        let context = element.get_context("2d")?.ok_or("no canvas")?;
        Ok(Self { element, context: context.dyn_into()?, layout: None, state: State::default() })
    }

    /// Shows or hides it. The browser spends nothing on a hidden canvas.
    pub(crate) fn show(&self, shown: bool) {
        self.element.set_hidden(!shown);
    }

    /// Empties it, and gives the backing store the layout's size.
    pub(crate) fn clear(&mut self, layout: &Layout) {
        if self.layout == Some(*layout) {
            let [width, height] = layout.size;
            self.context.clear_rect(0.0, 0.0, width + 1.0, height + 1.0);
        } else {
            let [width, height] = layout.device_size();
            self.layout = Some(*layout);
            self.element.set_width(width);
            self.element.set_height(height);
            // A canvas forgets its state with its size.
            self.state = State::default();
            self.context.set_line_join("round");
            self.in_css_pixels();
        }
    }

    /// Gives it a new backing store when it is cleared next: the browser has lost this one.
    pub(crate) fn forget(&mut self) {
        self.layout = None;
    }

    /// Lets `draw` draw, with nothing to be seen outside of the layout's plot.
    pub(crate) fn clipped(&mut self, layout: &Layout, draw: impl FnOnce(&mut dyn Ink)) {
        let (plot, state) = (layout.plot, self.state);
        self.context.save();
        self.context.begin_path();
        self.context.rect(plot.left, plot.top, plot.width, plot.height);
        self.context.clip();
        draw(self);
        self.context.restore();
        self.state = state;
    }

    /// Puts painted pixels with their upper left corner here, in device pixels.
    pub(crate) fn put(
        &self,
        pixels: &[[u8; 4]],
        width: u32,
        [left, top]: [u32; 2],
    ) -> Result<(), JsValue> {
        let bytes = Clamped(pixels.as_flattened());
        let image = ImageData::new_with_u8_clamped_array(bytes, width)?;
        self.context.put_image_data(&image, f64::from(left), f64::from(top))
    }

    // A transform cannot fail with finite numbers; a browser that refuses it draws at
    // another size, which is no reason to stop.
    fn in_css_pixels(&self) {
        let ratio = self.ratio();
        _ = self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    }

    /// Device pixels per CSS pixel.
    fn ratio(&self) -> f64 {
        self.layout.map_or(1.0, |layout| layout.ratio)
    }

    fn in_device_pixels(&self) {
        _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    }
}

impl Ink for Canvas {
    fn begin(&mut self) {
        self.context.begin_path();
    }

    fn move_to(&mut self, [x, y]: [f64; 2]) {
        self.context.move_to(x, y);
    }

    fn line_to(&mut self, [x, y]: [f64; 2]) {
        self.context.line_to(x, y);
    }

    fn close(&mut self) {
        self.context.close_path();
    }

    fn circle(&mut self, [x, y]: [f64; 2], radius: f64) {
        self.context.move_to(x + radius, y);
        _ = self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
    }

    fn stroke(&mut self, stroke: &Stroke<'_>) {
        self.context.set_stroke_style_str(&stroke.colour.css());
        self.context.set_line_width(stroke.width);
        let dashed = !stroke.dash.is_empty();
        if dashed || self.state.dashed {
            let dash: js_sys::Array = stroke.dash.iter().map(|&d| JsValue::from_f64(d)).collect();
            _ = self.context.set_line_dash(&dash);
            self.context.set_line_dash_offset(stroke.offset);
            self.state.dashed = dashed;
        }
        self.context.stroke();
    }

    fn stroke_behind(&mut self, stroke: &Stroke<'_>) {
        _ = self.context.set_global_composite_operation("destination-over");
        self.stroke(stroke);
        _ = self.context.set_global_composite_operation("source-over");
    }

    fn fill(&mut self, colour: Colour) {
        self.context.set_fill_style_str(&colour.css());
        self.context.fill_with_canvas_winding_rule(CanvasWindingRule::Evenodd);
    }

    fn label(&mut self, text: &str, at: [f64; 2], align: Align, [colour, halo]: [Colour; 2]) {
        let ratio = self.ratio();
        let [x, y] = at.map(|v| (v * ratio).round());
        self.prepare_text(align, Face::Plain);
        self.context.set_stroke_style_str(&halo.css());
        self.context.set_line_width(3.0 * ratio);
        if self.state.dashed {
            _ = self.context.set_line_dash(&js_sys::Array::new());
            self.state.dashed = false;
        }
        self.in_device_pixels();
        _ = self.context.stroke_text(text, x, y);
        self.in_css_pixels();
        self.text(text, at, align, Face::Plain, colour);
    }

    fn text(&mut self, text: &str, [x, y]: [f64; 2], align: Align, face: Face, colour: Colour) {
        let ratio = self.ratio();
        self.prepare_text(align, face);
        self.context.set_fill_style_str(&colour.css());
        // Letters are sharpest where they begin on a device pixel.
        self.in_device_pixels();
        _ = self.context.fill_text(text, (x * ratio).round(), (y * ratio).round());
        self.in_css_pixels();
    }
}

impl Canvas {
    fn prepare_text(&mut self, align: Align, face: Face) {
        let ratio = self.ratio();
        if self.state.font.replace(face) != Some(face) {
            let (style, size, family) = (face.style(), face.size() * ratio, face.family());
            self.context.set_font(&format!("{style} {size}px {family}"));
        }
        self.context.set_text_align(match align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canvas_has_no_more_pixels_than_browsers_give_it() {
        assert_eq!(bounded([1264.0, 720.0], 2.0), 2.0);
        for size in [[1264.0, 652_624.0], [1e9, 1e9], [1.0, 1e6], [0.0, 0.0]] {
            for ratio in [1.0, 3.0] {
                let [width, height] = Layout::map(size, bounded(size, ratio)).device_size();
                assert!(u64::from(width) * u64::from(height) <= 16_800_000, "{size:?}");
                assert!(width.max(height) <= 16_384, "{size:?}");
            }
        }
    }
}
