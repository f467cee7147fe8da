//! The figure as a reader of SVG meets it.

use descent_core::session::Event;
use descent_core::{Experiment, Field, Landscape, Optimizer, Region, RunSpec, Session, Strings};
use descent_plot::svg::Figure;
use descent_plot::{Chart, Picture, Theme};
use roxmltree::{Document, Node};

fn english() -> Strings {
    Strings::parse(include_str!("../../../www/locales/en.json")).expect("the English strings")
}

fn landscape(kind: &str) -> Landscape {
    Landscape::from_kind(kind).expect("listed")
}

fn run(kind: &str) -> RunSpec {
    RunSpec::new(Optimizer::from_kind(kind).expect("listed"))
}

/// An experiment at its last epoch.
fn shown(experiment: Experiment) -> Session {
    let mut session = Session::new(experiment.clone());
    session.load(experiment);
    session
}

fn session(landscape: Landscape, epochs: usize, runs: &[&str]) -> Session {
    let runs = runs.iter().map(|kind| run(kind)).collect();
    shown(Experiment { epochs, runs, ..Experiment::new(landscape) })
}

fn small() -> Figure {
    Figure { size: [900.0, 420.0], samples: 40, ..Figure::default() }
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap_or_else(|| panic!("{name}")).parse().expect("a number")
}

/// All that is written, in order.
fn texts(document: &Document<'_>) -> Vec<String> {
    let nodes = document.descendants().filter(|node| node.has_tag_name("text"));
    let text = |node: Node<'_, '_>| {
        node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
    };
    nodes.map(|node| -> String { text(node) }).map(|text| text.trim().to_owned()).collect()
}

/// A path of straight lines, as its pieces' corners.
type Path = Vec<Vec<[f64; 2]>>;

fn path(commands: &str) -> Path {
    let corner = |text: &str| {
        let (x, y) = text.trim_end_matches('Z').split_once(' ').expect("two numbers");
        [x, y].map(|number| number.parse().expect("a number"))
    };
    commands.split('M').skip(1).map(|piece| piece.split('L').map(corner).collect()).collect()
}

/// Whether a point is inside a path, by even-odd counting.
fn inside(path: &Path, [x, y]: [f64; 2]) -> bool {
    let sides = path.iter().flat_map(|piece| piece.iter().zip(piece.iter().cycle().skip(1)));
    let crosses = |&([x1, y1], [x2, y2]): &(&[f64; 2], &[f64; 2])| {
        (*y1 > y) != (*y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    };
    sides.filter(crosses).count() % 2 == 1
}

/// The part of the picture in which the landscape's points stand.
struct Plot([f64; 4]);

impl Plot {
    fn of(document: &Document<'_>) -> Self {
        let clip = document.descendants().find(|node| node.attribute("id") == Some("map"));
        let rect = clip.and_then(|clip| clip.first_element_child()).expect("the map's frame");
        Self(["x", "y", "width", "height"].map(|name| number(rect, name)))
    }

    fn place(&self, view: Region, point: [f64; 2]) -> [f64; 2] {
        let Self([left, top, width, height]) = self;
        let [u, v] = view.fractions(point);
        [left + u * width, top + (1.0 - v) * height]
    }
}

#[test]
fn every_landscape_makes_a_sound_document() {
    let strings = english();
    for landscape in Landscape::all() {
        let session = session(landscape.clone(), 30, &["momentum", "adam"]);
        for (chart, theme) in Chart::ALL.into_iter().zip([&Theme::LIGHT, &Theme::DARK].repeat(2)) {
            let svg = Figure { theme, chart, ..small() }.draw(&session, &strings);
            let document = Document::parse(&svg).expect("XML");
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            for tag in ["title", "desc"] {
                let said = root.children().find(|node| node.has_tag_name(tag));
                assert!(said.and_then(|node| node.text()).is_some_and(|text| text.len() > 3));
            }
            let values = document.descendants().flat_map(|node| node.attributes());
            let broken = |value: &str| value.contains("NaN") || value.contains("inf");
            assert!(!values.into_iter().any(|attribute| broken(attribute.value())));
            let key = |text: &String| text.contains('{') || text.contains(".name");
            assert_eq!(texts(&document).into_iter().find(key), None, "{}", landscape.kind());
        }
    }
}

#[test]
fn the_ground_has_the_colour_of_its_cost() {
    let strings = english();
    let css = |[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}");
    for landscape in Landscape::all() {
        let figure = small();
        let session = session(landscape.clone(), 1, &[]);
        let svg = figure.draw(&session, &strings);
        let document = Document::parse(&svg).expect("XML");
        let region = landscape.get().region();
        let field = session.sample(figure.samples, figure.samples);
        let levels = Picture::of(&session, figure.theme, &strings).levels(&field);
        let colours: Vec<String> = figure.theme.bands(&levels).into_iter().map(css).collect();
        let (plot, painted) = (Plot::of(&document), painted(&document));
        let wrong = |(point, cost): &([f64; 2], f64)| {
            let at = plot.place(region, *point);
            let top = painted.iter().rev().find(|(path, _)| inside(path, at));
            let found = top.map(|(_, fill)| *fill).or(colours.last().map(String::as_str));
            found != Some(colours[levels.band(*cost)].as_str())
        };
        let points = grid(&field);
        let wrong = points.iter().filter(|point| wrong(point)).count();
        // Where a level goes right through a point, two decimals may move it across.
        assert!(wrong * 200 <= points.len(), "{}: {wrong}", landscape.kind());
    }
}

/// The filled contours in the order in which they are painted.
fn painted<'a>(document: &'a Document<'_>) -> Vec<(Path, &'a str)> {
    let contours = document.descendants().find(|node| node.has_attribute("stroke-opacity"));
    let contours = contours.and_then(|path| path.parent());
    let paths = contours.expect("contours").children();
    paths.filter_map(|node| Some((path(node.attribute("d")?), node.attribute("fill")?))).collect()
}

/// The points of a field that do not lie on its edge, with their costs.
fn grid(field: &Field) -> Vec<([f64; 2], f64)> {
    let places = (1..field.rows - 1).flat_map(|j| (1..field.columns - 1).map(move |i| (i, j)));
    places.map(|(i, j)| (field.point(i, j), field.values[j * field.columns + i])).collect()
}

#[test]
fn a_path_goes_through_the_true_iterates() {
    let adam = RunSpec { learning_rate: 0.3, ..run("adam") };
    let himmelblau = landscape("himmelblau");
    let experiment = Experiment { epochs: 12, runs: vec![adam], ..Experiment::new(himmelblau) };
    let session = shown(experiment);
    let svg = small().draw(&session, &english());
    let document = Document::parse(&svg).expect("XML");
    let clipped = |node: &Node<'_, '_>| node.attribute("clip-path") == Some("url(#map)");
    let paths = document.descendants().find(clipped).expect("the paths");
    let runs = &session.experiment().runs;
    let colour = Theme::LIGHT.lines(runs)[0].0.css();
    let of_the_run = |node: &Node<'_, '_>| node.attribute("stroke") == Some(colour.as_str());
    let drawn = paths.children().find(of_the_run).and_then(|path| path.attribute("d"));
    let [line] = path(drawn.expect("a path")).try_into().expect("one piece");
    assert_eq!(line.len(), 13);
    let plot = Plot::of(&document);
    for (epoch, [x, y]) in line.into_iter().enumerate() {
        let point = session.runs()[0].trajectory().point(epoch).expect("an epoch");
        let [x1, y1] = plot.place(session.view(), point);
        assert!((x - x1).abs() < 0.0051 && (y - y1).abs() < 0.0051, "epoch {epoch}: {x} {y}");
    }
}

/// Where a piece of text stands in the whole picture.
fn position(node: Node<'_, '_>) -> [f64; 2] {
    let own = [number(node, "x"), number(node, "y")];
    let moves = node.ancestors().filter_map(|node| node.attribute("transform"));
    moves.fold(own, |[x, y], transform| {
        let numbers = transform.trim_start_matches("translate(").trim_end_matches(')');
        let (dx, dy) = numbers.split_once(' ').expect("two numbers");
        let read = |text: &str| text.parse::<f64>().expect("a number");
        [x + read(dx), y + read(dy)]
    })
}

#[test]
fn everything_written_is_in_the_picture() {
    let strings = english();
    let runs: Vec<&str> = Optimizer::KINDS.iter().copied().cycle().take(32).collect();
    let session = session(landscape("goldstein_price"), 20, &runs);
    for size in [[0.0, 0.0], [520.0, 300.0], [860.0, 400.0], [1200.0, 640.0], [3000.0, 500.0]] {
        let svg = Figure { size, samples: 16, ..Figure::default() }.draw(&session, &strings);
        let document = Document::parse(&svg).expect("XML");
        let [width, height] = ["width", "height"].map(|name| number(document.root_element(), name));
        assert!(width >= size[0].max(Figure::NARROWEST) && height >= size[1], "{size:?}");
        for node in document.descendants().filter(|node| node.has_tag_name("text")) {
            let [x, y] = position(node);
            assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{size:?}: {x} {y}");
        }
        let written = texts(&document);
        for run in ["Momentum 2", "Adadelta 2"] {
            assert!(written.iter().any(|text| text == run), "{run} in {size:?}");
        }
    }
}

#[test]
fn the_map_keeps_about_the_shape_of_the_plane() {
    let session = session(landscape("booth"), 20, &["adam", "momentum"]);
    let sizes =
        [[900.0, 1000.0], [1200.0, 1000.0], [1200.0, 640.0], [600.0, 1400.0], [2000.0, 900.0]];
    for size in sizes {
        let svg = Figure { size, samples: 16, ..Figure::default() }.draw(&session, &english());
        let document = Document::parse(&svg).expect("XML");
        let clip = document.descendants().find(|node| node.attribute("id") == Some("map"));
        let rect = clip.and_then(|clip| clip.first_element_child()).expect("the map's edge");
        let shape = number(rect, "width") / number(rect, "height");
        assert!((0.72..1.4).contains(&shape), "{shape} at {size:?}");
        let height = number(document.root_element(), "height");
        assert!((height - size[1]).abs() < 1.0, "{height} at {size:?}");
    }
}

#[test]
fn a_legend_says_how_a_run_differs_from_its_defaults() {
    let file = r#"{"version": 1, "landscape": {"kind": "booth"}, "epochs": 5, "runs": [
        {"optimizer": {"kind": "adam", "beta1": 0.5, "bias_correction": false},
         "learning_rate": 2.5e-6, "warmup": 3, "schedule": {"kind": "step", "every": 10}},
        {"optimizer": {"kind": "rmsprop"}, "schedule": {"kind": "inverse_time", "decay": 0.1}}]}"#;
    let session = shown(Experiment::parse(file).expect("an experiment"));
    let svg = Figure { size: [1200.0, 640.0], ..small() }.draw(&session, &english());
    let written = texts(&Document::parse(&svg).expect("XML"));
    let changes = "Step decay, n 10, β₁ 0.5, no Bias correction, Warm-up epochs 3";
    for text in ["2.5e-6", "0.1", changes] {
        assert!(written.iter().any(|found| found == text), "{text} in {written:?}");
    }
}

#[test]
fn the_same_session_gives_the_same_text_and_another_epoch_another() {
    let strings = english();
    let mut session = session(landscape("rosenbrock"), 30, &["gradient_descent", "adam"]);
    let first = small().draw(&session, &strings);
    assert_eq!(first, small().draw(&session, &strings));
    session.send(Event::Seek { epoch: 10 }).expect("accepted");
    assert_ne!(first, small().draw(&session, &strings));
}
