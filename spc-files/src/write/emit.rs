//! Writes a profile in one of the source languages, and reports what that language cannot express.

use std::collections::HashSet;
use std::mem::discriminant;

use spc_core::profile::{Profile, Value};
use spc_core::source::{Loss, Syntax, text_losses, to_text, to_xml, xml_losses};
use spc_devices::dictionary::{Definition, Dictionary};

use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

/// Writes the profile that was read from `name`. A loss is a warning; the loss of a value is refused.
///
/// # Errors
/// The language cannot say what the profile has.
pub fn emit(
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
            let filled = names.map(|names| with_access(profile, names, name, reporter));
            let profile = filled.as_ref().unwrap_or(profile);
            (to_text(profile, &label), text_losses(profile))
        }
    };
    let text = text.map_err(|error| Error::new(Exit::Input, format!("`{name}`: {error}")))?;
    warn(&losses, names, name, reporter);
    Ok(text)
}

/// Gives one warning for each kind of loss, because a dump of a device may have a thousand parameters without access.
fn warn(losses: &[Loss], names: Option<Dictionary>, name: &str, reporter: &Reporter) {
    let mut kinds = HashSet::new();
    for loss in losses.iter().filter(|loss| kinds.insert(discriminant(*loss))) {
        let more = match losses.iter().filter(|other| discriminant(*other) == discriminant(loss)).count() {
            1 => String::new(),
            all => format!(", and {} more like it", all.saturating_sub(1)),
        };
        let is_access = names.is_none() && matches!(loss, Loss::Access { .. });
        let hint = if is_access { reporter.words(Advice::TakeAccessOfModel) } else { None };
        reporter.warn(&format!("`{name}`: {loss}{more}"), hint.as_deref());
    }
}

/// The profile with the model's default access for parameters that do not set it.
fn with_access<'p>(profile: &Profile<'p>, names: Dictionary, name: &str, reporter: &Reporter) -> Profile<'p> {
    let said = profile.parameters.iter().filter(|parameter| parameter.access.is_some());
    let said: HashSet<&str> = said.map(|parameter| parameter.name.as_str()).collect();
    let mut filled = profile.clone();
    let mut count = 0_usize;
    for parameter in &mut filled.parameters {
        let name = parameter.name.as_str();
        if matches!(parameter.value, Value::Set(_)) && !said.contains(name) {
            parameter.access = names.get(name).and_then(Definition::access);
            count = count.saturating_add(parameter.access.is_some().into());
        }
    }
    if count > 0 {
        let (model, s) = (names.model().name(), if count == 1 { "" } else { "s" });
        reporter.note(&format!(
            "`{name}`: user access is not set for {count} parameter{s}; the defaults of {model} are used"
        ));
    }
    filled
}
