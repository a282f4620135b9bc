//! Finds what appears more than once in a long list, in little memory.
//!
//! Knows: keys of a fixed size and where they stood. Must not know: what they stand for.

use crate::fleet::list::row::Place;

/// Keys and their places. A million addresses take 12 MB: no hash table, whose growth would hold two of itself.
#[derive(Debug, Default)]
pub(crate) struct Repeated<const N: usize>(Vec<([u8; N], [u8; 4], [u8; 2])>);

impl<const N: usize> Repeated<N> {
    /// Notes a key. Places beyond line 2^32 or column 2^16 are reported as these.
    pub(crate) fn add(&mut self, key: [u8; N], place: Place) {
        let line = u32::try_from(place.line).unwrap_or(u32::MAX);
        let column = u16::try_from(place.column).unwrap_or(u16::MAX);
        self.0.push((key, line.to_be_bytes(), column.to_be_bytes()));
    }

    /// The places of each key that was noted more than once, the first one first.
    pub(crate) fn find(mut self) -> Vec<Vec<Place>> {
        self.0.sort_unstable();
        let place = |(_, line, column): &([u8; N], [u8; 4], [u8; 2])| Place {
            line: u32::from_be_bytes(*line).into(),
            column: u16::from_be_bytes(*column).into(),
        };
        let alike = self.0.chunk_by(|(a, ..), (b, ..)| a == b).filter(|places| places.len() > 1);
        let mut found: Vec<Vec<Place>> = alike.map(|places| places.iter().map(place).collect()).collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn place(line: u64) -> Place {
        Place { line, column: 3 }
    }

    #[test]
    fn every_place_of_what_repeats_is_found_in_order() {
        let mut repeated = Repeated::<1>::default();
        for (line, key) in [9, 1, 2, 9, 1, 3, 9].into_iter().enumerate() {
            repeated.add([key], place(u64::try_from(line).unwrap()));
        }
        assert_eq!(repeated.find(), [vec![place(0), place(3), place(6)], vec![place(1), place(4)]]);
    }
}
