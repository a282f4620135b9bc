//! Finds key texts that are easily guessed, for every format.
//!
//! Knows: what a format does to a phrase, and which words anyone would try first. Must not know: where a key comes
//! from.

use core::fmt;

use memchr::memmem;

use crate::format::Format;
use crate::key::SHORT_PASSPHRASE;
use crate::mac::TargetMac;
use crate::profile::Profile;

/// The digits of a container's raw key; as text, these are more than enough for every other format.
const RAW_KEY: usize = 32;
/// A phrase that is hashed only once deserves a warning below this many bits. FORMAT 11.1.5 asks for 96 random bits;
/// people's phrases have fewer bits than their letters suggest, and the warning is for those that plainly have too few.
const FEW_BITS: u32 = 64;

/// Why a key text is easily guessed. Contains lengths and names, never the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weakness {
    /// It has fewer than [`SHORT_PASSPHRASE`] characters.
    Short {
        /// The format of the file.
        format: Format,
    },
    /// It is long enough, but has so few different characters that there are not many such phrases.
    Monotonous {
        /// The format of the file.
        format: Format,
    },
    /// It is the address of a device, in any spelling, which is printed on the phone.
    Mac {
        /// The device.
        mac: TargetMac,
    },
    /// It is the name of a parameter of the profile.
    Name {
        /// The parameter.
        parameter: String,
    },
    /// It is a value of the profile, or a word in one.
    Value {
        /// The parameter.
        parameter: String,
    },
    /// A rule of the profile uses the phone's address as the key: `[--key $MA]`.
    MacInRule {
        /// The parameter.
        parameter: String,
    },
}

impl Weakness {
    /// Returns what the owner can do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::MacInRule { .. } => "a device key in GPP_SA, used as [--key $SA], cannot be guessed",
            _ => "use a random key of at least 16 letters and digits, which cannot be guessed",
        }
    }
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let speed = |format: &Format| match format {
            Format::Openssl => "; openssl enc hashes it once, so millions can be tried in a second",
            Format::Rfc8188 => "; RFC 8188 hashes it a few times, so millions can be tried in a second",
            _ => "",
        };
        match self {
            Self::Short { format } => write!(
                f,
                "the passphrase has fewer than {SHORT_PASSPHRASE} characters and can be guessed offline{}",
                speed(format)
            ),
            Self::Monotonous { format } => {
                write!(f, "the passphrase uses few different characters and can be guessed offline{}", speed(format))
            }
            Self::Mac { mac } => write!(f, "the key is the MAC address {mac}, which is printed on the phone"),
            Self::Name { parameter } => write!(f, "the key is an easily guessed word: `{parameter}`"),
            Self::Value { parameter } => {
                write!(f, "the key is a word from the profile: it is in the value of `{parameter}`")
            }
            Self::MacInRule { parameter } => {
                write!(f, "`{parameter}` uses as the key the phone's MAC address, which is printed on the phone")
            }
        }
    }
}

/// Returns what makes a key text easy to guess.
///
/// `format` is the format of the file, `macs` are the devices that it may be for, and `profile` is what it contains.
///
/// ```
/// # use spc_core::{Format, seal::{Weakness, weaknesses}};
/// let weak = weaknesses("s3cret", Format::Openssl, &[], None);
/// assert_eq!(weak, [Weakness::Short { format: Format::Openssl }]);
/// assert!(weaknesses(&"5b".repeat(32), Format::Openssl, &[], None).is_empty());
/// ```
#[must_use]
pub fn weaknesses(text: &str, format: Format, macs: &[TargetMac], profile: Option<&Profile<'_>>) -> Vec<Weakness> {
    if let Some(mac) = macs.iter().copied().find(|mac| is_mac(text, *mac)) {
        return vec![Weakness::Mac { mac }];
    }
    // Without an early exit: a processor cannot predict which of the random digits are letters, and each key of a list
    // is checked.
    if text.len() >= RAW_KEY && text.bytes().fold(true, |all, byte| all & byte.is_ascii_hexdigit()) {
        return Vec::new();
    }
    if let Some(word) = profile.and_then(|profile| word(text, profile)) {
        return vec![word];
    }
    if text.chars().count() < SHORT_PASSPHRASE {
        vec![Weakness::Short { format }]
    } else if matches!(format, Format::Openssl | Format::Rfc8188) && bits(text) < FEW_BITS {
        vec![Weakness::Monotonous { format }]
    } else {
        Vec::new()
    }
}

/// Returns the rules of a profile that use the phone's own address as the key.
#[must_use]
pub fn weak_rules(profile: &Profile<'_>) -> Vec<Weakness> {
    const KEY: &str = "--key";
    // Made once, because preparing it costs more than searching a value.
    let key = memmem::Finder::new(KEY);
    let is_weak = |text: &str| {
        key.find_iter(text.as_bytes()).any(|at| {
            let rest = text.get(at.saturating_add(KEY.len())..).unwrap_or_default();
            let rest = rest.trim_start_matches([' ', '=', '"', '\'']);
            let name = rest.strip_prefix('$').map(|name| name.trim_start_matches('('));
            let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
            name.is_some_and(|name| ["MAC", "MAU", "MA"].iter().any(|mac| name.strip_prefix(mac).is_some_and(is_end)))
        })
    };
    let weak = profile.parameters.iter().filter(|parameter| parameter.value.text().is_some_and(is_weak));
    weak.map(|parameter| Weakness::MacInRule { parameter: parameter.name.to_string() }).collect()
}

/// Whether a text is this address, with any separators and in any case.
fn is_mac(text: &str, mac: TargetMac) -> bool {
    let digits = text.chars().filter(|c| !matches!(c, ':' | '-' | '.' | ' ')).map(|c| c.to_ascii_lowercase());
    let address = mac.octets().into_iter().flat_map(|octet| [octet >> 4, octet & 15]);
    // Digit by digit, because nearly every text differs in the first few, and each key of a list is checked.
    digits.map(Some).eq(address.map(|digit| char::from_digit(digit.into(), 16)))
}

/// Where a word is in the profile: it is a name, a value, or a part of a value between separators.
fn word(text: &str, profile: &Profile<'_>) -> Option<Weakness> {
    let is_it = |word: &str| word.eq_ignore_ascii_case(text);
    profile.parameters.iter().find_map(|parameter| {
        let name = parameter.name.to_string();
        let value = parameter.value.text().unwrap_or_default();
        if is_it(&name) {
            Some(Weakness::Name { parameter: name })
        } else if parameter.name.is_secret() {
            // A profile may give the phone this very key, and whoever can read one of its secrets can read the others.
            None
        } else if is_it(value) || value.split([' ', ';', ',', '"', '@']).any(is_it) || is_in_address(value, is_it) {
            Some(Weakness::Value { parameter: name })
        } else {
            None
        }
    })
}

/// Whether a word is part of a URL, such as the host in a rule, and not the argument of an option: a rule may give the
/// phone this very key.
fn is_in_address(value: &str, is_it: impl Fn(&str) -> bool) -> bool {
    let options = |piece: &str| piece.trim_start().starts_with("--");
    let outside = value.split('[').enumerate().filter_map(|(at, piece)| match at {
        0 => Some(piece),
        _ if options(piece) => piece.split_once(']').map(|(_, rest)| rest),
        _ => Some(piece),
    });
    let is_gap = |c: char| c.is_ascii_whitespace() || "/:?=&|()<>]@;,\"".contains(c);
    outside.flat_map(|piece| piece.split(is_gap)).any(is_it)
}

/// How many phrases there are with these kinds of characters and this length, as a power of two: the lower of two
/// bounds, one for random characters and one for as many different characters.
fn bits(text: &str) -> u32 {
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    let kinds = [
        (has(u8::is_ascii_digit), 10),
        (has(u8::is_ascii_lowercase), 26),
        (has(u8::is_ascii_uppercase), 26),
        (has(|byte| !byte.is_ascii_alphanumeric()), 33),
    ];
    let alphabet: u32 = kinds.into_iter().filter(|(is, _)| *is).map(|(_, count)| count).sum();
    let mut different = text.as_bytes().to_vec();
    different.sort_unstable();
    different.dedup();
    let different = u32::try_from(different.len()).unwrap_or(u32::MAX);
    // Tenths of a bit are not worth floating-point arithmetic: the logarithm is rounded up.
    let each = |count: u32| count.next_power_of_two().trailing_zeros();
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    length.saturating_mul(each(alphabet).min(each(different)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Parameter, ParameterName};

    const FORMATS: [Format; 3] = [Format::Spc, Format::Openssl, Format::Rfc8188];

    fn profile(entries: &[(&'static str, &'static str)]) -> Profile<'static> {
        let parameter =
            |(name, value): &(&'static str, &'static str)| Parameter::set(ParameterName::parse(name).unwrap(), *value);
        entries.iter().map(parameter).collect()
    }

    #[test]
    fn a_short_phrase_is_weak_in_every_format() {
        for format in FORMATS {
            for text in ["x", "secre", "fifteen chars!!"] {
                assert_eq!(weaknesses(text, format, &[], None), [Weakness::Short { format }], "{text}");
            }
            assert!(weaknesses("SecretPhrase1234", format, &[], None).is_empty());
            assert!(weaknesses("correct horse battery staple", format, &[], None).is_empty());
            assert!(weaknesses(&"0".repeat(64), format, &[], None).is_empty(), "a raw key is not a phrase");
        }
    }

    #[test]
    fn few_different_characters_are_weak_where_nothing_stretches_them() {
        for text in ["aaaaaaaaaaaaaaaaaaaa", "abababababababababab", "1212121212121212"] {
            for format in [Format::Openssl, Format::Rfc8188] {
                assert_eq!(weaknesses(text, format, &[], None), [Weakness::Monotonous { format }], "{text}");
            }
            assert!(weaknesses(text, Format::Spc, &[], None).is_empty());
        }
    }

    #[test]
    fn the_address_of_the_device_is_a_weak_key_in_any_spelling() {
        let mac: TargetMac = "000e08aabbcc".parse().unwrap();
        let other = "000e08aabbcd".parse().unwrap();
        for text in ["000e08aabbcc", "000E08AABBCC", "00:0e:08:AA:bb:cc", "000e.08aa.bbcc", "00-0e-08-aa-bb-cc"] {
            for format in FORMATS {
                assert_eq!(weaknesses(text, format, &[other, mac], None), [Weakness::Mac { mac }], "{text}");
            }
        }
        let format = Format::Openssl;
        assert_eq!(weaknesses("000e08aabbcc", format, &[other], None), [Weakness::Short { format }]);
    }

    #[test]
    fn words_of_the_profile_are_weak_however_long_they_are() {
        let profile = profile(&[
            ("Proxy_1_", "sip.provider.example.net"),
            ("Display_Name_1_", "Reception desk of the house"),
            ("Password_1_", "a long secret phrase"),
            (
                "Profile_Rule",
                "[--key Xq7.kW2-mmZ9.pLs] http://prov.provider.example.net:8080/cfg/long-folder-name/$MA.cfg",
            ),
        ]);
        let weak = |text: &str| weaknesses(text, Format::Openssl, &[], Some(&profile));
        let value = |parameter: &str| vec![Weakness::Value { parameter: parameter.into() }];
        assert_eq!(weak("SIP.provider.example.net"), value("Proxy_1_"));
        assert_eq!(weak("reception"), value("Display_Name_1_"));
        assert_eq!(weak("Reception desk of the house"), value("Display_Name_1_"));
        assert_eq!(weak("proxy_1_"), [Weakness::Name { parameter: "Proxy_1_".into() }]);
        assert_eq!(weak("prov.provider.example.net"), value("Profile_Rule"));
        assert_eq!(weak("Long-Folder-Name"), value("Profile_Rule"));
        assert!(weak("Xq7.kW2-mmZ9.pLs").is_empty(), "a rule may bring this very key");
        assert!(weak("sip.provider.example.com.").is_empty());
        assert!(weak("a long secret phrase").is_empty(), "the value of a secret parameter");
    }

    #[test]
    fn a_rule_that_takes_the_address_for_the_key_is_named() {
        let weak = |rule| weak_rules(&profile(&[("Profile_Rule", rule)]));
        for rule in
            ["[--key $MA] http://h/$MA.cfg", "[--key \"$MAU\"] /a", "[ --key  $(MA) ] /a", "[--uid a --key $MAC] /a"]
        {
            assert_eq!(weak(rule), [Weakness::MacInRule { parameter: "Profile_Rule".into() }], "{rule}");
        }
        for rule in ["[--key $SA] http://h/$MA.cfg", "http://h/$MA.cfg", "[--key $MASTER] /a", "[--key $A] /$MA"] {
            assert!(weak(rule).is_empty(), "{rule}");
        }
    }

    #[test]
    fn nothing_of_the_key_is_shown() {
        let profile = profile(&[("Display_Name_1_", "planted secret")]);
        for format in FORMATS {
            for text in ["planted", "secret", "planted secre"] {
                for weakness in weaknesses(text, format, &[], Some(&profile)) {
                    assert!(!format!("{weakness} {weakness:?}").contains(text));
                }
            }
        }
    }
}
