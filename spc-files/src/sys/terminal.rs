//! How wide the terminal is that reads standard output.

use std::io;

use rustix::termios::tcgetwinsize;

/// The columns of the terminal; `None` where there is none, or it does not say.
#[must_use]
pub fn columns() -> Option<usize> {
    let size = tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}
