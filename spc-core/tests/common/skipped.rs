//! A test that cannot run here says so and passes.

use std::io::Write as _;

/// Says why the current test is skipped. The harness hides what macros print while a test passes, so this does not
/// print with a macro.
#[allow(clippy::disallowed_methods, reason = "a test may write to standard error, which the libraries do not")]
pub(crate) fn skipped(why: &str) {
    let thread = std::thread::current();
    // If standard error is closed, nobody is listening.
    drop(writeln!(std::io::stderr(), "skipped: {}: {why}", thread.name().unwrap_or("a test")));
}
