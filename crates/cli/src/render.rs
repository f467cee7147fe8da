use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use descent_core::settings::Range;
use descent_core::{Bookmark, Experiment, Message, Session, Strings};
use descent_plot::svg::Figure;
use descent_plot::{Chart, Theme};

use crate::arguments::{Whole, check_most};
use crate::failure::{Failure, shown};
use crate::memory;
use crate::output::Output;
use crate::progress::Progress;
use crate::raster::Raster;
use crate::source::Source;

/// What `descent render` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// A file to draw to, its name ending in .svg or .png; with --as any file, or none for the
    /// standard output
    #[arg(long, required_unless_present = "format")]
    out: Option<PathBuf>,
    /// As what to draw; where nothing is said, as the name of the file ends
    #[arg(id = "format", long = "as", value_name = "FORMAT", value_enum)]
    format: Option<Format>,
    /// Width in CSS pixels
    #[arg(long, allow_negative_numbers = true, default_value_t = 1200, value_parser = WIDTH)]
    width: usize,
    /// Height in CSS pixels; many runs make the picture higher
    #[arg(long, allow_negative_numbers = true, default_value_t = 640, value_parser = HEIGHT)]
    height: usize,
    /// Device pixels per CSS pixel, for PNG
    #[arg(long, allow_negative_numbers = true, default_value_t = 2, value_parser = SCALE)]
    scale: usize,
    /// In which colours; as the link has it, or light
    #[arg(long, value_enum)]
    theme: Option<Colours>,
    /// What the chart shows; as the link has it, or the cost on a logarithmic axis
    #[arg(long, value_parser = Chart::IDS)]
    chart: Option<String>,
    /// Which epoch is shown; as the link has it, or the last one
    #[arg(long, allow_negative_numbers = true, value_parser = EPOCH)]
    epoch: Option<usize>,
    /// Samples along one side of the landscape
    #[arg(long, allow_negative_numbers = true, default_value_t = 200, value_parser = SAMPLES)]
    samples: usize,
}

const WIDTH: Whole = Whole(Range::whole(Figure::NARROWEST as u64, 8000));
const HEIGHT: Whole = Whole(Range::whole(240, 8000));
const SCALE: Whole = Whole(Range::whole(1, 4));
const EPOCH: Whole = Whole(Range { min: 0.0, ..Experiment::EPOCHS });
const SAMPLES: Whole = Whole(Range::whole(16, 1000));

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// Shapes, which are sharp at any size
    Svg,
    /// Pixels
    Png,
}

#[derive(Clone, Copy, ValueEnum)]
enum Colours {
    /// Ink on warm paper
    Light,
    /// Chalk on slate
    Dark,
}

/// How much of the work is done when every run is computed, and when the figure is drawn; what
/// is left of it is turning that into pixels.
const COMPUTED: f64 = 0.1;
const DRAWN: f64 = 0.2;

/// Draws an experiment.
pub(crate) fn render(arguments: &Arguments, strings: &Strings) -> Result<(), Failure> {
    let format = arguments.format()?;
    let out = Output::of(arguments.out.as_ref());
    if format == Format::Png && matches!(out, Output::Standard) && io::stdout().is_terminal() {
        return Err(Failure::Asked(Message::new("cli.terminal")));
    }
    let link = arguments.link()?;
    let experiment = &link.experiment;
    let bytes =
        memory::of_runs(experiment.runs.len(), experiment) + memory::of_picture(arguments.samples);
    memory::check(bytes, "cli.memory.render")?;
    let raster = match format {
        Format::Svg => None,
        Format::Png => Some(Raster::new(arguments.scale as f32, strings)?),
    };
    let progress = Progress::start();
    let figure = figure(arguments, &link);
    let svg = figure.draw(&computed(link, &progress), strings);
    progress.reach(DRAWN);
    let bytes = match raster {
        None => svg.into_bytes(),
        Some(raster) => raster.png(&svg, |done| progress.reach(DRAWN + (1.0 - DRAWN) * done))?,
    };
    drop(progress);
    out.write(&bytes)
}

impl Arguments {
    /// As what to draw: as it is said, or as the name of the file ends.
    fn format(&self) -> Result<Format, Failure> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let out = self.out.as_deref().unwrap_or(Path::new(""));
        let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        Format::from_str(ending, true)
            .map_err(|_| Failure::Asked(Message::new("cli.extension").with("file", shown(out))))
    }

    /// The experiment and how it is looked at, at the epoch to show.
    fn link(&self) -> Result<Bookmark, Failure> {
        let link = self.source.link()?;
        let epoch = self.epoch.unwrap_or(link.epoch);
        check_most("--epoch", epoch, link.experiment.steps())?;
        Ok(Bookmark { epoch, ..link })
    }
}

/// A session with every run computed to its end.
fn computed(link: Bookmark, progress: &Progress) -> Session {
    let mut session = Session::opened(link);
    let runs = session.runs().len();
    for run in 0..runs {
        session.finish_run(run);
        progress.reach(COMPUTED * (run + 1) as f64 / runs as f64);
    }
    session.complete();
    session
}

fn figure(arguments: &Arguments, link: &Bookmark) -> Figure {
    let chart = arguments.chart.as_deref().or_else(|| link.page_value("chart"));
    let theme = match arguments.theme {
        None => link.page_value("theme").map_or(&Theme::LIGHT, Theme::named),
        Some(Colours::Light) => &Theme::LIGHT,
        Some(Colours::Dark) => &Theme::DARK,
    };
    Figure {
        size: [arguments.width as f64, arguments.height as f64],
        theme,
        chart: chart.and_then(Chart::from_id).unwrap_or(Chart::COST_LOG),
        samples: arguments.samples,
    }
}
