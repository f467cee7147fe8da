//! What was checked, and what failed.

use std::fmt::{self, Display};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

/// The outcome of a list of steps, each of which runs whatever became of the others.
#[derive(Default)]
pub(crate) struct Report {
    passed: usize,
    failed: Vec<String>,
}

impl Report {
    /// Runs one step; a failure is kept for the end.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n== {name}");
        let start = Instant::now();
        match work() {
            Ok(value) => {
                println!("== {name}: passed ({:.1} s)", start.elapsed().as_secs_f64());
                self.passed += 1;
                Some(value)
            }
            Err(error) => {
                println!("== {name}: FAILED ({:.1} s): {error:#}", start.elapsed().as_secs_f64());
                self.failed.push(format!("{name}: {error:#}"));
                None
            }
        }
    }

    /// What the process should end with.
    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failed {
            writeln!(f, "FAILED {failure}")?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn goes_on_after_a_failure_and_ends_with_the_count() {
        let mut report = Report::default();
        assert_eq!(report.step("one", || Ok(1)), Some(1));
        assert_eq!(report.step::<()>("two", || bail!("it broke")), None);
        assert_eq!(report.step("three", || Ok(3)), Some(3));
        assert_eq!(report.to_string(), "FAILED two: it broke\n2 passed, 1 failed");
        assert_eq!(report.exit_code(), ExitCode::FAILURE);
    }
}
