//! `spc: allow ..` comments: which findings they hide, and which of them cannot be understood.
//!
//! Knows: directives and how a check is named. Must not know: what a check looks at.

use std::collections::BTreeMap;

use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};

use super::definition::{Check, Example, Group, Soundness};
use super::directives::{Allowed, Directives};
use super::levels::{Level, Selector};
use super::subject::finding;
use crate::model::Model;

static UNKNOWN_DIRECTIVE: Check = Check {
    code: Code::new(1401),
    name: "unknown-directive",
    group: Group::Profile,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A comment that begins with `spc:` says something that this program does not understand.",
    explanation: "`spc: allow SPC0501` hides the findings of a check for the next element or entry, `spc: allow names` \
        those of a group, and `spc: model=spa504g` says which device the profile is for. A code or model that does not \
        exist is probably misspelt, and what it should have hidden is reported. A file that cannot be read as a profile \
        is always an error, which nothing hides.",
    source: "this program",
    fires: || {
        vec![
            Example::of("<!-- spc: allow SPC9999 --><GPP_A>1</GPP_A>"),
            Example::of("<!-- spc: alow SPC0501 --><GPP_A>1</GPP_A>"),
            Example::of("<!-- spc: allow SPC0203 --><GPP_A>1</GPP_A>"),
            Example::of("<!-- spc: allow SPC2007 --><GPP_A>1</GPP_A>"),
            Example::of("<!-- spc: model=spa999 --><GPP_A>1</GPP_A>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<!-- spc: allow SPC1301 --><GPP_A>{{x}}</GPP_A>"),
            Example::of("<!-- spc: allow SPC0402 --><GPP_A>1</GPP_A>"),
            Example::of("<!-- spc: model=spa504g --><GPP_A>1</GPP_A>"),
            Example::of("<!-- made by spc: see the manual --><GPP_A>1</GPP_A>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&UNKNOWN_DIRECTIVE];

/// Where checks are silent.
#[derive(Debug, Default)]
pub(super) struct Suppressed {
    /// What is hidden in the range that a comment covers, by the source and the start of the range. Ranges do not
    /// overlap, except those that cover a whole source.
    covered: BTreeMap<(u16, u32), Covered>,
}

/// What is hidden in one element, or in a whole source.
#[derive(Debug)]
struct Covered {
    end: u32,
    selectors: Vec<Selector>,
}

impl Suppressed {
    fn add(&mut self, selector: Selector, allowed: &Allowed) {
        let covers = &allowed.covers;
        let of_element = Covered { end: covers.end, selectors: Vec::new() };
        let covered = self.covered.entry((allowed.span.source(), covers.start)).or_insert(of_element);
        covered.end = covered.end.max(covers.end);
        // Many comments may say the same thing.
        if !covered.selectors.contains(&selector) {
            covered.selectors.push(selector);
        }
    }

    /// Whether any of the ranges that cover a place hides something.
    fn any(&self, span: Span, is_it: impl Fn(&Selector) -> bool) -> bool {
        let whole = self.covered.get(&(span.source(), 0));
        let element = self.covered.range((span.source(), 0)..=(span.source(), span.start())).next_back();
        let covering = whole.into_iter().chain(element.map(|(_, covered)| covered));
        covering.filter(|covered| span.start() < covered.end).flat_map(|covered| &covered.selectors).any(is_it)
    }

    /// Whether a finding of this check in this place is hidden.
    pub(super) fn hides(&self, check: &Check, span: Span) -> bool {
        self.any(span, |selector| selector.selects(check))
    }

    /// Whether a finding with this code that did not come from a check is hidden in this place.
    pub(super) fn hides_code(&self, code: Code, span: Span) -> bool {
        self.any(span, |selector| *selector == Selector::Code(code))
    }
}

/// What the comments hide; those that cannot be understood are reported. `checks` is every check.
pub(super) fn read(directives: &Directives, checks: &[&Check], findings: &mut Vec<Diagnostic>) -> Suppressed {
    let mut suppressed = Suppressed::default();
    for allowed in &directives.allowed {
        match Selector::parse(&allowed.word, checks) {
            Ok(selector) => {
                if let Some(reason) = selector.without_effect(Level::Allow) {
                    let message = format!("a comment allows what cannot be allowed: {reason}");
                    findings.push(finding(&UNKNOWN_DIRECTIVE, allowed.span, message));
                }
                suppressed.add(selector, allowed);
            }
            Err(_) => {
                let message = "a comment allows a check that does not exist";
                let help = "a finding shows its code in brackets, as in [SPC0501]";
                findings.push(finding(&UNKNOWN_DIRECTIVE, allowed.span, message).help(help));
            }
        }
    }
    for (name, span) in &directives.models {
        if let Err(missing) = Model::find(name) {
            let help = missing.help().unwrap_or_else(|| "`spc models` lists them".to_owned());
            let message = "a comment names a model that this program does not know";
            findings.push(finding(&UNKNOWN_DIRECTIVE, *span, message).help(help));
        }
    }
    for span in &directives.unknown {
        let message = "a comment begins with `spc:`, but is neither `spc: allow CODE` nor `spc: model=NAME`";
        findings.push(finding(&UNKNOWN_DIRECTIVE, *span, message));
    }
    suppressed
}
