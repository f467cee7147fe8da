use super::read::NO_RUN;
use super::{Link, PageNames};
use crate::list::Listed;
use crate::number::exact;
use crate::{Experiment, RunSpec, gallery};

pub(super) fn write(link: &Link, names: &PageNames) -> String {
    let bases = gallery::IDS.iter().zip(gallery::experiments()).enumerate();
    let experiments = bases.map(|(index, (id, base))| {
        let named = (index > 0).then(|| ("experiment", (*id).to_owned()));
        named.into_iter().chain(changes(&link.experiment, base)).collect::<Vec<_>>()
    });
    let length = |pairs: &Vec<(&str, String)>| -> usize {
        pairs.iter().map(|(name, text)| name.len() + text.len() + 2).sum()
    };
    let mut pairs = experiments.min_by_key(length).unwrap_or_default();
    pairs.extend(view(link));
    pairs.extend(names.iter().filter_map(|(name, known)| {
        let (_, told) = link.page.iter().find(|(told, _)| told == name)?;
        (Some(told) != known.first()).then(|| (*name, (*told).to_owned()))
    }));
    if pairs.is_empty() {
        return String::new();
    }
    let pairs = pairs.iter().map(|(name, value)| format!("&{name}={value}"));
    format!("v={}{}", Link::VERSION, pairs.collect::<String>())
}

/// What differs from another experiment, as it is written: −0 is not 0.
fn changes(experiment: &Experiment, base: &Experiment) -> Vec<(&'static str, String)> {
    let landscape = |it: &Experiment| it.landscape.kind().to_owned() + &settings("", &it.landscape);
    let stays = landscape(experiment) == landscape(base);
    let start = if stays { base.start } else { experiment.landscape.get().start() };
    let pairs = [
        ("landscape", landscape(experiment), landscape(base)),
        ("start", list(&experiment.start), list(&start)),
        ("epochs", experiment.epochs.to_string(), base.epochs.to_string()),
        ("seed", experiment.seed.to_string(), base.seed.to_string()),
    ];
    let runs_now = runs(experiment);
    let others = if runs_now == runs(base) { Vec::new() } else { runs_now };
    unusual(pairs).chain(others.into_iter().map(|run| ("run", run))).collect()
}

/// The names whose text is not the usual one, which follows it.
fn unusual<const N: usize>(
    pairs: [(&'static str, String, String); N],
) -> impl Iterator<Item = (&'static str, String)> {
    let differing = pairs.into_iter().filter(|(_, text, usual)| text != usual);
    differing.map(|(name, text, _)| (name, text))
}

fn runs(experiment: &Experiment) -> Vec<String> {
    let runs: Vec<_> = experiment.runs.iter().map(run).collect();
    if runs.is_empty() { vec![NO_RUN.to_owned()] } else { runs }
}

fn run(spec: &RunSpec) -> String {
    let usual = RunSpec::new(spec.optimizer);
    let mut text = spec.optimizer.kind().to_owned();
    let [rate, usual_rate] = [spec, &usual].map(|run| exact(run.learning_rate));
    if rate != usual_rate {
        text += &format!(",learning_rate:{rate}");
    }
    text += &settings("", &spec.optimizer);
    if spec.schedule.kind() != usual.schedule.kind() {
        text += &format!(",schedule:{}", spec.schedule.kind());
    }
    text += &settings("schedule.", &spec.schedule);
    if spec.warmup != usual.warmup {
        text += &format!(",warmup:{}", spec.warmup);
    }
    text
}

/// The knobs of a member of a list that are not as they are by themselves.
fn settings<T: Listed>(prefix: &str, member: &T) -> String {
    let knobs = member.settings().knobs().into_iter();
    let changed = knobs.filter(|knob| knob.text() != knob.default.text());
    changed.map(|knob| format!(",{prefix}{}:{}", knob.name, knob.text())).collect()
}

/// How the session is looked at, as far as that is not usual.
fn view(link: &Link) -> Vec<(&'static str, String)> {
    let usual = Link::of(link.experiment.clone());
    let looks = || link.looks.iter().enumerate();
    let hidden: Vec<_> = looks().filter(|it| !it.1.shown).map(|it| it.0 as f64).collect();
    let styles: Vec<_> = looks().map(|it| it.1.style as f64).collect();
    let in_order: Vec<_> = usual.looks.iter().map(|look| look.style as f64).collect();
    let sides = |link: &Link| [link.view.x, link.view.y].concat();
    unusual([
        ("hidden", list(&hidden), String::new()),
        ("styles", list(&styles), list(&in_order)),
        ("epoch", link.epoch.to_string(), usual.epoch.to_string()),
        ("speed", exact(link.speed), exact(usual.speed)),
        ("view", list(&sides(link)), list(&sides(&usual))),
        ("threshold", exact(link.threshold), exact(usual.threshold)),
    ])
    .collect()
}

fn list(numbers: &[f64]) -> String {
    numbers.iter().map(|number| exact(*number)).collect::<Vec<_>>().join(",")
}
