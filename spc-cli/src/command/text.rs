//! Writes a text for people to a file or to standard output.

use spc_files::write::{Content, Existing, Output, is_stdout};
use spc_files::{Error, Reporter};

use crate::plan::write::TextFile;

/// Writes a text; `output` is the resolved path of its file, and `what` follows its name in the message.
pub(super) fn write(
    file: &TextFile<'_>,
    output: &Output,
    text: &[u8],
    what: &str,
    reporter: &Reporter,
) -> Result<(), Error> {
    file.replaces.check(output, file.path, text)?;
    output.write(text, Content::Text, file.mode, Existing::Replace)?;
    if !is_stdout(file.path) {
        reporter.done(&format!("wrote `{}`{what}", file.path.display()));
    }
    Ok(())
}
