//! Writes a profile in one of its source languages, and reports what that cannot keep.

use spc_core::profile::Profile;
use spc_core::source::{Syntax, text_losses, to_text, to_xml, xml_losses};
use spc_devices::dictionary::Dictionary;

use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// Writes the profile that was read from `name`. A loss is a warning; the loss of a value is refused.
pub(crate) fn emit(
    profile: &Profile<'_>,
    syntax: Syntax,
    names: Option<Dictionary>,
    name: &str,
    reporter: &Reporter,
) -> Result<String, Error> {
    let (text, losses) = match syntax {
        Syntax::Xml => (to_xml(profile), xml_losses(profile)),
        Syntax::Text => {
            let label = |parameter: &str| names.and_then(|names| names.text_name(parameter));
            (to_text(profile, &label), text_losses(profile))
        }
    };
    let text = text.map_err(|error| Error::new(Exit::Input, format!("`{name}`: {error}")))?;
    for loss in losses {
        reporter.warn(&format!("`{name}`: {loss}"), None);
    }
    Ok(text)
}
