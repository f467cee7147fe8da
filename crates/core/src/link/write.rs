use super::read::NO_RUN;
use super::{Link, PageNames};
use crate::knob::Knob;
use crate::list::Listed;
use crate::number::exact;
use crate::{Experiment, RunSpec, Session, gallery};

pub(super) fn write(link: &Link, names: &PageNames) -> String {
    let experiments = gallery::GALLERY.iter().enumerate().filter_map(|(index, exhibit)| {
        let base = Experiment::parse(exhibit.file).ok()?;
        let named = (index > 0).then(|| ("experiment", exhibit.id.to_owned()));
        Some(named.into_iter().chain(changes(&link.experiment, &base)).collect::<Vec<_>>())
    });
    let length =
        |pairs: &Vec<(&str, String)>| pairs.iter().map(|pair| pair.1.len() + 12).sum::<usize>();
    let mut pairs = experiments.min_by_key(length).unwrap_or_default();
    pairs.extend(view(link));
    for &(name, known) in names {
        let told = link.page.iter().find(|told| told.0 == name);
        pairs.extend(
            told.filter(|told| Some(&told.1) != known.first())
                .map(|told| (name, told.1.to_owned())),
        );
    }
    if pairs.is_empty() {
        return String::new();
    }
    let pairs = pairs.iter().map(|(name, value)| format!("&{name}={value}"));
    format!("v={}{}", Link::VERSION, pairs.collect::<String>())
}

/// What differs from another experiment.
fn changes(experiment: &Experiment, base: &Experiment) -> Vec<(&'static str, String)> {
    let Experiment { landscape, start, epochs, seed, runs } = experiment;
    let mut pairs = Vec::new();
    let mut start_of_base = base.start;
    if *landscape != base.landscape {
        start_of_base = landscape.get().start();
        pairs.push((
            "landscape",
            landscape.kind().to_owned() + &settings("", landscape.settings().knobs()),
        ));
    }
    if *start != start_of_base {
        pairs.push(("start", list(start)));
    }
    if *epochs != base.epochs {
        pairs.push(("epochs", epochs.to_string()));
    }
    if *seed != base.seed {
        pairs.push(("seed", seed.to_string()));
    }
    if *runs != base.runs {
        pairs.extend(runs.iter().map(|spec| ("run", run(spec))));
        if runs.is_empty() {
            pairs.push(("run", NO_RUN.to_owned()));
        }
    }
    pairs
}

fn run(spec: &RunSpec) -> String {
    let RunSpec { optimizer, learning_rate, schedule, warmup } = spec;
    let usual = RunSpec::new(*optimizer);
    let mut text = optimizer.kind().to_owned();
    if *learning_rate != usual.learning_rate {
        text += &format!(",learning_rate:{}", exact(*learning_rate));
    }
    text += &settings("", optimizer.settings().knobs());
    if schedule.kind() != usual.schedule.kind() {
        text += &format!(",schedule:{}", schedule.kind());
    }
    text += &settings("schedule.", schedule.settings().knobs());
    if *warmup != usual.warmup {
        text += &format!(",warmup:{warmup}");
    }
    text
}

/// The knobs that are not as they are by themselves.
fn settings(prefix: &str, knobs: Vec<Knob>) -> String {
    let changed = knobs.into_iter().filter(|knob| knob.value != knob.default);
    changed.map(|knob| format!(",{prefix}{}:{}", knob.name, knob.text())).collect()
}

/// How the session is looked at, as far as that is not usual.
fn view(link: &Link) -> Vec<(&'static str, String)> {
    let usual = Session::new(Experiment { runs: Vec::new(), ..link.experiment.clone() });
    let mut pairs = Vec::new();
    let mut say = |name, differs: bool, text: String| pairs.extend(differs.then_some((name, text)));
    let hidden = link.looks.iter().enumerate().filter(|(_, look)| !look.shown);
    let hidden: Vec<_> = hidden.map(|(index, _)| index as f64).collect();
    say("hidden", !hidden.is_empty(), list(&hidden));
    let styles: Vec<_> = link.looks.iter().map(|look| look.style as f64).collect();
    let in_order = link.looks.iter().enumerate().all(|(index, look)| look.style == index);
    say("styles", !in_order, list(&styles));
    say("epoch", link.epoch != usual.epoch(), link.epoch.to_string());
    say("speed", link.speed != usual.playback.speed(), exact(link.speed));
    say("view", link.view != usual.view(), list(&[link.view.x, link.view.y].concat()));
    say("threshold", link.threshold != usual.threshold(), exact(link.threshold));
    pairs
}

fn list(numbers: &[f64]) -> String {
    numbers.iter().map(|number| exact(*number)).collect::<Vec<_>>().join(",")
}
