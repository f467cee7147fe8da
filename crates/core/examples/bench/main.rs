//! Recorded steps per second of every optimizer, against a loop written by hand for it, and
//! after ten million epochs against the first ones.
//!
//! `cargo xtask bench` runs this. Both sides of a comparison take the same steps on
//! Rosenbrock's valley in turns, so that what else the machine does meets both.

mod long;
mod tight;

use std::hint::black_box;
use std::time::Instant;

use descent_core::{Landscape, Optimizer, RunSpec, Task, Trajectory};
use tight::{LOOPS, RATE, Record, START};

const EPOCHS: usize = 100_000;
const REPETITIONS: usize = 31;

fn main() {
    println!("Recorded steps on Rosenbrock's valley, {EPOCHS} epochs, natively\n");
    println!("| optimizer | M steps/s | tight loop | times its time |");
    println!("|---|---:|---:|---:|");
    let only = std::env::args().nth(1).unwrap_or_default();
    for (kind, tight) in LOOPS {
        if kind.contains(&only) {
            let (ours, theirs, ratio) = compare(kind, tight);
            println!("| {kind} | {:.1} | {:.1} | {ratio:.2} |", speed(ours), speed(theirs));
        }
    }
    long::run(&only);
}

/// The medians of our time, of the tight loop's and of their quotients.
fn compare(kind: &str, tight: tight::Loop) -> (f64, f64, f64) {
    let landscape = Landscape::from_kind("rosenbrock").expect("in the list");
    let optimizer = Optimizer::from_kind(kind).expect("in the list");
    let pace = RunSpec { learning_rate: RATE, ..RunSpec::new(optimizer.clone()) }.pace();
    let mut trajectory = Trajectory::new(2);
    let mut record = Record::new(EPOCHS);
    let mut times: Vec<[f64; 2]> = Vec::new();
    for _ in 0..REPETITIONS {
        trajectory.clear();
        let begin = Instant::now();
        let mut walker = Task::from(&landscape).walker(&optimizer, &START);
        walker.advance(&pace, EPOCHS as u64, &mut trajectory);
        let ours = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        tight(EPOCHS, black_box(&mut record));
        times.push([ours, begin.elapsed().as_secs_f64()]);
        check(kind, &trajectory, &record);
    }
    let median = |of: fn(&[f64; 2]) -> f64| {
        let mut all: Vec<f64> = times.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all[REPETITIONS / 2]
    };
    (median(|t| t[0]), median(|t| t[1]), median(|t| t[0] / t[1]))
}

/// Both did the same work: the same path, up to rounding.
fn check(kind: &str, trajectory: &Trajectory, record: &Record) {
    assert_eq!(trajectory.len(), EPOCHS, "{kind}");
    for epoch in [0, 9, 99] {
        let [w1, w2] = trajectory.point(epoch).expect("recorded");
        let pairs = [(w1, 0), (w2, 1), (trajectory.cost[epoch], 2), (trajectory.slope[epoch], 3)];
        for (ours, k) in pairs {
            let theirs = record.columns[k][epoch];
            let near = (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0);
            assert!(near, "{kind}, epoch {epoch}: {ours} is not {theirs}");
        }
    }
}

fn speed(seconds: f64) -> f64 {
    EPOCHS as f64 / seconds / 1e6
}
