//! What programs write for a value that they do not have: `null`, `undefined`, `#N/A`, and numbers that a spreadsheet
//! rounded.
//!
//! Knows: words of programming languages and of spreadsheets. Must not know: template languages (`templates`).

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::line::Line;
use super::subject::{Entry, Subject, as_severity};
use crate::dictionary::{Choices, Dictionary};
use crate::model::Model;

static NO_VALUE: Check = Check {
    code: Code::new(1305),
    name: "word-for-no-value",
    group: Group::Templates,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A value is the word that a program or a spreadsheet writes when it has no value.",
    explanation: "The line registers as the user `null`, or shows `undefined`. A spreadsheet writes `#N/A` for a \
        lookup that found nothing, and `1.01E+10` for a long number whose last digits are lost. Words that may be \
        intentional, such as `None`, are reported in the accounts of lines, and wherever the parameter cannot have \
        such a value.",
    source: "ECMA-262, 7.1.17 (ToString); Microsoft, Excel error values",
    fires: || {
        vec![
            Example::of("<User_ID_1_>undefined</User_ID_1_>"),
            Example::of("<Password_1_>null</Password_1_>"),
            Example::of("<Display_Name_2_>None</Display_Name_2_>"),
            Example::of("<Station_Name>#N/A</Station_Name>"),
            Example::of("<Auth_ID_1_>4.93012E+11</Auth_ID_1_>"),
            Example::of("<Static_IP>None</Static_IP>"),
            Example::of("<Dial_Plan_1_>null</Dial_Plan_1_>"),
            Example::of("<User_ID_1_>Array</User_ID_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Transport_Protocol>none</Transport_Protocol>"),
            Example::of("<Display_Name_1_>Nullmeier</Display_Name_1_><User_ID_1_>1E5</User_ID_1_>"),
            Example::of("<Station_Name>None</Station_Name>"),
            Example::on("spa525g2", "<Preferred_Audio_Device>None</Preferred_Audio_Device>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&NO_VALUE];

/// Words that are never a value on a device.
const NEVER: [&str; 18] = [
    "undefined",
    "NaN",
    "[object Object]",
    "(null)",
    "#N/A",
    "#NAME?",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    // German.
    "#NV",
    "#BEZUG!",
    "#WERT!",
    "#ZAHL!",
    "#ÜBERLAUF!",
];

/// Words that are never in an account.
const NO_ACCOUNT: [&str; 4] = ["null", "nil", "none", "array"];

/// The parameters of an account.
const ACCOUNT: [&str; 7] = ["User_ID", "Password", "Auth_ID", "Display_Name", "Proxy", "Outbound_Proxy", "Mailbox_ID"];

/// Looks at every value, and more strictly at those of accounts.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let accounts: Vec<&Entry<'_>> = ACCOUNT.iter().flat_map(|stem| Line::having(subject, stem)).collect();
    for entry in subject.entries() {
        let (is_never, is_word) = (is_never(entry.text()), is_no_account(entry.text()));
        if is_never || is_word {
            let is_account = accounts.iter().any(|account| account.name == entry.name);
            let found = no_value(subject, entry, findings, is_never || is_account);
            findings.extend(found);
        }
    }
    for entry in accounts.iter().filter(|entry| is_rounded(entry.text())) {
        findings.push(report(subject, entry, "a number that a spreadsheet rounded: its last digits are lost"));
    }
}

/// The only finding about a word for no value: anything else that was found wrong with it follows from this, and is
/// dropped. A word that may be intentional is reported only if something else was found.
fn no_value(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    findings: &mut Vec<Diagnostic>,
    is_certain: bool,
) -> Option<Diagnostic> {
    let place = entry.place.value;
    let is_about = |finding: &Diagnostic| {
        let (at, value) = (finding.span.range(), place.range());
        let is_inside = finding.span.source() == place.source() && value.start <= at.start && at.end <= value.end;
        is_inside && finding.parameter.as_deref() == Some(entry.name)
    };
    let worst = findings.iter().filter(|finding| is_about(finding)).map(|finding| finding.severity);
    let is_wrong = |severity: &Severity| *severity != Severity::Note;
    let worst = worst.filter(is_wrong).min_by_key(|severity| usize::from(*severity != Severity::Error));
    if !is_certain && (worst.is_none() || is_choice_elsewhere(entry)) {
        return None;
    }
    findings.retain(|finding| !is_about(finding));
    let finding = report(subject, entry, "a word that a program writes when it has no value");
    Some(as_severity(finding, worst.unwrap_or(Severity::Warning)))
}

/// Whether the word is one of the choices that the parameter has on some device.
fn is_choice_elsewhere(entry: &Entry<'_>) -> bool {
    let series = Model::all().filter(|model| model.is_series()).filter_map(Dictionary::of);
    let mut choices = series.filter_map(|series| series.get(entry.name)?.choices()).flat_map(Choices::iter);
    choices.any(|choice| choice.eq_ignore_ascii_case(entry.text()))
}

/// Whether a text is what a program writes where it has no value, and never intended: `undefined`, `null`, `#N/A`.
///
/// ```
/// assert!(spc_devices::check::is_no_value("undefined"));
/// assert!(!spc_devices::check::is_no_value("None"), "a name, or a choice of some parameters");
/// ```
#[must_use]
pub fn is_no_value(text: &str) -> bool {
    is_never(text) || ["null", "nil"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_no_account(value: &str) -> bool {
    value.starts_with(['n', 'N', 'a', 'A']) && NO_ACCOUNT.iter().any(|word| value.eq_ignore_ascii_case(word))
}

fn report(subject: &Subject<'_>, entry: &Entry<'_>, message: &str) -> Diagnostic {
    subject.on_value(&NO_VALUE, entry, message).help("fill the value in, or leave the parameter out")
}

fn is_never(value: &str) -> bool {
    // This is asked of every value, and almost none is one.
    value.starts_with(['u', 'U', 'N', 'n', '[', '(', '#']) && NEVER.iter().any(|word| word.eq_ignore_ascii_case(value))
}

/// `4.93012E+11`
fn is_rounded(value: &str) -> bool {
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let Some((number, exponent)) = value.split_once("E+") else { return false };
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    whole.len() <= 3 && is_number(whole) && is_number(fraction) && exponent.len() == 2 && is_number(exponent)
}
