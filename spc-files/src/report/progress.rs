//! How far a run is, for somebody who waits at a terminal; and how numbers are written for people.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A run that is over sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(100);
const BAR: usize = 24;
/// Columns of the line, which overwrites itself.
const WIDTH: usize = 79;

/// The progress of one phase after the other.
#[derive(Debug)]
pub struct Progress {
    /// Nobody waits where this is not set.
    started: Option<Instant>,
    drawn: Option<Instant>,
    phase: Phase,
}

#[derive(Debug)]
struct Phase {
    what: &'static str,
    total: u64,
    began: Instant,
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress {
    /// Shown only where standard error is a terminal.
    #[must_use]
    pub fn new() -> Self {
        let now = Instant::now();
        let is_watched = io::stderr().is_terminal();
        Self { started: is_watched.then_some(now), drawn: None, phase: Phase { what: "", total: 0, began: now } }
    }

    /// A phase of so much work begins.
    pub fn begin(&mut self, what: &'static str, total: u64) {
        self.phase = Phase { what, total, began: Instant::now() };
    }

    /// So much of the phase is done.
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
    // There is nowhere to report that this failed.
    let _ = write!(io::stderr().lock(), "\r{line:<WIDTH$}\r");
}

impl Phase {
    fn line(&self, done: u64, elapsed: Duration) -> String {
        let Self { what, total, .. } = self;
        let share = ratio(done, *total).min(1.0);
        let filled = (1..=BAR).filter(|step| ratio(count(*step), count(BAR)) <= share).count();
        let bar = format!("{}{}", "#".repeat(filled), "-".repeat(BAR.saturating_sub(filled)));
        let left = if share > 0.0 { elapsed.as_secs_f64() / share - elapsed.as_secs_f64() } else { 0.0 };
        format!("spc: {what} [{bar}] {:3.0} %, {}/s, {left:.0} s left", share * 100.0, rate(done, elapsed))
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// A number in groups of three digits: `1 000 000`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// So many in that time, a second, with three digits: `102 000`.
#[must_use]
pub fn rate(done: u64, elapsed: Duration) -> String {
    grouped(round(per_second(done, elapsed)))
}

/// So many in that time, a second.
#[must_use]
pub fn per_second(done: u64, elapsed: Duration) -> u64 {
    let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX).max(1);
    done.saturating_mul(1_000_000).checked_div(micros).unwrap_or_default()
}

fn round(number: u64) -> u64 {
    let unit = 10_u64.saturating_pow(number.checked_ilog10().unwrap_or_default().saturating_sub(2));
    let half = unit.checked_div(2).unwrap_or_default();
    let units = number.saturating_add(half).checked_div(unit).unwrap_or_default();
    units.saturating_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rates_rounded() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1 000", "1 234 567"]);
        let rate_of = |done| rate(done, Duration::from_millis(9_800));
        assert_eq!([1_000_000, 12, 0].map(rate_of), ["102 000", "1", "0"]);
        assert_eq!(round(999_999), 1_000_000);
    }

    #[test]
    fn the_line_shows_share_rate_and_time_left() {
        let phase = Phase { what: "writing", total: 1000, began: Instant::now() };
        let line = phase.line(250, Duration::from_secs(2));
        assert_eq!(line, "spc: writing [######------------------]  25 %, 125/s, 6 s left");
        assert!(phase.line(1000, Duration::from_secs(8)).contains(&"#".repeat(BAR)));
        let empty = Phase { total: 0, ..phase };
        assert!(empty.line(0, Duration::ZERO).contains("100 %"));
    }
}
