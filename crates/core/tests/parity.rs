//! Trajectories of PyTorch's, Keras's and Optax's optimizers in double precision: ours
//! agree in every recorded epoch, as closely as the path allows.
//!
//! The two sides do the same sums in different orders, so that last digits differ. What
//! a last digit comes to is a property of the path, and is measured beside it: the
//! *spread* of a row is the largest relative difference between our run and its twins,
//! which differ from it by last digits alone. A cost of 1e-20 beside a minimum of zero is
//! a small difference of large numbers, and needs no rule of its own: its twins say so.
//!
//! `tests/reference/generate.py` writes the trajectories. The table of what is measured:
//! `cargo test -p descent-core --test parity -- --nocapture every_reference`.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use descent_core::map::in_plane;
use descent_core::run::{Walk, Walker};
use descent_core::{
    Experiment, Landscape, Objective, OptimizerVisitor, Run, Sensitivity, Trajectory, UpdateRule,
    settings,
};
use serde_json::{Value, json};

/// The largest relative difference on a well conditioned path.
const TOLERANCE: f64 = 1e-12;

/// The largest difference elsewhere, in spreads: a twin is one draw of what rounding may
/// do, and the library another, which can be the unluckier one.
const SPREADS: f64 = 10.0;

/// A row with a larger spread is ill conditioned. Up to here the tolerance is the wider
/// bound, so that the two bounds meet: a digit of 1e-16 has come to no more than 1e-13.
const WELL: f64 = TOLERANCE / SPREADS;

/// A path with a larger spread hangs on last digits, or its cost is nothing else.
const SENSITIVE: f64 = 1e-6;

const LIBRARIES: [(&str, &str); 3] = [
    ("torch", include_str!("../../../tests/reference/torch.json")),
    ("keras", include_str!("../../../tests/reference/keras.json")),
    ("optax", include_str!("../../../tests/reference/optax.json")),
];

/// w1, w2 and the cost.
type Row = [f64; 3];

/// An experiment and how it went in a library.
struct Case {
    library: &'static str,
    experiment: Experiment,
    rows: Vec<(usize, Row)>,
    /// The first epoch at which a number was not finite.
    diverges: Option<usize>,
}

fn read_row(numbers: &Value) -> (usize, Row) {
    let number = |i: usize| numbers[i].as_f64().expect("a number");
    (numbers[0].as_u64().expect("an epoch") as usize, [number(1), number(2), number(3)])
}

impl Case {
    fn read(library: &'static str, mut file: Value) -> Self {
        let fields = file.as_object_mut().expect("a case is an object");
        let rows = fields.remove("rows").expect("rows");
        let diverges = fields.remove("diverges").and_then(|epoch| epoch.as_u64());
        fields.insert("version".into(), json!(1));
        let experiment = Experiment::parse(&file.to_string());
        let experiment = experiment.unwrap_or_else(|fault| panic!("{fault}"));
        let rows = rows.as_array().expect("a list").iter().map(read_row).collect();
        Self { library, experiment, rows, diverges: diverges.map(|epoch| epoch as usize) }
    }

    fn title(&self) -> String {
        let Experiment { landscape, start, runs, .. } = &self.experiment;
        format!("{}: {} from {start:?}: {:?}", self.library, landscape.kind(), runs[0])
    }
}

fn cases() -> Vec<Case> {
    let read = |(library, text)| {
        let mut file: Value = serde_json::from_str(text).expect("JSON");
        let cases = std::mem::take(file["cases"].as_array_mut().expect("a list"));
        cases.into_iter().map(move |case| Case::read(library, case))
    };
    LIBRARIES.into_iter().flat_map(read).collect()
}

fn run(experiment: &Experiment) -> Run {
    let mut run = Run::new(&experiment.landscape, &experiment.start, &experiment.runs[0]);
    run.extend_to(experiment.epochs);
    run
}

/// Every experiment that differs from this one by the last digit of one number: of the
/// start, the rate or the optimizer's settings.
fn next_to(experiment: &Experiment) -> Vec<Experiment> {
    let mut all = Vec::new();
    for by in [f64::next_up, f64::next_down] {
        let mut add = |change: &dyn Fn(&mut Experiment)| {
            let mut changed = experiment.clone();
            change(&mut changed);
            all.push(changed);
        };
        add(&|it| it.start[0] = by(it.start[0]));
        add(&|it| it.start[1] = by(it.start[1]));
        add(&|it| it.runs[0].learning_rate = by(it.runs[0].learning_rate));
        for knob in experiment.runs[0].optimizer.get().knobs() {
            if let settings::Value::Number(number) = knob.value {
                let moved = settings::Value::Number(by(number));
                add(&|it| assert!(it.runs[0].optimizer.get_mut().set(&knob.name, moved.clone())));
            }
        }
    }
    all
}

/// A landscape that is always read one last digit beside the place: what rounding within
/// a step may do. Runs that have reached a minimum forget their last digits, and its
/// neighbours with them; only this tells what becomes of the next ones.
#[derive(Clone, Debug)]
struct Shaken {
    landscape: Landscape,
    /// A generator of numbers whose first bits look random.
    luck: Cell<u64>,
}

impl Objective for Shaken {
    type Point = [f64; 2];

    fn dim(&self) -> usize {
        2
    }

    fn cost(&self, w: &[f64; 2]) -> f64 {
        self.gradient(w, &mut [0.0; 2])
    }

    fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        let luck = self.luck.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.luck.set(luck);
        let beside = |i: usize| {
            if luck.rotate_left(1 + i as u32) & 1 == 0 { w[i].next_up() } else { w[i].next_down() }
        };
        self.landscape.get().gradient(&[beside(0), beside(1)], gradient)
    }
}

/// The walk over a shaken landscape from a start.
struct Begin(Shaken, [f64; 2]);

impl OptimizerVisitor for Begin {
    type Output = Box<dyn Walker>;

    fn visit<R: UpdateRule + Clone + 'static>(self, rule: &R) -> Self::Output {
        Box::new(Walk::new(self.0, rule.clone(), self.1))
    }
}

fn shaken(experiment: &Experiment, luck: u64) -> Trajectory {
    let Experiment { landscape, start, runs, epochs, .. } = experiment;
    let landscape = Shaken { landscape: landscape.clone(), luck: Cell::new(luck) };
    let mut walker = runs[0].optimizer.visit(Begin(landscape, in_plane(start)));
    let mut path = Trajectory::new(2);
    path.push(start, walker.snapshot().cost, 0.0, 0.0);
    walker.advance(&runs[0].pace(), *epochs as u64, &mut path);
    path
}

fn twins(experiment: &Experiment) -> Vec<Trajectory> {
    let next = next_to(experiment).into_iter().map(|it| run(&it).trajectory().clone());
    next.chain((1..=4).map(|luck| shaken(experiment, luck))).collect()
}

fn at(path: &Trajectory, epoch: usize) -> Option<Row> {
    let [w1, w2] = path.point(epoch)?;
    Some([w1, w2, path.cost[epoch]])
}

fn relative(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { (a - b).abs() / a.abs().max(b.abs()) }
}

/// The largest relative difference in a row; infinite where one of the paths has ended.
fn difference(ours: Option<Row>, theirs: Option<Row>) -> f64 {
    match (ours, theirs) {
        (Some(a), Some(b)) => (0..3).map(|i| relative(a[i], b[i])).fold(0.0, f64::max),
        (None, None) => 0.0,
        _ => f64::INFINITY,
    }
}

/// How close a row is, and how close it can be.
#[derive(Clone, Copy)]
struct Verdict {
    epoch: usize,
    difference: f64,
    spread: f64,
}

impl Verdict {
    fn is_well_conditioned(self) -> bool {
        self.spread <= WELL
    }

    fn is_met(self) -> bool {
        self.difference <= TOLERANCE.max(SPREADS * self.spread)
    }
}

fn verdicts(case: &Case) -> Vec<Verdict> {
    let ours = run(&case.experiment);
    let twins = twins(&case.experiment);
    let verdict = |&(epoch, theirs): &(usize, Row)| {
        let ours = at(ours.trajectory(), epoch);
        let spread = twins.iter().map(|twin| difference(ours, at(twin, epoch)));
        let spread = spread.fold(0.0, f64::max);
        Verdict { epoch, difference: difference(ours, Some(theirs)), spread }
    };
    case.rows.iter().map(verdict).collect()
}

fn is_sensitive(verdicts: &[Verdict]) -> bool {
    verdicts.iter().any(|row| row.spread > SENSITIVE)
}

/// What is measured of an optimizer in a library.
#[derive(Default)]
struct Measured {
    cases: usize,
    well: usize,
    /// The worst difference among well conditioned rows.
    worst: f64,
    ill: usize,
    /// The worst difference among the others, in spreads.
    spreads: f64,
    sensitive: usize,
}

impl Measured {
    fn add(&mut self, verdicts: &[Verdict]) {
        self.cases += 1;
        self.sensitive += usize::from(is_sensitive(verdicts));
        for row in verdicts {
            if row.is_well_conditioned() {
                self.well += 1;
                self.worst = self.worst.max(row.difference);
            } else {
                self.ill += 1;
                self.spreads = self.spreads.max(row.difference / row.spread);
            }
        }
    }
}

#[test]
fn every_reference_trajectory_is_met() {
    let mut table: BTreeMap<_, Measured> = BTreeMap::new();
    let (mut failures, mut sensitive) = (String::new(), String::new());
    for case in cases() {
        let verdicts = verdicts(&case);
        for &row in verdicts.iter().filter(|row| !row.is_met()) {
            let Verdict { epoch, difference, spread } = row;
            let title = case.title();
            failures += &format!("\n{title}\n  epoch {epoch}: {difference:e}, spread {spread:e}");
        }
        let diverged = run(&case.experiment).diverged();
        if is_sensitive(&verdicts) {
            sensitive += &format!("\n  {}", case.title());
        } else if diverged != case.diverges {
            failures += &format!("\n{}\n  ours diverges at {diverged:?}", case.title());
        }
        let optimizer = case.experiment.runs[0].optimizer.kind();
        table.entry((case.library, optimizer)).or_default().add(&verdicts);
    }
    println!("library optimizer         cases  well  worst   ill spreads sensitive");
    for ((library, optimizer), it) in table {
        let Measured { cases, well, worst, ill, spreads, sensitive } = it;
        print!("{library:7} {optimizer:16} {cases:6} {well:5} {worst:6.0e} ");
        println!("{ill:5} {spreads:7.1} {sensitive:9}");
    }
    println!("sensitive:{sensitive}");
    assert!(failures.is_empty(), "{failures}");
}

/// The one case of a library with this start and optimizer, and its verdicts.
fn only(library: &str, start: [f64; 2], optimizer: &str) -> (Case, Vec<Verdict>) {
    let mut found = cases().into_iter().filter(|case| {
        let Experiment { start: from, runs, .. } = &case.experiment;
        (case.library, in_plane(from), runs[0].optimizer.kind()) == (library, start, optimizer)
    });
    let case = found.next().expect("a case");
    assert!(found.next().is_none(), "only one");
    let verdicts = verdicts(&case);
    (case, verdicts)
}

#[test]
fn a_path_that_hangs_on_the_last_digit_is_known_as_such() {
    // Experiment B of the assignment: it ends by leaping to and fro across the valley.
    let (_, rmsprop) = only("torch", [-0.67, 0.46], "rmsprop");
    assert!(is_sensitive(&rmsprop));
    let (_, adam) = only("torch", [-0.67, 0.46], "adam");
    assert!(!is_sensitive(&adam));
    // Experiment A: each step cubes w and trebles its relative difference, which is not
    // yet much where the range of numbers ends.
    for library in ["torch", "keras", "optax"] {
        let (case, momentum) = only(library, [-1.54, -0.64], "momentum");
        assert!(!is_sensitive(&momentum));
        assert_eq!(case.diverges, Some(14), "{library}");
    }
}

/// A table in which all paths are ill conditioned would hold nothing.
#[test]
fn a_path_that_a_library_takes_elsewhere_carries_the_badge() {
    let mut taken = 0;
    for case in cases() {
        let run = run(&case.experiment);
        let [width, height] = case.experiment.landscape.get().region().size();
        let far = |a: f64, b: f64| (a - b).abs() > 1e-6 * (width.max(height) + b.abs());
        let is_elsewhere = |&(epoch, row): &(usize, Row)| {
            at(run.trajectory(), epoch).is_some_and(|ours| (0..2).any(|i| far(ours[i], row[i])))
        };
        if case.rows.iter().any(is_elsewhere) {
            let Experiment { landscape, start, epochs, runs, .. } = &case.experiment;
            let mut sensitivity = Sensitivity::new(landscape, start, &runs[0]);
            sensitivity.follow(&run, *epochs);
            assert!(sensitivity.parted().is_some(), "{}", case.title());
            taken += 1;
        }
    }
    println!("{taken} cases in which a library goes elsewhere");
    assert!(taken >= 10, "{taken}");
}

#[test]
fn every_setting_and_schedule_is_held_on_well_conditioned_paths() {
    // By epoch 20, all that an optimizer remembers has had its say.
    let (mut settings, mut schedules) = (BTreeMap::new(), BTreeMap::new());
    for case in cases() {
        let rows = verdicts(&case);
        let held = rows.iter().any(|row| row.epoch >= 20 && row.is_well_conditioned());
        let run = &case.experiment.runs[0];
        let landscapes: &mut BTreeSet<_> =
            settings.entry((case.library, format!("{:?}", run.optimizer))).or_default();
        let pace = (run.schedule.kind(), run.warmup > 0);
        let paths = schedules.entry((case.library, run.optimizer.kind(), pace)).or_insert(0);
        if held {
            landscapes.insert(case.experiment.landscape.kind());
            *paths += 1;
        }
    }
    for (setting, landscapes) in settings {
        assert!(landscapes.len() >= 2, "{setting:?} on {landscapes:?}");
    }
    for (schedule, paths) in schedules {
        assert!(paths >= 1, "{schedule:?}");
    }
}

/// The settings in a section's table, as experiments on any landscape.
fn promised(section: &str) -> Vec<Experiment> {
    let spans = section.lines().filter_map(|line| {
        let (_, json) = line.strip_prefix("| `")?.split_once("`{")?;
        json.split_once('`').map(|(json, _)| format!("{{{json}"))
    });
    let experiment = |optimizer: String| {
        let runs = format!(r#"[{{ "optimizer": {optimizer} }}]"#);
        Experiment::parse(&format!(
            r#"{{ "version": 1, "landscape": {{ "kind": "booth" }}, "runs": {runs} }}"#
        ))
    };
    spans.map(|json| experiment(json.clone()).unwrap_or_else(|_| panic!("{json}"))).collect()
}

#[test]
fn what_the_documentation_says_to_set_is_what_is_run() {
    let page = include_str!("../../../docs/conventions.md");
    for (library, title) in [("torch", "PyTorch"), ("keras", "Keras"), ("optax", "Optax")] {
        let (_, section) = page.split_once(&format!("\n### {title} ")).expect("a section");
        let section = section.split("\n#").next().unwrap_or(section);
        let promised = promised(section);
        assert!(promised.len() >= 10, "{library}: {}", promised.len());
        let cases: Vec<_> = cases().into_iter().filter(|case| case.library == library).collect();
        for optimizer in promised.iter().map(|experiment| &experiment.runs[0].optimizer) {
            let run = |case: &Case| case.experiment.runs[0].optimizer == *optimizer;
            assert!(cases.iter().any(run), "{library}: {optimizer:?}");
        }
    }
}
