//! The words of values that several themes ask for.

/// Whether a device takes a value for No (profile-language 7).
pub(super) fn is_no(value: &str) -> bool {
    ["no", "0", "disable", "disabled"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a device takes a value for Yes (profile-language 7).
pub(super) fn is_yes(value: &str) -> bool {
    ["yes", "1", "enable", "enabled"].iter().any(|word| value.eq_ignore_ascii_case(word))
}
