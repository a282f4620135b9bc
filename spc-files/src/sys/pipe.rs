//! Opens pipes and devices for writing, so that a signal is heard while nobody reads there.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;

use crate::sys::signals;

/// How long is waited between two looks for a reader.
const PAUSE: Duration = Duration::from_millis(20);

/// Opens what is not a file, to write after all that was written there. A named pipe waits for its reader.
///
/// # Errors
/// It cannot be opened, or a signal came while it was waited for.
pub(crate) fn open_for_writing(path: &Path) -> io::Result<File> {
    let without_waiting = OFlags::NONBLOCK.bits().cast_signed();
    loop {
        signals::check_io()?;
        match OpenOptions::new().append(true).custom_flags(without_waiting).open(path) {
            Ok(file) => {
                let flags = fcntl_getfl(&file)?;
                fcntl_setfl(&file, flags.difference(OFlags::NONBLOCK))?;
                return Ok(file);
            }
            // Nobody reads yet.
            Err(error) if Errno::from_io_error(&error) == Some(Errno::NXIO) && is_pipe(path) => thread::sleep(PAUSE),
            Err(error) => return Err(error),
        }
    }
}

fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}
