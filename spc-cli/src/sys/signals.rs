//! Ctrl-C while files are written: the one at hand is given up with its temporary file, then the program ends. And
//! while a key is typed: the terminal shows again what is typed into it.

use std::fs::File;
use std::io;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

static DEFERRED: Once = Once::new();
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static TERMINATED: AtomicBool = AtomicBool::new(false);

/// The signals that are deferred, each with the flag that it came.
const SIGNALS: [(i32, &AtomicBool); 2] = [(SIGINT, &INTERRUPTED), (SIGTERM, &TERMINATED)];

/// From the first call on, a signal waits for the next one; the second of its kind ends the program at once.
///
/// # Errors
///
/// A signal came: nothing more is to be written.
pub(crate) fn check() -> io::Result<()> {
    defer();
    if pending().is_some() { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
}

fn defer() {
    DEFERRED.call_once(|| {
        for (signal, flag) in SIGNALS {
            // In this order: the first signal raises the flag behind its own question for it.
            let _ = flag::register_conditional_default(signal, flag);
            let _ = flag::register(signal, flag);
        }
    });
}

/// Runs what turns the terminal's echo off. A signal that comes meanwhile puts the terminal back before it ends the
/// program: whoever pressed Ctrl-C would type blindly from then on.
pub(crate) fn with_terminal<R>(ask: impl FnOnce() -> R) -> R {
    /// How long a signal waits: nobody notices.
    const PAUSE: Duration = Duration::from_millis(20);
    let Ok(terminal) = File::open("/dev/tty") else { return ask() };
    let Ok(before) = tcgetattr(&terminal) else { return ask() };
    defer();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                if pending().is_some() {
                    let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
                    settle();
                }
                thread::sleep(PAUSE);
            }
        });
        let answer = ask();
        is_over.store(true, Ordering::SeqCst);
        answer
    })
}

/// Ends the program as a signal that came would have ended it: a shell then stops its loops, `make` its rules.
pub(crate) fn settle() {
    if let Some(signal) = pending() {
        let _ = emulate_default_handler(signal);
    }
}

fn pending() -> Option<i32> {
    SIGNALS.into_iter().find(|(_, flag)| flag.load(Ordering::SeqCst)).map(|(signal, _)| signal)
}
