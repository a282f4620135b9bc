//! Names that look like an unknown one.

use super::definition::Definition;
use super::table::readings;
use spc_core::profile::fold;

/// Names longer than this are no slip of the keyboard.
const LONGEST: usize = 96;

/// How far a name is from another one: in letters that count, then in all signs.
type Distance = (usize, usize);

/// A name to find others for.
pub(super) struct Sought<'a> {
    name: &'a str,
    bare: String,
    limit: usize,
    indices: Vec<u16>,
}

impl<'a> Sought<'a> {
    /// `None` for a name that is too long, or has too few letters to say which was meant.
    pub(super) fn new(name: &'a str) -> Option<Self> {
        if name.len() > LONGEST {
            return None;
        }
        let bare = bare(name);
        let limit = (bare.len() / 5).clamp(1, 3);
        let mut indices: Vec<u16> = readings(name).filter_map(|(_, index, _)| index).collect();
        if indices.is_empty() {
            indices.push(1);
        }
        (bare.len() > 2).then_some(Self { name, bare, limit, indices })
    }

    /// The spelling of a definition that is nearest to the name, if it is near at all and another one.
    pub(super) fn nearest(&self, definition: &Definition) -> Option<(Distance, String)> {
        if !definition.is_indexed() {
            return self.measure(definition.xml_name(None));
        }
        self.indices.iter().filter_map(|index| self.measure(definition.xml_name(Some(*index)))).min()
    }

    fn measure(&self, spelling: String) -> Option<(Distance, String)> {
        let other = bare(&spelling);
        if other.len().abs_diff(self.bare.len()) > self.limit || spelling == self.name {
            return None;
        }
        let distance = strsim::osa_distance(&self.bare, &other);
        (distance <= self.limit).then(|| ((distance, strsim::osa_distance(self.name, &spelling)), spelling))
    }

    /// Whether a definition may be near, told without spelling it: most are not.
    pub(super) fn may_be_near(&self, definition: &Definition) -> bool {
        // The index may have up to four digits more or less than the sign that holds its place.
        let lengths = self.bare.len().abs_diff(definition.bare_length());
        let slack = if definition.is_indexed() { 4 } else { 0 };
        if lengths > self.limit.saturating_add(slack) {
            return false;
        }
        let unlike = letters(self.bare.bytes()) ^ letters(definition.path_and_name());
        // One slip changes at most two of the letters that occur: it removes one and adds another.
        usize::try_from(unlike.count_ones()).is_ok_and(|unlike| unlike <= self.limit.saturating_mul(2))
    }
}

/// A name without the signs that people get wrong: underscores, brackets, blanks, slashes, hyphens and dots.
fn bare(name: &str) -> String {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// The letters that occur, a bit each.
fn letters(bytes: impl Iterator<Item = u8>) -> u32 {
    let bits = bytes.map(|byte| fold(byte).to_ascii_lowercase()).filter(u8::is_ascii_lowercase);
    bits.fold(0, |set, byte| set | 1_u32.wrapping_shl(u32::from(byte)))
}
