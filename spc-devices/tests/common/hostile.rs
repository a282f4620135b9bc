//! What every parser is tried with: many texts, and long ones.
#![allow(dead_code, reason = "each test uses its own part")]

use std::time::{Duration, Instant};

use proptest::test_runner::Config;

/// As many cases as time allows: 100 000 in CI.
pub(crate) fn config() -> Config {
    let is_ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    Config { cases: if is_ci { 100_000 } else { 2_000 }, failure_persistence: None, ..Config::default() }
}

/// What quadratic work exceeds at this size and linear work does not, be the machine as busy as it may.
const PATIENCE: Duration = Duration::from_secs(10);
const SIZE: usize = 1 << 20;

/// Tries a parser with the unit again and again, a megabyte of it: work that grows with its square takes minutes.
pub(crate) fn assert_linear(unit: &str, parse: impl Fn(&str)) {
    let text = unit.repeat(SIZE / unit.len());
    let start = Instant::now();
    parse(&text);
    let elapsed = start.elapsed();
    assert!(elapsed < PATIENCE, "{unit}: {elapsed:?}");
}
