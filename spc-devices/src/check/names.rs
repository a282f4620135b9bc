//! Names of parameters: those that the model does not have, and what was probably meant.
//!
//! Knows: the model's dictionary. Must not know: values.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::Subject;
use super::values::is_marked_status;
use crate::dictionary::Dictionary;

const UNKNOWN_PARAMETER: Check = Check {
    code: Code::new(501),
    name: "unknown-parameter",
    group: Group::Names,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The model has no parameter of this name.",
    explanation: "A device passes over a name that it does not know, without a word: the setting is lost. Names are \
        compared letter by letter, and the spelling differs between families: `SIP_TOS_DiffServ_Value_1_` of the \
        phones is `SIP_ToS_DiffServ_Value_1_` on adapters. A newer firmware may know names that this program does not.",
    source: "families 3, 4",
    fires: &[
        Example::on("spa504g", "<Pasword_1_>x</Pasword_1_>"),
        Example::on("8851", "<proxy_1_>sip.example.com</proxy_1_>"),
    ],
    silent: &[Example::on("spa504g", "<Password_1_>x</Password_1_>"), Example::of("<Pasword_1_>x</Pasword_1_>")],
};

const INDEX_BEYOND_MODEL: Check = Check {
    code: Code::new(502),
    name: "index-beyond-model",
    group: Group::Names,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The parameter is of a line, key or port that the model does not have.",
    explanation: "A profile that was written for a larger model sets lines that this one passes over without a word. \
        Harmless in a base for several models; a mistake where the line was meant to ring.",
    source: "families 2, 5",
    fires: &[Example::on("spa504g", "<Line_Enable_5_>Yes</Line_Enable_5_>")],
    silent: &[
        Example::on("spa504g", "<Line_Enable_4_>Yes</Line_Enable_4_>"),
        Example::of("<Line_Enable_5_>Yes</Line_Enable_5_>"),
    ],
};

/// The checks of this theme.
pub(super) const CHECKS: &[Check] = &[UNKNOWN_PARAMETER, INDEX_BEYOND_MODEL];

/// Looks every name up.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(dictionary) = subject.dictionary() else { return };
    for entry in subject.entries() {
        if let Some(definition) = entry.definition {
            let range = dictionary.indices(definition);
            let index = definition.index_in(entry.name);
            if let (Some(range), Some(index)) = (range, index)
                && !range.contains(&index)
            {
                let model = dictionary.model().name();
                let message = format!("`{}`, and {model} counts from {} to {}", entry.name, range.start(), range.end());
                findings.push(subject.on_name(&INDEX_BEYOND_MODEL, entry, message));
            }
            continue;
        }
        // A dump says itself that it shows a state there.
        if is_marked_status(subject, entry) {
            continue;
        }
        let known = dictionary.source_model().name();
        let message = match dictionary.is_fallback() {
            true => {
                format!("{known}, known in place of {}, have no parameter `{}`", dictionary.model().name(), entry.name)
            }
            false => format!("{known} has no parameter `{}`", entry.name),
        };
        let finding = subject.on_name(&UNKNOWN_PARAMETER, entry, message);
        findings.push(match help(dictionary, entry.name) {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}

/// What was meant, as far as that can be said.
fn help(dictionary: Dictionary, name: &str) -> Option<String> {
    if dictionary.is_status(name) {
        return Some("a status line of a dump, which sets nothing".to_owned());
    }
    if let Some(spelling) = dictionary.spellings(name).first() {
        return Some(format!("did you mean `{spelling}`? letter case matters"));
    }
    let near = dictionary.suggestions(name, 1);
    near.first().map(|near| format!("did you mean `{near}`?"))
}
