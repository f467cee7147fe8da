use std::borrow::Cow;
use std::collections::BTreeSet;

use super::defaults::{Defaults, Scene};
use super::syntax::{self, unescape};
use super::{Bookmark, PageNames, settings};
use crate::fault::{Fault, Problem};
use crate::session::{Look, Playback, Session};
use crate::settings::{Headed, Range, Settings, set, set_knob};
use crate::{Experiment, Landscape, Listed, Optimizer, Region, RunSpec, Schedule, number};

pub(super) type Read<T> = Result<T, Fault>;

/// The names of a link before those of the experiment's fields.
const BEFORE: [&str; 2] = ["v", "experiment"];

/// The names after them, those of the page aside.
const AFTER: [&str; 6] = ["hidden", "styles", "epoch", "speed", "view", "threshold"];

/// What may stand more often than once: each is one of an experiment's runs.
const REPEATED: &str = "run";

/// Instead of a run: there is none.
pub(super) const NO_RUN: &str = "none";

/// Reads a fragment; `versions` are all that there are, the first one first.
pub(super) fn read(fragment: &str, names: &PageNames, versions: &[Defaults]) -> Read<Bookmark> {
    let (found, most) = (fragment.len(), Bookmark::LONGEST);
    if found > most {
        return Err(Fault::new("", Problem::TooLong { found, most }));
    }
    let plain = syntax::decoded(fragment)?;
    let pairs = Pairs::of(&plain);
    let defaults = pairs.version(versions)?;
    pairs.check(names)?;
    let mut link = defaults.link(pairs.experiment(defaults)?);
    pairs.look(&mut link)?;
    let page = names.iter().map(|&(name, known)| Ok((name, pairs.page(name, known, defaults)?)));
    Ok(Bookmark { page: page.collect::<Read<_>>()?, ..link })
}

/// Whether a name is that of a setting of a member of a list that stands in an experiment beside its
/// landscape, such as `penalty.weight`.
fn is_setting(name: &str) -> bool {
    name.split_once('.').is_some_and(|(member, _)| {
        member != Experiment::HEAD && Experiment::FIELDS.contains(&(member, true))
    })
}

/// The names and values of a link, in order; the values are still escaped.
pub(super) struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    pub(super) fn of(plain: &'a str) -> Self {
        Self(syntax::pairs(plain).collect())
    }

    /// The name that stands first, with its value.
    pub(super) fn first(&self) -> (&'a str, &'a str) {
        self.0.first().copied().unwrap_or_default()
    }

    /// The value of a name as it is spelled.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|pair| pair.0 == name).map(|pair| pair.1)
    }

    /// Every name with its value as it is spelled.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().copied()
    }

    /// What the link leaves out. Without a version it is of the first one: whoever wrote it by
    /// hand wrote it then. Where nothing at all is said, nobody has sent anything: that is the
    /// page as it opens.
    fn version<'d>(&self, versions: &'d [Defaults]) -> Read<&'d Defaults> {
        let found = match self.get("v") {
            Some(found) => versions.iter().find(|it| it.version.to_string() == found),
            None if self.0.is_empty() => versions.last(),
            None => versions.first(),
        };
        found.ok_or_else(|| {
            let found = self.get("v").unwrap_or_default().to_owned();
            Fault::new("v", Problem::Version { found, known: Bookmark::VERSION })
        })
    }

    /// Every name is known, and no name but `run` is there twice.
    fn check(&self, names: &PageNames) -> Read<()> {
        let fields = Experiment::FIELDS.iter().map(|field| field.0);
        let fields = fields.map(|name| if name == "runs" { REPEATED } else { name });
        let own = BEFORE.into_iter().chain([Experiment::HEAD]).chain(fields).chain(AFTER);
        let known: Vec<_> = own.chain(names.iter().map(|(name, _)| *name)).collect();
        let mut met = BTreeSet::new();
        for &(name, _) in &self.0 {
            if !known.contains(&name) && !is_setting(name) {
                return Err(Fault::unknown_field(name, &known));
            }
            if !met.insert(name) && name != REPEATED {
                return Err(Fault::new(name, Problem::Twice));
            }
        }
        Ok(())
    }

    fn experiment(&self, defaults: &Defaults) -> Read<Experiment> {
        let named = match self.get("experiment") {
            Some(name) => Some(unescape("experiment", name)?),
            None => None,
        };
        let base = defaults.experiment(named.as_deref()).ok_or_else(|| {
            let known: Vec<_> = defaults.names().collect();
            Fault::unknown_name("experiment", &named.unwrap_or_default(), &known)
        })?;
        self.changed(base.clone(), defaults)
    }

    /// An experiment with what is said instead.
    pub(super) fn changed(&self, base: Experiment, defaults: &Defaults) -> Read<Experiment> {
        let mut experiment = base;
        if let Some(text) = self.get("landscape") {
            let Scene { landscape, start, .. } = landscape(text, defaults)?;
            (experiment.landscape, experiment.start) = (landscape, start);
        }
        if let Some(start) = self.get("start") {
            experiment.start = self::start(start, experiment.start.len())?;
        }
        self.set_values(&mut experiment)?;
        let runs: Vec<_> = self.0.iter().filter(|pair| pair.0 == REPEATED).collect();
        let (found, most) = (runs.len(), Experiment::MOST_RUNS);
        if found > most {
            return Err(Fault::new("runs", Problem::TooMany { found, most }));
        }
        if found > 0 {
            let some = runs.iter().enumerate().filter(|it| found > 1 || it.1.1 != NO_RUN);
            let some =
                some.map(|(index, (_, text))| run(&format!("runs[{index}]"), text, defaults));
            experiment.runs = some.collect::<Read<_>>()?;
        }
        experiment.check()?;
        Ok(experiment)
    }

    /// Sets what stands beside landscape, start and runs. What there is to set can depend on what is
    /// set before: a penalty has the settings of its kind.
    fn set_values(&self, experiment: &mut Experiment) -> Read<()> {
        let mut known: Vec<Cow<'static, str>> = Vec::new();
        loop {
            let names = settings::of_experiment(experiment).into_iter().map(|it| it.0);
            let Some(name) = names.into_iter().find(|name| !known.contains(name)) else { break };
            if let Some(value) = self.get(&name) {
                let path = settings::path_in_experiment(&name);
                // Whether all of it goes together is seen at the end.
                set(experiment, &path, &unescape(&name, value)?)?;
            }
            known.push(name);
        }
        let unknown =
            |pair: &&(&str, &str)| is_setting(pair.0) && !known.iter().any(|it| it == pair.0);
        match self.0.iter().find(unknown) {
            Some((name, _)) => Err(Fault::unknown_field(*name, &known)),
            None => Ok(()),
        }
    }

    /// How the experiment is looked at.
    fn look(&self, link: &mut Bookmark) -> Read<()> {
        if let Some(text) = self.get("styles") {
            set_styles(&mut link.looks, text)?;
        }
        if let Some(text) = self.get("hidden") {
            hide(&mut link.looks, text)?;
        }
        if let Some(text) = self.get("epoch") {
            link.epoch = count("epoch", text, link.experiment.steps())?;
        }
        if let Some(text) = self.get("speed") {
            link.speed = number("speed", text, Playback::SPEED)?;
        }
        if let Some(text) = self.get("view") {
            link.view = region("view", text)?;
        }
        if let Some(text) = self.get("threshold") {
            link.threshold = number("threshold", text, Session::THRESHOLD)?;
        }
        Ok(())
    }

    /// What the page is told under a name.
    fn page(
        &self,
        name: &str,
        known: &'static [&'static str],
        defaults: &Defaults,
    ) -> Read<&'static str> {
        let Some(text) = self.get(name) else { return Ok(defaults.page(name, known)) };
        let found = unescape(name, text)?;
        let value = known.iter().find(|known| **known == found);
        value.copied().ok_or_else(|| Fault::unknown_name(name, &found, known))
    }
}

/// A member of a list as a link says it: its kind, and what is set of it, each once.
struct Member<'a> {
    kind: Cow<'a, str>,
    /// Names, where those stand in an experiment, and values.
    settings: Vec<(Cow<'a, str>, String, Cow<'a, str>)>,
}

impl<'a> Member<'a> {
    /// `path` says where a setting, or the kind, stands in an experiment.
    fn of(text: &'a str, path: impl Fn(&str) -> String) -> Read<Self> {
        let mut parts = text.split(',');
        let kind = unescape(&path("kind"), parts.next().unwrap_or_default())?;
        let (mut settings, mut met) = (Vec::new(), BTreeSet::new());
        for part in parts {
            let (name, value) = syntax::setting(part);
            let name = unescape(&path(name), name)?;
            let path = path(&name);
            if !met.insert(name.clone()) {
                return Err(Fault::new(path, Problem::Twice));
            }
            let value = unescape(&path, value)?;
            settings.push((name, path, value));
        }
        Ok(Self { kind, settings })
    }

    /// Sets all that is said, in the order in which the settings stand in a file: what one of them
    /// may be can depend on those before it.
    fn set(&self, settings: &mut dyn Settings) -> Read<()> {
        let mut left: Vec<_> = self.settings.iter().collect();
        while !left.is_empty() {
            let known = settings.knobs();
            let place = |name: &str| {
                let whole = name.split('[').next();
                known.iter().position(|knob| Some(knob.name.as_ref()) == whole)
            };
            let first = (0..left.len()).min_by_key(|&i| place(&left[i].0).unwrap_or(usize::MAX));
            let (name, path, value) = left.remove(first.unwrap_or_default());
            set_knob(settings, name, value).map_err(|fault| fault.within(path))?;
        }
        Ok(())
    }

    /// The kind, or that there is none of this name.
    fn listed<T: Listed, R>(
        &self,
        path: impl Into<String>,
        of: impl Fn(&str) -> Option<R>,
    ) -> Read<R> {
        of(&self.kind).ok_or_else(|| Fault::unknown_name(path, &self.kind, T::KINDS))
    }
}

/// A landscape as a link says it, with what goes with it.
pub(super) fn landscape(text: &str, defaults: &Defaults) -> Read<Scene> {
    let path = |name: &str| format!("landscape.{name}");
    let member = Member::of(text, path)?;
    let scene = member.listed::<Landscape, _>(path("kind"), |kind| defaults.scene(kind))?;
    let mut landscape = scene.landscape;
    member.set(landscape.settings_mut())?;
    landscape.settings().check().map_err(|fault| fault.below("landscape"))?;
    Ok(defaults.scene_of(&landscape))
}

/// A schedule with its settings, as the frozen defaults say it.
pub(super) fn schedule(text: &str, defaults: &Defaults) -> Read<Schedule> {
    let path = |name: &str| format!("schedule.{name}");
    let member = Member::of(text, path)?;
    let mut schedule =
        member.listed::<Schedule, _>(path("kind"), |kind| defaults.schedule(kind))?;
    member.set(schedule.settings_mut())?;
    Ok(schedule)
}

/// A run as a link says it: an optimizer, and what differs from the defaults. As in a file, the
/// order of its settings means nothing.
pub(super) fn run(at: &str, text: &str, defaults: &Defaults) -> Read<RunSpec> {
    let path = |name: &str| format!("{at}.{}", settings::path(name));
    let member = Member::of(text, path)?;
    let mut run = member.listed::<Optimizer, _>(path("kind"), |kind| defaults.run(kind))?;
    for (_, path, value) in member.settings.iter().filter(|it| it.0 == settings::SCHEDULE) {
        let schedule = defaults.schedule(value);
        run.schedule = schedule.ok_or_else(|| Fault::unknown_name(path, value, Schedule::KINDS))?;
    }
    for (name, _, value) in member.settings.iter().filter(|it| it.0 != settings::SCHEDULE) {
        if let Some(problem) = settings::unknown(&run, name) {
            return Err(Fault::new(format!("{at}.{name}"), problem));
        }
        run.set(&settings::path(name), value).map_err(|fault| fault.below(at))?;
    }
    let checked = run.optimizer.settings().check();
    checked.map_err(|fault| fault.below(&format!("{at}.optimizer")))?;
    Ok(run)
}

/// Each run's colour and dash.
fn set_styles(looks: &mut [Look], text: &str) -> Read<()> {
    let styles = counts("styles", text, Experiment::MOST_RUNS - 1)?;
    if styles.len() != looks.len() || styles.iter().collect::<BTreeSet<_>>().len() < styles.len() {
        let range = Range::whole(0, Experiment::MOST_RUNS as u64 - 1);
        return Err(Fault::new(
            "styles",
            Problem::NotDistinct { expected: "fault.not_styles", range },
        ));
    }
    for (look, style) in looks.iter_mut().zip(styles) {
        look.style = style;
    }
    Ok(())
}

/// Which runs are not ticked.
fn hide(looks: &mut [Look], text: &str) -> Read<()> {
    let (found, most) = (text.split(',').count(), looks.len());
    if most == 0 {
        return Err(Fault::new("hidden", Problem::TooMany { found, most }));
    }
    for index in counts("hidden", text, most - 1)? {
        let shown = looks.get_mut(index).map(|look| std::mem::replace(&mut look.shown, false));
        if shown != Some(true) {
            let range = Range::whole(0, most as u64 - 1);
            let expected = "fault.not_runs";
            return Err(Fault::new("hidden", Problem::NotDistinct { expected, range }));
        }
    }
    Ok(())
}

/// Where runs begin, a number for each of so many parameters: w1,w2.
pub(super) fn start(text: &str, dim: usize) -> Read<Vec<f64>> {
    let checked = Experiment::place(dim, "fault.not_a_place").check_list(text.split(',').count());
    checked.map_err(|fault| fault.at("start"))?;
    let w = |(i, text)| number(&format!("start[{i}]"), text, Experiment::START);
    text.split(',').enumerate().map(w).collect()
}

/// A part of the plane: left, right, bottom, top.
pub(super) fn region(path: &str, text: &str) -> Read<Region> {
    let [left, right, bottom, top] = numbers(path, text, "fault.not_a_view")?;
    let region = Region { x: [left, right], y: [bottom, top] };
    if region.is_sound() { Ok(region) } else { Err(wrong_type(path, "fault.not_a_view")) }
}

/// As many coordinates as there must be.
fn numbers<const N: usize>(path: &str, text: &str, expected: &'static str) -> Read<[f64; N]> {
    let mut numbers = [0.0; N];
    let parts = text.split(',');
    if parts.clone().count() != N {
        return Err(wrong_type(path, expected));
    }
    for (index, (slot, part)) in numbers.iter_mut().zip(parts).enumerate() {
        *slot = number(&format!("{path}[{index}]"), part, Experiment::START)?;
    }
    Ok(numbers)
}

/// A number. A comma in it is none of the decimal ones that fields take: here it separates.
pub(super) fn number(path: &str, text: &str, range: Range) -> Read<f64> {
    let plain = unescape(path, text)?;
    if text.contains(',') {
        return Err(Fault::new(path, Problem::NotANumber { found: text.to_owned(), range }));
    }
    number::parse(&plain, range).map_err(|fault| fault.at(path))
}

/// A count from 0 to `most`.
pub(super) fn count(path: &str, text: &str, most: usize) -> Read<usize> {
    number(path, text, Range::whole(0, most as u64)).map(|number| number as usize)
}

/// Counts from 0 to `most`, which commas separate.
fn counts(path: &str, text: &str, most: usize) -> Read<Vec<usize>> {
    text.split(',').map(|text| count(path, text, most)).collect()
}

fn wrong_type(path: &str, expected: &'static str) -> Fault {
    Fault::new(path, Problem::WrongType { expected })
}
