//! What every subject of `spc explain` has in common: where its value comes from, and how the answer is written.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use spc_core::escape::{escape, escape_json};
use spc_core::limits;
use spc_devices::lang::Fault;
use spc_files::read::{Input, is_dash};
use spc_files::{Error, Exit};

/// The value that was typed or, for `-`, the text on standard input without the line end that a shell or editor adds.
pub(super) fn value(typed: &str) -> Result<Cow<'_, str>, Error> {
    if !is_dash(Path::new(typed)) {
        return Ok(typed.into());
    }
    let bytes = Input::read(Path::new(typed), limits::SOURCE)?.bytes;
    if bytes.len() > limits::SOURCE {
        return Err(Error::new(Exit::Input, format!("standard input has more than {} bytes", limits::SOURCE)));
    }
    let mut text = String::from_utf8(bytes).map_err(|_| Error::new(Exit::Input, "standard input is not UTF-8"))?;
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text.into())
}

/// The error for a fault in the value. The value is not shown, because it may contain a key.
pub(super) fn fault<K: Display>(what: &str, value: &str, fault: &Fault<K>) -> Error {
    let before = value.get(..fault.range.start).unwrap_or(value);
    let column = before.chars().count().saturating_add(1);
    let error = Error::new(Exit::Input, format!("{what}, character {column}: {fault}"));
    match pasted(value) {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// What to do about a value that was copied from an XML file.
pub(super) fn pasted(value: &str) -> Option<&'static str> {
    if ["&lt;", "&gt;", "&amp;", "&quot;"].iter().any(|reference| value.contains(reference)) {
        return Some("the value is escaped as in XML: write `<` for `&lt;`, `>` for `&gt;` and `&` for `&amp;`");
    }
    let is_element = value.starts_with('<') && value.contains("</") && value.ends_with('>');
    is_element.then_some("give the value alone, without its tags")
}

/// Prints lines for people; they contain text of the value.
pub(super) fn print_lines(lines: impl IntoIterator<Item = String>) -> Result<(), Error> {
    print(&lines.into_iter().map(|line| escape(&line) + "\n").collect::<String>())
}

/// Prints objects for scripts, one per line.
pub(super) fn print_objects(objects: impl IntoIterator<Item = String>) -> Result<(), Error> {
    print(&objects.into_iter().map(|object| escape_json(&object) + "\n").collect::<String>())
}

fn print(text: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| Error::stdout(&error))
}
