#![doc = include_str!("../../docs/deflate-template.md")]

use crate::primitives::DIGEST;

mod bits;
mod block;
mod checksum;
mod compile;
mod huffman;
pub(crate) mod identity;
mod layout;
mod piece;
mod recorded;
mod render;
mod symbols;
mod tokens;

pub use piece::{Effort, Piece};
pub use recorded::{MissingValue, Template};

impl Template {
    /// Compresses the constant pieces. With the same version of the encoders, equal pieces give equal templates.
    ///
    /// # Panics
    /// Panics if the constant text is longer than 4 GiB; a profile is at most a thousandth of that.
    #[must_use]
    pub fn compile(pieces: &[Piece<'_>], effort: Effort) -> Self {
        compile::compile(pieces, effort)
    }

    /// Identifies the template: templates with the same identity render the same file from the same values (FORMAT
    /// 11.1.4).
    pub(crate) const fn identity(&self) -> &[u8; DIGEST] {
        &self.identity
    }

    /// Renders the text with these values as a gzip file with one member, like those of
    /// [`gzip::pack`](super::gzip::pack).
    ///
    /// # Errors
    /// Returns [`MissingValue`] if a slot's index is beyond the values. Values that no slot uses are ignored.
    pub fn render(&self, values: &[&[u8]]) -> Result<Vec<u8>, MissingValue> {
        let mut file = Vec::new();
        self.render_into(values, &mut file)?;
        Ok(file)
    }

    /// Appends to `out` what [`render`](Self::render) returns; reusing a buffer saves its allocation.
    ///
    /// # Errors
    /// Returns [`MissingValue`] if a slot's index is beyond the values; `out` is then unchanged.
    pub fn render_into(&self, values: &[&[u8]], out: &mut Vec<u8>) -> Result<(), MissingValue> {
        render::render(self, values, out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::stock::gzip;

    fn substitute(pieces: &[Piece<'_>], values: &[&[u8]]) -> Vec<u8> {
        let bytes = |piece: &Piece<'_>| match *piece {
            Piece::Constant(bytes) => bytes.to_vec(),
            Piece::Slot(slot) => values[slot].to_vec(),
        };
        pieces.iter().flat_map(bytes).collect()
    }

    /// Renders with both efforts, and unpacks with two decoders that share no code with each other or with the
    /// encoders.
    fn check(pieces: &[Piece<'_>], values: &[&[u8]]) {
        let text = substitute(pieces, values);
        for effort in [Effort::Fast, Effort::Small] {
            let file = Template::compile(pieces, effort).render(values).unwrap();
            assert_eq!(gzip::unpack(&file, usize::MAX).unwrap(), text, "{effort:?}");
            let (deflate, _) = file[10..].split_last_chunk::<8>().unwrap();
            assert_eq!(miniz_oxide::inflate::decompress_to_vec(deflate).unwrap(), text, "{effort:?}");
        }
    }

    const ELEMENT: Piece<'_> = Piece::Constant(b"<Password_1_ ua=\"na\">");
    const END: Piece<'_> = Piece::Constant(b"</Password_1_>\n");

    #[test]
    fn empty_values_and_long_ones_and_all_bytes_fit_in_any_slot() {
        let all: Vec<u8> = (0..=255).collect();
        let long = [&all[..]; 40].concat();
        let pieces = [ELEMENT, Piece::Slot(0), END, ELEMENT, Piece::Slot(1), END];
        for value in [&b""[..], b"x", &all, &long] {
            check(&pieces, &[value, b"1234"]);
            check(&pieces, &[b"1234", value]);
        }
    }

    #[test]
    fn slots_may_be_anywhere() {
        let values: [&[u8]; 3] = [b"one", b"", b"three three"];
        for pieces in [
            &[][..],
            &[Piece::Constant(b"")],
            &[ELEMENT],
            &[Piece::Slot(0)],
            &[Piece::Slot(1)],
            &[Piece::Slot(0), Piece::Slot(2), Piece::Slot(1), Piece::Slot(0)],
            &[Piece::Slot(0), ELEMENT],
            &[ELEMENT, Piece::Slot(2)],
            &[ELEMENT, ELEMENT, Piece::Slot(2), Piece::Slot(2), ELEMENT, Piece::Slot(0), END, ELEMENT],
        ] {
            check(pieces, &values);
        }
    }

    #[test]
    fn value_longer_than_the_window_turns_reaches_into_literals() {
        let text: Vec<u8> = (0..2000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let pieces =
            [Piece::Constant(&text), Piece::Slot(0), Piece::Constant(&text), Piece::Slot(1), Piece::Constant(&text)];
        let fits = vec![b'v'; 20_000];
        let far = vec![b'v'; 40_000];
        for values in [[&fits[..], b""], [b"", &fits], [&fits, &fits], [&far, b"v"], [b"v", &far]] {
            check(&pieces, &values);
        }
        let template = Template::compile(&pieces, Effort::Fast);
        let [near, far] = [&fits, &far].map(|value| template.render(&[value, b""]).unwrap().len());
        assert!(near + 6000 < far, "{near} bytes with reaches, {far} with literals instead");
    }

    #[test]
    fn value_may_hold_what_stood_for_a_slot() {
        let filler: Vec<u8> = (0..=255).flat_map(|byte| [0x80, byte, 0x81]).collect();
        check(&[Piece::Constant(&filler), Piece::Slot(0), Piece::Constant(&filler)], &[&filler]);
    }

    #[test]
    fn more_slots_than_there_are_fillers() {
        let pieces: Vec<Piece<'_>> =
            (0..20_000).flat_map(|place| [Piece::Constant(b"ab"), Piece::Slot(place % 2)]).collect();
        check(&pieces, &[b"", b"c"]);
    }

    #[test]
    fn missing_value_leaves_the_buffer_as_it_was() {
        let template = Template::compile(&[ELEMENT, Piece::Slot(1), END], Effort::Fast);
        let mut out = b"before".to_vec();
        assert_eq!(template.render_into(&[b"0"], &mut out), Err(MissingValue { slot: 1, given: 1 }));
        assert_eq!(out, b"before");
        template.render_into(&[b"0", b"1"], &mut out).unwrap();
        assert_eq!(out[6..], template.render(&[b"0", b"1", b"ignored"]).unwrap());
    }

    #[test]
    fn debug_shows_no_text() {
        let template = Template::compile(&[ELEMENT, Piece::Slot(0), END], Effort::Fast);
        assert_eq!(format!("{template:?} {ELEMENT:?}"), "Template { constant: 36, places: 1, .. } Constant(21 bytes)");
    }

    /// Text in which matches of any kind are frequent.
    fn constant() -> impl Strategy<Value = Vec<u8>> {
        let words: [&[u8]; 5] = [b"<Proxy_1_ ua=\"na\">", b"</Proxy_1_>\n", b"aaaa", b"\x80\x80\x81", b"b"];
        prop_oneof![vec(select(words.to_vec()), 0..60).prop_map(|words| words.concat()), vec(any::<u8>(), 0..40)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn unpacked_file_is_the_text_with_its_values(
            constants in vec(constant(), 1..12),
            slots in vec(vec(0..4_usize, 0..3), 12),
            values in vec(vec(any::<u8>(), 0..80), 4),
        ) {
            let pieces: Vec<Piece<'_>> = constants
                .iter()
                .zip(&slots)
                .flat_map(|(text, slots)| [Piece::Constant(text)].into_iter().chain(slots.iter().map(|&slot| Piece::Slot(slot))))
                .collect();
            let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
            check(&pieces, &values);
        }
    }
}
