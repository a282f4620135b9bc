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
    let mut found: Vec<_> = near.filter_map(|(named, _)| sought.nearest(named)).collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().take(limit).map(|(_, spelling)| spelling).collect()
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

    proptest! {
        #[test]
        fn what_two_names_share_at_their_ends_does_not_count(a in "[abc]{0,8}", b in "[abc]{0,8}") {
            prop_assert_eq!(distance(&a, &b), strsim::osa_distance(&a, &b));
        }
    }
}
