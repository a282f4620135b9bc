//! Writes a profile as plain text, in the columns of the original compiler's samples.

use std::borrow::Cow;
use std::collections::HashMap;

use super::loss::{EmitError, Loss};
use crate::profile::{Folded, ParameterName, Profile, UserAccess};
use crate::source::text::spells;

/// The column of the mark, counted from 0.
const MARK: usize = 46;
/// The column of the opening quote, or of the `;` if there is no value.
const VALUE: usize = 48;
/// The text for a profile without parameters.
const NOTHING: &str = "# no parameters\n";

/// Writes a profile as plain text: one entry per line, repeats folded, in the order of the profile.
///
/// `names` returns what plain text calls a parameter, which its XML name does not show: a dictionary knows that
/// `SIP_ToS_DiffServ_Value_1_` is `SIP_ToS/DiffServ_Value[1]`. If it returns nothing, or a name that would be read as
/// another parameter, only an index at the end is rewritten: `Proxy_1_` becomes `Proxy[1]`.
///
/// ```
/// # use spc_core::source;
/// let xml = b"<flat-profile><Proxy_1_ ua=\"rw\">sip.example.com</Proxy_1_></flat-profile>";
/// let parsed = source::read(xml)?;
/// let text = source::to_text(&parsed.profile, &|_| None)?;
/// assert_eq!(text, "Proxy[1]                                      ! \"sip.example.com\" ;\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Returns [`EmitError`] for the first value that plain text cannot express.
pub fn to_text(profile: &Profile<'_>, names: &dyn Fn(&str) -> Option<String>) -> Result<String, EmitError> {
    let parameters = in_source_order(profile);
    // At least the real length, since both spellings of a name are equally long; growth would leave copies of secrets.
    let length = |p: &Folded<'_>| p.name.as_str().len().max(VALUE).saturating_add(p.value.map_or(0, str::len));
    let ends = parameters.len().saturating_mul("  \"\" ;\n".len());
    let mut text = String::with_capacity(parameters.iter().map(length).fold(ends, usize::saturating_add));
    for parameter in parameters {
        let name = || parameter.name.to_string();
        match parameter.value {
            Some(value) if value.contains('"') => return Err(EmitError::Quote { name: name() }),
            Some(value) if value.bytes().any(|byte| byte.is_ascii_control()) => {
                return Err(EmitError::ControlCharacter { name: name() });
            }
            Some(_) if is_nested(&parameter) => return Err(EmitError::Section { name: name() }),
            value => {
                if !is_nested(&parameter) && !is_idle(&parameter) {
                    text_entry(&mut text, &text_name(parameter.name, names), parameter.access, value);
                    text.push('\n');
                }
            }
        }
    }
    if text.is_empty() {
        // The reader refuses a completely empty source, because that is probably a mistake.
        text.push_str(NOTHING);
    }
    Ok(text)
}

/// Returns what [`to_text`] cannot keep of a profile; nothing if the profile came from plain text.
#[must_use]
pub fn text_losses(profile: &Profile<'_>) -> Vec<Loss> {
    let loss = |parameter: Folded<'_>| {
        let name = parameter.name.to_string();
        // Without a value, there is none that could replace the user's.
        let has_value = parameter.value.is_some();
        let user_value = (has_value && parameter.keeps_user_value).then(|| Loss::UserValue { name: name.clone() });
        let other = match (parameter.value, parameter.access) {
            (None, None) => Some(Loss::Idle { name }),
            (None, Some(_)) if is_nested(&parameter) => Some(Loss::Section { name }),
            (Some(_), None) if !is_nested(&parameter) => Some(Loss::Access { name }),
            _ => None,
        };
        user_value.into_iter().chain(other)
    };
    in_source_order(profile).into_iter().flat_map(loss).collect()
}

fn is_nested(parameter: &Folded<'_>) -> bool {
    parameter.name.as_str().contains('/')
}

fn is_idle(parameter: &Folded<'_>) -> bool {
    parameter.value.is_none() && parameter.access.is_none()
}

/// The folded parameters, each at the place of its first occurrence.
fn in_source_order<'p>(profile: &'p Profile<'_>) -> Vec<Folded<'p>> {
    let folded = profile.folded().into_iter();
    let mut folded: HashMap<&str, Folded<'p>> = folded.map(|entry| (entry.name.as_str(), entry)).collect();
    profile.parameters.iter().filter_map(|parameter| folded.remove(parameter.name.as_str())).collect()
}

/// The name of a flat parameter in plain text.
fn text_name<'p>(name: &'p ParameterName<'_>, names: &dyn Fn(&str) -> Option<String>) -> Cow<'p, str> {
    let known = names(name.as_str()).filter(|text| spells(text, name));
    known.or_else(|| indexed(name.as_str())).map_or(Cow::Borrowed(name.as_str()), Cow::Owned)
}

/// `Proxy[1]` for `Proxy_1_`.
fn indexed(name: &str) -> Option<String> {
    let (base, index) = name.strip_suffix('_')?.rsplit_once('_')?;
    let is_index = !base.is_empty() && !index.is_empty() && index.bytes().all(|digit| digit.is_ascii_digit());
    is_index.then(|| format!("{base}[{index}]"))
}

/// Appends an entry, from its name to its `;`. A name that is too long for the columns is followed by one blank.
pub fn text_entry(text: &mut String, name: &str, access: Option<UserAccess>, value: Option<&str>) {
    let start = text.len();
    if name == "import" {
        // At the very start of a line, `import` would import a file.
        text.push(' ');
    }
    text.push_str(name);
    match access {
        Some(UserAccess::ReadWrite) => mark(text, start, '!'),
        Some(UserAccess::ReadOnly) => mark(text, start, '?'),
        Some(UserAccess::None) | None => {}
    }
    pad(text, start, VALUE);
    if let Some(value) = value {
        text.push('"');
        text.push_str(value);
        text.push_str("\" ");
    }
    text.push(';');
}

fn mark(text: &mut String, start: usize, mark: char) {
    pad(text, start, MARK);
    text.push(mark);
}

/// Pads the line that begins at `start` up to a column, with at least one blank.
fn pad(text: &mut String, start: usize, column: usize) {
    text.push(' ');
    while text.len() < start.saturating_add(column) {
        text.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::profile::{Parameter, Value};
    use crate::source::{Parsed, Reader, Syntax};

    fn read(text: &str) -> Parsed<'_> {
        Reader::new().syntax(Syntax::Text).read(text.as_bytes()).unwrap()
    }

    fn one(name: &str, value: Option<&str>, access: Option<UserAccess>) -> Profile<'static> {
        let name = ParameterName::parse(name).unwrap().into_owned();
        let value = value.map_or(Value::Keep, |value| Value::Set(value.to_owned().into()));
        Profile::new(vec![Parameter::new(name, value).access(access)])
    }

    #[test]
    fn marks_are_in_column_46_and_values_in_column_48() {
        let source = "Z \"z\";Some_Entry!;Proxy[2]?\"a\\b #1\";Hidden;Z!;A \"\";import! \"x\";";
        let text = "\
Z                                             ! \"z\" ;
Some_Entry                                    ! ;
Proxy[2]                                      ? \"a\\b #1\" ;
Hidden                                          ;
A                                               \"\" ;
 import                                       ! \"x\" ;
";
        let written = to_text(&read(source).profile, &|_| None).unwrap();
        assert_eq!(written, text);
        assert_eq!(read(&written).profile, read(source).profile.fold());
    }

    #[test]
    fn long_names_have_one_blank_after_them() {
        for length in [44, 45, 46, 47, 48, 49, 255] {
            let name = "N".repeat(length);
            for access in [UserAccess::None, UserAccess::ReadOnly] {
                let line = to_text(&one(&name, Some("v"), Some(access)), &|_| None).unwrap();
                let (mark, quote) = match access {
                    UserAccess::None => (None, VALUE.max(length + 1)),
                    _ => (Some(MARK.max(length + 1)), VALUE.max(length + 3)),
                };
                assert_eq!((line.find('?'), line.find('"')), (mark, Some(quote)), "{length}");
                assert_eq!(read(&line).profile, one(&name, Some("v"), Some(access)));
            }
        }
    }

    #[test]
    fn a_name_that_says_another_parameter_is_not_taken() {
        let written = |xml: &str, text: &str| {
            let line = to_text(&one(xml, None, Some(UserAccess::None)), &|_| Some(text.to_owned())).unwrap();
            line.split(' ').next().unwrap_or_default().to_owned()
        };
        assert_eq!(written("SIP_ToS_DiffServ_Value_1_", "SIP_ToS/DiffServ_Value[1]"), "SIP_ToS/DiffServ_Value[1]");
        assert_eq!(written("Proxy_1_", "Proxy[2]"), "Proxy[1]");
        assert_eq!(written("Dial_Plan_1_", "Dial Plan[1]"), "Dial_Plan[1]");
        assert_eq!(written("Proxy_n_", "Proxy[n]"), "Proxy_n_");
        assert_eq!(written("Default_Ring__1__", "/Default_Ring"), "Default_Ring__1__");
        assert_eq!(written("_1_", "[1]"), "_1_");
    }

    #[test]
    fn what_plain_text_cannot_say_is_reported_and_a_value_is_never_dropped() {
        let rw = Some(UserAccess::ReadWrite);
        let refusal = |name, value| to_text(&one(name, Some(value), rw), &|_| None).unwrap_err();
        assert_eq!(refusal("A", "\""), EmitError::Quote { name: "A".into() });
        assert_eq!(refusal("A", "a\nb"), EmitError::ControlCharacter { name: "A".into() });
        assert_eq!(refusal("router-configuration/A", ""), EmitError::Section { name: "router-configuration/A".into() });

        let reported = |name, value, access| {
            let profile = one(name, value, access);
            (to_text(&profile, &|_| None).unwrap().len(), text_losses(&profile))
        };
        assert_eq!(reported("A", Some("x"), None), (VALUE + 6, vec![Loss::Access { name: "A".into() }]));
        assert_eq!(reported("A", None, None), (NOTHING.len(), vec![Loss::Idle { name: "A".into() }]));
        assert_eq!(reported("S/A", None, rw), (NOTHING.len(), vec![Loss::Section { name: "S/A".into() }]));
        assert_eq!(reported("A", None, rw), (VALUE + 2, vec![]));
    }
}
