//! Writes a profile as source text, and reports what a language cannot express.

mod loss;
mod text;
mod xml;

pub use loss::{EmitError, Loss};
pub use text::text_entry;
pub use text::{text_losses, to_text};
pub use xml::escape;
pub(crate) use xml::to_xml_with;
pub use xml::{to_xml, xml_losses};
