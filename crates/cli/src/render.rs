use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use descent_core::{Link, Message, Session, Strings};
use descent_plot::svg::Figure;
use descent_plot::{Chart, Theme};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::failure::{Failure, say};
use crate::source::Source;

/// The most pixels that a picture may have, in millions: some seconds and 300 MB.
const MOST_MEGAPIXELS: f32 = 64.0;

const NARROWEST: i64 = Figure::NARROWEST as i64;

/// What `descent render` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Where to draw to: a name that ends in .svg or .png
    #[arg(long)]
    out: PathBuf,
    /// Width in CSS pixels
    #[arg(long, default_value_t = 1200, value_parser = clap::value_parser!(u16).range(NARROWEST..=8000))]
    width: u16,
    /// Height in CSS pixels; many runs make the picture higher
    #[arg(long, default_value_t = 640, value_parser = clap::value_parser!(u16).range(240..=8000))]
    height: u16,
    /// Device pixels per CSS pixel, for PNG
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=4))]
    scale: u8,
    /// In which colours; as the link has it, or light
    #[arg(long, value_enum)]
    theme: Option<Colours>,
    /// What the chart shows; as the link has it, or the cost on a logarithmic axis
    #[arg(long, value_parser = Chart::IDS)]
    chart: Option<String>,
    /// Which epoch is shown; as the link has it, or the last one
    #[arg(long)]
    epoch: Option<usize>,
    /// Samples along one side of the landscape
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(16..=1000))]
    samples: u16,
}

#[derive(Clone, Copy, ValueEnum)]
enum Colours {
    /// Ink on warm paper
    Light,
    /// Chalk on slate
    Dark,
}

/// Draws an experiment.
pub(crate) fn render(arguments: &Arguments, strings: &Strings) -> Result<(), Failure> {
    let name = arguments.out.display().to_string();
    let as_png = match arguments.out.extension().and_then(|extension| extension.to_str()) {
        Some("svg") => false,
        Some("png") => true,
        _ => return Err(Failure::Asked(Message::new("cli.extension").with("file", name))),
    };
    let link = arguments.source.link(strings)?;
    let figure = figure(arguments, &link);
    let svg = figure.draw(&session(arguments, link)?, strings);
    let bytes = match as_png {
        false => svg.into_bytes(),
        true => png(&svg, f32::from(arguments.scale), &name, strings)?,
    };
    std::fs::write(&arguments.out, bytes)
        .map_err(|error| Failure::with_file("cli.unwritable", &name, &error))
}

/// The experiment at the epoch to show.
fn session(arguments: &Arguments, link: Link) -> Result<Session, Failure> {
    let epochs = link.experiment.epochs;
    let epoch = arguments.epoch.unwrap_or(link.epoch);
    if epoch > epochs {
        let message = Message::new("cli.epoch").with("epoch", epoch).with("epochs", epochs);
        return Err(Failure::Asked(message));
    }
    let mut session = Session::opened(Link { epoch, ..link });
    session.complete();
    Ok(session)
}

fn figure(arguments: &Arguments, link: &Link) -> Figure {
    let told = |name: &str| link.page.iter().find(|told| told.0 == name).map(|told| told.1);
    let chart = arguments.chart.as_deref().or_else(|| told("chart"));
    let theme = match arguments.theme {
        None => told("theme").map_or(&Theme::LIGHT, Theme::named),
        Some(Colours::Light) => &Theme::LIGHT,
        Some(Colours::Dark) => &Theme::DARK,
    };
    Figure {
        size: [f64::from(arguments.width), f64::from(arguments.height)],
        theme,
        chart: chart.and_then(Chart::from_id).unwrap_or(Chart::CostLog),
        samples: usize::from(arguments.samples),
    }
}

fn png(svg: &str, scale: f32, name: &str, strings: &Strings) -> Result<Vec<u8>, Failure> {
    let about = |key| Message::new(key).with("file", name);
    let failed = |reason: String| Failure::Asked(about("cli.unwritable").with("reason", reason));
    let fonts = fonts();
    if fonts.is_empty() {
        say(&strings.say(&about("cli.no_fonts")));
    }
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let megapixels = width * height / 1e6;
    let too_large = || {
        let message = about("cli.too_large").with("pixels", megapixels.ceil());
        Failure::Asked(message.with("most", MOST_MEGAPIXELS))
    };
    let sound = megapixels <= MOST_MEGAPIXELS;
    let pixmap = sound.then(|| Pixmap::new(width.ceil() as u32, height.ceil() as u32));
    let mut pixmap = pixmap.flatten().ok_or_else(too_large)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| failed(error.to_string()))
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
