//! What every parser is tested with: many texts, and long ones.
#![allow(dead_code, reason = "each test uses its own part")]

use std::sync::Once;
use std::time::Duration;

use proptest::test_runner::Config;
use rustix::time::{ClockId, clock_gettime};

/// As many cases as there is time for: 100 000 in CI.
pub(crate) fn config() -> Config {
    let is_ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    Config { cases: if is_ci { 100_000 } else { 2_000 }, failure_persistence: None, ..Config::default() }
}

/// What quadratic work exceeds and linear work does not, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longer of the two texts: what the longest value of a profile holds.
const SIZE: usize = 1 << 16;
/// A text longer than any value, which does not fit in a cache: four times the text takes at most ten times as long,
/// and quadratic work sixteen times.
const BEYOND: usize = 4 * SIZE;
const MOST_BEYOND: u32 = 10;
/// How often the two are retried before the machine is no longer an excuse.
const ROUNDS: usize = 150;
/// How much longer the longer text may take, including what a clock and a scheduler add to short times.
pub(crate) const GROWTH: f64 = 2.2;
pub(crate) const NOISE: Duration = Duration::from_micros(200);

/// Makes the allocator keep the memory that it gets from the system. Otherwise large blocks would be requested and
/// returned each time, and most of what is measured would be their pages, which appear one by one when they are first
/// touched.
pub(crate) fn keep_memory() {
    static KEPT: Once = Once::new();
    KEPT.call_once(|| drop(std::hint::black_box(vec![1_u8; 30 << 20])));
}

/// How much of this thread's processor time the work takes. Clock time also includes what other programs on a busy
/// machine take, and short work is interrupted less often than work that is twice as long.
pub(crate) fn cpu_time(work: impl FnOnce()) -> Duration {
    let now =
        || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("the clock of a thread begins at zero");
    let start = now();
    work();
    now() - start
}

/// Tries a parser with the unit again and again: twice as much of it takes at most 2.2 times as long.
pub(crate) fn assert_linear(unit: &str, parse: impl Fn(&str)) {
    keep_memory();
    let of = |size: usize| unit.repeat(size / unit.len());
    let (half, whole) = (of(SIZE / 2), of(SIZE));
    let (mut least_half, mut least_whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        // Other programs make a round slower by using the caches, never faster.
        least_half = least_half.min(cpu_time(|| parse(&half)));
        least_whole = least_whole.min(cpu_time(|| parse(&whole)));
        assert!(least_whole < PATIENCE, "{unit}: {least_whole:?}");
        if least_whole <= least_half.mul_f64(GROWTH) + NOISE {
            let (beyond, most) = (of(BEYOND), least_whole * MOST_BEYOND + NOISE);
            let took = (0..ROUNDS).map(|_| cpu_time(|| parse(&beyond))).find(|took| *took <= most);
            assert!(took.is_some(), "{unit}: more than {most:?} for four times {least_whole:?}");
            return;
        }
    }
    panic!("{unit}: {least_half:?} for one half, {least_whole:?} for the whole");
}
