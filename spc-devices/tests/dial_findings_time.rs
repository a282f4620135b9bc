//! Checking a plan of thousands of sequences takes time in proportion to the plan.
#![cfg(test)]
#![expect(
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "only the library knows no clock and no environment"
)]

#[path = "common/hostile.rs"]
mod hostile;

use spc_core::source::{self, Syntax};
use spc_devices::check::{Checker, Source};

#[test]
fn time_for_the_findings_of_a_plan_grows_with_their_number() {
    hostile::assert_in_proportion("findings", 5_000, |sequences| {
        let plan: Vec<String> = (0..sequences).map(|n| format!("&lt;{}:{n}&gt;x.", n % 10)).collect();
        let profile = format!("<flat-profile><Dial_Plan_1_>({})</Dial_Plan_1_></flat-profile>", plan.join("|"));
        let parsed = source::read(profile.as_bytes()).unwrap();
        let mut found = 0;
        let time = hostile::cpu_time(|| {
            found = Checker::new().check(&[Source::new(profile.as_bytes(), Syntax::Xml)], &parsed).len();
        });
        assert!(found * 3 > sequences, "{found} findings in {sequences} sequences");
        time
    });
}
