//! Opens pipes and devices for writing, and still reacts to signals while there is no reader.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;

use crate::sys::signals;

/// The pause between two checks for a reader.
const PAUSE: Duration = Duration::from_millis(20);

/// Opens something that is not a file, to append to what was written there. For a named pipe, waits for its reader.
///
/// # Errors
/// It cannot be opened, or a signal was received while waiting.
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
            // There is no reader yet.
            Err(error) if Errno::from_io_error(&error) == Some(Errno::NXIO) && is_pipe(path) => thread::sleep(PAUSE),
            Err(error) => return Err(error),
        }
    }
}

fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}
