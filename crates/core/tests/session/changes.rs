//! What a change leaves as it was, and what it sets back.

use descent_core::fault::Problem;
use descent_core::session::{Effect, Event, Look, Status};
use descent_core::settings::Value;
use descent_core::{Experiment, Landscape, Optimizer, Region, RunSpec, Session};

fn optimizer(kind: &str) -> Optimizer {
    Optimizer::from_kind(kind).expect("listed")
}

/// Sends an event that is accepted.
fn send(session: &mut Session, event: Event) {
    session.send(event).expect("accepted");
}

/// What is done to a session.
type Change = fn(&mut Session);

/// Runs of these optimizers on a landscape.
fn session(landscape: &str, optimizers: &[&str]) -> Session {
    let landscape = Landscape::from_kind(landscape).expect("listed");
    let runs = optimizers.iter().map(|kind| RunSpec::new(optimizer(kind))).collect();
    Session::new(Experiment { runs, ..Experiment::new(landscape) })
}

const VIEW: Region = Region { x: [0.25, 0.5], y: [-1.0, 1.0] };

#[test]
fn another_landscape_sets_view_and_threshold_back_and_a_setting_does_not() {
    let mut session = session("quadratic", &["gradient_descent"]);
    session.send(Event::Look { view: VIEW }).expect("accepted");
    session.send(Event::set("threshold", "0")).expect("a number");
    for (path, text) in [
        ("landscape.condition", "20"),
        ("landscape.angle", "5"),
        ("landscape.kind", "quadratic"),
        ("start[0]", "1.5"),
        ("epochs", "20"),
        ("runs[0].learning_rate", "0.01"),
    ] {
        session.send(Event::set(path, text)).expect(path);
        assert_eq!((session.view(), session.threshold()), (VIEW, 0.0), "{path}");
    }
    session.send(Event::set("landscape.kind", "himmelblau")).expect("a landscape");
    assert_eq!((session.view(), session.threshold()), (Region::square(-5.0, 5.0), 0.5));
    let marks = Landscape::from_kind("himmelblau").expect("listed").get().stationary_points();
    assert_eq!(session.marks(), marks);
}

#[test]
fn on_another_landscape_arrivals_are_looked_for_by_its_own_threshold() {
    for kind in ["beale", "goldstein_price", "saddle", "styblinski_tang"] {
        let mut session = session("booth", &["gradient_descent", "adam"]);
        session.send(Event::set("threshold", "1e9")).expect("a number");
        session.send(Event::set("landscape.kind", kind)).expect("a landscape");
        assert_eq!(session.threshold(), self::session(kind, &[]).threshold(), "{kind}");
        session.complete();
        session.send(Event::Seek { epoch: session.experiment().epochs }).expect("accepted");
        for run in 0..2 {
            let path = session.runs()[run].trajectory();
            let first = path.cost.iter().position(|&cost| cost < session.threshold());
            assert_eq!(session.readout(run).expect("a run").first_below, first, "{kind}");
        }
    }
}

#[test]
fn the_threshold_is_half_a_unit_above_the_lowest_minimum() {
    // The lowest: 0, 0, −1.9132, −1 and 3; the saddle has none.
    for (kind, threshold) in [
        ("himmelblau", 0.5),
        ("styblinski_tang", 0.5),
        ("mccormick", -1.4),
        ("easom", -0.5),
        ("goldstein_price", 3.5),
        ("saddle", 0.0),
    ] {
        let landscape = Landscape::from_kind(kind).expect("listed");
        let marks = landscape.get().stationary_points();
        assert_eq!(Session::default_threshold(&landscape, &marks), threshold, "{kind}");
        assert_eq!(session(kind, &[]).threshold(), threshold, "{kind}");
    }
}

#[test]
fn the_threshold_is_a_knob_like_those_of_the_experiment() {
    let mut session = session("himmelblau", &["adam"]);
    for (text, number) in [("-1e9", -1e9), ("1e9", 1e9), ("0", 0.0), ("0.25", 0.25)] {
        session.send(Event::set("threshold", text)).expect(text);
        assert_eq!(session.threshold(), number);
        let knob = session.knob("threshold").expect("a knob");
        assert_eq!((knob.name.as_ref(), knob.range), ("threshold", Session::THRESHOLD));
        assert_eq!((knob.default, knob.value), (Value::Number(0.5), Value::Number(number)));
    }
    for text in ["-1.1e9", "1.1e9", "low", "NaN"] {
        assert_eq!(session.send(Event::set("threshold", text)).expect_err(text).path, "threshold");
        assert_eq!(session.threshold(), 0.25);
    }
    assert_eq!(session.knob("epochs").expect("a knob").value, Value::Whole(150));
    assert_eq!(session.knob("runs[0].optimizer.beta1").expect("a knob").name, "beta1");
    assert_eq!(session.knob("runs[1].learning_rate"), None);
}

#[test]
fn a_start_is_moved_as_near_as_is_accepted() {
    let mut session = session("quadratic", &["adam"]);
    let generation = session.generation();
    for (start, moved) in
        [([1.0, -2.0], [1.0, -2.0]), ([2e6, -3e6], [1e6, -1e6]), ([-1e300, 1e300], [-1e6, 1e6])]
    {
        session.send(Event::MoveStart { to: start }).expect("accepted");
        assert_eq!(session.experiment().start, moved, "{start:?}");
        assert_eq!(session.runs()[0].trajectory().point(0), Some(moved));
    }
    assert_eq!(session.generation(), generation + 3, "once per move");
    for to in [[f64::NAN, 0.0], [0.0, f64::INFINITY]] {
        assert_eq!(session.send(Event::MoveStart { to }).expect_err("no place").path, "to");
    }
    assert_eq!(session.generation(), generation + 3);
}

#[test]
fn every_change_makes_other_runs_with_another_number() {
    let mut session = session("quadratic", &["adam"]);
    let mut generation = session.generation();
    let add = Event::AddRun { kind: "momentum".to_owned() };
    let changes = [add, Event::RemoveRun { run: 1 }, Event::ResetRun { run: 0 }];
    for event in changes.into_iter().chain([Event::set("epochs", "40")]) {
        assert_eq!(session.send(event.clone()), Ok(Effect::Changed), "{event:?}");
        assert!(session.generation() > generation, "{event:?}");
        generation = session.generation();
    }
    let changes: [(&str, Change); 3] = [
        ("load", |it| it.load(it.experiment().clone())),
        ("open", |it| it.open(it.bookmark())),
        ("open again", |it| it.open(it.bookmark())),
    ];
    for (name, change) in changes {
        change(&mut session);
        assert!(session.generation() > generation, "{name}");
        generation = session.generation();
    }
    let refused = [1, 7].map(|run| Event::RemoveRun { run });
    for event in refused.into_iter().chain([Event::ResetRun { run: 1 }]) {
        let fault = session.send(event.clone()).expect_err("no such run");
        assert_eq!(fault.path, "run", "{event:?}");
        assert_eq!(session.generation(), generation);
    }
    let nothing: [(&str, Change); 3] = [
        ("show", |it| send(it, Event::ShowRun { run: 0, shown: false })),
        ("view", |it| send(it, Event::Look { view: VIEW })),
        ("threshold", |it| send(it, Event::set("threshold", "2"))),
    ];
    for (name, change) in nothing {
        let experiment = session.experiment().clone();
        change(&mut session);
        assert_eq!(session.generation(), generation, "{name}");
        assert_eq!(session.experiment(), &experiment, "{name}");
    }
}

#[test]
fn runs_are_added_up_to_the_most_and_removed_one_by_one() {
    let mut session = session("quadratic", &["adam", "momentum"]);
    let add = Event::AddRun { kind: "nadam".to_owned() };
    while session.runs().len() < Experiment::MOST_RUNS {
        send(&mut session, add.clone());
    }
    let problem = session.send(add).expect_err("no room").problem;
    assert_eq!(problem, Problem::TooMany { found: 33, most: 32 });
    assert_eq!(session.runs().len(), Experiment::MOST_RUNS);
    assert_eq!(session.experiment().runs.len(), Experiment::MOST_RUNS);
    assert_eq!(session.looks()[31], Look { style: 31, shown: true });
    session.send(Event::RemoveRun { run: 0 }).expect("accepted");
    session.send(Event::RemoveRun { run: 30 }).expect("accepted");
    let looks: Vec<_> = session.looks().iter().map(|look| look.style).collect();
    assert_eq!(looks, (1..31).collect::<Vec<_>>());
    assert_eq!(session.experiment().runs[0].optimizer.kind(), "momentum");
    assert_eq!(session.runs().len(), 30);
}

#[test]
fn a_run_is_set_back_to_how_it_came() {
    let mut session = session("quadratic", &["adam"]);
    let mut experiment = session.experiment().clone();
    experiment.runs[0].learning_rate = 0.25;
    session.load(experiment);
    send(&mut session, Event::AddRun { kind: "adam".to_owned() });
    let before = session.experiment().clone();
    for (path, text) in [
        ("runs[1].optimizer.beta1", "0.5"),
        ("runs[1].learning_rate", "0.7"),
        ("runs[1].warmup", "9"),
        ("runs[1].schedule.kind", "cosine"),
    ] {
        session.send(Event::set(path, text)).expect(path);
    }
    assert_ne!(session.experiment(), &before);
    session.send(Event::ResetRun { run: 1 }).expect("accepted");
    assert_eq!(session.experiment(), &before);
}

#[test]
fn a_view_that_cannot_be_drawn_is_not_looked_at() {
    let mut session = session("quadratic", &[]);
    session.send(Event::Look { view: VIEW }).expect("accepted");
    for view in [
        Region { x: [1.0, 1.0], y: [0.0, 1.0] },
        Region { x: [0.0, 1.0], y: [1.0, 0.0] },
        Region::square(f64::NAN, 1.0),
        Region::square(-1e7, 1e7),
    ] {
        let fault = session.send(Event::Look { view }).expect_err("no view");
        assert_eq!((fault.path.as_str(), session.view()), ("view", VIEW), "{view:?}");
    }
    session.send(Event::ResetView {}).expect("accepted");
    assert_eq!(session.view(), Region::square(-2.0, 2.0));
}

#[test]
fn loading_shows_the_end_at_the_same_speed() {
    let mut session = session("quadratic", &["adam"]);
    session.send(Event::SetSpeed { speed: 300.0 }).expect("accepted");
    session.send(Event::Look { view: VIEW }).expect("accepted");
    session.send(Event::set("threshold", "9")).expect("a number");
    session.send(Event::ShowRun { run: 0, shown: false }).expect("accepted");
    let experiment = Experiment { epochs: 77, ..session.experiment().clone() };
    session.load(experiment.clone());
    assert_eq!(session.experiment(), &experiment);
    assert_eq!((session.epoch(), session.playback().speed()), (77, 300.0));
    assert_eq!((session.view(), session.threshold()), (Region::square(-2.0, 2.0), 0.5));
    assert_eq!(session.looks(), [Look { style: 0, shown: true }]);
}

#[test]
fn a_change_of_the_epochs_stays_at_the_end() {
    let mut session = session("quadratic", &["adam"]);
    session.send(Event::Seek { epoch: 150 }).expect("accepted");
    session.send(Event::set("epochs", "90")).expect("a number");
    assert_eq!((session.epoch(), session.playback().epochs()), (90, 90));
    session.send(Event::set("epochs", "200")).expect("a number");
    assert_eq!((session.epoch(), session.playback().epochs()), (200, 200));
    session.send(Event::Seek { epoch: 100 }).expect("accepted");
    session.send(Event::set("epochs", "120")).expect("a number");
    assert_eq!(session.epoch(), 100);
    session.send(Event::set("epochs", "60")).expect("a number");
    assert_eq!(session.epoch(), 60);
}

#[test]
fn the_epoch_that_is_shown_is_known_at_once_however_far_it_is() {
    let mut session = session("quadratic", &["adam", "adam"]);
    session.send(Event::ShowRun { run: 1, shown: false }).expect("accepted");
    session.send(Event::set("epochs", "90000")).expect("a number");
    assert!(session.known() < 80_000);
    session.send(Event::Seek { epoch: 80_000 }).expect("accepted");
    session.tick(0.0);
    let epoch = |session: &Session, run: usize| session.readout(run).expect("a run").epoch;
    assert_eq!(epoch(&session, 0), 80_000);
    assert!(epoch(&session, 1) < 80_000);
    session.send(Event::ShowRun { run: 1, shown: true }).expect("accepted");
    assert_eq!(epoch(&session, 1), 80_000);
}

#[test]
fn time_passes_until_all_is_played_and_known() {
    let mut session = session("quadratic", &["adam"]);
    session.complete();
    assert!(!session.tick(0.1), "paused, and nothing to compute");
    session.send(Event::Play {}).expect("accepted");
    assert!(session.tick(0.1));
    assert_eq!(session.epoch(), 6);
    while session.tick(0.2) {}
    assert_eq!((session.epoch(), session.playback().playing()), (150, false));
    // Paused, but not all of it is known.
    session.send(Event::set("epochs", "90000")).expect("a number");
    session.send(Event::Seek { epoch: 0 }).expect("accepted");
    assert!(session.tick(0.0));
    assert_eq!(session.epoch(), 0);
}

#[test]
fn what_is_known_is_that_of_the_slowest_ticked_run_that_goes_on() {
    let mut session = session("quadratic", &["adam", "momentum", "gradient_descent"]);
    session.send(Event::set("runs[2].learning_rate", "1e6")).expect("a rate");
    session.send(Event::set("epochs", "90000")).expect("a number");
    assert!(session.runs()[2].diverged().is_some_and(|end| end < 200));
    let len = |session: &Session, run: usize| session.runs()[run].trajectory().len();
    assert_eq!(session.known(), len(&session, 0) - 1);
    session.finish_run(1);
    assert_eq!((len(&session, 1), session.known()), (90_001, len(&session, 0) - 1));
    session.send(Event::ShowRun { run: 0, shown: false }).expect("accepted");
    assert_eq!(session.known(), 90_000);
    session.send(Event::ShowRun { run: 1, shown: false }).expect("accepted");
    assert_eq!(session.known(), 90_000, "of none all is known");
    session.finish_run(9);
}

#[test]
fn the_badge_is_shown_from_the_epoch_on_at_which_twins_part() {
    let exhibit =
        descent_core::gallery::GALLERY.iter().find(|exhibit| exhibit.id == "assignment_b");
    let file = exhibit.expect("in the gallery").file;
    let mut session = Session::new(Experiment::parse(file).expect("an experiment"));
    session.complete();
    session.send(Event::Seek { epoch: 1000 }).expect("accepted");
    let badge = |session: &Session| session.readout(2).expect("a run").sensitive;
    let since = badge(&session).expect("RMSprop depends on rounding");
    for epoch in 0..=1000 {
        session.send(Event::Seek { epoch }).expect("accepted");
        assert_eq!(badge(&session), (epoch >= since).then_some(since), "{epoch}");
    }
    // Another start is another run: no badge until its own twins part.
    session.send(Event::MoveStart { to: [0.0, 0.0] }).expect("accepted");
    session.send(Event::Seek { epoch: 1000 }).expect("accepted");
    let (fresh, expected) = (badge(&session), {
        let mut fresh = Session::new(session.experiment().clone());
        fresh.complete();
        fresh.send(Event::Seek { epoch: 1000 }).expect("accepted");
        badge(&fresh)
    });
    assert_eq!(fresh, None);
    session.complete();
    assert_eq!(badge(&session), expected);
    assert_ne!(session.readout(0).expect("a run").status, Status::Ready);
}
