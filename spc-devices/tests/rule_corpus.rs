//! Provisioning and time values that others have published are read; those that are not are templates or mistakes.
#![cfg(test)]

use spc_devices::lang::{dst, macro_text::MacroText, rule, schedule, trigger};

#[path = "common/corpus.rs"]
mod corpus;
#[path = "../../spc-core/tests/common/skipped.rs"]
mod skipped;

/// Reads every value, and gives how many were and those that were not.
fn read(is_wanted: impl Fn(&str) -> bool, reads: impl Fn(&str) -> bool) -> Option<(usize, Vec<String>)> {
    let values = corpus::values(is_wanted)?;
    let (read, refused): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| reads(value));
    Some((read.len(), refused))
}

/// What a template left over, or the one real mistake: a soft hyphen instead of a minus.
fn is_left_over(value: &str) -> bool {
    value.contains(['{', '\u{ad}']) || value.split(['=', '/', ';', ':']).any(|word| word == "x")
}

fn assert_read(count: usize, refused: usize, is_wanted: impl Fn(&str) -> bool, reads: impl Fn(&str) -> bool) {
    let Some((read, others)) = read(is_wanted, reads) else { return };
    assert!(others.iter().all(|value| is_left_over(value)), "{others:?}");
    assert_eq!((read, others.len()), (count, refused), "{others:?}");
}

#[test]
fn published_rules_are_read() {
    let is_rule = |name: &str| {
        let base = name.strip_suffix(['B', 'C', 'D']).map_or(name, |name| name.trim_end_matches('_'));
        matches!(base, "Profile_Rule" | "Upgrade_Rule" | "Report_Rule")
    };
    // Three begin with a placeholder that has spaces in it.
    assert_read(25, 3, is_rule, |text| {
        rule::parse(text).is_ok_and(|tree| rule::parse(&tree.to_string()).is_ok_and(|again| again == tree))
    });
}

#[test]
fn published_triggers_and_log_messages_are_read() {
    assert_read(0, 0, |name| name.starts_with("Resync_Trigger_"), |text| trigger::parse(text).is_ok());
    let is_message = |name: &str| name.starts_with("Log_") && name.ends_with("_Msg");
    assert_read(6, 0, is_message, |text| MacroText::new(text).fault().is_none());
}

#[test]
fn published_daylight_saving_rules_are_read() {
    assert_read(6, 5, |name| name == "Daylight_Saving_Time_Rule", |text| dst::parse(text).is_ok());
}

#[test]
fn published_schedules_are_read() {
    let is_delay = |name: &str| {
        ["Resync_Periodic", "Resync_Error_Retry_Delay", "Upgrade_Error_Retry_Delay", "Forced_Resync_Delay"]
            .contains(&name)
    };
    assert_read(15, 0, is_delay, |text| schedule::parse(text).is_ok());
    let is_time = |name: &str| matches!(name, "Resync_At__HHmm_" | "Resync_At_HHmm_");
    assert_read(2, 1, is_time, |text| schedule::parse_time(text).is_ok());
}
