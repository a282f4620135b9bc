//! Speed dials, directories and paging groups: numbers that cannot be dialled and groups that nobody hears.
//!
//! Knows: which parameters hold them. Must not know: key functions and dial plans.

use std::collections::HashMap;

use core::fmt::Display;

use spc_core::diagnostic::{Code, Diagnostic, Severity, Span};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject, as_severity};
use super::templates::is_open;
use super::words::numbered;
use crate::dictionary::{Definition, Language};
use crate::lang::Fault;
use crate::lang::dictionary_script::Languages;
use crate::lang::display_attributes::Attributes;
use crate::lang::paging::{Groups, PagingGroup};
use crate::lang::phone_number::{self, PhoneNumber};

static SPEED_DIAL: Check = Check {
    code: Code::new(1140),
    name: "speed-dial-form",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The device cannot dial this speed dial or forwarding target.",
    explanation: "Write a number or a name, optionally followed by `@host`, without `sip:` and without spaces. `$number` is \
        the variable of a script that did not run.",
    source: "value-languages 4.5; 1.1",
    fires: || {
        vec![
            Example::of("<Speed_Dial_2>sip:100@example.com</Speed_Dial_2>"),
            Example::of("<Speed_Dial_2_1_>555 0100</Speed_Dial_2_1_>"),
            Example::of("<Cfwd_All_Dest_1_>tel:5550100</Cfwd_All_Dest_1_>"),
            Example::of("<Speed_Dial_2>$speed_dial2</Speed_Dial_2>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Speed_Dial_2>100@example.com</Speed_Dial_2>"),
            Example::of("<Speed_Dial_2></Speed_Dial_2>"),
            Example::of(
                "<Speed_Dial_2_Name>Anna Maria</Speed_Dial_2_Name><Speed_Dial_2_Number>100</Speed_Dial_2_Number>",
            ),
            Example::of("<Cfwd_All_Dest_1_>5550100@gw0</Cfwd_All_Dest_1_>"),
        ]
    },
};

static PAGING: Check = Check {
    code: Code::new(1150),
    name: "paging-syntax",
    group: Group::Keys,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The paging groups are not in the documented form.",
    explanation: "A group has the form `pggrp=address:port;name=All;num=800;listen=yes;`, and the next one begins \
        with `pggrp=` again.",
    source: "value-languages 4.5",
    fires: || vec![Example::of("<Group_Paging_Script>pggrp=224.1.1.1;num=800;listen=yes;</Group_Paging_Script>")],
    silent: || {
        vec![
            Example::of("<Group_Paging_Script>pggrp=224.1.1.1:34560;num=800;listen=yes;</Group_Paging_Script>"),
            Example::of("<Group_Paging_Script></Group_Paging_Script>"),
        ]
    },
};

static PAGING_PORT: Check = Check {
    code: Code::new(1151),
    name: "paging-port",
    group: Group::Keys,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A paging group has an odd port, or the same port as another group.",
    explanation: "Phones do not hear groups on odd ports, and each group needs its own port.",
    source: "value-languages 4.6, page-port",
    fires: || {
        vec![
            Example::of("<Group_Paging_Script>pggrp=224.1.1.1:34561;num=800;listen=yes;</Group_Paging_Script>"),
            Example::of(
                "<Group_1_Paging_Script>pggrp=224.1.1.1:34560;num=800;pggrp=224.1.1.2:34560;num=801;</Group_1_Paging_Script>",
            ),
            Example::of(
                "<Group_1_Paging_Script>pggrp=224.1.1.1:34560;num=800</Group_1_Paging_Script>\
                <Group_2_Paging_Script>pggrp=224.1.1.2:34560;num=801</Group_2_Paging_Script>",
            ),
        ]
    },
    silent: || {
        vec![Example::of(
            "<Group_Paging_Script>pggrp=224.1.1.1:34560;num=800;pggrp=224.1.1.2:34562;num=801;</Group_Paging_Script>",
        )]
    },
};

static PAGING_HEARD: Check = Check {
    code: Code::new(1152),
    name: "paging-not-heard",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A paging group is not on a multicast address, or there are more groups than a phone listens to.",
    explanation: "Multicast addresses go from 224.0.0.0 to 239.255.255.255. A phone plays only the first two groups with \
        `listen=yes`; a third one is a note.",
    source: "value-languages 4.6, page-port",
    fires: || {
        vec![
            Example::of("<Group_Paging_Script>pggrp=192.0.2.1:34560;num=800;listen=yes;</Group_Paging_Script>"),
            Example::of(
                "<Group_Paging_Script>pggrp=224.1.1.1:2;num=1;listen=yes;pggrp=224.1.1.1:4;num=2;listen=yes;\
             pggrp=224.1.1.1:6;num=3;listen=yes</Group_Paging_Script>",
            ),
        ]
    },
    silent: || {
        vec![Example::of(
            "<Group_Paging_Script>pggrp=224.1.1.1:2;num=1;listen=yes;pggrp=224.1.1.1:4;num=2;listen=yes;\
         pggrp=224.1.1.1:6;num=3</Group_Paging_Script>",
        )]
    },
};

static SCRIPT: Check = Check {
    code: Code::new(1160),
    name: "directory-syntax",
    group: Group::Keys,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The LDAP attributes or the list of language files are not in the documented form.",
    explanation: "Attributes are written `a=cn,n=Name;a=telephoneNumber,n=Work,t=p`, and language files \
        `serv=URL;d0=English-US;x0=file.xml;d1=..`.",
    source: "value-languages 4.5",
    fires: || {
        vec![
            Example::of("<LDAP_Display_Attrs>cn,n=Name</LDAP_Display_Attrs>"),
            Example::of("<LDAP_Display_Attrs>$ldap_display</LDAP_Display_Attrs>"),
            Example::of("<Dictionary_Server_Script>http://192.0.2.1/l/;d0=English</Dictionary_Server_Script>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<LDAP_Display_Attrs>a=cn,n=Name;a=telephoneNumber,n=Work,t=p</LDAP_Display_Attrs>"),
            Example::of("<LDAP_Display_Attrs>{$ldap_display}</LDAP_Display_Attrs>"),
            Example::of(
                "<Dictionary_Server_Script>serv=http://192.0.2.1/l/;d0=English-US;x0=en.xml;</Dictionary_Server_Script>",
            ),
        ]
    },
};

static SECOND_NUMBER: Check = Check {
    code: Code::new(1161),
    name: "directory-second-number",
    group: Group::Keys,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "More than one attribute of an LDAP directory is marked as the number to dial.",
    explanation: "Phones dial the first attribute with `t=p` and ignore the others.",
    source: "value-languages 4.5",
    fires: || vec![Example::of("<LDAP_Display_Attrs>a=cn,n=N;a=mobile,n=M,t=p;a=home,n=H,t=p</LDAP_Display_Attrs>")],
    silent: || vec![Example::of("<LDAP_Display_Attrs>a=cn,n=N;a=mobile,n=M,t=p;a=home,n=H</LDAP_Display_Attrs>")],
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&SPEED_DIAL, &PAGING, &PAGING_PORT, &PAGING_HEARD, &SCRIPT, &SECOND_NUMBER];

/// The number of groups that a phone plays.
const MOST_HEARD: usize = 2;

/// Looks at speed dials, paging groups and directories.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let mut paging = Paging::default();
    for entry in subject.entries() {
        if entry.text().trim().is_empty() || is_open(entry.text()) {
            continue;
        }
        match entry.name {
            "LDAP_Display_Attrs" => attributes(subject, entry, findings),
            "Dictionary_Server_Script" => languages(subject, entry, findings),
            name if is_paging(name) => paging.look(subject, entry, findings),
            name if is_number(name) || is_of(entry, Language::PhoneNumber) => number(subject, entry, findings),
            _ => {}
        }
    }
}

fn attributes(subject: &Subject<'_>, entry: &Entry<'_>, findings: &mut Vec<Diagnostic>) {
    match Attributes::parse(entry.text()) {
        Ok(attributes) => {
            let dialable = attributes.list.into_iter().filter_map(|attribute| attribute.dialable);
            let message = "only the first number of an entry is dialled";
            findings.extend(dialable.skip(1).map(|mark| subject.within(&SECOND_NUMBER, entry, mark.range(), message)));
        }
        Err(fault) => findings.push(report(subject, &SCRIPT, entry, &fault)),
    }
}

fn languages(subject: &Subject<'_>, entry: &Entry<'_>, findings: &mut Vec<Diagnostic>) {
    let fault = Languages::parse(entry.text()).err();
    findings.extend(fault.map(|fault| report(subject, &SCRIPT, entry, &fault)));
}

fn report<K: Display>(subject: &Subject<'_>, check: &Check, entry: &Entry<'_>, fault: &Fault<K>) -> Diagnostic {
    subject.within(check, entry, fault.range.clone(), fault.to_string())
}

fn is_of(entry: &Entry<'_>, language: Language) -> bool {
    entry.definition.and_then(Definition::language) == Some(language)
}

/// `Speed_Dial_2`, `Speed_Dial_2_1_`, `Speed_Dial_2_Number`, `Cfwd_All_Dest_1_`.
fn is_number(name: &str) -> bool {
    let of_speed_dial = name.strip_prefix("Speed_Dial_").is_some_and(|rest| {
        rest.ends_with("_Number") || rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
    });
    of_speed_dial || name.strip_prefix("Cfwd_").is_some_and(|rest| rest.contains("_Dest"))
}

fn number(subject: &Subject<'_>, entry: &Entry<'_>, findings: &mut Vec<Diagnostic>) {
    if entry.text().trim_start().starts_with('$') {
        let finding = subject.on_value(&SPEED_DIAL, entry, "a variable, which the device does not fill in here");
        findings.push(finding.help("write the number itself"));
        return;
    }
    // This check does not handle host patterns.
    let is_clear = |fault: &Fault<phone_number::Mistake>| {
        matches!(fault.kind, phone_number::Mistake::Scheme | phone_number::Mistake::Blank)
    };
    let fault = PhoneNumber::parse(entry.text()).err().filter(is_clear);
    findings.extend(fault.map(|fault| report(subject, &SPEED_DIAL, entry, &fault)));
}

/// `Group_Paging_Script`, `Group_1_Paging_Script`.
fn is_paging(name: &str) -> bool {
    name == "Group_Paging_Script" || numbered(name, "Group_", "_Paging_Script").is_some()
}

/// The groups of all scripts so far: a phone has one set of ports, and hears two groups, whichever scripts they are in.
#[derive(Default)]
struct Paging {
    ports: HashMap<u16, Span>,
    heard: usize,
}

impl Paging {
    fn look(&mut self, subject: &Subject<'_>, entry: &Entry<'_>, findings: &mut Vec<Diagnostic>) {
        match Groups::parse(entry.text()) {
            Ok(groups) => groups.list.iter().for_each(|group| self.examine(subject, entry, group, findings)),
            Err(fault) => findings.push(report(subject, &PAGING, entry, &fault)),
        }
    }

    fn examine(
        &mut self,
        subject: &Subject<'_>,
        entry: &Entry<'_>,
        group: &PagingGroup,
        findings: &mut Vec<Diagnostic>,
    ) {
        let port = &group.port;
        if !port.value.is_multiple_of(2) {
            let finding = subject.within(&PAGING_PORT, entry, port.range(), "phones do not hear groups on an odd port");
            findings.push(finding.help("use the even port before it"));
        }
        if let Some(first) = self.ports.insert(port.value, subject.place(entry, port.range())) {
            let finding = subject.within(&PAGING_PORT, entry, port.range(), "another group has the same port");
            findings.push(finding.note(first, "its port is here"));
        }
        if !group.address.value.is_multicast() {
            let range = group.address.range();
            let finding = subject.within(&PAGING_HEARD, entry, range, "not a multicast address");
            findings.push(finding.help("multicast addresses go from 224.0.0.0 to 239.255.255.255"));
        }
        if let Some(listen) = group.listen.as_ref().filter(|listen| listen.value) {
            self.heard = self.heard.saturating_add(1);
            if self.heard > MOST_HEARD {
                let message =
                    format!("a phone plays only the first {MOST_HEARD} groups that it listens to, so not this one");
                let finding = subject.within(&PAGING_HEARD, entry, listen.range(), message);
                findings.push(as_severity(finding, Severity::Note));
            }
        }
    }
}
