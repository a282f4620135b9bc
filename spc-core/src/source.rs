//! Reads and writes the languages in which profiles are written. Reading gives a [`Profile`](crate::profile::Profile)
//! with the place of everything in it.
//!
//! Knows: characters, spans and both syntaxes. Must not know: payload bytes, MACs, keys, files. The caller provides
//! imported files.

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

/// Reads a profile: an XML flat-profile (FORMAT 7) or a plain-text source, recognised by its first character.
///
/// [`Reader`] has options, for example to read imported files.
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
/// Returns [`Diagnostics`], with every finding of the run, if one of them is an error.
pub fn read(bytes: &[u8]) -> Result<Parsed<'_>, Diagnostics> {
    Reader::new().read(bytes)
}
