//! Names that look like an unknown one.

use super::shape::Shape;
use super::table::readings;

/// A longer name is not a typing mistake.
const LONGEST: usize = 96;

/// The distance between two names: in significant letters, then in all characters.
type Distance = (usize, usize);

/// A parameter by its name.
pub(super) trait Named: Copy {
    /// Whether it is one parameter per index.
    fn is_indexed(self) -> bool;
    /// Its name in XML, with this index if it has one.
    fn spelt(self, index: Option<u16>) -> String;
}

/// The names that are near an unknown one, nearest first, at most this many.
pub(super) fn suggestions<N: Named>(name: &str, limit: usize, all: impl Iterator<Item = (N, Shape)>) -> Vec<String> {
    let Some(sought) = Sought::new(name) else { return Vec::new() };
    let near = all.filter(|(named, shape)| sought.may_be_near(*named, *shape));
    let found = near.filter_map(|(named, _)| sought.nearest(named));
    let mut found: Vec<_> = found.filter(|(_, spelling)| !is_sibling(name, spelling)).collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().take(limit).map(|(_, spelling)| spelling).collect()
}

/// The names that differ from an unknown one in a number or a letter that counts parameters, in their own order.
pub(super) fn siblings<N: Named>(name: &str, all: impl Iterator<Item = (N, Shape)>) -> Vec<String> {
    let Some(sought) = Sought::new(name) else { return Vec::new() };
    let near = all.filter(|(named, shape)| sought.may_be_near(*named, *shape));
    let found = near.filter_map(|(named, _)| sought.nearest(named)).map(|(_, spelling)| spelling);
    found.filter(|spelling| is_sibling(name, spelling)).collect()
}

/// Whether two names differ only in what counts parameters, as `Unit_3_Key_1` and `Unit_1_Key_1` or `GPP_Q` and `GPP_A`
/// do: that is not a slip.
fn is_sibling(name: &str, other: &str) -> bool {
    let (own, others) = (parts(name), parts(other));
    let mut unlike = own.iter().zip(&others).filter(|(one, other)| !one.eq_ignore_ascii_case(other));
    let (Some((one, another)), None) = (unlike.next(), unlike.next()) else { return false };
    let is_general = one.len() == another.len() && [name, other].iter().all(|name| name.starts_with("GPP_"));
    own.len() == others.len() && (is_count(one, another) || is_general)
}

/// Whether two parts of names are two numbers, with or without the same letters, or two letters.
fn is_count(one: &str, other: &str) -> bool {
    let has_digit = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let letters = |part: &str| part.replace(|sign: char| sign.is_ascii_digit(), "").to_ascii_lowercase();
    (one.len() == 1 && other.len() == 1) || (has_digit(one) && has_digit(other) && letters(one) == letters(other))
}

/// What is between the underscores of a name.
fn parts(name: &str) -> Vec<&str> {
    name.split('_').filter(|part| !part.is_empty()).collect()
}

/// A name to find similar ones for.
struct Sought<'a> {
    name: &'a str,
    bare: String,
    shape: Shape,
    limit: usize,
    indices: Vec<u16>,
}

impl<'a> Sought<'a> {
    /// `None` for a name that is too long, or that has too few letters to say which one was meant.
    fn new(name: &'a str) -> Option<Self> {
        if name.len() > LONGEST {
            return None;
        }
        let bare = bare(name);
        let limit = (bare.len() / 5).clamp(1, 3);
        let mut indices: Vec<u16> = readings(name).filter_map(|(_, index, _)| index).collect();
        if indices.is_empty() {
            indices.push(1);
        }
        let shape = Shape::of(bare.bytes());
        (bare.len() > 2).then_some(Self { name, bare, shape, limit, indices })
    }

    /// The spelling of a parameter that is nearest to the name, if it is near at all and is not the name itself.
    fn nearest(&self, named: impl Named) -> Option<(Distance, String)> {
        if !named.is_indexed() {
            return self.measure(named.spelt(None));
        }
        self.indices.iter().filter_map(|index| self.measure(named.spelt(Some(*index)))).min()
    }

    fn measure(&self, spelling: String) -> Option<(Distance, String)> {
        let other = bare(&spelling);
        if other.len().abs_diff(self.bare.len()) > self.limit || spelling == self.name {
            return None;
        }
        let distance = distance(&self.bare, &other);
        (distance <= self.limit).then(|| ((distance, strsim::osa_distance(self.name, &spelling)), spelling))
    }

    /// Whether a parameter may be near, going by its shape: most are not.
    fn may_be_near(&self, named: impl Named, shape: Shape) -> bool {
        // The index may have up to four digits more or fewer than its placeholder.
        let slack = if named.is_indexed() { 4 } else { 0 };
        self.shape.is_near(shape, self.limit, slack)
    }
}

/// The distance between two texts, computed without their common beginning and end: most names that are compared share
/// the greater part, and comparing the rest takes a quarter of the time.
fn distance(a: &str, b: &str) -> usize {
    let common = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = common(&mut a.bytes().zip(b.bytes()));
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = common(&mut a.bytes().rev().zip(b.bytes().rev()));
    let rest = |text: &'_ str| text.len().saturating_sub(end);
    strsim::osa_distance(a.get(..rest(a)).unwrap_or_default(), b.get(..rest(b)).unwrap_or_default())
}

/// A name without the characters that people get wrong: underscores, brackets, spaces, slashes, hyphens and dots.
fn bare(name: &str) -> String {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_not_a_slip() {
        for (name, other) in
            [("Unit_3_Key_1_", "Unit_1_Key_1"), ("GPP_Q", "GPP_A"), ("GPP_SE", "GPP_SA"), ("SIP_T3", "SIP_T1")]
        {
            assert!(is_sibling(name, other), "{name} {other}");
        }
        for (name, other) in [
            ("Pasword_1_", "Password_1_"),
            ("Proxy1", "Proxy_1_"),
            ("Line__Enable_1_", "Line_Enable_1_"),
            ("User_IB_1_", "User_ID_1_"),
        ] {
            assert!(!is_sibling(name, other), "{name} {other}");
        }
    }

    proptest! {
        #[test]
        fn what_two_names_share_at_their_ends_does_not_count(a in "[abc]{0,8}", b in "[abc]{0,8}") {
            prop_assert_eq!(distance(&a, &b), strsim::osa_distance(&a, &b));
        }
    }
}
