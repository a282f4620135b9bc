//! Ctrl-C, a request to terminate, and a lost terminal.
//!
//! If nothing has to be cleaned up, these signals end the program at once, as the system does. Otherwise they are held until
//! the code at work checks for them, and a second signal ends the program at once.

use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};

use signal_hook::consts::{SIGHUP, SIGINT, SIGPIPE, SIGTERM, SIGXFSZ};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

use crate::report::error::Error;
use crate::report::exit::{Exit, Signal};

/// Whether a signal ends the program at once.
static IS_FATAL: AtomicBool = AtomicBool::new(true);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static TERMINATED: AtomicBool = AtomicBool::new(false);
static HUNG_UP: AtomicBool = AtomicBool::new(false);

/// The signals that are held, each with the flag that shows that it was received.
const SIGNALS: [(i32, &AtomicBool); 3] = [(SIGINT, &INTERRUPTED), (SIGTERM, &TERMINATED), (SIGHUP, &HUNG_UP)];

/// Holds signals from now on. Returns whether they were already held.
pub fn hold() -> bool {
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| {
        let ignored = ignored();
        for (signal, came) in SIGNALS {
            // `nohup` and a shell's `&` start a program like this, so that it goes on.
            if has(ignored, signal) {
                continue;
            }
            // The order matters: the first signal sets the flags only after testing one of them itself.
            let _ = flag::register_conditional_default(signal, &IS_FATAL);
            let _ = flag::register(signal, came);
            let _ = flag::register(signal, &IS_FATAL);
        }
    });
    let was_held = !IS_FATAL.load(Ordering::SeqCst);
    IS_FATAL.store(pending().is_some(), Ordering::SeqCst);
    was_held
}

/// Lets signals end the program at once again, including one that was received in the meantime.
pub fn release() {
    IS_FATAL.store(true, Ordering::SeqCst);
    end_as_asked();
}

/// Checks whether a signal was received while signals were held.
///
/// # Errors
///
/// One was received: do not begin anything more, and clean up what was begun.
pub fn check() -> Result<(), Error> {
    if pending().is_some() { Err(Error::new(Exit::Interrupted, "interrupted")) } else { Ok(()) }
}

/// The same as [`check`], with an I/O error.
///
/// # Errors
/// [`io::ErrorKind::Interrupted`], if a signal was received.
pub(crate) fn check_io() -> io::Result<()> {
    if pending().is_some() { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
}

/// Ends the program as a signal would have, if a signal ended the run and no error was reported about it, so that a shell
/// stops its loops and `make` its rules.
pub fn end_as(ended: &Result<(), Error>) {
    if !matches!(ended, Err(Error::Message { .. })) {
        end_as_asked();
    }
    if matches!(ended, Err(Error::Ended(Signal::BrokenPipe))) {
        let _ = emulate_default_handler(SIGPIPE);
    }
}

/// Ends the program as the received signal would have ended it.
pub(super) fn end_as_asked() {
    if let Some(signal) = pending() {
        let _ = emulate_default_handler(signal);
    }
}

/// Makes a write beyond the largest file that the system allows an error, like a full disk, instead of ending the program.
pub fn survive_large_files() {
    let _ = flag::register(SIGXFSZ, Arc::default());
}

/// The signals that the program was started to ignore, as bits; none if the system does not say.
fn ignored() -> u64 {
    // A single read returns all of it.
    let mut status = [0; 4096];
    let read = File::open("/proc/self/status").and_then(|mut file| file.read(&mut status)).unwrap_or_default();
    let status = String::from_utf8_lossy(status.get(..read).unwrap_or_default());
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

/// Whether a set of signals contains this one.
fn has(signals: u64, signal: i32) -> bool {
    let bit = u32::try_from(signal).ok().and_then(|signal| 1_u64.checked_shl(signal.checked_sub(1)?));
    bit.is_some_and(|bit| signals & bit != 0)
}

/// Whether a held signal was received.
pub(super) fn is_pending() -> bool {
    pending().is_some()
}

fn pending() -> Option<i32> {
    SIGNALS.into_iter().find(|(_, came)| came.load(Ordering::SeqCst)).map(|(signal, _)| signal)
}
