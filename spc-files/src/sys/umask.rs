//! The permissions that new files and folders lose.

use rustix::fs::Mode;

/// The mask of this process. Call this before there are threads, because the mask cannot be read without being set.
#[must_use]
pub(crate) fn umask() -> u32 {
    let mask = rustix::process::umask(Mode::empty());
    rustix::process::umask(mask);
    mask.bits()
}
