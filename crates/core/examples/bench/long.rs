//! Whether a long run stays as fast as it began: every optimizer over ten million epochs.
//!
//! Where a run has converged, what it carries fades: without a rule for them, denormal
//! numbers would make it many times slower from some epoch on, and for ever.

use std::time::Instant;

use descent_core::run::Walker;
use descent_core::{Landscape, Optimizer, Pace, RunSpec, Task, Trajectory};

/// Two minima at zero, and one elsewhere, in a valley that wants a tenth of the usual rates.
const LANDSCAPES: [(&str, f64); 3] = [("quadratic", 1.0), ("matyas", 1.0), ("rosenbrock", 0.1)];

/// Where the speed is measured.
const EPOCHS: [u64; 4] = [10, 10_000, 1_000_000, 10_000_000];

/// Steps that are timed at once, and how often.
const WINDOW: u64 = 5_000;
const REPETITIONS: usize = 15;

/// Prints a table per landscape, of the optimizers whose name contains `only`.
pub(crate) fn run(only: &str) {
    for (name, part) in LANDSCAPES {
        println!("\nM steps/s from epoch n on, {name}, natively\n");
        println!("| optimizer | 10 | 10⁴ | 10⁶ | 10⁷ | at 10⁷ against 10 |");
        println!("|---|---:|---:|---:|---:|---:|");
        let landscape = Landscape::from_kind(name).expect("in the list");
        for optimizer in Optimizer::all().into_iter().filter(|it| it.kind().contains(only)) {
            let mut pace = RunSpec::new(optimizer.clone()).pace();
            pace.learning_rate *= part;
            let speeds = speeds(&landscape, &optimizer, &pace);
            let cells: Vec<String> = speeds.iter().map(|speed| format!("{speed:.1}")).collect();
            println!(
                "| {} | {} | {:.2} |",
                optimizer.kind(),
                cells.join(" | "),
                speeds[EPOCHS.len() - 1] / speeds[0],
            );
        }
    }
}

/// The speed at each of [`EPOCHS`]: the median over the same steps, taken again and again.
fn speeds(landscape: &Landscape, optimizer: &Optimizer, pace: &Pace) -> [f64; EPOCHS.len()] {
    let mut walker = Task::from(landscape).walker(optimizer, &landscape.get().start());
    let mut record = Trajectory::new(2);
    let mut take = |walker: &mut dyn Walker, steps| {
        record.clear();
        let begin = Instant::now();
        assert!(walker.advance(pace, steps, &mut record), "it diverged");
        begin.elapsed().as_secs_f64()
    };
    EPOCHS.map(|epoch| {
        let mut left = epoch - walker.snapshot().epoch;
        while left > 0 {
            let steps = left.min(WINDOW);
            take(&mut *walker, steps);
            left -= steps;
        }
        let kept = walker.checkpoint();
        let again = || Task::from(landscape).resume(optimizer, &kept).expect("two parameters");
        let mut times = [(); REPETITIONS].map(|()| take(&mut *again(), WINDOW));
        times.sort_by(f64::total_cmp);
        WINDOW as f64 / times[REPETITIONS / 2] / 1e6
    })
}
