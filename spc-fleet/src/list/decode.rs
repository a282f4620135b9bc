//! Reads a device list as UTF-8, even if a byte order mark shows that it is in UTF-16.
//!
//! Knows: byte order marks and UTF-16. Must not know: rows. Invalid UTF-16 becomes a byte that cannot occur in UTF-8, so that
//! only the cell with it is at fault.

use std::io::{self, BufRead, Read};

/// The byte that represents invalid text.
const NOT_TEXT: u8 = 0xff;

/// Reads UTF-16 with a byte order mark as UTF-8, and everything else unchanged.
pub(super) struct Decode<R> {
    source: R,
    encoding: Encoding,
    /// The decoded text, and how much of it has been used.
    text: Vec<u8>,
    used: usize,
    /// The first byte of a unit whose second byte has not been read yet.
    half: Option<u8>,
    /// The first of two units that form one character.
    high: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    /// Nothing has been read yet.
    Unknown,
    Utf8,
    Utf16Little,
    Utf16Big,
}

impl<R: BufRead> Decode<R> {
    pub(super) const fn new(source: R) -> Self {
        Self { source, encoding: Encoding::Unknown, text: Vec::new(), used: 0, half: None, high: None }
    }

    /// Whether the list has a UTF-16 byte order mark, once something has been read.
    pub(super) const fn is_utf16(&self) -> bool {
        matches!(self.encoding, Encoding::Utf16Little | Encoding::Utf16Big)
    }

    /// Decodes the next bytes, of which there are none at the end.
    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.used = 0;
        let unit = if self.encoding == Encoding::Utf16Big { u16::from_be_bytes } else { u16::from_le_bytes };
        while self.text.is_empty() {
            let bytes = self.source.fill_buf()?;
            if bytes.is_empty() {
                // At the end, half a character has nothing left to wait for.
                if self.half.take().is_some() | self.high.take().is_some() {
                    self.text.push(NOT_TEXT);
                }
                return Ok(());
            }
            for byte in bytes {
                let Some(first) = self.half.take() else {
                    self.half = Some(*byte);
                    continue;
                };
                let unit = unit([first, *byte]);
                let mut decoded = char::decode_utf16(self.high.take().into_iter().chain([unit])).peekable();
                while let Some(one) = decoded.next() {
                    match one {
                        Ok(character) => {
                            let mut buffer = [0; 4];
                            self.text.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
                        }
                        // Its other half may still follow.
                        Err(_) if decoded.peek().is_none() && (0xd800..0xdc00).contains(&unit) => {
                            self.high = Some(unit);
                        }
                        Err(_) => self.text.push(NOT_TEXT),
                    }
                }
            }
            let length = bytes.len();
            self.source.consume(length);
        }
        Ok(())
    }
}

impl<R: BufRead> BufRead for Decode<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.encoding == Encoding::Unknown {
            self.encoding = match self.source.fill_buf()? {
                [0xff, 0xfe, ..] => Encoding::Utf16Little,
                [0xfe, 0xff, ..] => Encoding::Utf16Big,
                _ => Encoding::Utf8,
            };
            if self.encoding != Encoding::Utf8 {
                self.source.consume(2);
            }
        }
        match self.encoding {
            Encoding::Utf16Little | Encoding::Utf16Big => {
                if self.used >= self.text.len() {
                    self.refill()?;
                }
                Ok(self.text.get(self.used..).unwrap_or_default())
            }
            Encoding::Utf8 | Encoding::Unknown => self.source.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self.encoding {
            Encoding::Utf16Little | Encoding::Utf16Big => self.used = self.used.saturating_add(amount),
            Encoding::Utf8 | Encoding::Unknown => self.source.consume(amount),
        }
    }
}

impl<R: BufRead> Read for Decode<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn decoded(bytes: &[u8], capacity: usize) -> Vec<u8> {
        let mut text = Vec::new();
        // The byte order mark is looked for in what a single read returns.
        Decode::new(BufReader::with_capacity(capacity.max(2), bytes)).read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn utf16_with_a_mark_is_decoded_and_all_else_left_alone() {
        let text = "mac,a\r\n\u{e4}\u{20ac}\u{1f4de},\u{0}\n";
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        let (little, big): (Vec<[u8; 2]>, Vec<[u8; 2]>) =
            units.map(|unit| (unit.to_le_bytes(), unit.to_be_bytes())).unzip();
        for capacity in [2, 3, 5, 64] {
            assert_eq!(decoded(&little.concat(), capacity), text.as_bytes());
            assert_eq!(decoded(&big.concat(), capacity), text.as_bytes());
            assert_eq!(decoded(b"a\xff\xc3", capacity), b"a\xff\xc3");
        }
    }

    #[test]
    fn invalid_utf16_becomes_invalid_utf8() {
        let units = |units: &[u16]| -> Vec<u8> {
            std::iter::once(&0xfeff).chain(units).flat_map(|unit| unit.to_le_bytes()).collect()
        };
        for (list, wanted) in [
            (units(&[0x61, 0xdc00, 0x62]), &b"a\xffb"[..]),
            (units(&[0x61, 0xd800, 0x62]), b"a\xffb"),
            (units(&[0xd800, 0xd83d, 0xdcde]), b"\xff\xf0\x9f\x93\x9e"),
            (units(&[0x61, 0xd800]), b"a\xff"),
            ([units(&[0x61]), vec![0x62]].concat(), b"a\xff"),
        ] {
            assert_eq!(decoded(&list, 4), wanted, "{list:?}");
        }
    }
}
