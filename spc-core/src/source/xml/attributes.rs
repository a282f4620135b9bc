//! What the attributes of an element inside the profile mean (FORMAT 7.7), and what was meant by unknown ones.
//!
//! Knows: which attributes there are, and how people misspell them. Must not know: how tags are written, what becomes of
//! the element.

use super::markup::{Attribute, Tag};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::escape::HIDDEN;
use crate::profile::UserAccess;
use crate::source::record::{Record, open_label};

/// What the attributes of one element say.
#[derive(Default)]
pub(super) struct Said {
    /// The value of `ua` and its place.
    pub(super) access: Option<(Option<UserAccess>, Span)>,
    /// Whether it has `preserve-value="y"`.
    pub(super) keeps_user_value: bool,
}

/// Reads the attributes of a tag, and reports unknown ones.
pub(super) fn read(tag: &Tag<'_>, attributes: &[Attribute<'_>], is_hidden: bool, record: &mut Record<'_, '_>) -> Said {
    let mut said = Said::default();
    let has = |name: &str| attributes.iter().any(|attribute| attribute.name == name);
    for attribute in attributes {
        let label = |text| label(text, tag.name, is_hidden);
        let ignored = |message: String, help: Option<&str>| {
            let finding = Diagnostic::of(Code::UNKNOWN_ATTRIBUTE, attribute.span, message);
            match help {
                Some(help) => finding.help(help),
                None => finding,
            }
        };
        match attribute.name {
            "ua" => {
                let value = UserAccess::from_attribute(&attribute.value);
                if value.is_none() {
                    record.report_as(Code::UNKNOWN_ACCESS, || {
                        let value = label(&attribute.value);
                        let message = format!("unknown user access {value:?}, expected \"na\", \"ro\" or \"rw\"");
                        let help = "na hides the parameter from the user account, ro shows it, rw lets it be changed";
                        Diagnostic::of(Code::UNKNOWN_ACCESS, attribute.span, message).help(help)
                    });
                }
                said.access = Some((value, attribute.span));
            }
            "preserve-value" => match &*attribute.value {
                value @ ("y" | "n") => said.keeps_user_value = value == "y",
                value => record.report_as(Code::UNKNOWN_ATTRIBUTE, || {
                    let message = format!("unknown value {:?} of `preserve-value`, ignored", label(value));
                    ignored(message, Some("its value is `y` or `n`, in small letters"))
                }),
            },
            "group" | "um" => {}
            // The finding about the value shows where both belong.
            "name" if has("value") => {}
            // The tag belongs to a template, which is reported itself.
            _ if attribute.is_of_xml() || tag.name.contains(':') => {}
            name => record.report_as(Code::UNKNOWN_ATTRIBUTE, || {
                ignored(format!("unknown attribute `{}`, ignored", label(name)), help_for(name))
            }),
        }
    }
    said
}

/// What to do about an attribute that has no meaning here.
fn help_for(name: &str) -> Option<&'static str> {
    const HELP: [(&[&str], &str); 6] = [
        (&["ua", "au", "useraccess", "access"], "user access is written `ua`, in small letters"),
        (&["um"], "it is written `um`, in small letters"),
        (&["group"], "it is written `group`, in small letters"),
        (&["preservevalue"], "it is written `preserve-value`, in small letters and with a hyphen"),
        (&["value"], "a value is written between the tags: <NAME>VALUE</NAME>"),
        (&["name"], "the element has the parameter's name: <NAME>VALUE</NAME>"),
    ];
    let word = name.replace(['-', '_'], "").to_ascii_lowercase();
    HELP.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, help)| *help)
}

/// The name or value of an attribute as messages show it: only if it is neither part of a secret nor looks like one.
fn label<'t>(text: &'t str, element: &str, is_hidden: bool) -> &'t str {
    if open_label(element, is_hidden) == element { open_label(text, false) } else { HIDDEN }
}
