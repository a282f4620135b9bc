//! Kinds of bytes, and how far a run of them extends: names and texts make up most of a profile, so they are looked up
//! eight at a time rather than compared one by one.

/// A byte that element names of profiles do not contain after their first byte (FORMAT 6.3).
pub(super) const NOT_NAME: u8 = 1;
/// `<`, `&` or `>`.
pub(super) const MARKUP: u8 = 2;
/// `"`.
pub(super) const QUOTE: u8 = 4;
/// A byte that a value may not contain, or that becomes a space in it.
pub(super) const CONTROL: u8 = 8;

#[expect(clippy::indexing_slicing, reason = "the compiler runs this, and a panic would be its error")]
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    loop {
        kinds[byte as usize] = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-' => 0,
            b'<' | b'&' | b'>' => NOT_NAME | MARKUP,
            b'"' => NOT_NAME | QUOTE,
            0..=0x1f | 0x7f => NOT_NAME | CONTROL,
            _ => NOT_NAME,
        };
        match byte.checked_add(1) {
            Some(next) => byte = next,
            None => break kinds,
        }
    }
};

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// How many bytes come before the first one whose kind is in `ends`, and the kinds of those bytes.
pub(super) fn run(bytes: &[u8], ends: u8) -> (usize, u8) {
    let mut seen = 0;
    let (eights, _) = bytes.as_chunks::<8>();
    let mut whole = 0_usize;
    for eight in eights {
        let kinds = eight.iter().fold(0, |kinds, byte| kinds | kind(*byte));
        if kinds & ends != 0 {
            break;
        }
        seen |= kinds;
        whole = whole.saturating_add(8);
    }
    let mut length = whole;
    for byte in bytes.get(whole..).unwrap_or_default() {
        let kind = kind(*byte);
        if kind & ends != 0 {
            break;
        }
        seen |= kind;
        length = length.saturating_add(1);
    }
    (length, seen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_run_ends_at_the_first_byte_of_its_kinds(bytes in prop::collection::vec(any::<u8>(), 0..40), ends in 1_u8..16) {
            let (length, seen) = run(&bytes, ends);
            let expected = bytes.iter().position(|byte| kind(*byte) & ends != 0).unwrap_or(bytes.len());
            prop_assert_eq!(length, expected);
            prop_assert_eq!(seen, bytes[..length].iter().fold(0, |seen, byte| seen | kind(*byte)));
        }
    }
}
