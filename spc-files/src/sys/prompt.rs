//! Prompts on the terminal for text that must not be shown.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use crate::sys::signals;

/// How long a signal waits while a prompt is open; too short to notice.
const PAUSE: Duration = Duration::from_millis(20);

/// Whether there is a terminal to ask on.
#[must_use]
pub(crate) fn can_prompt() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks, and reads a line that is not shown.
///
/// # Errors
/// The terminal cannot be read.
pub(crate) fn prompt(question: &str) -> io::Result<Zeroizing<Vec<u8>>> {
    let text = with_echo_restored(|| rpassword::prompt_password(question))?;
    Ok(Zeroizing::new(text.into_bytes()))
}

/// Runs code that turns the terminal's echo off. A signal during that time restores the terminal before it ends the program;
/// otherwise a user who pressed Ctrl-C would type blindly from then on.
fn with_echo_restored<R>(ask: impl FnOnce() -> R) -> R {
    let Ok(terminal) = File::open("/dev/tty") else { return ask() };
    let Ok(before) = tcgetattr(&terminal) else { return ask() };
    let was_held = signals::hold();
    let is_over = AtomicBool::new(false);
    let answer = thread::scope(|scope| {
        let watch = || {
            while !is_over.load(Ordering::SeqCst) {
                if signals::is_pending() {
                    let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
                    signals::end_as_asked();
                }
                thread::sleep(PAUSE);
            }
        };
        // If the system cannot start another thread, a signal ends the program at once, with or without echo.
        if thread::Builder::new().spawn_scoped(scope, watch).is_err() && !was_held {
            signals::release();
        }
        let answer = ask();
        is_over.store(true, Ordering::SeqCst);
        answer
    });
    if !was_held {
        signals::release();
    }
    answer
}
