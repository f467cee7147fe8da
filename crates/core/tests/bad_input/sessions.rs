//! A session keeps its promises whatever is asked of it, in whatever order.

use descent_core::session::{Effect, Event};
use descent_core::{Experiment, Json, Landscape, Optimizer, Region, Session};
use proptest::collection::vec;
use proptest::num::f64::ANY;
use proptest::prelude::*;
use proptest::sample::select;

use crate::faults::{bits, reads_back, said};
use crate::strategies::{cases, experiment};

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

proptest! {
    #![proptest_config(cases(256))]

    /// What the page sends is what arrives.
    #[test]
    fn an_event_reads_back_from_its_text(event in event()) {
        let json = Json::parse(&event.json().text()).expect("JSON");
        match Event::read(&json) {
            Ok(read) => assert_eq!(format!("{read:?}"), format!("{event:?}")),
            // Numbers that JSON does not have, or that no page sends.
            Err(fault) => {
                said(&fault);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn all_that_is_done_can_be_undone_and_done_again(
        experiment in short_experiment(),
        events in vec(event(), 0..40),
    ) {
        let said = |session: &Session| {
            (bits(session.experiment()), session.looks().to_vec(), session.threshold().to_bits())
        };
        let mut session = Session::new(experiment);
        let first = said(&session);
        for event in events {
            _ = session.send(event);
        }
        while session.can_redo() {
            session.send(Event::Redo {}).expect("accepted");
        }
        let last = said(&session);
        let mut steps = 0;
        while session.can_undo() {
            session.send(Event::Undo {}).expect("accepted");
            holds_together(&session);
            steps += 1;
        }
        prop_assert_eq!(said(&session), first);
        for _ in 0..steps {
            session.send(Event::Redo {}).expect("accepted");
        }
        prop_assert!(!session.can_redo());
        prop_assert_eq!(said(&session), last);
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
    let steps = experiment.steps();
    assert_eq!((session.playback().epochs(), session.steps()), (steps, steps));
    assert!(session.epoch() <= steps && session.known() <= steps);
    let Region { x, y } = session.view();
    assert!([x, y].iter().all(|[from, to]| from.is_finite() && to.is_finite() && from < to));
    assert!(Session::THRESHOLD.contains(session.threshold()));
    assert!(session.playback().speed() > 0.0 && session.playback().speed().is_finite());
}

/// Nothing that was asked before has stopped the clock.
fn plays_to_the_end(session: &mut Session) {
    session.send(Event::SetSpeed { speed: 1e6 }).expect("accepted");
    session.send(Event::Play {}).expect("accepted");
    session.tick(0.25);
    assert_eq!(session.epoch(), session.steps());
}

/// What a fault must not change.
fn state(session: &Session) -> impl PartialEq + std::fmt::Debug + use<> {
    let numbers = [session.threshold(), session.playback().speed()].map(f64::to_bits);
    let place = (session.generation(), session.epoch(), session.playback().playing());
    (bits(session.experiment()), numbers, place, session.view(), session.looks().to_vec())
}

/// Something that happens to a session.
#[derive(Clone, Debug)]
enum Request {
    Send(Event),
    Load(Experiment),
    Tick(f64),
}

fn request() -> impl Strategy<Value = Request> {
    let seconds = prop_oneof![0.0..0.3, ANY, select(vec![f64::NAN, f64::INFINITY])];
    prop_oneof![
        20 => event().prop_map(Request::Send),
        1 => short_experiment().prop_map(Request::Load),
        4 => seconds.prop_map(Request::Tick),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let run = || 0..5_usize;
    let epoch = prop_oneof![0..400_usize, any::<usize>()];
    let epochs = prop_oneof![-50..50_i64, select(vec![i64::MIN, i64::MAX])];
    let edge = || prop_oneof![-10.0..10.0, ANY];
    let kind = || select([Optimizer::KINDS, &["sgd", ""]].concat()).prop_map(str::to_owned);
    let id = select(vec!["assignment_b", "notes_page", ""]).prop_map(str::to_owned);
    let look = |[left, right, low, high]: [f64; 4]| Event::Look {
        view: Region { x: [left, right], y: [low, high] },
    };
    prop_oneof![
        6 => (path(), text()).prop_map(|(path, text)| Event::Set { path, text }),
        1 => any::<String>().prop_map(|file| Event::Load { file }),
        1 => id.prop_map(|id| Event::LoadNamed { id }),
        1 => [ANY, ANY].prop_map(|to| Event::MoveStart { to }),
        2 => kind().prop_map(|kind| Event::AddRun { kind }),
        1 => run().prop_map(|run| Event::RemoveRun { run }),
        1 => run().prop_map(|run| Event::DuplicateRun { run }),
        1 => run().prop_map(|run| Event::ResetRun { run }),
        1 => (run(), kind()).prop_map(|(run, kind)| Event::StartFrom { run, kind }),
        1 => path().prop_map(|path| Event::DropUnusedParameters { path }),
        2 => (run(), any::<bool>()).prop_map(|(run, shown)| Event::ShowRun { run, shown }),
        2 => [edge(), edge(), edge(), edge()].prop_map(look),
        1 => Just(Event::ResetView {}),
        1 => Just(Event::LoadOwn {}),
        2 => Just(Event::Undo {}),
        1 => Just(Event::Redo {}),
        1 => Just(Event::EndStep {}),
        1 => (path(), text()).prop_map(|(name, value)| Event::SetPage { name, value }),
        2 => Just(Event::Play {}),
        1 => Just(Event::Pause {}),
        2 => epoch.prop_map(|epoch| Event::Seek { epoch }),
        2 => epochs.prop_map(|epochs| Event::Step { epochs }),
        1 => prop_oneof![1.0..3e5, ANY].prop_map(|speed| Event::SetSpeed { speed }),
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
            Self::Send(event) => send(session, event),
            Self::Load(experiment) => load(session, experiment),
            Self::Tick(seconds) => tick(session, seconds),
        }
    }
}

fn send(session: &mut Session, event: Event) {
    let before = state(session);
    match (session.send(event.clone()), event) {
        (Ok(effect), Event::Set { path, .. }) => {
            assert_eq!(effect, Effect::Changed);
            let knob = session.knob(&path).expect("it was set");
            session.send(Event::set(&path, &knob.text())).expect("what it shows");
            assert_eq!(session.knob(&path).map(|knob| knob.value), Some(knob.value), "{path}");
        }
        (Ok(effect), event) => {
            let unchanged = before == state(session);
            assert!(effect != Effect::Nothing || unchanged, "{event:?}");
        }
        (Err(fault), event) => {
            said(&fault);
            if let Event::Set { path, .. } = &event {
                assert_eq!(&fault.path, path);
            }
            assert_eq!(state(session), before, "{event:?}");
        }
    }
}

fn load(session: &mut Session, experiment: Experiment) {
    let expected = bits(&experiment);
    session.load(experiment);
    assert_eq!(bits(session.experiment()), expected);
    assert_eq!(session.epoch(), session.steps());
}

fn tick(session: &mut Session, seconds: f64) {
    session.tick(seconds);
    for (_, run, _) in session.shown() {
        let known = run.trajectory().len() > session.epoch();
        assert!(known || run.diverged().is_some(), "the epoch that is shown is not known");
    }
}
