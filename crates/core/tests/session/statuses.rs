//! How a run stands at an epoch: each status at its boundaries.

use descent_core::landscapes::{Nature, StationaryPoint};
use descent_core::map::in_plane;
use descent_core::session::{Arrival, Event, Readout, Status};
use descent_core::{Experiment, Landscape, Optimizer, Region, Run, RunSpec, Schedule, Session};

const EPOCHS: usize = 3;

/// The longest gradient at rest, and how far from a known point is near: numbers of their own
/// here, so that a change of those of the program is noticed.
const REST: f64 = 1e-6;
const NEAR: f64 = 0.01;
/// For how many epochs a run has settled that stays near a minimum.
const STAY: usize = 10;

fn landscape(kind: &str) -> Landscape {
    Landscape::from_kind(kind).expect("listed")
}

/// Gradient descent from `start` at a learning rate.
fn session(landscape: Landscape, start: [f64; 2], epochs: usize, learning_rate: f64) -> Session {
    let optimizer = Optimizer::from_kind("gradient_descent").expect("listed");
    let runs = vec![RunSpec { learning_rate, ..RunSpec::new(optimizer) }];
    let start = start.to_vec();
    Session::new(Experiment { start, epochs, runs, ..Experiment::new(landscape) })
}

/// The run of a session at an epoch where it stands still.
fn at(session: &mut Session, epoch: usize) -> Readout {
    session.send(Event::Seek { epoch }).expect("accepted");
    session.tick(0.0);
    session.readout(0).expect("a run")
}

/// A run that stays at `w`, on its way.
fn staying(landscape: Landscape, w: [f64; 2]) -> Readout {
    at(&mut session(landscape, w, EPOCHS, 0.0), 1)
}

/// What is said of a run that stays at `w`, by these known points alone.
fn judged(landscape: &Landscape, marks: &[StationaryPoint], w: [f64; 2]) -> Readout {
    let optimizer = Optimizer::from_kind("gradient_descent").expect("listed");
    let run = Run::new(landscape, &w, &RunSpec::new(optimizer));
    Arrival { task: &landscape.into(), steps: EPOCHS, playing: true, marks }.read(&run, 0, None)
}

fn mark(at: [f64; 2], nature: Nature) -> StationaryPoint {
    StationaryPoint { at, nature }
}

#[test]
fn without_rest_it_is_ready_then_on_its_way_and_finished_at_the_last_epoch() {
    let mut session = session(landscape("quadratic"), [1.0, 1.0], EPOCHS, 0.0);
    let statuses: Vec<_> = (0..=EPOCHS).map(|epoch| at(&mut session, epoch).status).collect();
    assert_eq!(statuses, [Status::Ready, Status::Paused, Status::Paused, Status::Finished]);
    let status = |session: &Session| session.readout(0).expect("a run").status;
    session.send(Event::Seek { epoch: 1 }).expect("accepted");
    session.send(Event::Play {}).expect("accepted");
    assert_eq!(status(&session), Status::Running);
    session.send(Event::Pause {}).expect("accepted");
    assert_eq!(status(&session), Status::Paused);
}

#[test]
fn rest_is_a_gradient_that_is_not_longer_than_the_limit() {
    // At (w1, 0) the bowl's gradient is (w1, 0).
    let cases = [
        (0.5 * REST, Status::Converged),
        (REST, Status::Converged),
        (REST.next_up(), Status::Paused),
        (1.5 * REST, Status::Paused),
    ];
    for (w1, status) in cases {
        for w1 in [w1, -w1] {
            let readout = staying(landscape("quadratic"), [w1, 0.0]);
            assert_eq!((readout.slope, readout.status), (w1.abs(), status));
        }
    }
}

#[test]
fn rest_counts_at_every_epoch_from_the_first() {
    for (kind, status) in [("quadratic", Status::Converged), ("saddle", Status::Stalled)] {
        let mut session = session(landscape(kind), [0.0, 0.0], EPOCHS, 0.0);
        for epoch in 0..=EPOCHS {
            assert_eq!(at(&mut session, epoch).status, status, "{kind} at {epoch}");
        }
    }
}

#[test]
fn at_every_listed_point_it_is_at_rest_there_and_converged_at_minima_alone() {
    for landscape in Landscape::all() {
        for point in landscape.get().stationary_points() {
            let readout = staying(landscape.clone(), point.at);
            let minimum = point.nature == Nature::Minimum;
            let status = if minimum { Status::Converged } else { Status::Stalled };
            assert_eq!((readout.status, readout.place), (status, Some(point)), "{landscape:?}");
        }
    }
}

#[test]
fn a_run_is_at_a_known_point_within_a_hundredth_of_the_region() {
    // Not a square: widths and heights are told apart.
    let landscape = landscape("mccormick");
    let [width, height] = landscape.get().region().size();
    let known = landscape.get().stationary_points()[1];
    let cases = [
        ([0.0, 0.0], true),
        ([0.99, 0.0], true),
        ([1.01, 0.0], false),
        ([0.0, 0.99], true),
        ([0.0, 1.01], false),
        ([0.7, 0.7], true),
        ([0.72, 0.72], false),
        ([0.99, 0.99], false),
    ];
    for ([u, v], near) in cases {
        for [right, up] in [[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]] {
            let away = [right * u * NEAR * width, up * v * NEAR * height];
            let beside = [known.at[0] + away[0], known.at[1] + away[1]];
            let readout = staying(landscape.clone(), beside);
            assert_eq!(readout.place, near.then_some(known), "{u} {v} {right} {up}");
        }
    }
}

#[test]
fn a_hundredth_of_the_region_is_still_near() {
    let landscape = landscape("quadratic");
    let far = NEAR * landscape.get().region().size()[0];
    for (w1, near) in [(far, true), (far.next_up(), false)] {
        assert_eq!(staying(landscape.clone(), [w1, 0.0]).place.is_some(), near, "{w1}");
        assert_eq!(staying(landscape.clone(), [0.0, -w1]).place.is_some(), near, "{w1}");
    }
}

#[test]
fn of_several_known_points_it_is_the_nearest() {
    let landscape = landscape("mccormick");
    let [width, height] = landscape.get().region().size();
    let place = |u: f64, v: f64| [1.0 + u * NEAR * width, v * NEAR * height];
    let nearest = mark(place(0.0, 0.3), Nature::Saddle);
    // Closer in the plane, but not as the picture shows it.
    let right = mark(place(0.32, 0.0), Nature::Minimum);
    let below = mark(place(-0.25, -0.25), Nature::Maximum);
    let far = mark(place(-90.0, 0.1), Nature::Minimum);
    for marks in [[nearest, right, below, far], [far, below, right, nearest]] {
        assert_eq!(judged(&landscape, &marks, place(0.0, 0.0)).place, Some(nearest));
        assert_eq!(judged(&landscape, &marks, place(-90.0, 0.0)).place, Some(far));
        assert_eq!(judged(&landscape, &marks, place(-45.0, 0.0)).place, None);
    }
}

#[test]
fn where_no_point_is_known_the_curvature_says_what_the_lists_say() {
    for landscape in Landscape::all() {
        for point in landscape.get().stationary_points() {
            let hessian = landscape.get().hessian(&point.at).expect("a formula");
            let &[a, b, c] = &*hessian else { panic!("two parameters") };
            // Flat in some direction, or the tip of a cone: curvature does not say.
            let telling = (a * c - b * b).abs() > 1e-9;
            if !telling {
                continue;
            }
            let by_curvature = judged(&landscape, &[], point.at);
            let by_list = judged(&landscape, &[point], point.at);
            assert_eq!(by_curvature.place, None);
            assert_eq!(by_curvature.status, by_list.status, "{landscape:?} {point:?}");
        }
    }
}

#[test]
fn what_is_listed_of_a_point_counts_more_than_the_curvature() {
    // The bowl curves upwards everywhere, the saddle does not.
    for (kind, by_curvature) in [("quadratic", Status::Converged), ("saddle", Status::Stalled)] {
        let landscape = landscape(kind);
        assert_eq!(judged(&landscape, &[], [0.0, 0.0]).status, by_curvature);
        for (nature, status) in [
            (Nature::Minimum, Status::Converged),
            (Nature::Saddle, Status::Stalled),
            (Nature::Maximum, Status::Stalled),
        ] {
            let listed = [mark([0.0, 0.0], nature)];
            assert_eq!(judged(&landscape, &listed, [0.0, 0.0]).status, status, "{kind} {nature:?}");
        }
    }
}

#[test]
fn a_plain_is_no_minimum() {
    // So far from Easom's pit that its cost is 0 all around.
    let mut session = session(landscape("easom"), [60.0, 60.0], EPOCHS, 0.0);
    session.send(Event::Look { view: Region::square(0.0, 100.0) }).expect("accepted");
    let readout = at(&mut session, 1);
    assert_eq!((readout.cost, readout.slope, readout.status), (0.0, 0.0, Status::Stalled));
}

#[test]
fn a_run_has_left_where_it_is_outside_of_the_landscapes_region() {
    // Not a square: widths and heights are told apart.
    let Region { x, y } = landscape("mccormick").get().region();
    let status = |w: [f64; 2], view: Option<Region>| {
        let mut session = session(landscape("mccormick"), w, EPOCHS, 0.0);
        view.map(|view| session.send(Event::Look { view }).expect("accepted"));
        [0, 1, EPOCHS].map(|epoch| at(&mut session, epoch).status)
    };
    let views = [None, Some(Region::square(100.0, 101.0)), Some(Region::square(-100.0, 100.0))];
    for (w1, w2) in [(x[0], y[0]), (x[0], y[1]), (x[1], y[0]), (x[1], y[1])] {
        for view in views {
            let inside = [Status::Ready, Status::Paused, Status::Finished];
            assert_eq!(status([w1, w2], view), inside);
            let outside = |edge: f64| if edge > 0.0 { edge.next_up() } else { edge.next_down() };
            for w in [[outside(w1), w2], [w1, outside(w2)]] {
                assert_eq!(status(w, view), [Status::Ready, Status::Left, Status::Left]);
            }
        }
    }
}

#[test]
fn rest_counts_wherever_the_run_is_and_whatever_is_looked_at() {
    let mut near = session(landscape("quadratic"), [0.0, 0.0], EPOCHS, 0.0);
    near.send(Event::Look { view: Region::square(1.0, 2.0) }).expect("accepted");
    assert_eq!(at(&mut near, 1).status, Status::Converged);
    // A bowl's bottom outside of the region that its text names.
    let mut landscape = landscape("formula");
    for (name, text) in [("formula", "(x - 5)^2 + y^2"), ("region.w1", "-2, 2")] {
        let mut experiment = Experiment::new(landscape);
        experiment.set(&format!("landscape.{name}"), text).expect(name);
        landscape = experiment.landscape;
    }
    let mut far = session(landscape, [5.0, 0.0], EPOCHS, 0.0);
    assert_eq!(at(&mut far, 1).status, Status::Converged);
}

#[test]
fn a_run_that_stays_near_a_minimum_has_settled_there() {
    let landscape = landscape("quadratic");
    let near = NEAR * landscape.get().region().size()[0];
    // It jumps to and fro across the bottom and is never at rest.
    let at_epoch = |distance: f64, epoch: usize| {
        let mut session = session(landscape.clone(), [distance, 0.0], 40, 2.0);
        let readout = at(&mut session, epoch);
        assert!(readout.slope > REST);
        readout
    };
    let settled = at_epoch(0.9 * near, STAY);
    assert_eq!((settled.status, settled.place), (Status::Settled, at_epoch(0.9 * near, 0).place));
    assert_eq!(at_epoch(0.9 * near, STAY - 1).status, Status::Paused);
    assert_eq!(at_epoch(0.9 * near, 40).status, Status::Settled);
    assert_eq!(at_epoch(1.1 * near, 40).status, Status::Finished);
    // It passes through the saddle, or stays there: no minimum.
    let saddle = Landscape::from_kind("saddle").expect("listed");
    let mut stays = session(saddle, [1e-4, 0.0], 40, 1e-6);
    assert_eq!(at(&mut stays, 40).status, Status::Finished);
}

#[test]
fn a_run_diverges_at_its_first_epoch_that_is_not_finite() {
    // Each step squares the distance from the bowl's bottom, about.
    let mut session = session(landscape("quadratic"), [1.0, 1.0], 40, 1e30);
    let run = &session.runs()[0];
    let (end, path) = (run.diverged().expect("it flies away"), run.trajectory().clone());
    assert_eq!(path.len(), end);
    session.send(Event::Look { view: Region::square(-9e5, 9e5) }).expect("accepted");
    for epoch in 0..=40 {
        let readout = at(&mut session, epoch);
        let last = epoch.min(end - 1);
        let diverged = epoch >= end;
        assert_eq!(readout.status == Status::Diverged(end), diverged, "{epoch}");
        assert_eq!(readout.status_epoch(), if diverged { end } else { epoch });
        assert_eq!(readout.epoch, last);
        assert_eq!(readout.cost, if diverged { f64::INFINITY } else { path.cost[epoch] });
        assert_eq!(readout.w, path.point(last).expect("recorded"));
    }
}

#[test]
fn what_has_diverged_is_at_no_known_point() {
    // From the bottom of a bowl nothing moves: so it must be told of a run whose last finite
    // numbers lie there.
    let landscape = landscape("quadratic");
    let mut session = session(landscape, [1e-3, 0.0], 40, 1e200);
    assert_eq!(at(&mut session, 0).place, Some(mark([0.0, 0.0], Nature::Minimum)));
    let end = session.runs()[0].diverged().expect("it flies away");
    assert_eq!(end, 1, "its last finite numbers are those of the start");
    for epoch in end..=40 {
        let readout = at(&mut session, epoch);
        assert_eq!((readout.w, readout.place), ([1e-3, 0.0], None));
    }
}

#[test]
fn the_numbers_are_those_of_the_epoch() {
    let landscape = landscape("rosenbrock");
    let schedule = Schedule::from_kind("inverse_time").expect("listed");
    let start = in_plane(&landscape.get().start());
    let mut session = session(landscape, start, 20, 1e-4);
    let optimizer = session.experiment().runs[0].optimizer.clone();
    let runs = vec![RunSpec { schedule, warmup: 5, ..RunSpec::new(optimizer) }];
    session.load(Experiment { runs, ..session.experiment().clone() });
    let path = session.runs()[0].trajectory().clone();
    for epoch in 0..=20 {
        let readout = at(&mut session, epoch);
        assert_eq!(readout.epoch, epoch);
        assert_eq!(readout.status_epoch(), epoch);
        assert_eq!(readout.w, path.point(epoch).expect("recorded"));
        assert_eq!(readout.cost, path.cost[epoch]);
        assert_eq!(readout.slope, path.slope[epoch]);
        assert_eq!(readout.learning_rate, path.rate[epoch]);
    }
}

#[test]
fn the_threshold_is_passed_at_the_first_epoch_below_it() {
    let mut session = session(landscape("quadratic"), [1.0, 1.0], 20, 0.01);
    let cost = session.runs()[0].trajectory().cost.to_vec();
    for (epoch, cost) in cost.into_iter().enumerate().skip(1) {
        // Costs fall: at the cost of an epoch, the next one is the first below.
        for (threshold, first) in [(cost, epoch + 1), (cost.next_up(), epoch)] {
            session.send(Event::set("threshold", &threshold.to_string())).expect("a number");
            for epoch in 0..=20 {
                let below = at(&mut session, epoch).first_below;
                let passed = first <= 20 && epoch >= first;
                assert_eq!(below, passed.then_some(first), "{first} at {epoch}");
            }
        }
    }
}

#[test]
fn every_status_has_a_name_of_its_own() {
    let statuses = [
        (Status::Ready, "ready"),
        (Status::Running, "running"),
        (Status::Paused, "paused"),
        (Status::Settled, "settled"),
        (Status::Finished, "finished"),
        (Status::Converged, "converged"),
        (Status::Stalled, "stalled"),
        (Status::Left, "left"),
        (Status::Diverged(7), "diverged"),
    ];
    let words = include_str!("../../../../www/locales/en.json");
    for (status, name) in statuses {
        assert_eq!(status.name(), name);
        assert!(words.contains(&format!("\"status.{name}\"")), "{name}");
    }
}
