//! Finds what appears more than once in a long list, in little memory.
//!
//! Knows: keys of a fixed size and where they are. Must not know: what they mean.

use super::located::Located;
use super::row::ListPlace;
use crate::cause::Cause;

/// Keys and their places. A million addresses take 14 MB. This is not a hash table, because that would need twice its size
/// while it grows.
#[derive(Clone, Debug, Default)]
pub struct Repeated<const N: usize>(Vec<Entry<N>>);

/// A key, the line of its row, its distance from there in lines, and its column.
type Entry<const N: usize> = ([u8; N], [u8; 4], [u8; 2], [u8; 2]);

/// The place of a repetition, and the line on which its row begins, which differs if an earlier cell has several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    /// The line on which its row begins.
    row: u64,
    /// Where it is.
    place: ListPlace,
}

impl<const N: usize> Repeated<N> {
    /// Notes a key of the row that begins on line `row`. Places beyond line 2^32, beyond 2^16 lines within a row or beyond
    /// column 2^16 are reported at these limits.
    pub fn add(&mut self, key: [u8; N], row: u64, place: ListPlace) {
        let line = u32::try_from(row).unwrap_or(u32::MAX);
        let down = u16::try_from(place.line.saturating_sub(row)).unwrap_or(u16::MAX);
        let column = u16::try_from(place.column).unwrap_or(u16::MAX);
        self.0.push((key, line.to_be_bytes(), down.to_be_bytes(), column.to_be_bytes()));
    }

    /// The places of each key that was noted more than once, in order.
    fn find(mut self) -> Vec<Vec<Found>> {
        self.0.sort_unstable();
        let place = |(_, line, down, column): &Entry<N>| {
            let row = u64::from(u32::from_be_bytes(*line));
            let line = row.saturating_add(u16::from_be_bytes(*down).into());
            Found { row, place: ListPlace { line, column: u16::from_be_bytes(*column).into() } }
        };
        let alike = self.0.chunk_by(|(a, ..), (b, ..)| a == b).filter(|places| places.len() > 1);
        let mut found: Vec<Vec<Found>> = alike.map(|places| places.iter().map(place).collect()).collect();
        found.sort_unstable();
        found
    }

    /// All places of repetitions, each with the line of another one, because it is not known which one is right.
    pub fn faults(self, column: Option<&str>, cause: fn(u64) -> Cause) -> impl Iterator<Item = Located> {
        let column = column.map(str::to_owned);
        let pairs = |places: Vec<Found>| {
            let others: Vec<Found> = places.iter().copied().cycle().skip(1).take(places.len()).collect();
            places.into_iter().zip(others)
        };
        self.find().into_iter().flat_map(pairs).map(move |(Found { row, place }, other)| Located {
            row,
            place,
            column: column.clone(),
            cause: cause(other.place.line),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn place(row: u64) -> Found {
        Found { row, place: ListPlace { line: row.saturating_add(2), column: 3 } }
    }

    #[test]
    fn every_place_of_a_repetition_is_found_in_order() {
        let mut repeated = Repeated::<1>::default();
        for (line, key) in [9, 1, 2, 9, 1, 3, 9].into_iter().enumerate() {
            let Found { row, place } = place(u64::try_from(line).unwrap());
            repeated.add([key], row, place);
        }
        assert_eq!(repeated.find(), [vec![place(0), place(3), place(6)], vec![place(1), place(4)]]);
    }
}
