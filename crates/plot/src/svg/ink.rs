//! Fine shapes and text as SVG elements.

use std::fmt::Write;

use crate::theme::Colour;
use crate::{Align, Face, Ink, Stroke};

/// Ink that writes `<path>` and `<text>` elements.
#[derive(Debug, Default)]
pub(crate) struct SvgInk {
    behind: String,
    front: String,
    path: String,
}

impl SvgInk {
    /// All that was drawn, what lies behind first.
    pub(crate) fn finish(self) -> String {
        self.behind + &self.front
    }

    /// The path's commands.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    fn element(&self, stroke: &Stroke<'_>) -> String {
        let mut element = format!(
            "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
            self.path,
            stroke.colour.css(),
            digits(stroke.width)
        );
        if !stroke.dash.is_empty() {
            let dash: Vec<String> = stroke.dash.iter().map(|&length| digits(length)).collect();
            _ = write!(
                element,
                " stroke-dasharray=\"{}\" stroke-dashoffset=\"{}\"",
                dash.join(" "),
                digits(stroke.offset)
            );
        }
        element + "/>\n"
    }

    fn command(&mut self, letter: char, [x, y]: [f64; 2]) {
        _ = write!(self.path, "{letter}{} {}", digits(x), digits(y));
    }
}

impl Ink for SvgInk {
    fn begin(&mut self) {
        self.path.clear();
    }

    fn move_to(&mut self, point: [f64; 2]) {
        self.command('M', point);
    }

    fn line_to(&mut self, point: [f64; 2]) {
        self.command('L', point);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }

    fn circle(&mut self, [x, y]: [f64; 2], radius: f64) {
        let r = digits(radius);
        self.move_to([x + radius, y]);
        for end in [x - radius, x + radius] {
            _ = write!(self.path, "A{r} {r} 0 1 1 {} {}", digits(end), digits(y));
        }
    }

    fn stroke(&mut self, stroke: &Stroke<'_>) {
        if !self.path.is_empty() {
            let element = self.element(stroke);
            self.front.push_str(&element);
        }
    }

    fn stroke_behind(&mut self, stroke: &Stroke<'_>) {
        if !self.path.is_empty() {
            let element = self.element(stroke);
            self.behind.push_str(&element);
        }
    }

    fn fill(&mut self, colour: Colour) {
        if !self.path.is_empty() {
            _ = writeln!(
                self.front,
                "<path d=\"{}\" fill=\"{}\" fill-rule=\"evenodd\"/>",
                self.path,
                colour.css()
            );
        }
    }

    fn label(&mut self, text: &str, at: [f64; 2], align: Align, [colour, halo]: [Colour; 2]) {
        _ = write!(
            self.front,
            "<g stroke=\"{}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">",
            halo.css()
        );
        self.text(text, at, align, Face::Plain, colour);
        self.front.push_str("</g>\n");
    }

    fn text(&mut self, text: &str, [x, y]: [f64; 2], align: Align, face: Face, colour: Colour) {
        let anchor = match align {
            Align::Left => "",
            Align::Center => " text-anchor=\"middle\"",
            Align::Right => TO_HERE,
        };
        // The document's own font is the plain one.
        let more = if face == Face::Maths { MATHS } else { "" };
        let (x, y, size, fill) = (digits(x), digits(y), digits(face.size()), colour.css());
        _ = writeln!(
            self.front,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{anchor}{more}>{}</text>",
            escaped(text)
        );
    }
}

/// How a piece of text looks.
#[derive(Clone, Copy)]
pub(super) struct Type {
    /// The height of its letters' box in CSS pixels.
    pub(super) size: f64,
    /// Its colour.
    pub(super) colour: Colour,
    /// More attributes, each with a space before it.
    pub(super) more: &'static str,
}

/// Semi-bold.
pub(super) const STRONG: &str = " font-weight=\"600\"";
/// Up to its place instead of from there.
pub(super) const TO_HERE: &str = " text-anchor=\"end\"";
/// As mathematics is set.
pub(super) const MATHS: &str = " font-family=\"serif\" font-style=\"italic\"";

impl Type {
    /// About how wide so many letters are in the widest of the usual fonts.
    pub(super) fn width(&self, letters: usize) -> f64 {
        let one = if self.more == MATHS { 0.55 } else { 0.62 };
        letters as f64 * one * self.size
    }

    /// What an element of this type carries.
    pub(super) fn attributes(&self) -> String {
        let Self { size, colour, more } = self;
        format!("font-size=\"{}\" fill=\"{}\"{more}", digits(*size), colour.css())
    }

    /// Writes a text.
    pub(super) fn write(&self, svg: &mut String, text: &str, [x, y]: [f64; 2]) {
        let (x, y, attributes) = (digits(x), digits(y), self.attributes());
        _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" {attributes}>{}</text>", escaped(text));
    }

    /// The lines of a text in a column of this width. Signs of addition begin a line, as
    /// they do in print.
    pub(super) fn lines(&self, text: &str, width: f64) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_inclusive(' ') {
            let last = lines.last_mut().map_or(0, |line| line.chars().count());
            if last > 0 && self.width(last + word.trim_end().chars().count()) > width {
                let sign = lines.last_mut().and_then(take_sign).unwrap_or("");
                lines.push(sign.to_owned());
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(word);
            }
        }
        lines.iter().map(|line| line.trim_end().to_owned()).collect()
    }
}

/// Takes a sign of addition off the end of a line.
fn take_sign(line: &mut String) -> Option<&'static str> {
    let sign = ["+ ", "− "].into_iter().find(|sign| line.ends_with(&format!(" {sign}")))?;
    line.truncate(line.len() - sign.len());
    Some(sign)
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Two decimals, without zeros at the end: the same text on every machine.
pub(super) fn digits(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals_at_most() {
        let cases = [(1.0, "1"), (100.0, "100"), (0.125, "0.12"), (-0.001, "0"), (2.5, "2.5")];
        for (value, text) in cases {
            assert_eq!(digits(value), text);
        }
    }

    #[test]
    fn a_broken_sum_goes_on_with_its_sign() {
        let letters = Type { size: 10.0, colour: Colour::hex(0), more: "" };
        let column = letters.width(12);
        assert_eq!(letters.lines("J = 26(a + b) − 48c", column), ["J = 26(a", "+ b) − 48c"]);
        assert_eq!(letters.lines("short", column), ["short"]);
        assert_eq!(letters.lines("unbreakable_word x", column), ["unbreakable_word", "x"]);
    }
}
