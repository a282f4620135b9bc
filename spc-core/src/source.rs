//! The languages a profile is written in: characters in, a [`Profile`](crate::profile::Profile) with the place of
//! everything out.
//!
//! Knows: characters, spans and both syntaxes. Must not know: payload bytes, MACs, keys, files. Imported files
//! are served by the caller.

use crate::diagnostic::Diagnostics;

mod comments;
mod emit;
mod encoding;
mod findings;
mod imports;
mod outline;
mod parsed;
mod reader;
mod record;
mod syntax;
mod text;
mod value_span;
mod xml;

pub use comments::comments;
pub(crate) use emit::to_xml_with;
pub use emit::{EmitError, Loss, escape, text_entry, text_losses, to_text, to_xml, xml_losses};
pub use imports::{Import, ImportError, Imports};
pub(crate) use outline::{Outline, Part};
pub use parsed::{Parsed, Place};
pub use reader::Reader;
pub(crate) use reader::outline;
pub use syntax::{Syntax, sniff};
pub use value_span::{ValuePlaces, value_span};

/// Reads a profile: an XML flat-profile (FORMAT 7) or the plain-text source, by its first character.
///
/// [`Reader`] is the long form: it reads imported files too.
///
/// ```
/// # use spc_core::source;
/// let text = source::read(b"GPP_A \"x & y\" ;")?;
/// assert_eq!(text.profile.parameters[0].value.text(), Some("x & y"));
///
/// let xml = source::read(b"<flat-profile><GPP_A ua=\"na\">x &amp; y</GPP_A></flat-profile>")?;
/// assert_eq!(xml.profile, text.profile);
/// # Ok::<(), spc_core::diagnostic::Diagnostics>(())
/// ```
///
/// # Errors
/// [`Diagnostics`], with every finding of the run, when one of them is an error.
pub fn read(bytes: &[u8]) -> Result<Parsed<'_>, Diagnostics> {
    Reader::new().read(bytes)
}
