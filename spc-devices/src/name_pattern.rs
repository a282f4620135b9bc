//! Patterns of parameter names, in which `#` is any number: `Proxy_#_`, `Unit_#_Key_#_`.

/// The first number in a name that matches a pattern, as written; empty if the pattern has no `#`.
pub(crate) fn number<'n>(pattern: &str, name: &'n str) -> Option<&'n str> {
    // Most names differ from a pattern in their first letters, so nothing is searched for in it beforehand.
    let is_shared = |(sign, letter): &(u8, u8)| sign == letter && *sign != b'#';
    let shared = pattern.bytes().zip(name.bytes()).take_while(is_shared).count();
    let rest = name.get(shared..)?;
    match pattern.get(shared..)?.strip_prefix('#') {
        Some(after) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, rest) = rest.split_at_checked(digits).filter(|(digits, _)| !digits.is_empty())?;
            number(after, rest).map(|_| digits)
        }
        None => (shared == pattern.len() && rest.is_empty()).then_some(""),
    }
}

/// Whether a name matches a pattern.
pub(crate) fn describes(pattern: &str, name: &str) -> bool {
    number(pattern, name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_of_a_number_stands_for_digits() {
        for (pattern, name, found) in [
            ("Proxy_#_", "Proxy_12_", Some("12")),
            ("Unit_#_Key_#_", "Unit_1_Key_30_", Some("1")),
            ("wepKey0_#_", "wepKey0_2_", Some("2")),
            ("Proxy", "Proxy", Some("")),
            ("Proxy_#_", "Proxy_#_", None),
            ("Proxy_#_", "Proxy__", None),
            ("Proxy_#_", "Proxy_1\u{e4}", None),
            ("Proxy_#_", "Pr\u{f6}xy_1_", None),
            ("Proxy_1", "Proxy", None),
            ("#", "12", Some("12")),
            ("Proxy_#_", "Proxy_1", None),
            ("Proxy_#_", "Proxy_1_x", None),
            ("Unit_#_Key_#_", "Unit_1_Key_n_", None),
            ("Proxy", "Proxy_1_", None),
        ] {
            assert_eq!(number(pattern, name), found, "{pattern} {name}");
        }
    }
}
