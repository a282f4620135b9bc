//! Passwords and keys: well-known ones, and settings that reveal them.
//!
//! Knows: which parameters protect a device. Must not know: how anything is encrypted. No message quotes a value.

use spc_core::diagnostic::{Code, Diagnostic, Severity};
use spc_core::profile::UserAccess;

use super::definition::{Check, Example, Group, Soundness};
use super::line::Line;
use super::rules::PROFILE_RULES;
use super::subject::{Entry, Subject, as_severity};
use super::templates::next_placeholder;
use super::words::{is_no, is_yes};
use crate::codes::GUESSABLE_SIP_PASSWORD;
use crate::lang::rule::{self, OptionKind, RuleTarget};

static PASSWORD_EMPTY: Check = Check {
    code: Code::new(710),
    name: "admin-password-empty",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The administrator's password is empty and the web page is not switched off.",
    explanation: "Anyone who can reach the device then controls its dial plan, its forwarding and its passwords. \
        Attackers search for devices with an empty password and use them for toll fraud. On an adapter whose web page \
        is open to the WAN, this is an error. Set a password, or switch the web server off.",
    source: "value-languages 6.2, admin-empty, wan-web",
    fires: || {
        vec![
            Example::of("<Admin_Passwd></Admin_Passwd>"),
            Example::of("<Admin_Password></Admin_Password><Enable_WAN_Web_Server>Yes</Enable_WAN_Web_Server>"),
            Example::on(
                "spa122",
                "<router-configuration><Web_Management><Web_Remote_Management>1</Web_Remote_Management></Web_Management>\
                 <Web_Login_Admin_Password></Web_Login_Admin_Password></router-configuration>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<Admin_Passwd></Admin_Passwd><Enable_Web_Server>No</Enable_Web_Server>"),
            Example::of("<Admin_Passwd/>"),
            Example::on("spa122", "<router-configuration><Web_Login_Admin_Password/></router-configuration>"),
            Example::of("<Admin_Passwd>kX9.mmQ2v</Admin_Passwd>"),
        ]
    },
};

static PASSWORD_WEAK: Check = Check {
    code: Code::new(711),
    name: "password-weak",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A password for the web page is a vendor's default, very short, or the same for administrator and user.",
    explanation: "Attackers try these first. A random password of twelve characters cannot be guessed.",
    source: "value-languages 6.2, admin-weak",
    fires: || {
        vec![
            Example::of("<Admin_Passwd>admin</Admin_Passwd>"),
            Example::of("<Admin_Passwd>kX9.mmQ2v</Admin_Passwd><User_Password>kX9.mmQ2v</User_Password>"),
        ]
    },
    silent: || vec![Example::of("<Admin_Passwd>kX9.mmQ2v</Admin_Passwd><User_Password>7yTr-41.w</User_Password>")],
};

static SECRET_FOR_USER: Check = Check {
    code: Code::new(712),
    name: "secret-shown-to-user",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The user account of the device can see a secret.",
    explanation: "`ua=\"rw\"` and `ua=\"ro\"`, or `!` and `?` in plain text, show the parameter on the user's page. Write \
        `ua=\"na\"`.",
    source: "value-languages 6.2, user-rw-secret",
    fires: || {
        vec![
            Example::of("<Password_1_ ua=\"rw\">kX9.mmQ2v</Password_1_>"),
            Example::of("<Password_1_ ua=\"ro\">kX9.mmQ2v</Password_1_>"),
        ]
    },
    silent: || {
        vec![Example::of(
            "<Password_1_ ua=\"na\">kX9.mmQ2v</Password_1_><User_Password ua=\"rw\">kX9.mmQ2v</User_Password>",
        )]
    },
};

static MASKED_PASSWORD: Check = Check {
    code: Code::new(713),
    name: "masked-password",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A password consists of asterisks, as in a dump of a device.",
    explanation: "The configuration file that a device exports has `****` in place of each password. If that file is \
        compiled again, the asterisks become the password, and the line no longer registers. Enter the real password, \
        or write `<Password_1_/>` to keep the one on the device.",
    source: "profile-language 5",
    fires: || vec![Example::of("<Password_1_>*************</Password_1_>")],
    silent: || vec![Example::of("<Password_1_>a*b*c*</Password_1_><Block_ANC_Act_Code>*77</Block_ANC_Act_Code>")],
};

static FETCHED_IN_CLEAR: Check = Check {
    code: Code::new(714),
    name: "secrets-fetched-in-clear",
    group: Group::Secrets,
    severity: Severity::Note,
    soundness: Soundness::NeedsWholeConfiguration,
    summary: "A profile with passwords makes the device fetch the next one without a key over TFTP or HTTP.",
    explanation: "Anyone who listens in, or asks the server for that file, can read the passwords. Write `[--key \
        $SA]` in front of the address and encrypt the file, or fetch over HTTPS with client certificates.",
    source: "value-languages 6.2, plain-secret",
    fires: || vec![Example::of("<Profile_Rule>http://h/$MA.cfg</Profile_Rule><Password_1_>kX9.mmQ2v</Password_1_>")],
    silent: || {
        vec![
            Example::of(
                "<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule><Password_1_>kX9.mmQ2v</Password_1_>",
            ),
            Example::of("<Profile_Rule>https://h/$MA.cfg</Profile_Rule><Password_1_>kX9.mmQ2v</Password_1_>"),
            Example::of("<Profile_Rule>http://h/$MA.cfg</Profile_Rule><Password_1_></Password_1_>"),
        ]
    },
};

static XML_EXECUTION: Check = Check {
    code: Code::new(715),
    name: "xml-execution-open",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Anyone on the network can make the phone dial.",
    explanation: "With `CISCO_XML_EXE_Auth_Mode` set to Trusted, any host can send commands to the phone, for example \
        to call expensive numbers. Write `Remote Credential`, or `Local Credential` with a `User_Password`.",
    source: "value-languages 4.6, xml-exe, and 7.2",
    fires: || {
        vec![Example::of(
            "<CISCO_XML_EXE_Enable>Yes</CISCO_XML_EXE_Enable><CISCO_XML_EXE_Auth_Mode>Trusted</CISCO_XML_EXE_Auth_Mode>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<CISCO_XML_EXE_Enable>No</CISCO_XML_EXE_Enable><CISCO_XML_EXE_Auth_Mode>Trusted</CISCO_XML_EXE_Auth_Mode>",
            ),
            Example::of(
                "<CISCO_XML_EXE_Enable>Yes</CISCO_XML_EXE_Enable><CISCO_XML_EXE_Auth_Mode>Remote Credential</CISCO_XML_EXE_Auth_Mode>",
            ),
        ]
    },
};

static GUESSABLE: Check = Check {
    code: GUESSABLE_SIP_PASSWORD,
    name: "guessable-sip-password",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The SIP password of a line is its user name or a commonly tried word.",
    explanation: "Toll-fraud programs try the number of an extension as its password, then words such as `1234`, on \
        every server that they can reach. Use a random password of twelve characters for each line.",
    source: "RFC 7616, section 5 (online dictionary attacks)",
    fires: || {
        vec![
            Example::of("<User_ID_1_>1001</User_ID_1_><Password_1_>1001</Password_1_>"),
            Example::of("<Auth_ID_2_>desk</Auth_ID_2_><Password_2_>Desk</Password_2_>"),
            Example::of("<Password_1_>password</Password_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<User_ID_1_>1001</User_ID_1_><Password_1_>kX9.mmQ2v</Password_1_>"),
            Example::of("<User_ID_1_>1001</User_ID_1_><Password_2_>1001</Password_2_>"),
            Example::of("<User_ID_1_></User_ID_1_><Password_1_></Password_1_>"),
            Example::of("<User_ID_1_>{{x}}</User_ID_1_><Password_1_>{{x}}</Password_1_>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[
    &PASSWORD_EMPTY,
    &PASSWORD_WEAK,
    &SECRET_FOR_USER,
    &MASKED_PASSWORD,
    &FETCHED_IN_CLEAR,
    &XML_EXECUTION,
    &GUESSABLE,
];

/// The administrator's password of an adapter with a router section.
const ROUTER_PASSWORD: &str = "router-configuration/Web_Login_Admin_Password";

/// What opens the web page of an adapter to the WAN.
const WAN_SWITCHES: [&str; 2] = ["Enable_WAN_Web_Server", "router-configuration/Web_Management/Web_Remote_Management"];

/// The passwords for the web page, the administrator's first.
const WEB_PASSWORDS: [&str; 5] =
    ["Admin_Passwd", "Admin_Password", "User_Password", ROUTER_PASSWORD, "IVR_Admin_Passwd"];

/// The passwords that vendors and installers set.
const KNOWN: [&str; 13] = [
    "admin",
    "1234",
    "12345",
    "123456",
    "0000",
    "00000",
    "1111",
    "1111111111",
    "pass",
    "password",
    "secret",
    "cisco",
    "linksys",
];

/// Looks at every secret.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for name in ["Admin_Passwd", "Admin_Password", ROUTER_PASSWORD] {
        findings.extend(subject.get(name).and_then(|entry| empty(subject, entry)));
    }
    for name in WEB_PASSWORDS {
        findings.extend(subject.get(name).and_then(|entry| weak(subject, entry)));
    }
    for entry in subject.entries().filter(|entry| entry.is_secret && !entry.text().is_empty()) {
        if matches!(entry.access, Some(UserAccess::ReadWrite | UserAccess::ReadOnly)) && entry.name != "User_Password" {
            let finding =
                subject.on_name(&SECRET_FOR_USER, entry, format!("the user account can see `{}`", entry.name));
            findings.push(finding);
        }
        if is_masked(entry.text()) {
            let message = format!("`{}` is set to asterisks, which a dump shows in place of a password", entry.name);
            let finding = subject.on_value(&MASKED_PASSWORD, entry, message);
            findings.push(
                finding.help(format!(
                    "enter the real password, or write `<{}/>` to keep the one on the device",
                    entry.name
                )),
            );
        }
    }
    for password in Line::having(subject, "Password") {
        findings.extend(guessable(subject, password));
    }
    findings.extend(fetched_in_clear(subject));
    findings.extend(xml_execution(subject));
}

/// Whether a SIP password is among the first that an attacker tries for a user. An empty one, or one from a template,
/// is not.
#[must_use]
pub fn is_guessable(password: &str, user: Option<&str>) -> bool {
    let is_of_template = || next_placeholder(password, 0).is_some();
    let is_known = || KNOWN.iter().copied().chain(user).any(|known| password.eq_ignore_ascii_case(known));
    !password.is_empty() && is_known() && !is_of_template()
}

fn guessable(subject: &Subject<'_>, password: &Entry<'_>) -> Option<Diagnostic> {
    let of_line = |stem: &str| subject.value(&format!("{stem}{}", password.name.strip_prefix("Password")?));
    let users = [of_line("User_ID"), of_line("Auth_ID")];
    if !users.iter().any(|user| is_guessable(password.text(), *user)) {
        return None;
    }
    let is_user = users.iter().flatten().any(|user| user.eq_ignore_ascii_case(password.text()));
    let why = if is_user { "is the user name of its line" } else { "is a commonly tried word" };
    let finding = subject.on_value(&GUESSABLE, password, format!("`{}` {why}", password.name));
    Some(finding.help("use a random password of twelve characters"))
}

/// Whether a value is what a dump or a web page shows in place of a secret: three asterisks or more, and nothing else.
#[must_use]
pub fn is_masked(value: &str) -> bool {
    value.len() >= 3 && value.bytes().all(|byte| byte == b'*')
}

fn empty(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let is_off = |name: &str| subject.value(name).is_some_and(is_no);
    if entry.value != Some("") || is_off("Enable_Web_Server") || is_off("Enable_Web_Admin_Access") {
        return None;
    }
    let message = "the administrator's password is empty, so anyone on the network can change the device";
    let finding = subject.on_name(&PASSWORD_EMPTY, entry, message);
    let mut switches = WAN_SWITCHES.into_iter().filter_map(|name| subject.get(name));
    let open = switches.find(|open| is_yes(open.text()));
    Some(match open {
        Some(open) => {
            as_severity(finding.note(open.place.name, "and its web page is open to the WAN"), Severity::Error)
        }
        None => finding.help("set a password, or leave the parameter out to keep the one on the device"),
    })
}

fn weak(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let value = entry.text();
    let reason = if value.is_empty() || next_placeholder(value, 0).is_some() {
        return None;
    } else if KNOWN.iter().any(|known| value.eq_ignore_ascii_case(known)) {
        "is a well-known default"
    } else if value.len() < 6 {
        "is shorter than six characters"
    } else if entry.name != "User_Password" && subject.value("User_Password") == Some(value) {
        "is the same as that of the user"
    } else {
        return None;
    };
    Some(subject.on_value(&PASSWORD_WEAK, entry, format!("`{}` {reason}", entry.name)))
}

fn fetched_in_clear(subject: &Subject<'_>) -> Option<Diagnostic> {
    let secret = subject.entries().find(|entry| {
        entry.is_secret && !entry.text().is_empty() && entry.name.starts_with("Password_") || is_key(entry)
    })?;
    let rules = PROFILE_RULES.into_iter().filter_map(|name| subject.get(name)).filter(|entry| !entry.text().is_empty());
    let mut first = None;
    for entry in rules {
        let rule = rule::parse(entry.text()).ok()?;
        let targets: Vec<&RuleTarget<'_>> =
            rule.alternatives.iter().flat_map(|alternative| &alternative.targets).collect();
        if !targets.iter().all(|target| is_clear(target)) {
            return None;
        }
        first = first
            .or_else(|| targets.first().and_then(|target| target.url).map(|url| (entry, url.text.extent().range())));
    }
    let (entry, range) = first?;
    let message = "the next profile is fetched unencrypted, but this one has passwords";
    let finding = subject.within(&FETCHED_IN_CLEAR, entry, range, message);
    let finding =
        finding.note(secret.place.name, "a password is here").help("write `[--key $SA]` in front of the address");
    Some(if subject.is_complete { as_severity(finding, Severity::Warning) } else { finding })
}

/// Whether it is a key that a rule may use.
fn is_key(entry: &Entry<'_>) -> bool {
    entry.name.starts_with("GPP_S") && !entry.text().is_empty()
}

fn is_clear(target: &RuleTarget<'_>) -> bool {
    let Some(url) = target.url else { return false };
    let scheme = url.parts().scheme.unwrap_or("tftp");
    let has_key = target.options.iter().any(|option| option.kind == OptionKind::Key);
    !has_key && (scheme.eq_ignore_ascii_case("tftp") || scheme.eq_ignore_ascii_case("http"))
}

fn xml_execution(subject: &Subject<'_>) -> Option<Diagnostic> {
    let mode = subject.get("CISCO_XML_EXE_Auth_Mode")?;
    let is_on = !subject.value("CISCO_XML_EXE_Enable").is_some_and(is_no);
    let has_no_password = mode.text() == "Local Credential" && subject.value("User_Password") == Some("");
    if !is_on || !(mode.text() == "Trusted" || has_no_password) {
        return None;
    }
    let message = "any host on the network can make the phone dial";
    Some(subject.on_value(&XML_EXECUTION, mode, message).help("write `Local Credential` and set `User_Password`"))
}
