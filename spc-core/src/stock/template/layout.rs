//! The pieces as one text with a filler for each slot, and an encoder's tokens split at the edges of slots.
//!
//! Knows: where constant runs lie in the text. Must not know: codes, bits and values.

use core::ops::Range;

use super::piece::Piece;
use super::symbols::{SHORTEST, Token};

/// The length of a filler in bytes.
const FILLER: usize = 2;
/// The shortest match worth keeping across a slot. Three literals take no more bits than a match. Four take a few more,
/// but a fifth of all matches have that length; without them, rendering takes a tenth less time for half a percent more
/// bytes.
const SHORTEST_REACH: usize = 5;

/// A text that consists of run 0, filler 0, run 1, filler 1, ... and a last run. Runs may be empty.
pub(super) struct Layout {
    pub(super) text: Vec<u8>,
    pub(super) runs: Vec<Range<usize>>,
    /// The slot in the place after each run except the last.
    pub(super) slots: Vec<usize>,
}

/// A stretch of text that is rendered in one way.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Literals(Range<usize>),
    /// A match within one run.
    Match {
        length: usize,
        distance: usize,
    },
    /// A match of this text with one in an earlier run, `from`. The distance is the one without any values.
    Reach {
        text: Range<usize>,
        distance: usize,
        from: usize,
    },
    /// The next place's value.
    Value,
}

/// What is at a position, and for how many more bytes.
enum Spot {
    Run { index: usize, left: usize },
    Filler { left: usize },
}

impl Layout {
    pub(super) fn new(pieces: &[Piece<'_>]) -> Self {
        let (mut text, mut runs, mut slots) = (Vec::new(), Vec::new(), Vec::new());
        let mut start = 0;
        for piece in pieces {
            match *piece {
                Piece::Constant(bytes) => text.extend_from_slice(bytes),
                Piece::Slot(slot) => {
                    runs.push(start..text.len());
                    text.extend_from_slice(&filler(slots.len()));
                    slots.push(slot);
                    start = text.len();
                }
            }
        }
        runs.push(start..text.len());
        Self { text, runs, slots }
    }

    /// Returns the parts of these tokens, which begin at `at`, and moves `at` to their end.
    ///
    /// An encoder may find matches in the fillers. Any part of a match that does not lie in one run, with its source in
    /// one run as well, becomes literals, so nothing depends on the encoder ignoring slots.
    pub(super) fn parts(&self, tokens: &[Token], at: &mut usize) -> Vec<Part> {
        let mut parts = Vec::new();
        for token in tokens {
            let (mut left, distance) = match *token {
                Token::Literal(_) => (1, None),
                Token::Match { length, distance } => (length, Some(distance)),
            };
            while left > 0 {
                let (taken, part) = self.part(*at, left, distance);
                parts.extend(part);
                *at = at.saturating_add(taken);
                left = left.saturating_sub(taken);
            }
        }
        parts
    }

    /// The first part of a token that begins at `at`, and how many of the token's bytes it takes.
    fn part(&self, at: usize, most: usize, distance: Option<usize>) -> (usize, Option<Part>) {
        let (index, most) = match self.spot(at) {
            Spot::Filler { left } => return (most.min(left), (left == FILLER).then_some(Part::Value)),
            Spot::Run { index, left } => (index, most.min(left)),
        };
        let text = |length: usize| at..at.saturating_add(length);
        let literals = |length: usize| (length, Some(Part::Literals(text(length))));
        let Some(distance) = distance else { return literals(most) };
        match self.spot(at.saturating_sub(distance)) {
            // Such a match may overlap itself, and repeat its source.
            Spot::Run { index: from, .. } if from == index && most >= SHORTEST => {
                (most, Some(Part::Match { length: most, distance }))
            }
            Spot::Run { index: from, left } if from != index && most.min(left) >= SHORTEST_REACH => {
                let fillers = index.saturating_sub(from).saturating_mul(FILLER);
                let distance = distance.saturating_sub(fillers);
                (most.min(left), Some(Part::Reach { text: text(most.min(left)), distance, from }))
            }
            Spot::Run { left, .. } | Spot::Filler { left } => literals(most.min(left)),
        }
    }

    fn spot(&self, at: usize) -> Spot {
        let index = self.runs.partition_point(|run| run.start <= at).saturating_sub(1);
        let end = self.runs.get(index).map_or(0, |run| run.end);
        match end.checked_sub(at) {
            Some(left @ 1..) => Spot::Run { index, left },
            _ => Spot::Filler { left: end.saturating_add(FILLER).saturating_sub(at) },
        }
    }
}

/// Two bytes that are unlikely to occur in a profile or in the filler of another place, so that encoders find no match
/// there.
fn filler(place: usize) -> [u8; FILLER] {
    [place, place >> 7].map(|digit| 0x80 | u8::try_from(digit & 0x7f).expect("seven bits are a byte"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECES: [Piece<'_>; 4] =
        [Piece::Constant(b"abcdefgh"), Piece::Slot(5), Piece::Slot(6), Piece::Constant(b"abcdefghabcdefgh")];

    fn parts(tokens: &[Token]) -> Vec<Part> {
        Layout::new(&PIECES).parts(tokens, &mut 0)
    }

    #[test]
    fn match_across_slots_is_measured_without_them() {
        let literals = [Token::Literal(0); 12];
        let parts = parts(&[&literals[..], &[Token::Match { length: 8, distance: 12 }]].concat());
        assert_eq!(parts[8..10], [Part::Value, Part::Value]);
        assert_eq!(parts[10..], [Part::Reach { text: 12..20, distance: 8, from: 0 }]);
    }

    #[test]
    fn match_within_a_run_stays_and_may_overlap_itself() {
        let literals = [Token::Literal(0); 20];
        let parts = parts(&[&literals[..], &[Token::Match { length: 8, distance: 3 }]].concat());
        assert_eq!(parts[18..], [Part::Match { length: 8, distance: 3 }]);
    }

    #[test]
    fn match_that_touches_a_slot_is_cut() {
        let literals = [Token::Literal(0); 6];
        let parts = parts(&[&literals[..], &[Token::Match { length: 16, distance: 6 }]].concat());
        let cut = [
            Part::Literals(6..8),
            Part::Value,
            Part::Value,
            Part::Literals(12..14), // the source ends at the first slot
            Part::Literals(14..16), // the source is a slot, and then the other
            Part::Literals(16..18),
            Part::Match { length: 4, distance: 6 },
        ];
        assert_eq!(parts[6..], cut);
    }
}
