//! What a profile is made of: at least one parameter, and nothing but text inside values.
//!
//! Knows: which elements are parameters. Must not know: what their values mean.

use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};
use spc_core::redact::may_name;

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Subject, finding};
use crate::dictionary::Dictionary;

static ELEMENT_IN_VALUE: Check = Check {
    code: Code::new(504),
    name: "element-in-value",
    group: Group::Names,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The value of a parameter contains an element, which turns the parameter into a section, so the value is \
        lost.",
    explanation: "XML reads `<Text_Logo>ACME<br/>Ltd</Text_Logo>` as a section `Text_Logo` with a parameter `br`, and \
        drops the text around it, so a device keeps its old value. Write `&lt;` for a `<` that belongs to the value, \
        and delete tags that a web page or a template left in it.",
    source: "FORMAT 7.4, 7.5",
    fires: || {
        vec![
            Example::of("<Text_Logo>ACME<br/>Ltd</Text_Logo>"),
            Example::of("<Password_1_>ab<b>cd</b></Password_1_>"),
            Example::on("spa504g", "<Profile_Rule>http://<host/>/$MA.cfg</Profile_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Text_Logo>ACME&lt;br/&gt;Ltd</Text_Logo>"),
            Example::of("<Text_Logo><![CDATA[ACME<br/>Ltd]]></Text_Logo>"),
            Example::of("<router-configuration><WAN><Mode>dhcp</Mode></WAN></router-configuration>"),
        ]
    },
};

static NO_PARAMETERS: Check = Check {
    code: Code::new(1403),
    name: "no-parameters",
    group: Group::Profile,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The profile sets nothing.",
    explanation: "A profile without parameters changes nothing on a device. It is usually a template whose loop had \
        no items, or a file that was written before its data was available.",
    source: "this program",
    fires: || {
        vec![Example::of("<flat-profile></flat-profile>"), Example::of("<flat-profile/>"), Example::of("# empty\n")]
    },
    silent: || vec![Example::of("<flat-profile><Text_Logo/></flat-profile>"), Example::of("# one\nText_Logo ! ;\n")],
};

/// The checks of names that make no sense where they are.
pub(super) const NESTED: &[&Check] = &[&ELEMENT_IN_VALUE];
/// The checks of a profile as a whole.
pub(super) const EMPTY: &[&Check] = &[&NO_PARAMETERS];

/// Looks for elements inside values.
pub(super) fn nested(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let mut last = None;
    let nested = subject.entries().filter(|entry| entry.name.contains('/')).map(|entry| (entry.name, entry.place.name));
    for (name, place) in nested.chain(subject.in_secrets()) {
        let Some((section, _)) = name.split_once('/') else { continue };
        // If there are several in one value, the first is enough.
        if last == Some(section) {
            continue;
        }
        last = Some(section);
        let Some(parameter) = value_around(name) else { continue };
        let label = if may_name(parameter) { parameter } else { "***" };
        let message = format!("an element inside the value of `{label}`, so the value is lost");
        let help = "in a value, `<` is written &lt;; delete the tags of a web page or a template";
        findings.push(finding(&ELEMENT_IN_VALUE, place, message).parameter(parameter).help(help));
    }
}

/// Looks for a profile without parameters.
pub(super) fn empty(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_empty = subject.entries().next().is_none() && subject.in_secrets().next().is_none();
    // The columns of a list may set everything.
    if is_empty && subject.columns.is_empty() {
        let help = "was a template not run?";
        findings.push(finding(&NO_PARAMETERS, Span::default(), "the profile has no parameters").help(help));
    }
}

/// The parameter in whose value an element of this path is, if the outermost section around it is one that devices have.
/// Names inside sections may be those of sections as well.
pub(super) fn value_around(path: &str) -> Option<&str> {
    let (section, _) = path.split_once('/')?;
    let section = section.split('[').next()?;
    (!Dictionary::models_with(section).is_empty()).then_some(section)
}

#[cfg(test)]
mod tests {
    use spc_core::source::{self, Syntax};

    use crate::check::{Checker, Source};

    fn said(text: &str) -> Vec<String> {
        let parsed = source::read(text.as_bytes()).unwrap();
        let sources = [Source::new(text.as_bytes(), Syntax::Xml)];
        let checker = Checker::new().model(crate::model::Model::find("spa504g").ok());
        let read = checker.weigh(&sources, Some(&parsed), parsed.diagnostics.clone());
        let found = checker.check(&sources, &parsed);
        read.into_iter().chain(found).map(|finding| format!("{} {}", finding.code, finding.message)).collect()
    }

    #[test]
    fn an_element_in_a_value_is_one_finding() {
        for value in ["Ex<b/>ample", "<b/>Example", "Example<b/>", "<b>Ex</b>", "Ex<b/>am<i>pl</i>e"] {
            let found = said(&format!("<flat-profile><Text_Logo>{value}</Text_Logo></flat-profile>"));
            let of_value: Vec<_> = found.iter().filter(|said| said.starts_with("SPC0504")).collect();
            assert_eq!(
                of_value,
                ["SPC0504 an element inside the value of `Text_Logo`, so the value is lost"],
                "{value}"
            );
            assert!(!found.iter().any(|said| said.starts_with("SPC0501")), "{found:?}");
        }
    }

    #[test]
    fn nothing_inside_a_secret_is_shown() {
        let found = said("<flat-profile><Password_1_>s3<cr3t/>w0rd<pa55/></Password_1_></flat-profile>");
        assert!(found.iter().any(|said| said.contains("inside the value of `Password_1_`")), "{found:?}");
        assert!(!found.concat().contains("cr3t") && !found.concat().contains("pa55"), "{found:?}");
    }
}
