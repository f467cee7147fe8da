//! A canvas as something to draw on.

use descent_plot::{Colour, Ink, Layout, Stroke};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CanvasWindingRule, HtmlCanvasElement, ImageData};

/// One layer of a picture. Fine shapes are drawn in CSS pixels, plotters' in device
/// pixels; the backing store has the device's.
pub(crate) struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    ratio: f64,
}

impl Canvas {
    /// The layer of a canvas element.
    pub(crate) fn new(element: HtmlCanvasElement) -> Result<Self, JsValue> {
        let context = element.get_context("2d")?.ok_or("no canvas")?;
        let context = context.dyn_into::<CanvasRenderingContext2d>()?;
        Ok(Self { element, context, ratio: 1.0 })
    }

    /// Gives the backing store the layout's size, which also empties it.
    pub(crate) fn resize(&mut self, layout: &Layout) {
        let [width, height] = layout.device_size();
        self.ratio = layout.ratio;
        self.element.set_width(width);
        self.element.set_height(height);
        self.in_css_pixels();
    }

    /// Empties the layer.
    pub(crate) fn clear(&self) {
        self.in_device_pixels();
        let (width, height) = (self.element.width(), self.element.height());
        self.context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        self.in_css_pixels();
    }

    /// Lets `draw` draw, with nothing to be seen outside of the layout's plot.
    pub(crate) fn clipped(&mut self, layout: &Layout, draw: impl FnOnce(&mut dyn Ink)) {
        let plot = layout.plot;
        self.context.save();
        self.context.begin_path();
        self.context.rect(plot.left, plot.top, plot.width, plot.height);
        self.context.clip();
        draw(self);
        self.context.restore();
    }

    /// Lets `draw` draw axes with plotters, in device pixels.
    pub(crate) fn plotters(&self, draw: impl FnOnce(&DrawingArea<CanvasBackend, Shift>)) {
        self.in_device_pixels();
        if let Some(backend) = CanvasBackend::with_canvas_object(self.element.clone()) {
            draw(&backend.into_drawing_area());
        }
        self.in_css_pixels();
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
        _ = self.context.set_transform(self.ratio, 0.0, 0.0, self.ratio, 0.0, 0.0);
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
        self.context.set_line_join("round");
        let dash: js_sys::Array = stroke.dash.iter().map(|&d| JsValue::from_f64(d)).collect();
        _ = self.context.set_line_dash(&dash);
        self.context.set_line_dash_offset(stroke.offset);
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
}
