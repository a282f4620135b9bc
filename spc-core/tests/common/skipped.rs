//! A test that cannot run here says so and passes.

use std::io::Write as _;

/// Says why the test that runs is skipped. The harness keeps what is printed by macros while a test passes, so this does not
/// print by one.
pub(crate) fn skipped(why: &str) {
    let thread = std::thread::current();
    // Nobody is left to hear it when standard error is closed.
    drop(writeln!(std::io::stderr(), "skipped: {}: {why}", thread.name().unwrap_or("a test")));
}
