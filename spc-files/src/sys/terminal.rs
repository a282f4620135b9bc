//! The width of the terminal on standard output.

use std::io;

use rustix::termios::tcgetwinsize;

/// The width of the terminal in columns; `None` if there is no terminal, or its width is not known.
#[must_use]
pub fn columns() -> Option<usize> {
    let size = tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}
