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

/// The longest value of a profile.
const LONGEST: usize = 1 << 16;
/// The long text is as long as the short one after this many doublings: from 256 bytes for the longest value.
const DOUBLINGS: u32 = 8;
/// How many times as long each doubling may take, on average. The doubling that no longer fits in a cache takes longer
/// than the others, so one of them says little. Quadratic work takes four times as long.
const MOST: f64 = 2.2;
/// What a clock and a scheduler add to short times.
const NOISE: Duration = Duration::from_micros(200);
/// How often the two are tried before the machine is no longer an excuse.
const ROUNDS: usize = 150;
/// What the longest value never takes, however busy the machine is: a tenth of that is usual. Where reading or checking
/// anything at all has a price, growth alone says little.
const PATIENCE: Duration = Duration::from_millis(500);

/// Makes the allocator keep the memory that it gets from the system. Otherwise large blocks would be requested and
/// returned each time, and most of what is measured would be their pages, which appear one by one when they are first
/// touched.
fn keep_memory() {
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

/// Times work of two sizes, `longest` and a part of it, until the times are in proportion.
pub(crate) fn assert_in_proportion(what: &str, longest: usize, mut time: impl FnMut(usize) -> Duration) {
    keep_memory();
    let most = MOST.powf(f64::from(DOUBLINGS));
    let (mut least_short, mut least_long) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        // Other programs make a round slower by using the caches, never faster.
        least_short = least_short.min(time(longest >> DOUBLINGS));
        least_long = least_long.min(time(longest));
        assert!(least_long < PATIENCE, "{what}: {least_long:?}");
        if least_long <= least_short.mul_f64(most) + NOISE {
            return;
        }
    }
    panic!("{what}: {least_short:?}, and {least_long:?} after {DOUBLINGS} doublings");
}

/// Tries a parser with the unit again and again, up to the longest value.
pub(crate) fn assert_linear(unit: &str, parse: impl Fn(&str)) {
    assert_in_proportion(unit, LONGEST, |size| {
        let text = unit.repeat(size / unit.len());
        cpu_time(|| parse(&text))
    });
}
