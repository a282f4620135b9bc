//! Firmware versions, as compared in conditions.
//!
//! Knows: the forms `2.0.6(b)`, `7.5.2b` and `sip88xx.11-3-2MPP0001-609`, and how each form is ordered (Linksys
//! Provisioning Guide 3.0 p. 36, Cisco 6800 and 8800 multiplatform guides, "Version Numbers"). Must not know:
//! conditions.

use core::cmp::Ordering;

use super::cursor::Cursor;

/// A firmware version.
///
/// Versions in the two forms cannot be compared: according to the guides, a device then fails to read the condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(Form);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// `7.5.2b`: numbers followed by letters and digits, with or without parentheses.
    Dotted(Vec<u64>, String),
    /// `11-3-2MPP0001-609`.
    Multiplatform {
        /// `11`, `3`, `2`: each a number with letters after it.
        parts: Vec<(u64, String)>,
        /// `0001`, 0 if there is none.
        release: u64,
        /// `609`: the last part. Firmware may be named without it, which means any build.
        build: Option<(u64, String)>,
    },
}

impl Version {
    /// Reads a version; `None` if it is not in a documented form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        dotted(text).or_else(|| multiplatform(text)).map(Self)
    }

    /// Which of the two comes first; `None` if they have different forms.
    ///
    /// Numbers are compared from the left, with a missing one as 0, and then the suffixes in alphabetical order. It is
    /// documented for multiplatform phones, and assumed for the others, that a version without a suffix comes before
    /// any with one.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (&self.0, &other.0) {
            (Form::Dotted(a, a_suffix), Form::Dotted(b, b_suffix)) => {
                Some(by_parts(a, b, &0).then_with(|| a_suffix.cmp(b_suffix)))
            }
            (
                Form::Multiplatform { parts: a, release: a_release, build: a_build },
                Form::Multiplatform { parts: b, release: b_release, build: b_build },
            ) => {
                let before = by_parts(a, b, &(0, String::new())).then_with(|| a_release.cmp(b_release));
                Some(match (a_build, b_build) {
                    (Some(a), Some(b)) => before.then_with(|| a.cmp(b)),
                    _ => before,
                })
            }
            _ => None,
        }
    }
}

impl Version {
    /// Whether it has the form of multiplatform phones, `sip88xx.11-3-2MPP0001-609`.
    #[must_use]
    pub const fn is_multiplatform(&self) -> bool {
        matches!(self.0, Form::Multiplatform { .. })
    }

    /// Whether one letter follows its numbers, as in `7.4.8a`.
    #[must_use]
    pub fn has_one_letter(&self) -> bool {
        matches!(&self.0, Form::Dotted(_, suffix) if suffix.len() == 1 && suffix.bytes().all(|b| b.is_ascii_alphabetic()))
    }

    /// Whether it has the numbers of another version without its letters, as in the name of an image: `7.6.2` for
    /// `7.6.2f`.
    #[must_use]
    pub fn lacks_letters_of(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Dotted(a, a_suffix), Form::Dotted(b, b_suffix)) => {
                a_suffix.is_empty() && !b_suffix.is_empty() && by_parts(a, b, &0).is_eq()
            }
            _ => false,
        }
    }
}

fn by_parts<T: Ord>(a: &[T], b: &[T], missing: &T) -> Ordering {
    let longer = a.len().max(b.len());
    let pairs = (0..longer).map(|at| (a.get(at).unwrap_or(missing), b.get(at).unwrap_or(missing)));
    pairs.map(|(a, b)| a.cmp(b)).fold(Ordering::Equal, Ordering::then)
}

fn dotted(text: &str) -> Option<Form> {
    let mut cursor = Cursor::new(text);
    let mut numbers = vec![number(&mut cursor)?];
    while cursor.eat(".") {
        numbers.push(number(&mut cursor)?);
    }
    // `7b` and `000e08aabbcc` are in no guide; a number alone is one.
    if numbers.len() == 1 && !cursor.is_done() {
        return None;
    }
    let in_parentheses = cursor.eat("(");
    let suffix = cursor.take_while(|c| c.is_ascii_alphanumeric());
    let is_closed = !in_parentheses || (!suffix.is_empty() && cursor.eat(")"));
    (is_closed && cursor.is_done()).then(|| Form::Dotted(numbers, suffix.to_owned()))
}

fn multiplatform(text: &str) -> Option<Form> {
    let (_model, version) = text.strip_suffix(".loads").unwrap_or(text).split_once('.')?;
    let mut parts = Vec::new();
    let mut release = None;
    let mut build = None;
    for part in version.split('-') {
        let mut cursor = Cursor::new(part);
        let number = number(&mut cursor)?;
        let letters = cursor.rest();
        if !letters.bytes().all(|b| b.is_ascii_alphanumeric()) || build.is_some() {
            return None;
        }
        if release.is_some() {
            build = Some((number, letters.to_owned()));
        } else if let Some(digits) = letters.strip_prefix("MPP") {
            release = Some(if digits.is_empty() { 0 } else { digits.parse().ok()? });
            parts.push((number, String::new()));
        } else {
            parts.push((number, letters.to_owned()));
        }
    }
    if release.is_none() && parts.len() > 3 {
        build = parts.pop();
    }
    (parts.len() >= 3).then(|| Form::Multiplatform { parts, release: release.unwrap_or(0), build })
}

fn number(cursor: &mut Cursor<'_>) -> Option<u64> {
    cursor.take_while(|c| c.is_ascii_digit()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Option<Ordering> {
        Version::parse(a).unwrap().compare(&Version::parse(b).unwrap())
    }

    #[test]
    fn documented_versions_are_ordered_as_documented() {
        for (a, b, order) in [
            ("1.0.31(b)", "1.0.33", Ordering::Less),
            ("2.0.3(G)", "2.0.6", Ordering::Less),
            ("2.0.10", "2.0.9", Ordering::Greater),
            ("1.0", "1.0.0", Ordering::Equal),
            ("7.6.2", "7.6.2f", Ordering::Less),
            ("7.5.2b", "7.5.2(b)", Ordering::Equal),
            ("sip88xx.11-0-0MPP-1", "sip88xx.9-3-1-7MPP-1", Ordering::Greater),
            ("sip68xx.11-0-0MPP-1", "sip68xx.11-0-0MN-1MPP-1", Ordering::Less),
            ("sip78xx.11-0-0MPP-7", "sip78xx.11-0-0MPP", Ordering::Equal),
            ("sip88xx.11-3-2MPP0001-609", "sip88xx.11-3-2MPP-376", Ordering::Greater),
            ("sip88xx.11-0-1MPP-376", "sip88xx.11-3-2MPP0001-609", Ordering::Less),
            ("sip88xx.11-1-1MSR-1dev.loads", "sip8845_65.11-1-1MSR-1dev.loads", Ordering::Equal),
            ("sip88xx.11-0-0MPP-9", "sip88xx.11-0-0MPP-10", Ordering::Less),
        ] {
            assert_eq!(compare(a, b), Some(order), "{a} {b}");
            assert_eq!(compare(b, a), Some(order.reverse()), "{b} {a}");
        }
    }

    #[test]
    fn the_name_of_an_image_may_lack_letters() {
        let lacks = |a: &str, b: &str| Version::parse(a).unwrap().lacks_letters_of(&Version::parse(b).unwrap());
        assert!(lacks("7.6.2", "7.6.2f") && lacks("1.4.1", "1.4.1(002)"));
        assert!(!lacks("7.6.2f", "7.6.2") && !lacks("7.6.2", "7.6.2") && !lacks("7.6.2", "7.6.3f"));
    }

    #[test]
    fn versions_of_two_forms_cannot_be_compared() {
        assert_eq!(compare("11.3.2", "sip88xx.11-3-2MPP-1"), None);
    }

    #[test]
    fn other_texts_are_not_versions() {
        for text in [
            "",
            "x",
            "000e08aabbcc",
            "504G",
            "7.6.2.a",
            "7.",
            "7.6.2(",
            "7.6.2()",
            "2.0.6 (b)",
            "sip88xx.11-0-0MPP-BN",
            "sip88xx.11-0",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        assert_eq!(Version::parse("99999999999999999999.1"), None);
    }
}
