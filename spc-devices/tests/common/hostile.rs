//! What every parser is tried with: many texts, and long ones.
#![allow(dead_code, reason = "each test uses its own part")]

use std::time::{Duration, Instant};

use proptest::test_runner::Config;

/// As many cases as time allows: 100 000 in CI.
pub(crate) fn config() -> Config {
    let is_ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    Config { cases: if is_ci { 100_000 } else { 2_000 }, failure_persistence: None, ..Config::default() }
}

/// What quadratic work exceeds and linear work does not, be the machine as busy as it may.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longer of the two texts: what the longest value of a profile holds. More would measure how memory is asked for.
const SIZE: usize = 1 << 16;
/// How often the two are tried again before the machine is no excuse any more.
const ROUNDS: usize = 30;
/// How much longer the longer text may take, with what a clock and a scheduler add to short times.
const GROWTH: f64 = 2.2;
/// How much longer it may take if no round was as good: memory that is touched for the first time takes longer the more of it
/// there is. Quadratic work takes four times as long.
pub(crate) const MOST_GROWTH: f64 = 3.3;
const NOISE: Duration = Duration::from_micros(500);

/// Has the allocator keep what it gets from the system: large blocks would be asked for and given back each time, and then
/// their pages, which appear one by one when they are first touched, would be most of what is measured.
pub(crate) fn keep_memory() {
    std::hint::black_box(vec![1_u8; 30 << 20]);
}

/// Tries a parser with the unit again and again: twice as much of it takes at most 2.2 times as long.
pub(crate) fn assert_linear(unit: &str, parse: impl Fn(&str)) {
    let of = |size: usize| unit.repeat(size / unit.len());
    let (half, whole) = (of(SIZE / 2), of(SIZE));
    let time = |text: &str| {
        let start = Instant::now();
        parse(text);
        start.elapsed()
    };
    let (mut least_half, mut least_whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        // Whatever else the machine does makes a round slower, never quicker.
        least_half = least_half.min(time(&half));
        least_whole = least_whole.min(time(&whole));
        assert!(least_whole < PATIENCE, "{unit}: {least_whole:?}");
        if least_whole <= least_half.mul_f64(GROWTH) + NOISE {
            return;
        }
    }
    let is_linear = least_whole <= least_half.mul_f64(MOST_GROWTH) + NOISE;
    assert!(is_linear, "{unit}: {least_half:?} for one half, {least_whole:?} for the whole");
}
