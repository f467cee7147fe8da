//! What happens when a default changes: played through for each of them.

use super::defaults::{Defaults, FILES, Scene, read_versions};
use super::drift::{Drift, program};
use super::{Bookmark, PageNames, read, settings, syntax, write};
use crate::settings::{Knob, Value};
use crate::{Experiment, Landscape, Optimizer, RunSpec, Schedule, gallery};

const PAGE: &PageNames =
    &[("chart", &["cost_log", "rate"]), ("theme", &["system", "dark"]), ("lang", &["en"])];

/// The program after a default has changed: what it is now is what the code says, and the
/// first version has a line more that says what it was.
struct Changed {
    /// The first line of the next version that says something.
    line: String,
    versions: Vec<Defaults>,
}

impl Changed {
    fn from(was: &str) -> Self {
        let past = format!("{}{was}\n", now());
        let drift = drift(&[&past]);
        assert_eq!((&drift.added, &drift.lost), (&vec![], &vec![]), "{was}");
        let [begins, ..] = drift.changed.as_slice() else { panic!("nothing changes: {was}") };
        assert!(begins.starts_with("v=2"), "{begins}");
        let next = drift.changed.join("\n");
        let files = [past.as_str(), &next];
        let (versions, faults) = read_versions(&files);
        assert_eq!(faults, [], "{next}");
        // What was written for the next version is all that it takes.
        assert_eq!(self::drift(&files), Drift::default(), "{next}");
        let line = drift.changed.iter().find(|line| *line != "v=2").expect("a line").clone();
        Self { line, versions }
    }

    fn read(&self, link: &str) -> Bookmark {
        let read = read::read(link, PAGE, &self.versions);
        read.unwrap_or_else(|fault| panic!("{link}: {fault}"))
    }

    /// Reads a link without a version and as one of the first, which is the same, and as one
    /// of the second.
    fn old_and_new(&self, link: &str) -> [Bookmark; 2] {
        let [bare, old, new] = ["", "v=1&", "v=2&"].map(|v| self.read(&format!("{v}{link}")));
        assert_eq!(bare, old, "{link}");
        for told in [&old, &new] {
            let text = self.written(told);
            assert_eq!(&self.read(&text), told, "{text}");
        }
        [old, new]
    }

    fn written(&self, link: &Bookmark) -> String {
        write::write(link, PAGE, self.versions.last().expect("a version"))
    }
}

/// All that the program does by itself, as if it were the first version.
fn now() -> String {
    let Drift { added, .. } = drift(&["v=1"]);
    added.iter().map(|line| format!("{line}\n")).collect()
}

fn drift(files: &[&str]) -> Drift {
    let gallery = gallery::IDS.iter().copied().zip(gallery::experiments());
    Drift::between(&program(PAGE), &gallery.collect::<Vec<_>>(), files)
}

/// Another value than a knob has, as text.
fn other(knob: &Knob) -> String {
    match knob.default {
        Value::Number(number) if number == knob.range.max => "0.5".to_owned(),
        Value::Number(_) | Value::Whole(_) => {
            let more = knob.stepped(1).filter(|more| *more != knob.text());
            more.or_else(|| knob.stepped(-1)).expect("a number")
        }
        Value::Switch(on) => (!on).to_string(),
        Value::Choice { names, index } => names[(index + 1) % names.len()].to_owned(),
        Value::Text(_) => "0.5*w".to_owned(),
        Value::Lines(_) => "w = w - 2*rate*g".to_owned(),
        Value::List(_) => {
            let [fewest, most] = knob.size.numbers;
            ["-3", "2.5"]
                .into_iter()
                .cycle()
                .take(2.clamp(fewest, most))
                .collect::<Vec<_>>()
                .join(" ")
        }
        Value::Table(_) => "3 0.5; 9 0.25".to_owned(),
    }
}

#[test]
fn an_old_run_stays_what_it_was() {
    for optimizer in Optimizer::all() {
        let now = RunSpec::new(optimizer.clone());
        let kind = optimizer.kind();
        for (name, _) in settings::of_run(&now) {
            let path = settings::path(&name);
            let mut experiment = Experiment::new(Landscape::all()[0].clone());
            experiment.runs.push(now.clone());
            let knob = experiment.knob(&format!("runs[0].{path}")).expect("a knob");
            let mut before = now.clone();
            before.set(&path, &other(&knob)).expect("another value");
            let changed = Changed::from(&format!("run={kind},{name}:{}", other(&knob)));
            assert!(changed.line.starts_with(&format!("run={kind},{name}:")), "{}", changed.line);
            let [old, new] = changed.old_and_new(&format!("run={kind}"));
            assert_eq!(
                (old.experiment.runs, new.experiment.runs),
                (vec![before], vec![now.clone()])
            );
        }
    }
}

#[test]
fn an_old_schedule_stays_what_it_was() {
    for schedule in Schedule::all() {
        for knob in schedule.get().knobs() {
            let (kind, name, value) = (schedule.kind(), &knob.name, other(&knob));
            let changed = Changed::from(&format!("schedule={kind},{name}:{value}"));
            let [old, new] = changed.old_and_new(&format!("run=adam,schedule:{kind}"));
            let mut before = new.experiment.runs[0].clone();
            assert_eq!(before.schedule, schedule);
            before.set(&format!("schedule.{name}"), &value).expect("another value");
            assert_eq!(old.experiment.runs, [before]);
            assert!(
                changed.written(&new).ends_with(&format!("&run=adam,schedule:{kind}"))
                    || kind == "inverse_time"
            );
        }
    }
}

#[test]
fn an_old_landscape_stays_what_it_was() {
    for landscape in Landscape::all() {
        let (kind, now) = (landscape.kind(), Scene::current(landscape.clone()));
        for line in ["start=0.125,7", "view=0.5,2,-7,-1", "threshold=0.375"] {
            let changed = Changed::from(&format!("landscape={kind}&{line}"));
            let [old, new] = changed.old_and_new(&format!("landscape={kind}"));
            let scene = |link: &Bookmark| Scene {
                landscape: link.experiment.landscape.clone(),
                start: link.experiment.start.clone(),
                view: link.view,
                threshold: link.threshold,
            };
            let said = changed.read(&format!("v=2&landscape={kind}&{line}"));
            assert_eq!((scene(&old), scene(&new)), (scene(&said), now.clone()), "{kind} {line}");
            assert_ne!(scene(&old), now, "{kind} {line}");
        }
        let required = landscape.get().required();
        // What belongs together is never changed alone.
        let alone = |knob: &Knob| !required.contains(&knob.name.as_ref());
        for knob in landscape.get().knobs().into_iter().filter(alone) {
            let (name, value) = (&knob.name, other(&knob));
            let changed = Changed::from(&format!("landscape={kind},{name}:{value}"));
            let [old, new] = changed.old_and_new(&format!("landscape={kind}"));
            let said = changed.read(&format!("v=2&landscape={kind},{name}:{value}"));
            assert_eq!(old.experiment, said.experiment);
            assert_eq!(new.experiment.landscape, landscape);
        }
    }
}

#[test]
fn what_goes_with_a_landscape_does_not_hang_on_its_settings() {
    // Otherwise one line per landscape could not say it.
    let (versions, _) = read_versions(&[&now()]);
    for landscape in Landscape::all() {
        for knob in landscape.get().knobs() {
            let text = format!("{},{}:{}", landscape.kind(), knob.name, other(&knob));
            let scene = read::landscape(&text, &versions[0]).expect("a landscape");
            assert_eq!(scene.clone(), Scene::current(scene.landscape), "{text}");
        }
    }
}

#[test]
fn an_old_gallery_stays_what_it_was() {
    // Changed, renamed, gone: the first version names what the gallery has no more.
    let was =
        "experiment=assignment_b&landscape=beale&start=1,2&epochs=7&seed=3&run=adam,beta1:0.5";
    let changed = Changed::from(was);
    assert!(changed.line.starts_with("experiment=assignment_b&landscape=goldstein_price&start="));
    let [old, new] = changed.old_and_new("experiment=assignment_b");
    let said = changed.read("landscape=beale&start=1,2&epochs=7&seed=3&run=adam,beta1:0.5");
    assert_eq!(old.experiment, said.experiment);
    assert_eq!(Some(&new.experiment), gallery::named("assignment_b"));
    assert_eq!(changed.written(&new), "v=2&experiment=assignment_b");

    let gone = "experiment=old~_name&landscape=beale&start=1,2&epochs=7&seed=3&run=none";
    let files = [&format!("{}{gone}\n", now())[..]];
    assert_eq!(drift(&files), Drift::default());
    let (versions, _) = read_versions(&files);
    let link = read::read("v=1&experiment=old~_name&epoch=2", PAGE, &versions).expect("a link");
    assert_eq!((link.experiment.epochs, link.experiment.seed, link.epoch), (7, 3, 2));
    let text = write::write(&link, PAGE, &versions[0]);
    assert!(text.starts_with("v=1&landscape=beale&"), "it has left the gallery: {text}");
}

#[test]
fn an_old_page_stays_what_it_was() {
    let changed = Changed::from("v=1&experiment=beale_saddle");
    assert_eq!(changed.line, "v=2&experiment=assignment_a_notes");
    let [old, new] = changed.old_and_new("epoch=1");
    assert_eq!(Some(&old.experiment), gallery::named("beale_saddle"));
    assert_eq!(Some(&new.experiment), gallery::named("assignment_a_notes"));
    assert_eq!(changed.read("").experiment, new.experiment, "the page as it opens");
    assert_eq!(changed.written(&Bookmark { epoch: 0, ..new }), "");

    let changed = Changed::from("v=1&epoch=3");
    let [old, new] = changed.old_and_new("experiment=beale_saddle");
    assert_eq!((old.epoch, new.epoch), (3, 0));
    // An experiment of fewer epochs is shown to its end.
    assert_eq!(changed.read("v=1&epochs=2").epoch, 2);

    let changed = Changed::from("v=1&speed=300");
    let [old, new] = changed.old_and_new("experiment=beale_saddle");
    assert_eq!((old.speed, new.speed), (300.0, 60.0));

    let changed = Changed::from("v=1&chart=rate&theme=dark");
    let [old, new] = changed.old_and_new("experiment=beale_saddle");
    assert_eq!(old.page, [("chart", "rate"), ("theme", "dark"), ("lang", "en")]);
    assert_eq!(new.page, [("chart", "cost_log"), ("theme", "system"), ("lang", "en")]);
}

#[test]
fn what_comes_later_is_added_to_the_latest_version() {
    let now = now();
    let without = |gone: &str| {
        let lines = now.lines().filter(|line| !line.starts_with(gone));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    for gone in ["run=adamw,", "landscape=beale&", "schedule=step,", "experiment=beale_saddle&"] {
        let before = without(gone);
        let line = now.lines().find(|line| line.starts_with(gone)).expect(gone);
        let Drift { added, changed, lost } = drift(&[&before]);
        assert_eq!((added, changed, lost), (vec![line.to_owned()], vec![], vec![]));
    }
    // A setting that Momentum did not have.
    let before = now.replace(",convention:classical", "");
    let Drift { added, changed, .. } = drift(&[&before]);
    assert_eq!(
        (&added[..], &changed[..]),
        (&["run=momentum,convention:classical".to_owned()][..], &[][..])
    );
    // Whose value is to be another one for links of before.
    let told = format!("{before}run=momentum,convention:pytorch\n");
    let Drift { added, changed, .. } = drift(&[&told]);
    assert_eq!(added, [""; 0]);
    assert_eq!(changed[1], "run=momentum,convention:classical");
    let (versions, _) = read_versions(&[&told]);
    let link = read::read("experiment=assignment_b", PAGE, &versions).expect("a link");
    assert!(format!("{:?}", link.experiment.runs[1]).contains("PyTorch"));
    // A name that the page did not have.
    let before = now.replace("&theme=system", "");
    assert_eq!(drift(&[&before]).added, ["v=1&theme=system"]);
}

#[test]
fn what_the_program_no_longer_knows_is_told() {
    for (line, path) in [
        ("run=sgd,learning_rate:1", "run.optimizer.kind"),
        ("run=adam,beta3:1", "run.beta3"),
        ("run=adam,beta1:1", "run.optimizer.beta1"),
        ("schedule=linear", "schedule.kind"),
        ("landscape=hill", "landscape.kind"),
        ("experiment=x&landscape=hill", "landscape.kind"),
        ("anything=1", "anything"),
    ] {
        let lost = drift(&[&format!("{}{line}\n", now())]).lost;
        assert_eq!(lost.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), [path]);
    }
    let (versions, _) = read_versions(&[&now().replace("chart=cost_log", "chart=cost")]);
    let unknown: Vec<_> = versions[0].unknown_to(PAGE).into_iter().map(|it| it.path).collect();
    assert_eq!(unknown, ["chart"]);
}

#[test]
fn versions_are_counted_from_one() {
    let (versions, faults) = read_versions(FILES);
    assert_eq!(faults, []);
    assert!(versions.iter().map(|it| it.version).eq(1..=Bookmark::VERSION));
}

#[test]
fn each_line_begins_with_the_short_link_that_it_stands_for() {
    for (file, version) in FILES.iter().zip(1..) {
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let (name, text) = syntax::pairs(line).next().expect("a name");
            let kind = text.split(',').next().expect("a kind");
            let begin = format!("{name}={kind}");
            let [short, long] = match name {
                "v" => [begin, line.to_owned()],
                "schedule" => {
                    [format!("run=adam,schedule:{kind}"), format!("run=adam,{}", said(line))]
                }
                "experiment" => [begin.clone(), line.replacen(&begin, "", 1)],
                _ => [begin, line.to_owned()],
            };
            let parse = |link: &str| {
                let link =
                    if name == "v" { link.to_owned() } else { format!("v={version}&{link}") };
                Bookmark::parse(&link, PAGE).expect(line)
            };
            assert_eq!(parse(&short), parse(&long), "{line}");
        }
    }
}

/// The settings of a schedule as those of a run.
fn said(line: &str) -> String {
    line.replacen('=', ":", 1).replace(',', ",schedule.")
}
