//! Clocks: phones that show the wrong hour.
//!
//! Knows: which parameters set the clock. Must not know: when a device asks for its profile.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::templates::is_open;
use super::words::{is_no, is_yes};
use crate::lang::Fault;
use crate::lang::clock::{self, Date, Offset, Time, Zone};
use crate::lang::dst::{self, Change, Day, DstRule, Weekday};

static RULE: Check = Check {
    code: Code::new(1030),
    name: "daylight-saving-syntax",
    group: Group::Tones,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A daylight-saving rule is not in the documented form.",
    explanation: "A rule has the form `start=month/day/weekday/hour;end=..;save=hours`, as in \
        `start=3/-1/7/2;end=10/-1/7/3;save=1`. Weekday 7 is Sunday, and 0 means that exact date. Day -1 counts from \
        the end of the month. If a phone cannot read the rule, its clock is an hour wrong for half of the year.",
    source: "value-languages 3.4, dst-syntax; 3.1",
    fires: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>3/-1/7/2;end=10/-1/7/2;save=1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=3/-1/0/2;end=10/-1/7/2;save=1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=2/30/0/2;end=10/-1/7/2;save=1</Daylight_Saving_Time_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>start=3/-1/7/2;end=10/-1/7/3;save=1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule></Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>{{dst}}</Daylight_Saving_Time_Rule>"),
        ]
    },
};

static DAY_ONE: Check = Check {
    code: Code::new(1031),
    name: "daylight-saving-first-or-last",
    group: Group::Tones,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "One half of a daylight-saving rule uses the first such weekday of its month, the other half the last.",
    explanation: "`1` is the first such weekday of the month and `-1` the last. The guides print `1` where they mean \
        `-1`, so a rule copied from them changes the clock weeks too early. A rule that ends on the first such \
        weekday of September or October is reported as well, because no country has that now.",
    source: "value-languages 3.4, dst-day1; 3.1",
    fires: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>start=3/-1/7/2;end=10/1/7/3;save=1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=3/25/7/2;end=10/1/7/3;save=1</Daylight_Saving_Time_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>start=3/8/7/2;end=11/1/7/2;save=1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=10/1/7/2;end=4/1/7/3;save=1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=3/-1/7/2;end=10/-1/7/3;save=1</Daylight_Saving_Time_Rule>"),
        ]
    },
};

static OLD_RULE: Check = Check {
    code: Code::new(1032),
    name: "daylight-saving-outdated",
    group: Group::Tones,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The daylight-saving rule is the United States rule from before 2007.",
    explanation: "Phones still ship with this rule, but no country changes its clocks on these days now. For the \
        United States, write `start=3/8/7/2;end=11/1/7/2;save=1`; for Europe, `start=3/-1/7/2;end=10/-1/7/3;save=1`.",
    source: "value-languages 3.4, dst-us-2006",
    fires: || {
        vec![Example::of(
            "<Daylight_Saving_Time_Enable>Yes</Daylight_Saving_Time_Enable>\
         <Daylight_Saving_Time_Rule>start=4/1/7;end=10/-1/7;save=1</Daylight_Saving_Time_Rule>",
        )]
    },
    silent: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>start=4/1/7;end=10/-1/7;save=1</Daylight_Saving_Time_Rule>"),
            Example::of(
                "<Daylight_Saving_Time_Enable>Yes</Daylight_Saving_Time_Enable>\
             <Daylight_Saving_Time_Rule>start=3/8/7/2;end=11/1/7/2;save=1</Daylight_Saving_Time_Rule>",
            ),
        ]
    },
};

static RULE_OFF: Check = Check {
    code: Code::new(1033),
    name: "daylight-saving-off",
    group: Group::Tones,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "Daylight-saving time has a rule but is switched off, or is switched on but its rule is empty.",
    explanation: "Both are needed: `Daylight_Saving_Time_Enable` set to `Yes`, and a rule.",
    source: "value-languages 3.4, dst-off",
    fires: || {
        vec![
            Example::of(
                "<Daylight_Saving_Time_Enable>No</Daylight_Saving_Time_Enable>\
             <Daylight_Saving_Time_Rule>start=3/8/7/2;end=11/1/7/2;save=1</Daylight_Saving_Time_Rule>",
            ),
            Example::of(
                "<Daylight_Saving_Time_Enable>Yes</Daylight_Saving_Time_Enable>\
             <Daylight_Saving_Time_Rule></Daylight_Saving_Time_Rule>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>start=3/8/7/2;end=11/1/7/2;save=1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Enable>Yes</Daylight_Saving_Time_Enable>"),
        ]
    },
};

static SAVE: Check = Check {
    code: Code::new(1034),
    name: "daylight-saving-amount",
    group: Group::Tones,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "Daylight-saving time does not change the clock, changes it by more than two hours, puts it back in \
        spring, or ends on the day that it begins.",
    explanation: "`save=1` puts the clock forward by one hour, `save=0:30` by half an hour. The clock should go back \
        only if the rule describes the winter and begins in autumn.",
    source: "value-languages 3.4, dst-big",
    fires: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>start=3/8/7;end=11/1/7;save=0</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=3/8/7;end=11/1/7;save=-1</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=3/8/7;end=11/1/7;save=3</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=3/8/7;end=3/8/7;save=1</Daylight_Saving_Time_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Daylight_Saving_Time_Rule>start=3/8/7;end=11/1/7;save=0:30</Daylight_Saving_Time_Rule>"),
            Example::of("<Daylight_Saving_Time_Rule>start=10/-1/7;end=3/-1/7;save=-1</Daylight_Saving_Time_Rule>"),
        ]
    },
};

static ZONE: Check = Check {
    code: Code::new(1035),
    name: "time-zone",
    group: Group::Tones,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "No known device has this time zone.",
    explanation: "Zones are `GMT`, and `GMT-12:00` to `GMT+14:00` in whole hours with a few half and quarter hours. \
        If the model is known, SPC0521 compares the zone with that model's list.",
    source: "value-languages 3.4, tz-choice; 3.2",
    fires: || {
        vec![
            Example::of("<Time_Zone>Europe/Prague</Time_Zone>"),
            Example::of("<Time_Zone>GMT+1</Time_Zone>"),
            Example::of("<Time_Zone>GMT-00:00</Time_Zone>"),
            Example::of("<Time_Zone>GMT+02:30</Time_Zone>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Time_Zone>GMT+05:45</Time_Zone>"),
            Example::of("<Time_Zone>GMT</Time_Zone>"),
            Example::of("<Time_Zone></Time_Zone>"),
            Example::of("<Time_Zone>{{zone}}</Time_Zone>"),
        ]
    },
};

static ZONE_OF_DHCP: Check = Check {
    code: Code::new(1036),
    name: "time-zone-of-dhcp",
    group: Group::Tones,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A time zone is set, but the offset from DHCP takes precedence.",
    explanation: "With `Ignore_DHCP_Time_Offset` set to `No`, the offset from DHCP option 2 overrides `Time_Zone`.",
    source: "value-languages 3.4, tz-dhcp",
    fires: || {
        vec![Example::of("<Ignore_DHCP_Time_Offset>No</Ignore_DHCP_Time_Offset><Time_Zone>GMT+01:00</Time_Zone>")]
    },
    silent: || {
        vec![
            Example::of("<Ignore_DHCP_Time_Offset>Yes</Ignore_DHCP_Time_Offset><Time_Zone>GMT+01:00</Time_Zone>"),
            Example::of("<Time_Zone>GMT+01:00</Time_Zone>"),
        ]
    },
};

static CLOCK: Check = Check {
    code: Code::new(1037),
    name: "clock-syntax",
    group: Group::Tones,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "An offset, a date or a time is not in the documented form.",
    explanation: "An offset from the time zone is written `HH/mm` or `-HH/mm`, a date `mm/dd` or `mm/dd/yyyy`, and a \
        time `HH/mm` or `HH/mm/ss`, always with `/` and with the month before the day.",
    source: "value-languages 3.2",
    fires: || {
        vec![
            Example::of("<Time_Offset__HH_mm_>01:00</Time_Offset__HH_mm_>"),
            Example::of("<Set_Local_Date__mm_dd_>24/12</Set_Local_Date__mm_dd_>"),
            Example::of("<Set_Local_Time__HH_mm_>12:30</Set_Local_Time__HH_mm_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Time_Offset__HH_mm_>-01/30</Time_Offset__HH_mm_>"),
            Example::of("<Set_Local_Date__mm_dd_yyyy_>12/24/2026</Set_Local_Date__mm_dd_yyyy_>"),
            Example::of("<Set_Local_Time__HH_mm_></Set_Local_Time__HH_mm_>"),
        ]
    },
};

static NTP_OFF: Check = Check {
    code: Code::new(1038),
    name: "time-server-off",
    group: Group::Tones,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A time server is set, but NTP is switched off.",
    explanation: "With `NTP_Enable` set to `No`, the clock depends on the `Date` header in the SIP server's answers.",
    source: "value-languages 3.2",
    fires: || vec![Example::of("<NTP_Enable>No</NTP_Enable><Primary_NTP_Server>ntp.example.com</Primary_NTP_Server>")],
    silent: || {
        vec![
            Example::of("<NTP_Enable>Yes</NTP_Enable><Primary_NTP_Server>ntp.example.com</Primary_NTP_Server>"),
            Example::of("<NTP_Enable>No</NTP_Enable><Primary_NTP_Server></Primary_NTP_Server>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] =
    &[&RULE, &DAY_ONE, &OLD_RULE, &RULE_OFF, &SAVE, &ZONE, &ZONE_OF_DHCP, &CLOCK, &NTP_OFF];

/// The zones in any list that are not whole hours from GMT: negative or not, hours and minutes.
const PART_HOURS: [(bool, u32, u32); 7] =
    [(true, 3, 30), (false, 3, 30), (false, 4, 30), (false, 5, 30), (false, 5, 45), (false, 6, 30), (false, 9, 30)];

/// No country changes its clocks by more than this.
const MOST_SAVED: i32 = 2 * 3600;

/// Looks at everything that sets the clock.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let is_set = |entry: &&Entry<'_>| !entry.text().trim().is_empty() && !is_open(entry.text());
    if let Some(entry) = subject.get("Daylight_Saving_Time_Rule") {
        daylight_saving(subject, entry, findings);
    }
    if let Some(entry) = subject.get("Time_Zone").filter(is_set) {
        findings.extend(zone(subject, entry));
        if let Some(dhcp) = subject.get("Ignore_DHCP_Time_Offset").filter(|entry| is_no(entry.text())) {
            let finding = subject.on_value(&ZONE_OF_DHCP, entry, "the offset from DHCP is used instead of this zone");
            findings.push(finding.note(dhcp.place.value, "DHCP is not ignored"));
        }
    }
    for entry in subject.entries() {
        let read: fn(&str) -> Option<Fault<clock::Mistake>> = match entry.name {
            name if name.starts_with("Time_Offset_") => |text| Offset::parse(text).err(),
            name if name.starts_with("Set_Local_Date_") => |text| Date::parse(text).err(),
            name if name.starts_with("Set_Local_Time_") => |text| Time::parse(text).err(),
            _ => continue,
        };
        let fault = read(entry.text()).filter(|_| is_set(&entry));
        findings.extend(fault.map(|fault| subject.within(&CLOCK, entry, fault.range.clone(), fault.to_string())));
    }
    if let Some(off) = subject.get("NTP_Enable").filter(|entry| is_no(entry.text())) {
        let mut servers =
            ["Primary_NTP_Server", "Secondary_NTP_Server"].into_iter().filter_map(|name| subject.get(name));
        if let Some(server) = servers.find(is_set) {
            let finding = subject.on_value(&NTP_OFF, server, "this time server is never used");
            findings.push(finding.note(off.place.value, "NTP is switched off here"));
        }
    }
}

fn zone(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    if entry.definition.is_some_and(|known| known.choices().is_some()) {
        return None;
    }
    let zone = match Zone::parse(entry.text()) {
        Ok(zone) => zone,
        Err(fault) => return Some(subject.within(&ZONE, entry, fault.range.clone(), fault.to_string())),
    };
    let Offset { negative, hours, minutes, .. } = zone.offset?;
    let most = if negative { 12 } else { 14 };
    let is_known = match minutes {
        0 => (1..=most).contains(&hours),
        _ => PART_HOURS.contains(&(negative, hours, minutes)),
    };
    let message = "no device has this time zone";
    (!is_known)
        .then(|| subject.on_value(&ZONE, entry, message).help("zones look like `GMT`, `GMT+01:00` or `GMT-03:30`"))
}

fn daylight_saving(subject: &Subject<'_>, entry: &Entry<'_>, findings: &mut Vec<Diagnostic>) {
    let enable = subject.get("Daylight_Saving_Time_Enable").filter(|entry| !entry.text().is_empty());
    if entry.value == Some("") {
        let on = enable.filter(|enable| is_yes(enable.text()));
        findings.extend(on.map(|enable| {
            let finding = subject.on_value(&RULE_OFF, entry, "daylight-saving time is on, but its rule is empty");
            finding.note(enable.place.value, "it is switched on here")
        }));
        return;
    }
    if entry.text().trim().is_empty() || is_open(entry.text()) {
        return;
    }
    if let Some(off) = enable.filter(|enable| is_no(enable.text())) {
        let finding = subject.on_value(&RULE_OFF, entry, "daylight-saving time has a rule but is switched off");
        findings.push(finding.note(off.place.value, "it is switched off here"));
    }
    let rule = match dst::parse(entry.text()) {
        Ok(rule) => rule,
        Err(fault) => {
            findings.push(subject.within(&RULE, entry, fault.range.clone(), fault.to_string()));
            return;
        }
    };
    if is_old(&rule) {
        if enable.is_some_and(|enable| is_yes(enable.text())) {
            let finding = subject.on_value(&OLD_RULE, entry, "the United States rule from before 2007");
            findings.push(finding.help("the rule there is now `start=3/8/7/2;end=11/1/7/2;save=1`"));
        }
    } else if is_last(rule.start) && is_first(rule.end) {
        findings.push(first_or_last(subject, entry, rule.end));
    } else if is_first(rule.start) && is_last(rule.end) {
        findings.push(first_or_last(subject, entry, rule.start));
    } else if is_first(rule.end) && (9..=10).contains(&rule.end.month) {
        let message = "this is the first such day of the month, but daylight-saving time usually ends on the last one";
        let finding = subject.within(&DAY_ONE, entry, rule.end.extent.range(), message);
        findings.push(finding.help("the last one is `-1`"));
    }
    if (rule.start.month, rule.start.day) == (rule.end.month, rule.end.day) {
        let message = "daylight-saving time ends on the day that it begins";
        findings.push(subject.within(&SAVE, entry, rule.end.extent.range(), message));
    }
    let is_spring = (2..=6).contains(&rule.start.month);
    let message = match rule.save {
        0 => "the clock is not changed at all",
        save if save > MOST_SAVED || save < MOST_SAVED.saturating_neg() => {
            "the clock is changed by more than two hours"
        }
        save if save < 0 && is_spring => "the clock goes back in spring",
        _ => return,
    };
    findings.push(subject.within(&SAVE, entry, rule.save_extent.range(), message));
}

fn first_or_last(subject: &Subject<'_>, entry: &Entry<'_>, first: Change) -> Diagnostic {
    let message = "this is the first such day of the month, but the other half has the last one";
    subject.within(&DAY_ONE, entry, first.extent.range(), message).help("the last one is `-1`")
}

fn is_first(change: Change) -> bool {
    matches!(change.day, Day::OnOrAfter(1, _))
}

fn is_last(change: Change) -> bool {
    matches!(change.day, Day::OnOrBefore(1, _))
}

fn is_old(rule: &DstRule) -> bool {
    let is = |change: Change, month: u8, day: Day| change.month == month && change.day == day;
    is(rule.start, 4, Day::OnOrAfter(1, Weekday::Sunday)) && is(rule.end, 10, Day::OnOrBefore(1, Weekday::Sunday))
}
