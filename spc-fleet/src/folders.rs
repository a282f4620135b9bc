//! The folders for files that would be too many for one folder: `00` to `ff`, by the last byte of an address.

use spc_core::TargetMac;

/// All of them, in order.
pub fn all() -> impl Iterator<Item = String> {
    (0..=u8::MAX).map(name)
}

/// The folder of a device.
#[must_use]
pub fn of(mac: TargetMac) -> String {
    let [.., last] = mac.octets();
    name(last)
}

/// Whether a name is that of such a folder.
#[must_use]
pub fn is_one(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn name(last: u8) -> String {
    format!("{last:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_name_is_two_lower_case_digits() {
        assert_eq!((all().count(), of("000e08aabb0a".parse().unwrap())), (256, "0a".to_owned()));
        assert!(all().all(|name| is_one(&name)) && !["", "0", "0A", "g0", "000"].into_iter().any(is_one));
    }
}
