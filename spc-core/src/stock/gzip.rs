//! gzip with a single member, as phones read it (FORMAT 11.2; RFC 1951 and 1952).
//!
//! Knows: the member's header and trailer, and how much may be unpacked. Must not know: what is packed.
//!
//! ```
//! use spc_core::limits;
//! use spc_core::stock::gzip::{Level, pack, unpack};
//!
//! let file = pack(b"<flat-profile/>", Level::default());
//! assert_eq!(unpack(&file, limits::UNPACKED)?, b"<flat-profile/>");
//! # Ok::<(), spc_core::stock::StockError>(())
//! ```

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};

use super::StockError;
use crate::limits;

/// The two bytes by which phones recognise gzip (FORMAT 11.2.1).
pub(crate) const MAGIC: [u8; 2] = [0x1f, 0x8b];
const DEFLATE: u8 = 8;
const HEADER: usize = 10;
const TRAILER: usize = 8;
/// How many bytes of output to make room for at a time.
const STEP: usize = 32 << 10;

// Flag bits of RFC 1952 section 2.3.1. FTEXT, bit 0, does not matter here.
const HEADER_CRC: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// How hard to compress: 1 (fastest) to 9 (smallest), 6 by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(u8);

impl Level {
    /// Creates the level with this number, or `None` if it is not in 1 to 9.
    #[must_use]
    pub const fn new(level: u8) -> Option<Self> {
        match level {
            1..=9 => Some(Self(level)),
            _ => None,
        }
    }
}

/// The highest level, for what is packed once and used many times.
pub(super) const BEST: Level = Level(9);

impl Default for Level {
    fn default() -> Self {
        Self(6)
    }
}

/// Packs the bytes into one member without name, time or comment, so that equal input gives equal bytes.
///
/// That holds only within one version of the deflate library (FORMAT 11.2.2). [`unpack`] refuses files that unpack to
/// more than 1 MiB, or to more than 64 KiB and 200 times their own size, and so may a phone; [`Target`](crate::Target)
/// does not make such files.
#[must_use]
pub fn pack(plain: &[u8], level: Level) -> Vec<u8> {
    let mut file = deflate(plain, level, header(level).to_vec());
    file.extend_from_slice(&trailer(crc32fast::hash(plain), plain.len()));
    file
}

/// Appends the raw deflate stream of `plain` to `file`.
pub(super) fn deflate(plain: &[u8], level: Level, file: Vec<u8>) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(file, Compression::new(level.0.into()));
    encoder.write_all(plain).expect("writing to memory cannot fail");
    encoder.finish().expect("writing to memory cannot fail")
}

/// The member's header (FORMAT 11.2.2).
pub(super) fn header(level: Level) -> [u8; HEADER] {
    let [id1, id2] = MAGIC;
    let extra_flags = if level.0 == 9 { 2 } else { 0 };
    [id1, id2, DEFLATE, 0, 0, 0, 0, 0, extra_flags, 0xff]
}

/// CRC-32 and length modulo 2^32, both little-endian (FORMAT 11.2.2).
pub(super) fn trailer(checksum: u32, length: usize) -> [u8; TRAILER] {
    let length = u32::try_from(length & 0xffff_ffff).expect("masked to 32 bits");
    let [a, b, c, d] = checksum.to_le_bytes();
    let [e, f, g, h] = length.to_le_bytes();
    [a, b, c, d, e, f, g, h]
}

/// Unpacks a file of exactly one member into at most `limit` bytes; callers usually pass [`limits::UNPACKED`].
///
/// After the first 64 KiB of output, a file that unpacks to more than 200 times its size is refused as well, so that a
/// decompression bomb costs little (FORMAT 11.2.3). The length that the member states is compared, but never trusted.
///
/// # Errors
/// Returns [`StockError::BadMagic`], [`StockError::Truncated`], [`StockError::BadHeader`], [`StockError::Corrupt`],
/// [`StockError::TooLarge`] or [`StockError::TrailingData`].
pub fn unpack(file: &[u8], limit: usize) -> Result<Vec<u8>, StockError> {
    // The ratio is that of the whole file: how much of it a decoder has consumed at a given moment is the decoder's own
    // business, and a limit that depended on it would change with the library.
    let ceiling = file.len().saturating_mul(limits::EXPANSION).max(limits::UNPACKED_FREELY).min(limit);
    let (plain, rest) = inflate(Decompress::new(false), after_header(file)?, ceiling)?;
    let (stated, rest) = rest.split_first_chunk().ok_or(StockError::Truncated)?;
    if *stated != trailer(crc32fast::hash(&plain), plain.len()) {
        return Err(StockError::Corrupt);
    }
    if !rest.is_empty() {
        return Err(StockError::TrailingData { bytes: rest.len() });
    }
    Ok(plain)
}

/// Whether the bytes begin like a member that [`unpack`] could read: 27 bits, which do not match by chance.
pub(super) fn is_member(bytes: &[u8]) -> bool {
    after_header(bytes).is_ok()
}

/// The first bytes of what is packed, as far as they can be unpacked.
pub(crate) fn peek(file: &[u8]) -> Vec<u8> {
    after_header(file).map(|compressed| start(Decompress::new(false), compressed)).unwrap_or_default()
}

/// The first bytes of a zlib stream.
pub(crate) fn peek_zlib(bytes: &[u8]) -> Vec<u8> {
    start(Decompress::new(true), bytes)
}

/// The first bytes of a deflate stream without any header.
pub(crate) fn peek_deflate(bytes: &[u8]) -> Vec<u8> {
    start(Decompress::new(false), bytes)
}

/// Whether the bytes begin like a zlib stream (RFC 1950) from which something can be unpacked.
pub(crate) fn is_zlib(bytes: &[u8]) -> bool {
    match bytes {
        [first @ 0x78, second, ..] if u16::from_be_bytes([*first, *second]).is_multiple_of(31) => {
            !peek_zlib(bytes).is_empty()
        }
        _ => false,
    }
}

/// Whether the bytes are a zlib stream from beginning to end, with the checksum of what is packed.
pub(crate) fn is_whole_zlib(bytes: &[u8]) -> bool {
    inflate(Decompress::new(true), bytes, limits::UNPACKED).is_ok_and(|(_, rest)| rest.is_empty())
}

/// What is packed, if the bytes are a deflate stream without any header from beginning to end.
pub(crate) fn whole_deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let (plain, rest) = inflate(Decompress::new(false), bytes, limits::UNPACKED).ok()?;
    rest.is_empty().then_some(plain)
}

/// The first bytes that a decoder returns.
fn start(mut decoder: Decompress, compressed: &[u8]) -> Vec<u8> {
    const START: usize = 512;
    let mut plain = Vec::with_capacity(START);
    match decoder.decompress_vec(compressed, &mut plain, FlushDecompress::None) {
        Ok(_) => plain,
        Err(_) => Vec::new(),
    }
}

/// What follows the header and its optional fields.
fn after_header(file: &[u8]) -> Result<&[u8], StockError> {
    if !MAGIC.starts_with(file.get(..MAGIC.len()).unwrap_or(file)) {
        return Err(StockError::BadMagic { expected: "gzip" });
    }
    // As far as the file reaches: a file with another method is not a gzip file that was cut short (FORMAT 11.2.3).
    if let Some(&method) = file.get(2).filter(|method| **method != DEFLATE) {
        return Err(StockError::BadHeader { field: "compression method", found: method.into() });
    }
    if let Some(&flags) = file.get(3).filter(|flags| **flags & RESERVED != 0) {
        return Err(StockError::BadHeader { field: "flags", found: flags.into() });
    }
    let (&[_, _, _, flags, ..], mut rest) = file.split_first_chunk::<HEADER>().ok_or(StockError::Truncated)?;
    if flags & EXTRA != 0 {
        let (length, tail) = rest.split_first_chunk().ok_or(StockError::Truncated)?;
        rest = tail.get(usize::from(u16::from_le_bytes(*length))..).ok_or(StockError::Truncated)?;
    }
    for field in [NAME, COMMENT] {
        if flags & field != 0 {
            rest = rest.splitn(2, |&byte| byte == 0).nth(1).ok_or(StockError::Truncated)?;
        }
    }
    if flags & HEADER_CRC != 0 {
        let (covered, _) = file.split_at(file.len().saturating_sub(rest.len()));
        let (stated, tail) = rest.split_first_chunk().ok_or(StockError::Truncated)?;
        let [low, high, ..] = crc32fast::hash(covered).to_le_bytes();
        if *stated != [low, high] {
            return Err(StockError::Corrupt);
        }
        rest = tail;
    }
    Ok(rest)
}

/// The content of a stream, at most `ceiling` bytes, and what follows the stream.
fn inflate(mut decoder: Decompress, compressed: &[u8], ceiling: usize) -> Result<(Vec<u8>, &[u8]), StockError> {
    let mut plain = Vec::new();
    let mut rest = compressed;
    loop {
        plain.reserve(STEP);
        let status = decoder.decompress_vec(rest, &mut plain, FlushDecompress::None);
        let status = status.map_err(|_| StockError::Corrupt)?;
        let consumed = usize::try_from(decoder.total_in()).expect("no more was consumed than is in memory");
        rest = compressed.get(consumed..).expect("no more was consumed than there is");
        if plain.len() > ceiling {
            return Err(StockError::TooLarge { limit: ceiling });
        }
        if status == Status::StreamEnd {
            return Ok((plain, rest));
        }
        if plain.len() < plain.capacity() {
            // There is room, but no end: the decoder needs more input, and there is none.
            return Err(StockError::Truncated);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const XML: &[u8] = b"<flat-profile>\n  <GPP_A ua=\"na\">abc</GPP_A>\n</flat-profile>\n";

    fn level(number: u8) -> Level {
        Level::new(number).unwrap()
    }

    #[test]
    fn only_levels_1_to_9_exist_and_9_shows_in_the_header() {
        assert!(Level::new(0).is_none() && Level::new(10).is_none());
        for number in 1..=9 {
            let file = pack(XML, level(number));
            let flags = if number == 9 { 2 } else { 0 };
            assert_eq!(file[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, flags, 0xff]);
            assert_eq!(unpack(&file, limits::UNPACKED).unwrap(), XML);
        }
    }

    #[test]
    fn the_limit_is_inclusive() {
        let file = pack(XML, Level::default());
        assert_eq!(unpack(&file, XML.len()).unwrap(), XML);
        assert_eq!(unpack(&file, XML.len() - 1), Err(StockError::TooLarge { limit: XML.len() - 1 }));
    }

    #[test]
    fn a_bomb_is_refused_by_its_ratio_and_small_output_is_not() {
        let small = pack(&vec![b' '; 64 << 10], level(9));
        assert!((64 << 10) / small.len() > 200);
        assert_eq!(unpack(&small, limits::UNPACKED).unwrap().len(), 64 << 10);
        for length in [(64 << 10) + 1, 1 << 20, 64 << 20] {
            let bomb = pack(&vec![b' '; length], level(9));
            let limit = (bomb.len() * 200).clamp(64 << 10, 1 << 20);
            assert_eq!(unpack(&bomb, limits::UNPACKED), Err(StockError::TooLarge { limit }));
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_truncated() {
        let file = pack(XML, Level::default());
        for length in 0..file.len() {
            assert_eq!(unpack(&file[..length], limits::UNPACKED), Err(StockError::Truncated), "{length}");
        }
    }

    #[test]
    fn no_flipped_bit_gives_other_content() {
        let file = pack(XML, Level::default());
        for bit in 0..file.len() * 8 {
            let mut file = file.clone();
            file[bit / 8] ^= 1 << (bit % 8);
            assert!(unpack(&file, limits::UNPACKED).map_or(true, |plain| plain == XML), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn unpack_undoes_pack(plain in prop::collection::vec(any::<u8>(), 0..5_000), number in 1u8..=9) {
            prop_assert_eq!(unpack(&pack(&plain, level(number)), limits::UNPACKED).unwrap(), plain);
        }

        #[test]
        fn any_bytes_after_the_magic_end_in_a_bounded_answer(tail in prop::collection::vec(any::<u8>(), 0..200)) {
            let file = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0][..], &tail].concat();
            prop_assert!(unpack(&file, 1_000).map_or(true, |plain| plain.len() <= 1_000));
        }
    }
}
