//! One line of a profile: the parameters of an extension or an account, by their names without the index.
//!
//! Knows: how the parameters of a line are named. Must not know: what any of them means.

use std::borrow::Cow;

use memchr::memrchr;

use super::subject::{Entry, Subject};
use super::templates::next_placeholder;
use super::words::{is_no, is_yes};

/// More than any model has.
const MOST: u16 = 32;

/// The parameters by which a profile sets up a line.
const STEMS: [&str; 19] = [
    "Auth_INVITE",
    "Auth_Resync-Reboot",
    "CFWD_Enable",
    "DND_Enable",
    "Dual_Registration",
    "Emergency_Number",
    "Line_Enable",
    "Message_Waiting",
    "Use_Outbound_Proxy",
    "Display_Name",
    "User_ID",
    "Proxy",
    "SIP_Port",
    "SIP_Transport",
    "Register",
    "Register_Expires",
    "Outbound_Proxy",
    "Preferred_Codec",
    "G711u_Enable",
];

/// A line of a profile.
pub(super) struct Line<'s, 'a> {
    subject: &'s Subject<'a>,
    /// Its number, from 1.
    pub(super) number: u16,
    /// `_2_`, made once: a line is asked for a hundred of its parameters.
    suffix: String,
}

impl<'s, 'a> Line<'s, 'a> {
    /// The lines that the profile sets up and that the model has.
    pub(super) fn all(subject: &'s Subject<'a>) -> Vec<Self> {
        let most = most(subject);
        // By what the profile has, not by what it could have: most profiles have few lines, and several topics ask.
        let named = subject.entries().filter_map(|entry| set_up(entry.name));
        let mut numbers: Vec<u16> = named.filter(|number| (1..=most).contains(number)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| Self { subject, number, suffix: format!("_{number}_") }).collect()
    }

    /// The parameters with this stem of any line that the model has, whether the profile sets it up or not.
    pub(super) fn having(subject: &'s Subject<'a>, stem: &str) -> Vec<&'s Entry<'a>> {
        let most = most(subject);
        let is_one = |name| indexed(name).is_some_and(|(own, number)| own == stem && (1..=most).contains(&number));
        subject.entries().filter(|entry| is_one(entry.name)).collect()
    }

    /// `Proxy_2_` by `Proxy`, if the profile has it.
    pub(super) fn get(&self, stem: &str) -> Option<&'s Entry<'a>> {
        self.subject.get(&self.name(stem))
    }

    /// `Proxy_2_` by `Proxy`.
    pub(super) fn name(&self, stem: &str) -> String {
        [stem, &self.suffix].concat()
    }

    /// The value that the device will have, as far as the profile says ([`Subject::setting`]).
    pub(super) fn setting(&self, stem: &str) -> Option<Cow<'a, str>> {
        self.subject.setting(&self.name(stem))
    }

    /// The parameter, if it is set to something.
    pub(super) fn filled(&self, stem: &str) -> Option<&'s Entry<'a>> {
        self.get(stem).filter(|entry| !entry.text().is_empty())
    }

    /// The parameter, if it is set to something that a template does not fill in.
    pub(super) fn literal(&self, stem: &str) -> Option<&'s Entry<'a>> {
        self.filled(stem).filter(|entry| next_placeholder(entry.text(), 0).is_none())
    }

    /// Whether this profile empties it, so that another file may set it up.
    pub(super) fn is_emptied(&self, stem: &str) -> bool {
        self.get(stem).is_some_and(|entry| entry.value == Some(""))
    }

    /// Whether it has no value: it is known to be empty, or the whole configuration does not mention it.
    pub(super) fn is_unset(&self, stem: &str) -> bool {
        self.setting(stem).map_or(self.subject.is_complete, |value| value.is_empty())
    }

    /// Whether it is known to be empty.
    pub(super) fn is_empty(&self, stem: &str) -> bool {
        self.setting(stem).is_some_and(|value| value.is_empty())
    }

    /// Whether it is known to be Yes.
    pub(super) fn is_yes(&self, stem: &str) -> bool {
        self.setting(stem).is_some_and(|value| is_yes(&value))
    }

    /// Whether it is known to be No.
    pub(super) fn is_no(&self, stem: &str) -> bool {
        self.setting(stem).is_some_and(|value| is_no(&value))
    }

    /// Whether the profile leaves the line on.
    pub(super) fn is_on(&self) -> bool {
        !self.is_no("Line_Enable")
    }
}

/// The most lines that the device may have.
fn most(subject: &Subject<'_>) -> u16 {
    subject.dictionary().and_then(|dictionary| dictionary.counted_lines()).map_or(MOST, |lines| lines.min(MOST))
}

/// The line that a parameter sets up: 2 for `Proxy_2_`.
fn set_up(name: &str) -> Option<u16> {
    indexed(name).filter(|(stem, _)| STEMS.contains(stem)).map(|(_, number)| number)
}

/// `Proxy` and 2 for `Proxy_2_`.
fn indexed(name: &str) -> Option<(&str, u16)> {
    let name = name.strip_suffix('_')?;
    // Several topics ask this for every name.
    let (stem, number) = name.split_at_checked(memrchr(b'_', name.as_bytes())?)?;
    let number = number.strip_prefix('_')?;
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    is_plain.then(|| Some((stem, number.parse().ok()?)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_set_up_by_the_names_that_devices_know() {
        for (name, number) in [
            ("Proxy_2_", Some(2)),
            ("Line_Enable_16_", Some(16)),
            ("Proxy_02_", None),
            ("Proxy_0_", None),
            ("Proxy_+2_", None),
            ("Proxy__", None),
            ("Proxy_2", None),
            ("Proxy_99999_", None),
            ("Alternate_Proxy_2_", None),
            ("_", None),
        ] {
            assert_eq!(set_up(name), number, "{name}");
        }
    }
}
