//! A figure as pixels.

use std::io::{self, Write};
use std::sync::Arc;

use descent_core::{Message, Strings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::failure::{Failure, say};
use crate::memory;

/// The most pixels that a picture may have, in millions: some seconds.
const MOST_MEGAPIXELS: f64 = 64.0;

/// The pixels that are drawn at once: few enough to take little memory, so many that looking
/// through the figure for each strip takes little time.
const STRIP: u32 = 4_000_000;

/// How a figure becomes pixels.
pub(crate) struct Raster {
    /// Pixels per unit of the figure.
    scale: f32,
    options: Options<'static>,
}

impl Raster {
    /// With the system's fonts. Where there are none, that is said.
    pub(crate) fn new(scale: f32, strings: &Strings) -> io::Result<Self> {
        let fonts = fonts();
        if fonts.is_empty() {
            say(strings.get("cli.no_fonts"))?;
        }
        Ok(Self { scale, options: Options { fontdb: Arc::new(fonts), ..Options::default() } })
    }

    /// An SVG as PNG; `reach` is told how much is done, from 0 to 1.
    pub(crate) fn png(&self, svg: &str, reach: impl Fn(f64)) -> Result<Vec<u8>, Failure> {
        memory::check(memory::of_pixels(svg.len(), STRIP as usize), "cli.memory.pixels")?;
        let tree = Tree::from_str(svg, &self.options).map_err(|error| undrawn(&error))?;
        let [width, height] = self.size(&tree);
        let megapixels = (f64::from(width) * f64::from(height) / 1e6).ceil();
        if megapixels > MOST_MEGAPIXELS {
            let message = Message::new("cli.too_large").with("pixels", megapixels);
            return Err(Failure::Asked(message.with("most", MOST_MEGAPIXELS)));
        }
        self.encoded(&tree, STRIP, reach).map_err(|error| undrawn(&error))
    }

    /// Width and height in pixels.
    fn size(&self, tree: &Tree) -> [u32; 2] {
        let size = tree.size();
        [size.width(), size.height()].map(|side| (side * self.scale).ceil() as u32)
    }

    /// Draws and writes strips of about so many pixels.
    fn encoded(
        &self,
        tree: &Tree,
        strip: u32,
        reach: impl Fn(f64),
    ) -> Result<Vec<u8>, png::EncodingError> {
        let [width, height] = self.size(tree);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        let mut lines = writer.stream_writer()?;
        let rows = (strip / width).max(1);
        for top in (0..height).step_by(rows as usize) {
            let Some(mut pixels) = Pixmap::new(width, rows.min(height - top)) else { break };
            let place = Transform::from_scale(self.scale, self.scale);
            let place = place.post_translate(0.0, -(top as f32));
            resvg::render(tree, place, &mut pixels.as_mut());
            lines.write_all(&pixels.take_demultiplied())?;
            reach(f64::from(top + rows) / f64::from(height));
        }
        lines.finish()?;
        writer.finish()?;
        Ok(bytes)
    }
}

fn undrawn(reason: &dyn std::fmt::Display) -> Failure {
    Failure::Asked(Message::new("cli.undrawn").with("reason", reason))
}

/// The system's fonts. What stands for a sans-serif and a serif is not said by every
/// system, so the first that is there of a few is taken, or else any.
fn fonts() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    let sans = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica"];
    let serif = ["DejaVu Serif", "Liberation Serif", "Noto Serif", "Times New Roman", "Times"];
    if let Some(family) = first_of(&fonts, &sans) {
        fonts.set_sans_serif_family(family);
    }
    if let Some(family) = first_of(&fonts, &serif) {
        fonts.set_serif_family(family);
    }
    fonts
}

fn first_of(fonts: &fontdb::Database, preferred: &[&str]) -> Option<String> {
    let names = || fonts.faces().flat_map(|face| &face.families).map(|(name, _)| name);
    let known = preferred.iter().find(|family| names().any(|name| name == *family));
    known.map(|family| (*family).to_owned()).or_else(|| names().next().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_have_the_pixels_of_the_whole() {
        let raster = Raster { scale: 1.5, options: Options::default() };
        let figure = include_str!("../../../tests/golden/rosenbrock/figure.svg");
        let tree = Tree::from_str(figure, &raster.options).expect("a tree");
        let [width, height] = raster.size(&tree);
        let mut whole = Pixmap::new(width, height).expect("pixels");
        let scale = Transform::from_scale(1.5, 1.5);
        resvg::render(&tree, scale, &mut whole.as_mut());
        for (strip, most) in [(width * height, 0), (100_000, 8)] {
            let encoded = raster.encoded(&tree, strip, |_| ()).expect("a PNG");
            let found = Pixmap::decode_png(&encoded).expect("pixels");
            let pairs = found.data().iter().zip(whole.data());
            let (count, away) = (pairs.len(), pairs.map(|(a, b)| a.abs_diff(*b)));
            let others = away.clone().filter(|away| *away > 0).count();
            // Where a strip cuts a line, its edge may be smoothed a little otherwise.
            assert!(away.max() <= Some(most), "in strips of {strip} pixels");
            assert!(others <= usize::from(most) * count / 10_000, "{others} of {count}");
        }
    }
}
