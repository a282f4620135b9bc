//! The options of a rule, `[--key $SA --post c]`: their arguments, and which rules and devices accept them.
//!
//! Knows: options. Must not know: the values that an option uses (`rules`).

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::rules;
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use crate::lang::macro_text::MacroName;
use crate::lang::rule::{OptionKind, RuleOption, RuleTarget};
use crate::model::Family;

static ARGUMENT: Check = Check {
    code: Code::new(616),
    name: "rule-option-argument",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "`--post` or `--alias` is not followed by a letter from `a` to `p`.",
    explanation: "The small letter says which of `GPP_A` to `GPP_P` is posted, or holds the alias map: `--post c` \
        means `GPP_C`. No other argument names a parameter: `--alias $A` hands over the map itself.",
    source: "profile-language 9.5",
    fires: || {
        vec![
            Example::of("<Profile_Rule>[--post z] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--alias C] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--alias $A] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Report_Rule>[--post $(B)] http://h/$MA.cfg</Report_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>[--post c --alias a] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--post {{letter}}] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--post $A] http://h/$MA.cfg</Profile_Rule><GPP_A>c</GPP_A>"),
        ]
    },
};

static TWICE: Check = Check {
    code: Code::new(617),
    name: "rule-option-twice",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The brackets of a rule repeat an option.",
    explanation: "It is not documented which of the two a device uses. A file has one key, so write `--key` once.",
    source: "profile-language 9.5",
    fires: || vec![Example::of("<Profile_Rule>[--key $SA --key $SB] http://h/$MA.cfg</Profile_Rule>")],
    silent: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA --post c] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Report_Rule>[--key $SA --status] http://h/s [--key $SA --delta] http://h/d</Report_Rule>"),
        ]
    },
};

static NO_ADDRESS: Check = Check {
    code: Code::new(618),
    name: "rule-options-without-address",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "No address follows the options of a rule, so nothing is fetched.",
    explanation: "The options say how to fetch a file; the address of the file must follow them: `[--key $SA] \
        http://prov.example.com/$MA.cfg`.",
    source: "profile-language 9.1, 9.4",
    fires: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA]</Profile_Rule>"),
            Example::of("<Profile_Rule>( $PRVST eq 0 )? [--key $SA] | http://h/$MA.cfg</Profile_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $SA] {{url}}</Profile_Rule>"),
            Example::of("<Profile_Rule>( GPP_A = \"x\" ; )!</Profile_Rule>"),
        ]
    },
};

static NOT_TAKEN: Check = Check {
    code: Code::new(619),
    name: "rule-option-not-taken",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The device does not accept this option in this rule.",
    explanation: "`Upgrade_Rule` accepts no options, except `--uid` and `--pwd` on multiplatform phones: firmware is \
        not encrypted with your key. No guide to other phones and adapters has these two in any rule, or the `gds://` \
        address of an activation code. Templates for the SPA300 and SPA500 series use the two anyway, so they are a \
        note there. `--delta` and `--status` belong in `Report_Rule`.",
    source: "profile-language 9.1, 9.4, 9.5",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? [--key x] http://h/fw.bin</Upgrade_Rule>"),
            Example::of("<Profile_Rule>[--delta] http://h/$MA.cfg</Profile_Rule>"),
            Example::on("spa942", "<Profile_Rule>[--uid u --pwd $SB] http://h/$MA.cfg</Profile_Rule>"),
            Example::on("spa504g", "<Profile_Rule>[--uid u --pwd $SB] http://h/$MA.cfg</Profile_Rule>"),
            Example::on("spa504g", "<Profile_Rule>gds://1234567890</Profile_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::on(
                "8851",
                "<Upgrade_Rule>( $SWVER lt 11.3 )? [--uid u --pwd $SB] http://h/x.loads</Upgrade_Rule>",
            ),
            Example::on("8851", "<Profile_Rule>gds://1234567890</Profile_Rule>"),
            Example::of("<Profile_Rule>[--uid u --pwd $SB] http://h/$MA.cfg</Profile_Rule>"),
            Example::on("ata191", "<Report_Rule>[--key $SA --delta] http://h/report</Report_Rule>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&ARGUMENT, &TWICE, &NO_ADDRESS, &NOT_TAKEN];

/// Looks at the options of every rule.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    rules::each(subject, |entry, rule| {
        for target in rule.alternatives.iter().flat_map(|alternative| &alternative.targets) {
            for (at, option) in target.options.iter().enumerate() {
                findings.extend(argument(subject, entry, option));
                findings.extend(not_taken(subject, entry, option));
                let earlier = target.options.get(..at).unwrap_or_default();
                let is_known = option.kind.name().is_some();
                if let Some(earlier) = earlier.iter().find(|earlier| is_known && earlier.kind == option.kind) {
                    let message = format!("a second `--{}`", option.kind.name().unwrap_or_default());
                    let finding = subject.within(&TWICE, entry, option.extent.range(), message);
                    findings.push(finding.note(subject.place(entry, earlier.extent.range()), "the first one is here"));
                }
            }
            findings.extend(no_address(subject, entry, target));
            findings.extend(activation(subject, entry, target));
        }
    });
}

fn argument(subject: &Subject<'_>, entry: &Entry<'_>, option: &RuleOption<'_>) -> Option<Diagnostic> {
    if !matches!(option.kind, OptionKind::Post | OptionKind::Alias) || option.parameter().is_some() {
        return None;
    }
    let range = option.extent.range();
    let written = entry.text().get(range.clone())?;
    if next_placeholder(written, 0).is_some() || is_letter_of_macro(subject, option) {
        return None;
    }
    let message = format!("`--{}` takes a small letter from `a` to `p`", option.kind.name()?);
    Some(subject.within(&ARGUMENT, entry, range, message).help("the letter names the parameter: `c` for `GPP_C`"))
}

/// Whether a macro stands for the letter: one of a parameter that this profile sets to a letter. Others stand for the text
/// that is sent, or for the map.
fn is_letter_of_macro(subject: &Subject<'_>, option: &RuleOption<'_>) -> bool {
    let used = option.argument.and_then(|word| word.text.macros().next());
    let parameter = used.and_then(|(used, _)| MacroName::find(used.name)).and_then(MacroName::parameter);
    let value = parameter.and_then(|name| subject.value(&name));
    value.is_some_and(|value| matches!(value.as_bytes(), [b'a'..=b'p']) || next_placeholder(value, 0).is_some())
}

fn no_address(subject: &Subject<'_>, entry: &Entry<'_>, target: &RuleTarget<'_>) -> Option<Diagnostic> {
    let is_bare = target.has_brackets && target.url.is_none();
    let finding = subject.within(&NO_ADDRESS, entry, target.extent.range(), "no address follows these options");
    is_bare.then(|| finding.help("as in `[--key $SA] http://prov.example.com/$MA.cfg`"))
}

/// Whether the model is known not to have what only multiplatform devices have.
fn is_older(subject: &Subject<'_>) -> bool {
    subject.model.is_some_and(|model| !matches!(model.family(), Family::Mpp | Family::Ata19x))
}

fn not_taken(subject: &Subject<'_>, entry: &Entry<'_>, option: &RuleOption<'_>) -> Option<Diagnostic> {
    use OptionKind::{Alias, Delta, Key, Password, Post, Status, UserId};
    let name = option.kind.name()?;
    let message = match option.kind {
        Key | Post | Alias | Delta | Status if entry.name == "Upgrade_Rule" => {
            format!("an upgrade rule does not accept `--{name}`")
        }
        Delta | Status if entry.name != "Report_Rule" => format!("`--{name}` is an option of `Report_Rule`"),
        UserId | Password if is_older(subject) => {
            format!("only the guides to multiplatform phones document `--{name}`")
        }
        _ => return None,
    };
    let finding = subject.within(&NOT_TAKEN, entry, option.extent.range(), message);
    let is_login = matches!(option.kind, UserId | Password) && entry.name != "Upgrade_Rule";
    let is_seen = is_login && subject.model.is_some_and(|model| model.family() == Family::Spa5xx);
    Some(if is_seen { as_severity(finding, Severity::Note) } else { finding })
}

/// The address of an activation code.
fn activation(subject: &Subject<'_>, entry: &Entry<'_>, target: &RuleTarget<'_>) -> Option<Diagnostic> {
    let url = target.url.filter(|_| is_older(subject))?;
    let message = "only multiplatform phones have activation codes";
    url.parts().is_activation().then(|| subject.within(&NOT_TAKEN, entry, url.text.extent().range(), message))
}
