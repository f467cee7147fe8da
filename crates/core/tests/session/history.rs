//! What is undone and done again.

use descent_core::session::{Effect, Event};
use descent_core::{Bookmark, Region, Session, gallery};

fn session(id: &str) -> Session {
    Session::new(gallery::named(id).expect("listed").clone())
}

fn send(session: &mut Session, event: Event) -> Effect {
    session.send(event).expect("accepted")
}

fn set(session: &mut Session, path: &str, text: &str) {
    assert_eq!(send(session, Event::set(path, text)), Effect::Changed);
}

fn undo(session: &mut Session) -> Effect {
    send(session, Event::Undo {})
}

fn redo(session: &mut Session) -> Effect {
    send(session, Event::Redo {})
}

fn rate(session: &Session, run: usize) -> f64 {
    session.experiment().runs[run].learning_rate
}

const VIEW: Region = Region { x: [0.25, 0.5], y: [-1.0, 1.0] };

#[test]
fn each_kind_of_change_is_a_step_back_and_forth() {
    let changes = [
        Event::set("runs[0].learning_rate", "0.5"),
        Event::set("runs[0].schedule.kind", "cosine"),
        Event::set("landscape.kind", "beale"),
        Event::set("epochs", "77"),
        Event::set("threshold", "0.125"),
        Event::MoveStart { to: [0.5, 0.25] },
        Event::AddRun { kind: "lion".to_owned() },
        Event::DuplicateRun { run: 1 },
        Event::RemoveRun { run: 0 },
        Event::StartFrom { run: 0, kind: "adam".to_owned() },
        Event::ShowRun { run: 1, shown: false },
        Event::LoadNamed { id: "assignment_b".to_owned() },
        Event::Load { file: gallery::GALLERY[3].file.to_owned() },
    ];
    for event in changes {
        let mut session = session("assignment_a");
        let before = session.bookmark();
        assert!(!session.can_undo() && !session.can_redo());
        send(&mut session, event.clone());
        let after = session.bookmark();
        assert_ne!(after, before, "{event:?}");
        assert!(session.can_undo() && !session.can_redo(), "{event:?}");
        assert_eq!(undo(&mut session), Effect::Loaded);
        assert_eq!(session.bookmark(), before, "{event:?}");
        assert!(!session.can_undo() && session.can_redo(), "{event:?}");
        assert_eq!(redo(&mut session), Effect::Loaded);
        assert_eq!(session.bookmark(), after, "{event:?}");
    }
}

#[test]
fn without_a_step_nothing_happens() {
    let mut session = session("assignment_a");
    let generation = session.generation();
    assert_eq!((undo(&mut session), redo(&mut session)), (Effect::Nothing, Effect::Nothing));
    assert_eq!(session.generation(), generation);
}

#[test]
fn what_is_typed_or_dragged_in_a_row_is_one_step() {
    let mut session = session("assignment_a");
    let before = session.experiment().clone();
    for text in ["0", "0.0", "0.02", "0.025"] {
        set(&mut session, "runs[0].learning_rate", text);
    }
    session.send(Event::set("runs[0].learning_rate", "0.025x")).expect_err("no number");
    for w in 0..30 {
        send(&mut session, Event::MoveStart { to: [f64::from(w) / 10.0, 0.0] });
    }
    undo(&mut session);
    assert_eq!((rate(&session, 0), &session.experiment().start), (0.025, &before.start));
    undo(&mut session);
    assert_eq!(session.experiment(), &before);
    assert!(!session.can_undo());
}

#[test]
fn a_step_ends_where_the_page_says_so_and_where_something_else_is_done() {
    let ends = [
        Event::EndStep {},
        Event::Play {},
        Event::Look { view: VIEW },
        Event::set("runs[1].learning_rate", "0.5"),
    ];
    for end in ends {
        let mut session = session("assignment_a");
        set(&mut session, "runs[0].learning_rate", "0.1");
        send(&mut session, end.clone());
        set(&mut session, "runs[0].learning_rate", "0.2");
        undo(&mut session);
        assert_eq!(rate(&session, 0), 0.1, "{end:?}");
    }
    // Runs are removed one by one.
    let mut session = session("assignment_a");
    send(&mut session, Event::RemoveRun { run: 0 });
    send(&mut session, Event::RemoveRun { run: 0 });
    undo(&mut session);
    assert_eq!(session.runs().len(), 3);
}

#[test]
fn a_change_that_is_taken_back_by_hand_is_no_step() {
    let mut session = session("assignment_a");
    set(&mut session, "runs[0].learning_rate", "0.5");
    set(&mut session, "runs[0].learning_rate", "0.001");
    assert!(!session.can_undo());
    set(&mut session, "runs[0].learning_rate", "0.25");
    assert!(session.can_undo());
    undo(&mut session);
    assert_eq!(rate(&session, 0), 0.001);
    let refused = Event::set("runs[0].learning_rate", "fast");
    session.send(refused).expect_err("no number");
    assert!(session.can_redo(), "what is refused changes nothing");
    set(&mut session, "runs[0].learning_rate", "0.75");
    assert!(!session.can_redo(), "another way was taken");
}

#[test]
fn the_view_and_the_epoch_go_back_with_another_experiment_alone() {
    let mut session = session("assignment_a");
    send(&mut session, Event::Seek { epoch: 40 });
    send(&mut session, Event::Look { view: VIEW });
    send(&mut session, Event::LoadNamed { id: "assignment_a_notes".to_owned() });
    assert_eq!(session.epoch(), 150);
    undo(&mut session);
    assert_eq!((session.epoch(), session.view()), (40, VIEW));
    set(&mut session, "landscape.kind", "booth");
    undo(&mut session);
    assert_eq!((session.epoch(), session.view()), (40, VIEW));
    set(&mut session, "runs[0].learning_rate", "0.5");
    send(&mut session, Event::Seek { epoch: 60 });
    send(&mut session, Event::ResetView {});
    undo(&mut session);
    assert_eq!((session.epoch(), session.view()), (60, Region::square(-2.0, 2.0)));
}

#[test]
fn what_came_before_an_experiment_of_the_gallery_is_kept() {
    let mut session = session("assignment_a");
    let load = |id: &str| Event::LoadNamed { id: id.to_owned() };
    send(&mut session, load("assignment_b"));
    assert!(!session.has_own(), "nothing of one's own was there");
    assert_eq!(send(&mut session, Event::LoadOwn {}), Effect::Nothing);
    set(&mut session, "runs[0].learning_rate", "0.5");
    send(&mut session, Event::Seek { epoch: 30 });
    let own = session.bookmark();
    for id in ["assignment_a", "beale_saddle"] {
        send(&mut session, load(id));
        assert!(session.has_own());
    }
    assert_eq!(send(&mut session, Event::LoadOwn {}), Effect::Loaded);
    assert_eq!(session.bookmark(), own);
    undo(&mut session);
    assert_eq!(gallery::name(session.experiment()), Some("beale_saddle"));
}

#[test]
fn a_link_that_is_opened_is_a_step_and_one_that_begins_is_none() {
    let bookmark = |id: &str| Bookmark::of(gallery::named(id).expect("listed").clone());
    let mut session = session("assignment_a");
    session.begin(bookmark("assignment_b"));
    assert!(!session.can_undo());
    session.open(bookmark("beale_saddle"));
    undo(&mut session);
    assert_eq!(session.bookmark(), bookmark("assignment_b"));
}

#[test]
fn a_run_is_duplicated_below_itself_with_a_look_of_its_own() {
    let mut session = session("assignment_a");
    set(&mut session, "runs[1].optimizer.beta", "0.5");
    send(&mut session, Event::DuplicateRun { run: 1 });
    let runs = &session.experiment().runs;
    assert_eq!((runs.len(), &runs[1]), (5, &runs[2]));
    let styles: Vec<_> = session.looks().iter().map(|look| look.style).collect();
    assert_eq!(styles, [0, 1, 4, 2, 3]);
    send(&mut session, Event::ResetRun { run: 2 });
    let original = &gallery::named("assignment_a").expect("listed").runs[1];
    assert_eq!(&session.experiment().runs[2], original);
    assert_ne!(&session.experiment().runs[1], original);
    assert_eq!(session.send(Event::DuplicateRun { run: 9 }).expect_err("no run").path, "run");
}

#[test]
fn what_the_page_shows_is_chosen_among_what_it_knows() {
    let mut session = session("assignment_a");
    session.use_page_names(&[("chart", &["cost", "rate"]), ("theme", &["system", "dark"])]);
    let page =
        |name: &str, value: &str| Event::SetPage { name: name.to_owned(), value: value.to_owned() };
    assert_eq!(session.page_value("chart"), Some("cost"));
    assert_eq!(send(&mut session, page("chart", "rate")), Effect::Changed);
    assert_eq!(session.bookmark().page, [("chart", "rate"), ("theme", "system")]);
    for (name, value, at) in [("chart", "pie", "value"), ("colour", "red", "colour")] {
        assert_eq!(session.send(page(name, value)).expect_err(name).path, at);
    }
    assert!(!session.can_undo(), "it is no change of the experiment");
    send(&mut session, Event::LoadNamed { id: "assignment_b".to_owned() });
    assert_eq!(session.page_value("chart"), Some("rate"));
    let page = vec![("theme", "dark")];
    session.open(Bookmark { page, ..session.bookmark() });
    assert_eq!(session.bookmark().page, [("chart", "rate"), ("theme", "dark")]);
}
