//! A session keeps its promises whatever is asked of it, in whatever order.

use descent_core::{Experiment, Landscape, Optimizer, Region, Session};
use proptest::collection::vec;
use proptest::num::f64::ANY;
use proptest::prelude::*;
use proptest::sample::select;

use crate::faults::{bits, reads_back, said};
use crate::strategies::{cases, experiment, optimizer};

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn no_order_of_requests_breaks_a_session(
        experiment in short_experiment(),
        requests in vec(request(), 0..40),
    ) {
        let mut session = Session::new(experiment);
        holds_together(&session);
        for request in requests {
            request.made(&mut session);
            holds_together(&session);
        }
        plays_to_the_end(&mut session);
    }
}

/// What is true of a session at any time.
fn holds_together(session: &Session) {
    let (experiment, count) = (session.experiment(), session.runs().len());
    reads_back(experiment);
    assert_eq!((experiment.runs.len(), session.looks().len()), (count, count));
    assert!(count <= Experiment::MOST_RUNS);
    assert!((0..count).all(|index| session.readout(index).is_some()));
    assert!(session.readout(count).is_none());
    let mut styles: Vec<usize> = session.looks().iter().map(|look| look.style).collect();
    styles.sort_unstable();
    styles.dedup();
    assert_eq!(styles.len(), count, "two runs look alike");
    assert_eq!(session.playback.epochs(), experiment.epochs);
    assert!(session.epoch() <= experiment.epochs && session.known() <= experiment.epochs);
    let Region { x, y } = session.view();
    assert!([x, y].iter().all(|[from, to]| from.is_finite() && to.is_finite() && from < to));
    assert!(Session::THRESHOLD.contains(session.threshold()));
    assert!(session.playback.speed() > 0.0 && session.playback.speed().is_finite());
}

/// Nothing that was asked before has stopped the clock.
fn plays_to_the_end(session: &mut Session) {
    session.playback.set_speed(1e6);
    session.playback.play();
    session.tick(0.25);
    assert_eq!(session.epoch(), session.experiment().epochs);
}

/// What a fault must not change.
fn state(session: &Session) -> impl PartialEq + std::fmt::Debug + use<> {
    let numbers = [session.threshold(), session.playback.speed()].map(f64::to_bits);
    let place = (session.generation(), session.epoch(), session.playback.playing());
    (bits(session.experiment()), numbers, place, session.view(), session.looks().to_vec())
}

/// Something that a page may ask of a session.
#[derive(Clone, Debug)]
enum Request {
    Set(String, String),
    Load(Experiment),
    Read(String),
    Start([f64; 2]),
    Add(Optimizer),
    Remove(usize),
    Reset(usize),
    Show(usize, bool),
    View([f64; 4]),
    OwnView,
    Play,
    Pause,
    Seek(usize),
    Step(i64),
    Speed(f64),
    Tick(f64),
}

fn request() -> impl Strategy<Value = Request> {
    let index = 0..5_usize;
    let epoch = prop_oneof![0..400_usize, any::<usize>()];
    let step = prop_oneof![-50..50_i64, select(vec![i64::MIN, i64::MAX])];
    let seconds = prop_oneof![0.0..0.3, ANY, select(vec![f64::NAN, f64::INFINITY])];
    let edge = prop_oneof![-10.0..10.0, ANY];
    prop_oneof![
        6 => (path(), text()).prop_map(|(path, text)| Request::Set(path, text)),
        1 => short_experiment().prop_map(Request::Load),
        1 => any::<String>().prop_map(Request::Read),
        1 => [ANY, ANY].prop_map(Request::Start),
        2 => optimizer().prop_map(Request::Add),
        1 => index.clone().prop_map(Request::Remove),
        1 => index.clone().prop_map(Request::Reset),
        2 => (index, any::<bool>()).prop_map(|(index, shown)| Request::Show(index, shown)),
        2 => [edge.clone(), edge.clone(), edge.clone(), edge].prop_map(Request::View),
        1 => Just(Request::OwnView),
        2 => Just(Request::Play),
        1 => Just(Request::Pause),
        2 => epoch.prop_map(Request::Seek),
        2 => step.prop_map(Request::Step),
        1 => prop_oneof![1.0..3e5, ANY].prop_map(Request::Speed),
        4 => seconds.prop_map(Request::Tick),
    ]
}

/// Such as is run in a moment.
fn short_experiment() -> impl Strategy<Value = Experiment> {
    (experiment(3), 1..300_usize)
        .prop_map(|(experiment, epochs)| Experiment { epochs, ..experiment })
}

fn path() -> impl Strategy<Value = String> {
    let below = select(vec![
        "learning_rate",
        "warmup",
        "optimizer.kind",
        "optimizer.beta1",
        "optimizer.convention",
        "optimizer.amsgrad",
        "schedule.kind",
        "schedule.decay",
        "schedule.every",
    ]);
    let above = vec!["start[0]", "start[1]", "epochs", "seed", "threshold", "landscape.kind", ""];
    prop_oneof![
        (0..4_usize, below).prop_map(|(index, name)| format!("runs[{index}].{name}")),
        select(above).prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let kinds = [Landscape::KINDS, Optimizer::KINDS, &["step", "cosine", "true", "pytorch", "NaN"]];
    prop_oneof![
        (1..400_u32).prop_map(|whole| whole.to_string()),
        (-3.0..3.0).prop_map(|number: f64| number.to_string()),
        ANY.prop_map(|number| number.to_string()),
        select(kinds.concat()).prop_map(str::to_owned),
        any::<String>(),
    ]
}

impl Request {
    fn made(self, session: &mut Session) {
        match self {
            Self::Set(path, text) => set(session, &path, &text),
            Self::Load(experiment) => load(session, experiment),
            Self::Read(file) => {
                if let Ok(experiment) = Experiment::parse(&file) {
                    load(session, experiment);
                }
            }
            Self::Start(start) => session.set_start(start),
            Self::Add(optimizer) => {
                let room = session.runs().len() < Experiment::MOST_RUNS;
                assert_eq!(session.add_run(optimizer), room);
            }
            Self::Remove(index) => session.remove_run(index),
            Self::Reset(index) => session.reset_run(index),
            Self::Show(index, shown) => session.show_run(index, shown),
            Self::View([left, right, low, high]) => {
                session.set_view(Region { x: [left, right], y: [low, high] });
            }
            Self::OwnView => session.reset_view(),
            Self::Play => session.playback.play(),
            Self::Pause => session.playback.pause(),
            Self::Seek(epoch) => session.playback.seek(epoch),
            Self::Step(epochs) => session.playback.step(epochs),
            Self::Speed(speed) => session.playback.set_speed(speed),
            Self::Tick(seconds) => tick(session, seconds),
        }
    }
}

fn set(session: &mut Session, path: &str, text: &str) {
    let before = state(session);
    match session.set(path, text) {
        Ok(()) => {
            let knob = session.knob(path).expect("it was set");
            session.set(path, &knob.text()).expect("what it shows");
            assert_eq!(session.knob(path).map(|knob| knob.value), Some(knob.value), "{path}");
        }
        Err(fault) => {
            said(&fault);
            assert_eq!(fault.path, path);
            assert_eq!(state(session), before, "{path} {text}");
        }
    }
}

fn load(session: &mut Session, experiment: Experiment) {
    let expected = bits(&experiment);
    session.load(experiment);
    assert_eq!(bits(session.experiment()), expected);
    assert_eq!(session.epoch(), session.experiment().epochs);
}

fn tick(session: &mut Session, seconds: f64) {
    session.tick(seconds);
    for (_, run, _) in session.shown() {
        let known = run.trajectory().len() > session.epoch();
        assert!(known || run.diverged().is_some(), "the epoch that is shown is not known");
    }
}
