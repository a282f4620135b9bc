//! Ctrl-C, a request to end, and a terminal that is gone.
//!
//! Where nothing has to be put in order they end the program at once, as the system does it. Where something has to, they
//! are held until whoever works there asks, and the second one ends the program at once.

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

/// The signals that are held, each with the flag that it came.
const SIGNALS: [(i32, &AtomicBool); 3] = [(SIGINT, &INTERRUPTED), (SIGTERM, &TERMINATED), (SIGHUP, &HUNG_UP)];

/// Holds signals from now on. Returns whether they were held already.
pub fn hold() -> bool {
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| {
        let ignored = ignored();
        for (signal, came) in SIGNALS {
            // As `nohup` and a shell's `&` start a program: it is to go on.
            if has(ignored, signal) {
                continue;
            }
            // In this order: the first signal raises the flags after its own question for one of them.
            let _ = flag::register_conditional_default(signal, &IS_FATAL);
            let _ = flag::register(signal, came);
            let _ = flag::register(signal, &IS_FATAL);
        }
    });
    let was_held = !IS_FATAL.load(Ordering::SeqCst);
    IS_FATAL.store(pending().is_some(), Ordering::SeqCst);
    was_held
}

/// Lets signals end the program at once again, beginning with one that came meanwhile.
pub fn release() {
    IS_FATAL.store(true, Ordering::SeqCst);
    end_as_asked();
}

/// Asks whether a signal came while they were held.
///
/// # Errors
///
/// One came: nothing more is to be begun, and what was begun is to be put in order.
pub fn check() -> Result<(), Error> {
    if pending().is_some() { Err(Error::new(Exit::Interrupted, "interrupted")) } else { Ok(()) }
}

/// Asks as [`check`] does, where errors are the system's.
///
/// # Errors
/// One came, as [`io::ErrorKind::Interrupted`].
pub(crate) fn check_io() -> io::Result<()> {
    if pending().is_some() { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
}

/// Ends the program as a signal would have, if one ended the run and no error was reported about it: a shell then stops its
/// loops, `make` its rules.
pub fn end_as(ended: &Result<(), Error>) {
    if !matches!(ended, Err(Error::Message { .. })) {
        end_as_asked();
    }
    if matches!(ended, Err(Error::Ended(Signal::BrokenPipe))) {
        let _ = emulate_default_handler(SIGPIPE);
    }
}

/// Ends the program as a signal that came would have ended it.
pub(super) fn end_as_asked() {
    if let Some(signal) = pending() {
        let _ = emulate_default_handler(signal);
    }
}

/// Lets a write beyond the largest file that the system allows be an error like a full disk, instead of ending the program.
pub fn survive_large_files() {
    let _ = flag::register(SIGXFSZ, Arc::default());
}

/// The signals that whoever started the program has it ignore, a bit for each; none where the system does not say.
fn ignored() -> u64 {
    // All of it is there in one reading.
    let mut status = [0; 4096];
    let read = File::open("/proc/self/status").and_then(|mut file| file.read(&mut status)).unwrap_or_default();
    let status = String::from_utf8_lossy(status.get(..read).unwrap_or_default());
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

/// Whether a set of signals has this one.
fn has(signals: u64, signal: i32) -> bool {
    let bit = u32::try_from(signal).ok().and_then(|signal| 1_u64.checked_shl(signal.checked_sub(1)?));
    bit.is_some_and(|bit| signals & bit != 0)
}

/// Whether a signal came that was held.
pub(super) fn is_pending() -> bool {
    pending().is_some()
}

fn pending() -> Option<i32> {
    SIGNALS.into_iter().find(|(_, came)| came.load(Ordering::SeqCst)).map(|(signal, _)| signal)
}
