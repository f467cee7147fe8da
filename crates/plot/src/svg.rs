//! The whole picture as one SVG document: map, chart and legend.

use std::fmt::Write;

use descent_core::number::{exact, short};
use descent_core::session::{Readout, Status};
use descent_core::surface::Nature;
use descent_core::{Field, Levels, Message, Session, Strings, contour};
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};

use crate::theme::Colour;
use crate::{Axis, Chart, Curve, Ink, Layout, Rect, Stroke, Theme, Trail, chart, map};

/// What to draw, beside the session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Width and height in CSS pixels.
    pub size: [f64; 2],
    /// In which colours.
    pub theme: &'static Theme,
    /// What the chart shows.
    pub chart: Chart,
    /// Samples along one side of the landscape: the contours' fineness.
    pub samples: usize,
}

impl Default for Figure {
    fn default() -> Self {
        Self { size: [1200.0, 640.0], theme: &Theme::LIGHT, chart: Chart::CostLog, samples: 200 }
    }
}

const MARGIN: f64 = 20.0;
const HEADER: f64 = 46.0;
const ROW: f64 = 24.0;

impl Figure {
    /// Draws a session at the epoch that it shows. The same session gives the same text.
    #[must_use]
    pub fn draw(&self, session: &Session, strings: &Strings) -> String {
        let [width, height] = self.size;
        let legend = 14.0 + ROW * session.shown().count() as f64;
        let inner = (height - HEADER - MARGIN).max(120.0);
        let left = ((width - 3.0 * MARGIN) * 0.5).min(inner * 1.1).max(120.0);
        let right = (width - 3.0 * MARGIN - left).max(120.0);
        let chart_height = (inner - legend).max(80.0);
        let mut svg = self.head(session, strings);
        let map = self.map(session, [left, inner]);
        group(&mut svg, [MARGIN, HEADER], &map);
        group(
            &mut svg,
            [left + 2.0 * MARGIN, HEADER],
            &self.curves(session, strings, [right, chart_height]),
        );
        let corner = [left + 2.0 * MARGIN, HEADER + chart_height + 14.0];
        group(&mut svg, corner, &self.legend(session, strings, right));
        svg.push_str("</svg>\n");
        svg
    }

    fn head(&self, session: &Session, strings: &Strings) -> String {
        let ([width, height], theme) = (self.size, self.theme);
        let landscape = &session.experiment().landscape;
        let name = strings.get(&format!("landscape.{}.name", landscape.kind())).to_owned();
        let formula = landscape.get().formula().to_text();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"system-ui, sans-serif\">\n<title>{name}</title>\n\
             <desc>{formula}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n",
            name = escaped(&name),
            formula = escaped(&formula),
            paper = theme.paper.css(),
        );
        let style = format!("font-size=\"17\" font-weight=\"600\" fill=\"{}\"", theme.ink.css());
        text(&mut svg, &name, [MARGIN, 29.0], &style);
        let epoch = strings.say(&Message::new("figure.epoch").with("epoch", session.epoch()));
        let style = format!("font-size=\"13\" text-anchor=\"end\" fill=\"{}\"", theme.soft.css());
        text(&mut svg, &epoch, [width - MARGIN, 29.0], &style);
        svg
    }

    fn map(&self, session: &Session, size: [f64; 2]) -> String {
        let (layout, theme, view) = (Layout::map(size, 1.0).for_svg(), self.theme, session.view());
        let landscape = session.experiment().landscape.get();
        let field = landscape.sample(view, self.samples, self.samples);
        let levels = Levels::of(&field, Levels::COUNT);
        let mut svg = bands(&layout, &field, &levels, theme);
        svg.push_str(&with_plotters(size, |area| {
            _ = map::axes(area, &layout, view, &levels, theme)
        }));
        let mut ink = SvgInk::default();
        for (_, run, style) in session.shown() {
            let (line, epoch) = (theme.run(style), session.epoch());
            let trajectory = run.trajectory();
            Trail::default().extend(&mut ink, &layout, view, trajectory, epoch, line, theme);
        }
        let paths = ink.finish();
        let mut ink = SvgInk::default();
        map::foreground(&mut ink, &layout, session, theme);
        clipped(&mut svg, "map", layout.plot, &(paths + &ink.finish()));
        svg
    }

    fn curves(&self, session: &Session, strings: &Strings, size: [f64; 2]) -> String {
        let (layout, theme) = (Layout::chart(size, 1.0).for_svg(), self.theme);
        let axis = Axis::of(session, self.chart);
        let epochs = session.experiment().epochs;
        let mut svg =
            with_plotters(size, |area| _ = chart::axes(area, &layout, &axis, epochs, theme));
        let mut ink = SvgInk::default();
        for (_, run, style) in session.shown() {
            let values = self.chart.column(run.trajectory());
            let (line, epoch) = (theme.run(style), session.epoch());
            Curve::default().extend(&mut ink, &layout, &axis, epochs, values, epoch, line);
        }
        clipped(&mut svg, "chart", layout.plot, &ink.finish());
        if axis.base() != 0.0 {
            let caption = Message::new("chart.above").with("base", short(axis.base()));
            let at = [layout.plot.left + 6.0, layout.plot.top + 14.0];
            let style = format!("font-size=\"12\" fill=\"{}\"", theme.soft.css());
            text(&mut svg, &strings.say(&caption), at, &style);
        }
        svg
    }

    fn legend(&self, session: &Session, strings: &Strings, width: f64) -> String {
        let theme = self.theme;
        let mut svg = String::new();
        for (row, (index, _, style)) in session.shown().enumerate() {
            let y = 16.0 + ROW * row as f64;
            let (colour, dash) = theme.run(style);
            let mut ink = SvgInk::default();
            ink.begin();
            ink.move_to([0.0, y - 4.0]);
            ink.line_to([30.0, y - 4.0]);
            ink.stroke(&Stroke::solid(colour, 2.4).dashed(dash, 0.0));
            svg.push_str(&ink.finish());
            let spec = session.experiment().runs[index];
            let name = strings.get(&format!("optimizer.{}.name", spec.optimizer.kind())).to_owned();
            let style = format!("font-size=\"13\" fill=\"{}\"", theme.ink.css());
            text(&mut svg, &name, [40.0, y], &style);
            let rate = format!("α = {}", exact(spec.learning_rate));
            text(&mut svg, &rate, [0.36 * width, y], &style);
            let Some(readout) = session.readout(index) else { continue };
            text(&mut svg, &format!("J = {}", short(readout.cost)), [0.56 * width, y], &style);
            let soft = format!("font-size=\"13\" fill=\"{}\"", theme.soft.css());
            text(&mut svg, &outcome(&readout, strings), [0.78 * width, y], &soft);
        }
        svg
    }
}

/// How a run stands, in words.
#[must_use]
pub fn outcome(readout: &Readout, strings: &Strings) -> String {
    let at = if let Status::Diverged(at) = readout.status { at } else { readout.epoch };
    let key = match (readout.status, readout.place.map(|place| place.nature)) {
        (Status::Ready, _) => "status.ready",
        (Status::Running, _) => "status.running",
        (Status::Finished, _) => "status.finished",
        (Status::Converged, _) => "status.converged",
        (Status::Stalled, Some(Nature::Saddle)) => "status.stalled_saddle",
        (Status::Stalled, Some(Nature::Maximum)) => "status.stalled_maximum",
        (Status::Stalled, _) => "status.stalled",
        (Status::Left, _) => "status.left",
        (Status::Diverged(_), _) => "status.diverged",
    };
    strings.say(&Message::new(key).with("at", at))
}

/// Filled contours: the ground in the dearest band's colour, then from the highest level
/// down all that lies below it, and a fine line along each level.
fn bands(layout: &Layout, field: &Field, levels: &Levels, theme: &Theme) -> String {
    let view = field.region;
    let colours = theme.bands(levels);
    let mut ink = SvgInk::default();
    let ground = colours.last().copied().unwrap_or_default();
    let Rect { left, top, width, height } = layout.plot;
    ink.begin();
    ink.move_to([left, top]);
    for corner in [[left + width, top], [left + width, top + height], [left, top + height]] {
        ink.line_to(corner);
    }
    ink.close();
    ink.fill(Colour { rgb: ground, alpha: 1.0 });
    for (&level, &rgb) in levels.values().iter().zip(&colours).rev() {
        let rings = contour::rings(field, level);
        ink.begin();
        for ring in &rings {
            polyline(&mut ink, layout, view, &corners(ring));
            ink.close();
        }
        ink.fill(Colour { rgb, alpha: 1.0 });
        ink.begin();
        for line in rings.iter().flat_map(contour::Ring::lines) {
            polyline(&mut ink, layout, view, &line);
        }
        ink.stroke(&Stroke::solid(theme.edge.with_alpha(0.16), 0.8));
    }
    ink.finish()
}

/// A ring without the points that lie on a straight stretch of the picture's edge.
fn corners(ring: &contour::Ring) -> Vec<[f64; 2]> {
    let count = ring.points.len();
    let straight = |k: usize| {
        let around = [(k + count - 1) % count, k, (k + 1) % count];
        let [[x0, y0], [x1, y1], [x2, y2]] = around.map(|k| ring.points[k]);
        let on_edge = around.iter().all(|&k| ring.on_edge[k]);
        on_edge && ((x0 == x1 && x1 == x2) || (y0 == y1 && y1 == y2))
    };
    (0..count).filter(|&k| !straight(k)).map(|k| ring.points[k]).collect()
}

fn polyline(ink: &mut SvgInk, layout: &Layout, view: descent_core::Region, points: &[[f64; 2]]) {
    for (k, &point) in points.iter().enumerate() {
        let place = layout.pixel(view, point);
        if k == 0 { ink.move_to(place) } else { ink.line_to(place) }
    }
}

/// What plotters draws, as the inside of a document.
fn with_plotters(size: [f64; 2], draw: impl Fn(&DrawingArea<SVGBackend<'_>, Shift>)) -> String {
    let mut document = String::new();
    draw(
        &SVGBackend::with_string(&mut document, (size[0] as u32, size[1] as u32))
            .into_drawing_area(),
    );
    let inside = document.split_once('>').map_or("", |(_, inside)| inside);
    inside.trim_end().trim_end_matches("</svg>").trim_start().to_owned()
}

fn group(svg: &mut String, [x, y]: [f64; 2], inside: &str) {
    _ = writeln!(svg, "<g transform=\"translate({} {})\">\n{inside}</g>", digits(x), digits(y));
}

fn clipped(svg: &mut String, id: &str, rect: Rect, inside: &str) {
    let [x, y, width, height] = [rect.left, rect.top, rect.width, rect.height].map(digits);
    _ = writeln!(
        svg,
        "<clipPath id=\"{id}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\
         </clipPath>\n<g clip-path=\"url(#{id})\">\n{inside}</g>"
    );
}

fn text(svg: &mut String, text: &str, [x, y]: [f64; 2], style: &str) {
    _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" {style}>{}</text>",
        digits(x),
        digits(y),
        escaped(text)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Two decimals, without zeros at the end: the same text on every machine.
fn digits(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Ink that writes `<path>` elements.
#[derive(Debug, Default)]
struct SvgInk {
    behind: String,
    front: String,
    path: String,
}

impl SvgInk {
    /// All that was drawn, what lies behind first.
    fn finish(self) -> String {
        self.behind + &self.front
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
}
