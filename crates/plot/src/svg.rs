//! The whole picture as one SVG document: map, chart and legend.

mod contours;
mod ink;
mod legend;

use std::fmt::Write;

use descent_core::number::short;
use descent_core::session::words;
use descent_core::{Bookmark, Message, Notation, Problem, Session, Strings, VERSION};

use crate::{
    Axis, Chart, Curve, Layout, PAGE_NAMES, Picture, Rect, Theme, Trail, Weight, chart, map,
};
pub(crate) use ink::SvgInk;
use ink::{MATHS, STRONG, TO_HERE, Type, digits, escaped};
use legend::Legend;

/// What to draw, beside the session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Width and height in CSS pixels. The picture is higher where its runs need it, and
    /// never narrower than [`Figure::NARROWEST`].
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
        Self { size: [1200.0, 640.0], theme: &Theme::LIGHT, chart: Chart::COST_LOG, samples: 200 }
    }
}

const MARGIN: f64 = 24.0;

/// Where the first line of text stands.
const FIRST_LINE: f64 = 33.0;

/// From one line of a formula to the next.
const LINE: f64 = 22.0;

/// What a chart's heading takes.
const HEADING: f64 = 12.0;

/// The smallest map and chart that are still read, and what stands between parts.
const LEAST_MAP: f64 = 280.0;
const LEAST_CHART: f64 = 190.0;
const GAP: f64 = 14.0;

/// How high and how wide a map may be, by its other side.
const TALLEST: f64 = 1.15;
const WIDEST: f64 = 1.35;

/// Where the parts of a picture stand.
struct Places {
    size: [f64; 2],
    map: Rect,
    chart: Rect,
    legend: [f64; 2],
}

impl Figure {
    /// The narrowest picture, in CSS pixels.
    pub const NARROWEST: f64 = legend::NARROWEST + 2.0 * MARGIN;

    /// Draws a session at the epoch that it shows. The same session gives the same text.
    #[must_use]
    pub fn draw(&self, session: &Session, strings: &Strings) -> String {
        let width = self.size[0].max(Self::NARROWEST);
        let (head, top) = self.head(session, strings, width);
        let asked = self.size[1] - top - MARGIN;
        let legend = |column| Legend::new(session, strings, self.theme, column);
        let below = legend(width - 2.0 * MARGIN);
        let beside = beside(width, asked).filter(|&left| !is_tall(left, asked, below.height()));
        let legend = beside.map_or(below, |left| legend(width - 3.0 * MARGIN - left));
        let places = places(width, [top, asked], beside, legend.height());

        let picture = Picture::of(session, self.theme, strings);
        let mut svg = self.opening(session, strings, places.size);
        svg.push_str(&head);
        part(&mut svg, corner(places.map), &self.map(&picture, size(places.map)));
        part(&mut svg, corner(places.chart), &self.curves(&picture, size(places.chart)));
        part(&mut svg, places.legend, &legend.draw());
        svg.push_str("</svg>\n");
        svg
    }

    /// The document's beginning: what a screen reader says, and the ground.
    fn opening(&self, session: &Session, strings: &Strings, [width, height]: [f64; 2]) -> String {
        let name = escaped(&landscape_name(session, strings));
        let summary = escaped(&summary(session, strings));
        let origin = escaped(&self.origin(session));
        let (width, height, paper) = (digits(width), digits(height), self.theme.paper.css());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
             aria-labelledby=\"title summary\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"system-ui, sans-serif\">\n\
             <title id=\"title\">{name}</title>\n<desc id=\"summary\">{summary}</desc>\n\
             <metadata>{origin}</metadata>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n",
        )
    }

    /// What it takes to draw the same again: version, fingerprint where it is known, and link.
    fn origin(&self, session: &Session) -> String {
        let page = vec![("chart", self.chart.id()), ("theme", self.theme.name)];
        let link = Bookmark { page, ..session.bookmark() }.lasting(PAGE_NAMES);
        let fingerprint = session.digest().map(|digest| format!(" {digest}"));
        format!("Descent {VERSION}{} #{link}", fingerprint.unwrap_or_default())
    }

    /// The landscape's name, its formula beside it where there is room and else below, and
    /// the epoch; and where they end.
    fn head(&self, session: &Session, strings: &Strings, width: f64) -> (String, f64) {
        let Theme { ink, soft, .. } = *self.theme;
        let strong = Type { size: 18.0, colour: ink, more: STRONG };
        let maths = Type { size: 15.5, colour: ink, more: MATHS };
        let small = Type { size: 13.0, colour: soft, more: TO_HERE };
        let name = landscape_name(session, strings);
        let formula = session.task().written(Notation::Text);
        let epoch = strings.say(&Message::new("figure.epoch").with("epoch", session.epoch()));

        let mut svg = String::new();
        let letters = |text: &str| text.chars().count();
        let taken = strong.width(letters(&name)) + small.width(letters(&epoch)) + 2.0 * MARGIN;
        let inside = width - 2.0 * MARGIN;
        let mut y = FIRST_LINE;
        small.write(&mut svg, &epoch, [width - MARGIN, y]);
        if taken + maths.width(letters(&formula)) <= inside {
            _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\"><tspan {}>{}</tspan> <tspan dx=\"12\" {}>{}</tspan></text>",
                digits(MARGIN),
                digits(y),
                strong.attributes(),
                escaped(&name),
                maths.attributes(),
                escaped(&formula),
            );
        } else {
            strong.write(&mut svg, &name, [MARGIN, y]);
            y += 3.0;
            for line in maths.lines(&formula, inside) {
                y += LINE;
                maths.write(&mut svg, &line, [MARGIN, y]);
            }
        }
        (svg, y + 20.0)
    }

    fn map(&self, picture: &Picture<'_>, size: [f64; 2]) -> String {
        let &Picture { session, theme, .. } = picture;
        let (layout, view) = (Layout::map(size, 1.0), session.view());
        let field = session.sample(self.samples, self.samples);
        let levels = picture.levels(&field);
        let mut svg = contours::bands(&layout, &field, &levels, theme);
        let mut ink = SvgInk::default();
        map::axes(&mut ink, &layout, view, &levels, theme);
        map::key(&mut ink, &layout, picture);
        svg.push_str(&ink.finish());
        let (mut paths, mut ghosts) = (SvgInk::default(), SvgInk::default());
        let [weight, ghost] =
            [Weight::Ink { halo: theme.halo }, Weight::Ghost { halo: theme.halo }];
        for (index, run, _) in session.shown() {
            let (line, trajectory) = (picture.lines[index], run.trajectory());
            let (epoch, last) = (session.epoch(), trajectory.len());
            Trail::default().extend(&mut paths, &layout, view, trajectory, epoch, line, weight);
            if epoch == 0 {
                Trail::default().extend(&mut ghosts, &layout, view, trajectory, last, line, ghost);
            }
        }
        let paths = ghosts.finish() + &paths.finish();
        let mut ink = SvgInk::default();
        map::foreground(&mut ink, &layout, picture);
        clipped(&mut svg, "map", layout.plot, &(paths + &ink.finish()));
        svg
    }

    fn curves(&self, picture: &Picture<'_>, [width, height]: [f64; 2]) -> String {
        let &Picture { session, strings, .. } = picture;
        let (size, theme) = ([width, height - HEADING], self.theme);
        let layout = Layout::chart(size, 1.0);
        let axis = Axis::of(session, self.chart, Axis::whole(session));
        let mut ink = SvgInk::default();
        chart::axes(&mut ink, &layout, &axis, strings.get(chart::EPOCH), theme);
        let mut inside = ink.finish();
        let mut ink = SvgInk::default();
        for (index, run, _) in session.shown() {
            let (line, epoch) = (picture.lines[index], session.epoch());
            if epoch == 0 || self.chart.has_background() {
                let (values, faint) = (self.chart.column(run.trajectory()), chart::GHOST);
                let last = if epoch == 0 { values.len() } else { epoch };
                Curve::default().extend(&mut ink, &layout, &axis, values, last, line, faint);
            }
            let values = self.chart.curve(run.trajectory());
            Curve::default().extend(&mut ink, &layout, &axis, &values, epoch, line, 1.0);
        }
        chart::write_names(&mut ink, &layout, &axis, self.chart, picture);
        clipped(&mut inside, "chart", layout.plot, &ink.finish());
        let mut svg = String::new();
        self.chart_heading(&mut svg, strings, width, Axis::base(session, self.chart));
        part(&mut svg, [0.0, HEADING], &inside);
        svg
    }

    /// What the chart shows, on which scale, and above what.
    fn chart_heading(&self, svg: &mut String, strings: &Strings, width: f64, base: f64) {
        const BASELINE: f64 = 9.0;
        let Theme { ink, soft, .. } = *self.theme;
        let title = strings.get(&format!("chart.{}.title", self.chart.id())).to_owned();
        let id = format!("chart.{}", self.chart.id());
        let mut scale = strings.get(&id).to_owned();
        if base != 0.0 {
            let above = Message::new("chart.above").with("base", short(base));
            scale = format!("{}, {scale}", strings.say(&above));
        }
        Type { size: 13.5, colour: ink, more: STRONG }.write(svg, &title, [0.0, BASELINE]);
        Type { size: 12.0, colour: soft, more: TO_HERE }.write(svg, &scale, [width, BASELINE]);
    }
}

/// How wide the map is where the chart has room beside it.
fn beside(width: f64, height: f64) -> Option<f64> {
    let inside = width - 3.0 * MARGIN;
    let widest = (0.5 * inside).min(inside - legend::NARROWEST);
    let left = widest.min(1.1 * height.max(LEAST_MAP));
    (left >= LEAST_MAP).then_some(left.round())
}

/// True where a map of this width would have to be stretched, and there is room for it above
/// chart and legend.
fn is_tall(left: f64, height: f64, legend: f64) -> bool {
    let above = height - 2.0 * GAP - LEAST_CHART - legend;
    height > TALLEST * left && above > 0.85 * left
}

/// Chart and legend stand beside the map, or else below it. The map keeps about the shape of
/// the plane.
fn places(width: f64, [top, asked]: [f64; 2], beside: Option<f64>, legend: f64) -> Places {
    let inside = width - 2.0 * MARGIN;
    let under_chart = if legend > 0.0 { GAP + legend } else { 0.0 };
    let least = LEAST_CHART + under_chart;
    let (body, map_size, chart_corner) = match beside {
        Some(left) => {
            let body = asked.max(least).max(LEAST_MAP).round();
            (body, [left, body.min(TALLEST * left).round()], [left + 2.0 * MARGIN, top])
        }
        None => {
            let body = asked.max(LEAST_MAP + GAP + least).round();
            let map = (body - GAP - least).min(0.95 * inside).round();
            (body, [inside.min(WIDEST * map).round(), map], [MARGIN, top + map + GAP])
        }
    };
    let [left, chart_top] = chart_corner;
    let bottom = top + body;
    let chart = Rect {
        left,
        top: chart_top,
        width: width - MARGIN - left,
        height: (bottom - under_chart - chart_top).floor(),
    };
    let room = beside.unwrap_or(inside) - map_size[0];
    let map_left = (MARGIN + 0.5 * room).round();
    let map = Rect { left: map_left, top, width: map_size[0], height: map_size[1] };
    Places { size: [width, bottom + MARGIN], map, chart, legend: [left, bottom - legend] }
}

fn corner(rect: Rect) -> [f64; 2] {
    [rect.left, rect.top]
}

fn size(rect: Rect) -> [f64; 2] {
    [rect.width, rect.height]
}

fn landscape_name(session: &Session, strings: &Strings) -> String {
    strings.get(&format!("landscape.{}.name", session.experiment().landscape.kind())).to_owned()
}

/// What the picture shows, for whoever does not see it.
fn summary(session: &Session, strings: &Strings) -> String {
    let experiment = session.experiment();
    let task = session.task();
    let [w1, w2] = session.start();
    let message = Message::new("figure.summary")
        .with("landscape", landscape_name(session, strings))
        .with("formula", task.written(Notation::Text))
        .with("w1", short(w1))
        .with("w2", short(w2))
        .with("cost", short(task.cost(&experiment.start)))
        .with("epoch", session.epoch());
    let mut summary = strings.say(&message);
    let names = words::names(&experiment.runs, strings);
    for (index, _, _) in session.shown() {
        let Some(readout) = session.readout(index) else { continue };
        let run = Message::new("live.run")
            .with("name", &names[index])
            .with("status", words::outcome(&readout, strings))
            .with("cost", short(readout.cost));
        summary = summary + " " + &strings.say(&run);
    }
    summary
}

/// A part of the picture, from its own upper left corner.
fn part(svg: &mut String, [x, y]: [f64; 2], inside: &str) {
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
