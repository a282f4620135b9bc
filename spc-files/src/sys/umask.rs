//! What new files and folders lose of their modes.

use rustix::fs::Mode;

/// The mask of this process. To be asked before there are threads: it cannot be looked at without being set.
#[must_use]
pub(crate) fn umask() -> u32 {
    let mask = rustix::process::umask(Mode::empty());
    rustix::process::umask(mask);
    mask.bits()
}
