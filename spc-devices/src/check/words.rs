//! The words in values and the numbers in names that several topics use.

/// Whether a device reads a value as No (profile-language 7).
pub(super) fn is_no(value: &str) -> bool {
    ["no", "0", "disable", "disabled"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a device reads a value as Yes (profile-language 7).
pub(super) fn is_yes(value: &str) -> bool {
    ["yes", "1", "enable", "enabled"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// The number in a name such as `Extension_2_`, between the text before it and the text after it.
pub(super) fn numbered(name: &str, before: &str, after: &str) -> Option<u16> {
    let digits = name.strip_prefix(before)?.strip_suffix(after)?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}
