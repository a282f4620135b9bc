//! Provisioning rules: what a device fetches next, and whether it can open it.
//!
//! Knows: rules, macros, and the parameters that macros stand for. Must not know: firmware images (`upgrades`).

use spc_core::diagnostic::{Code, Diagnostic, Severity};
use spc_core::redact::may_quote;

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject, as_severity};
use super::templates::{next_placeholder, without_placeholders};
use crate::lang::address;
use crate::lang::macro_text::MacroName;
use crate::lang::rule::{self, OptionKind, Role, Rule, Target};
use crate::lang::trigger;

const RULE_SYNTAX: Check = Check {
    code: Code::new(601),
    name: "rule-syntax",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A provisioning rule or a resync trigger is outside every documented form.",
    explanation: "A device that cannot read its rule fetches nothing, and says so at most in a log that nobody sees. \
        A rule is `( condition )? [--key $SA] URL | another alternative`.",
    source: "profile-language 9",
    fires: &[
        Example::of("<Profile_Rule>[--key $SA http://prov.example.com/$MA.cfg</Profile_Rule>"),
        Example::of("<Upgrade_Rule>( $SWVER lt 7.5.2 ) http://prov.example.com/fw.bin</Upgrade_Rule>"),
        Example::of("<Resync_Trigger_1>$PRVTMR gt</Resync_Trigger_1>"),
    ],
    silent: &[
        Example::of("<Profile_Rule>[--key $SA] http://prov.example.com/$MA.cfg</Profile_Rule>"),
        Example::of("<Resync_Trigger_1>$PRVTMR gt 600</Resync_Trigger_1>"),
        Example::of("<Profile_Rule></Profile_Rule>"),
    ],
};

const KEY_EMPTIED: Check = Check {
    code: Code::new(602),
    name: "key-emptied",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A rule decrypts with a parameter that the same profile empties.",
    explanation: "After this profile the device has no key for the next file, so it opens none and stays on what it \
        has. Leave the parameter out of the profile, or write it as `<GPP_SA/>`, which keeps the value on the device.",
    source: "value-languages 6.1, key-empty",
    fires: &[Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule><GPP_SA></GPP_SA>")],
    silent: &[
        Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule><GPP_SA/>"),
        Example::of("<Profile_Rule>( GPP_SA = \"x\" ; )! [--key $SA] http://h/$MA.cfg</Profile_Rule><GPP_SA></GPP_SA>"),
        Example::of("<Profile_Rule>http://h/$MA.cfg</Profile_Rule><GPP_SA></GPP_SA>"),
    ],
};

const MACRO_EMPTIED: Check = Check {
    code: Code::new(603),
    name: "macro-emptied",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A rule uses a parameter that the same profile empties.",
    explanation: "The macro expands to nothing and leaves a hole in the address or the condition.",
    source: "value-languages 6.1, macro-empty",
    fires: &[Example::of("<Profile_Rule>http://$A/$MA.cfg</Profile_Rule><GPP_A></GPP_A>")],
    silent: &[Example::of("<Profile_Rule>http://$A/$MA.cfg</Profile_Rule><GPP_A>prov.example.com</GPP_A>")],
};

const SECRET_MACRO_PLACE: Check = Check {
    code: Code::new(604),
    name: "secret-macro-place",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "`$SA` to `$SD` are expanded as the argument of an option only.",
    explanation: "Elsewhere the device takes the macro as the text that it is. Put a value that belongs into an address \
        into `GPP_A` to `GPP_P`.",
    source: "profile-language 9.6",
    fires: &[Example::of("<Profile_Rule>http://h/$SA.cfg</Profile_Rule>")],
    silent: &[Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule>")],
};

const UNKNOWN_MACRO: Check = Check {
    code: Code::new(605),
    name: "unknown-macro",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A rule uses a macro that no guide has, which the device leaves as it is written.",
    explanation: "The device asks for a file with a `$` in its name. Letter case matters: `$MA` is the MAC address, \
        `$ma` is nothing. A name ends at the first character that is not a letter or a digit: write `$(MA)x` for a \
        macro in front of a letter.",
    source: "profile-language 9.6",
    fires: &[Example::of("<Profile_Rule>http://h/$ma.cfg</Profile_Rule>")],
    silent: &[Example::of("<Profile_Rule>http://h/$(MA)x$PSN.cfg</Profile_Rule>")],
};

const MAC_WITH_COLONS: Check = Check {
    code: Code::new(606),
    name: "mac-with-colons",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "`$MAC` in an address has colons in it.",
    explanation: "`$MAC` expands to `00:0e:08:aa:bb:cc`; a file is rarely called that. `$MA` is `000e08aabbcc` and \
        `$MAU` is `000E08AABBCC`.",
    source: "profile-language 9.6",
    fires: &[Example::of("<Profile_Rule>http://h/$MAC.cfg</Profile_Rule>")],
    silent: &[Example::of("<Profile_Rule>http://h/$MA.cfg?mac=$MAU</Profile_Rule>")],
};

const KEY_IS_PUBLIC: Check = Check {
    code: Code::new(607),
    name: "key-is-public",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The key of a rule is the MAC address, the serial number or the like, which are printed on the box.",
    explanation: "Whoever sees the device or a packet of it can open its file. Give each device a random key, as `spc \
        keygen` and `spc bootstrap` do, and write `[--key $SA]`.",
    source: "value-languages 6.2",
    fires: &[Example::of("<Profile_Rule>[--key $MA] http://h/$MA.cfg</Profile_Rule>")],
    silent: &[Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule>")],
};

const NO_SERVER: Check = Check {
    code: Code::new(608),
    name: "rule-without-server",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A rule names no server, so the device takes the one that DHCP names.",
    explanation: "That works where DHCP option 66 is set, and for profiles only: a firmware upgrade has no such \
        default.",
    source: "profile-language 9.4",
    fires: &[
        Example::of("<Profile_Rule>/spa$MA.cfg</Profile_Rule>"),
        Example::of("<Upgrade_Rule>/fw/spa50x.bin</Upgrade_Rule>"),
    ],
    silent: &[Example::of("<Profile_Rule>tftp://192.0.2.1/spa$MA.cfg</Profile_Rule>")],
};

const SHARED_PROFILE: Check = Check {
    code: Code::new(609),
    name: "rule-without-macro",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A profile with a SIP account fetches the next one from an address that is the same for every device.",
    explanation: "Every phone with this rule fetches one file, and with it one account. Put `$MA` into the address. A \
        `$MA` that is missing was often eaten by a shell: quote it with `'`.",
    source: "value-languages 6.1, rule-shared",
    fires: &[Example::of(
        "<Profile_Rule>http://h/.cfg</Profile_Rule><User_ID_1_>101</User_ID_1_><Password_1_>x</Password_1_>",
    )],
    silent: &[
        Example::of(
            "<Profile_Rule>http://h/$MA.cfg</Profile_Rule><User_ID_1_>101</User_ID_1_><Password_1_>x</Password_1_>",
        ),
        Example::of("<Profile_Rule>http://h/common.cfg</Profile_Rule>"),
    ],
};

const UNKNOWN_OPTION: Check = Check {
    code: Code::new(610),
    name: "rule-option",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The brackets of a rule hold something that is not an option of any guide.",
    explanation: "The options are --key, --uid, --pwd, --post, --alias, --delta and --status, each with two dashes. \
        What a device makes of anything else is not documented; a key after `-key` is not used.",
    source: "profile-language 9.5",
    fires: &[Example::of("<Profile_Rule>[--keys $SA] http://h/$MA.cfg</Profile_Rule>")],
    silent: &[Example::of("<Profile_Rule>[ --key $SA --uid u --pwd $SB ] http://h/$MA.cfg</Profile_Rule>")],
};

const HTTPS_TO_ADDRESS: Check = Check {
    code: Code::new(611),
    name: "https-to-address",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A rule fetches over HTTPS from an IP address.",
    explanation: "Certificates name hosts, and few name an address. A device that checks the name refuses the server. Write \
        the name that the certificate has.",
    source: "value-languages 5.2, url-scheme",
    fires: &[Example::of("<Profile_Rule>https://192.0.2.1/$MA.cfg</Profile_Rule>")],
    silent: &[
        Example::of("<Profile_Rule>https://prov.example.com/$MA.cfg</Profile_Rule>"),
        Example::of("<Profile_Rule>http://192.0.2.1/$MA.cfg</Profile_Rule>"),
    ],
};

/// The checks of this theme.
pub(super) const CHECKS: &[Check] = &[
    RULE_SYNTAX,
    KEY_EMPTIED,
    MACRO_EMPTIED,
    SECRET_MACRO_PLACE,
    UNKNOWN_MACRO,
    MAC_WITH_COLONS,
    KEY_IS_PUBLIC,
    NO_SERVER,
    SHARED_PROFILE,
    UNKNOWN_OPTION,
    HTTPS_TO_ADDRESS,
];

/// The rules that say which profile is fetched.
pub(super) const PROFILE_RULES: [&str; 4] = ["Profile_Rule", "Profile_Rule_B", "Profile_Rule_C", "Profile_Rule_D"];

/// Looks at every rule and trigger.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for name in PROFILE_RULES.into_iter().chain(["Upgrade_Rule", "Report_Rule"]) {
        let Some(entry) = subject.get(name) else { continue };
        // What a template fills in is not there yet, and is reported as such.
        match rule::parse(&without_placeholders(entry.text())) {
            Err(fault) => findings.push(subject.within(&RULE_SYNTAX, entry, fault.range.clone(), fault.to_string())),
            Ok(rule) => {
                macros(subject, entry, &rule, findings);
                targets(subject, entry, &rule, findings);
            }
        }
    }
    for name in ["Resync_Trigger_1", "Resync_Trigger_2"] {
        let Some(entry) = subject.get(name) else { continue };
        if let Err(fault) = trigger::parse(&without_placeholders(entry.text())) {
            findings.push(subject.within(&RULE_SYNTAX, entry, fault.range.clone(), fault.to_string()));
        }
    }
}

fn macros(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, findings: &mut Vec<Diagnostic>) {
    for used in rule.macros() {
        let range = used.extent.range();
        let at = |check: &Check, message: String| subject.within(check, entry, range.clone(), message);
        let is_credential = matches!(used.role, Role::Option(option) if option.is_credential());
        let is_key = used.role == Role::Option(OptionKind::Key);
        match MacroName::find(used.used.name) {
            // A name inside a key may be a piece of the key.
            None if is_credential => {}
            None => {
                let message = match may_quote(entry.name, entry.text()) {
                    true => format!("no device knows the macro `${}`", used.used.name),
                    false => "no device knows this macro".to_owned(),
                };
                let upper = used.used.name.to_ascii_uppercase();
                let finding = at(&UNKNOWN_MACRO, message);
                findings.push(match MacroName::find(&upper) {
                    Some(_) => finding.help(format!("did you mean `${upper}`? letter case matters")),
                    None => finding.help("the device leaves it as it is written"),
                });
            }
            Some(MacroName::Secret(letter)) if !is_credential => {
                findings.push(at(&SECRET_MACRO_PLACE, format!("`$S{letter}` is not expanded here")));
            }
            Some(name @ (MacroName::Secret(letter) | MacroName::General(letter))) => {
                let parameter = match name {
                    MacroName::Secret(_) => format!("GPP_S{letter}"),
                    _ => format!("GPP_{letter}"),
                };
                let Some(emptied) = subject.get(&parameter).filter(|entry| entry.value == Some("")) else { continue };
                if is_assigned(rule, used.alternative, &parameter, letter) {
                    continue;
                }
                let check = if is_key { &KEY_EMPTIED } else { &MACRO_EMPTIED };
                let message = format!("`{}` uses `{parameter}`, which this profile empties", entry.name);
                let finding = at(check, message).note(emptied.place.name, "it is emptied here");
                findings.push(finding.help(format!("write `<{parameter}/>` to keep the value that the device has")));
            }
            Some(MacroName::Named("MAC", _)) if used.role == Role::Url => {
                let finding = at(&MAC_WITH_COLONS, "`$MAC` has colons: `00:0e:08:aa:bb:cc`".to_owned());
                findings.push(finding.help("`$MA` is the same without them"));
            }
            Some(MacroName::Named(name @ ("MA" | "MAU" | "MAC" | "SN" | "PN" | "PSN" | "IP"), meaning)) if is_key => {
                findings.push(at(&KEY_IS_PUBLIC, format!("the key `${name}` is {meaning}, which is not secret")));
            }
            Some(_) => {}
        }
    }
}

/// Whether an alternative sets this parameter before it fetches.
fn is_assigned(rule: &Rule<'_>, alternative: usize, parameter: &str, letter: char) -> bool {
    let assignments = rule.alternatives.get(alternative).map(|alternative| alternative.assignments.as_slice());
    let is_it = |name: &str| {
        name == parameter || (!parameter.starts_with("GPP_S") && name.chars().eq([letter.to_ascii_lowercase()]))
    };
    assignments.unwrap_or_default().iter().any(|assignment| is_it(assignment.name))
}

fn targets(subject: &Subject<'_>, entry: &Entry<'_>, rule: &Rule<'_>, findings: &mut Vec<Diagnostic>) {
    let is_upgrade = entry.name == "Upgrade_Rule";
    for target in rule.alternatives.iter().flat_map(|alternative| &alternative.targets) {
        for option in &target.options {
            if matches!(option.kind, OptionKind::Unknown | OptionKind::Stray) {
                let message = "not an option of a rule";
                let finding = subject.within(&UNKNOWN_OPTION, entry, option.extent.range(), message);
                findings.push(finding.help("the key is written `--key`, with two dashes and a blank after it"));
            }
        }
        let Some(url) = target.url else { continue };
        let range = url.text.extent().range();
        let starts_with_macro = entry.text().get(range.start..).is_some_and(|url| url.starts_with(['$', '{', '<']));
        if url.parts().server.is_none() && !starts_with_macro {
            let finding = subject.within(&NO_SERVER, entry, range.clone(), "no server is named");
            let (severity, help) = if is_upgrade {
                (Severity::Warning, "an upgrade needs one: `tftp://192.0.2.1/fw.bin`")
            } else {
                (Severity::Note, "the device takes the one of DHCP option 66")
            };
            findings.push(as_severity(finding, severity).help(help));
        }
        let is_secure = url.parts().scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        let host = url.parts().server.map(|server| server.split(':').next().unwrap_or_default());
        if is_secure && host.is_some_and(|host| address::v4(host).is_ok()) {
            let message = "a certificate rarely names an address";
            findings.push(subject.within(&HTTPS_TO_ADDRESS, entry, range.clone(), message));
        }
        if PROFILE_RULES.contains(&entry.name) && has_account(subject) && is_shared(entry, target) {
            let message = "every device with this rule fetches the same file, and with it the same account";
            let finding = subject.within(&SHARED_PROFILE, entry, range, message);
            findings.push(finding.help("put `$MA` into the address"));
        }
    }
}

/// Whether nothing in a target differs from device to device.
fn is_shared(entry: &Entry<'_>, target: &Target<'_>) -> bool {
    next_placeholder(entry.text(), 0).is_none()
        && target.url.is_some_and(|url| url.text.macros().next().is_none())
        && target.options.iter().all(|option| !matches!(option.kind, OptionKind::UserId | OptionKind::Post))
}

fn has_account(subject: &Subject<'_>) -> bool {
    let is_set = |name: &str| subject.value(name).is_some_and(|value| !value.is_empty());
    is_set("User_ID_1_") || is_set("Password_1_")
}
