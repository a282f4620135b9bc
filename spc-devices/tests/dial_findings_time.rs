//! Checking a plan of thousands of sequences takes time in proportion to the plan.
#![cfg(test)]
#![expect(
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "only the library knows no clock and no environment"
)]

#[path = "common/hostile.rs"]
mod hostile;

use std::time::Duration;

use spc_core::source::{self, Syntax};
use spc_devices::check::{Checker, Source};

/// The time for the findings of a plan with this many sequences, and how many there are.
fn checked(sequences: usize) -> (Duration, usize) {
    let plan: Vec<String> = (0..sequences).map(|n| format!("&lt;{}:{n}&gt;x.", n % 10)).collect();
    let profile = format!("<flat-profile><Dial_Plan_1_>({})</Dial_Plan_1_></flat-profile>", plan.join("|"));
    let parsed = source::read(profile.as_bytes()).unwrap();
    let mut found = 0;
    let time = hostile::cpu_time(|| {
        found = Checker::new().check(&[Source::new(profile.as_bytes(), Syntax::Xml)], &parsed).len();
    });
    (time, found)
}

#[test]
fn twice_as_many_findings_in_a_plan_take_about_twice_the_time() {
    hostile::keep_memory();
    // Anything else that the machine does makes a try slower, never faster.
    let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
    let is_in_proportion = (0..20).any(|_| {
        let ((half, few), (whole, many)) = (checked(2_500), checked(5_000));
        assert!(few > 2_000 && many > 4_000, "{few} and {many} findings");
        (once, twice) = (once.min(half), twice.min(whole));
        twice <= once.mul_f64(hostile::GROWTH) + hostile::NOISE
    });
    assert!(is_in_proportion, "{once:?} for one half, {twice:?} for the whole");
}
