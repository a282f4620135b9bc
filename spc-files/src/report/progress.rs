//! The progress of a run, for somebody who waits at a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::report::numbers::rate;
use crate::report::reporter::Reporter;

/// A run that ends sooner shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(100);
const BAR: usize = 24;
/// The width of the line, which overwrites itself.
const WIDTH: usize = 79;

/// The progress of one phase after another.
#[derive(Debug)]
pub struct Progress {
    /// Not set if nobody waits.
    started: Option<Instant>,
    drawn: Option<Instant>,
    phase: Phase,
}

#[derive(Debug)]
struct Phase {
    program: &'static str,
    what: &'static str,
    total: u64,
    began: Instant,
}

impl Progress {
    /// The progress of a reporter's program, shown only if standard error is a terminal.
    #[must_use]
    pub fn new(reporter: &Reporter) -> Self {
        let now = Instant::now();
        let is_watched = io::stderr().is_terminal();
        let phase = Phase { program: reporter.program().name, what: "", total: 0, began: now };
        Self { started: is_watched.then_some(now), drawn: None, phase }
    }

    /// Begins a phase with this amount of work.
    pub fn begin(&mut self, what: &'static str, total: u64) {
        self.phase = Phase { what, total, began: Instant::now(), ..self.phase };
    }

    /// Reports how much of the phase is done.
    pub fn tick(&mut self, done: u64) {
        let Some(started) = self.started else { return };
        let now = Instant::now();
        let is_due = self
            .drawn
            .map_or_else(|| now.duration_since(started) > PATIENCE, |drawn| now.duration_since(drawn) > BETWEEN);
        if is_due {
            self.drawn = Some(now);
            draw(&self.phase.line(done, now.duration_since(self.phase.began)));
        }
    }

    /// Removes the line so that other messages can be shown.
    pub fn end(&mut self) {
        if self.drawn.take().is_some() {
            draw("");
            draw("");
        }
    }
}

fn draw(line: &str) {
    // A failure is ignored, because there is nowhere to report it.
    let _ = write!(io::stderr().lock(), "\r{line:<WIDTH$}\r");
}

impl Phase {
    fn line(&self, done: u64, elapsed: Duration) -> String {
        let Self { program, what, total, .. } = self;
        let share = ratio(done, *total).min(1.0);
        let filled = (1..=BAR).filter(|step| ratio(count(*step), count(BAR)) <= share).count();
        let bar = format!("{}{}", "#".repeat(filled), "-".repeat(BAR.saturating_sub(filled)));
        let left = if share > 0.0 { elapsed.as_secs_f64() / share - elapsed.as_secs_f64() } else { 0.0 };
        format!("{program}: {what} [{bar}] {:3.0} %, {}/s, {left:.0} s left", share * 100.0, rate(done, elapsed))
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_shows_share_rate_and_time_left() {
        let phase = Phase { program: "spc", what: "writing", total: 1000, began: Instant::now() };
        let line = phase.line(250, Duration::from_secs(2));
        assert_eq!(line, "spc: writing [######------------------]  25 %, 125/s, 6 s left");
        assert!(phase.line(1000, Duration::from_secs(8)).contains(&"#".repeat(BAR)));
        let empty = Phase { total: 0, ..phase };
        assert!(empty.line(0, Duration::ZERO).contains("100 %"));
    }
}
