//! How far a command is, while it takes its time.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What a command takes without showing how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Between two looks at how far it is.
const INTERVAL: Duration = Duration::from_millis(100);

/// How wide a full bar is, in characters. With what stands around it, it fits into the
/// narrowest terminals.
const WIDTH: u32 = 24;

/// The parts that a whole is counted in.
const WHOLE: u32 = 1000;

/// A bar on the standard error, once a command has taken a second, as long as this lives; none
/// where the standard error is no terminal.
pub(crate) struct Progress {
    done: Arc<AtomicU32>,
    painter: Option<(mpsc::Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Nothing is done yet.
    pub(crate) fn start() -> Self {
        let done = Arc::new(AtomicU32::new(0));
        let is_seen = io::stderr().is_terminal()
            && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        let painter = is_seen.then(|| {
            let (stop, stopped) = mpsc::channel();
            let done = Arc::clone(&done);
            (stop, thread::spawn(move || paint(&done, &stopped)))
        });
        Self { done, painter }
    }

    /// No bar, where it would stand between the lines of what is printed.
    pub(crate) fn unseen() -> Self {
        Self { done: Arc::default(), painter: None }
    }

    /// Says how much is done, from 0 to 1.
    pub(crate) fn reach(&self, done: f64) {
        self.done.store((done * f64::from(WHOLE)) as u32, Ordering::Relaxed);
    }
}

/// Takes the bar away.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, painter)) = self.painter.take() {
            drop(stop);
            _ = painter.join();
        }
    }
}

/// Shows how far it is whenever that changes: a command that waits for whoever reads its
/// output leaves the terminal to them.
fn paint(done: &AtomicU32, stopped: &mpsc::Receiver<()>) {
    let mut wait = PATIENCE;
    let mut shown = String::new();
    let mut before = 0;
    while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        let now = done.load(Ordering::Relaxed);
        if now != before && wait == INTERVAL {
            shown = bar(now);
            write(&format!("\r{shown}"));
        }
        (before, wait) = (now, INTERVAL);
    }
    if !shown.is_empty() {
        write(&format!("\r{}\r", " ".repeat(shown.len())));
    }
}

fn write(text: &str) {
    let mut terminal = io::stderr().lock();
    _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
}

fn bar(done: u32) -> String {
    let full = (done * WIDTH / WHOLE).min(WIDTH);
    let bar = "#".repeat(full as usize) + &".".repeat((WIDTH - full) as usize);
    format!("[{bar}] {:3} %", (100 * done / WHOLE).min(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_keeps_its_width() {
        assert_eq!(bar(0), "[........................]   0 %");
        assert_eq!(bar(500), "[############............]  50 %");
        assert_eq!(bar(999), "[#######################.]  99 %");
        assert_eq!(bar(1000), "[########################] 100 %");
        assert_eq!(bar(2000), bar(1000));
    }
}
