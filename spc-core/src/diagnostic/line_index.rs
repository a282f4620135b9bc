//! Turns byte positions into lines and columns, as an editor counts them.

use core::fmt;

use memchr::memchr_iter;

/// Knows where the lines of a source begin, to turn byte positions into lines and columns.
#[derive(Clone)]
pub struct LineIndex<'a> {
    source: &'a [u8],
    starts: Vec<u32>,
}

/// Shows sizes only: the source contains passwords.
impl fmt::Debug for LineIndex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineIndex({} bytes, {} lines)", self.source.len(), self.starts.len())
    }
}

impl<'a> LineIndex<'a> {
    /// Reads the source once. Lines that begin beyond 4 GiB are not distinguished.
    #[must_use]
    pub fn new(source: &'a [u8]) -> Self {
        // Reserved at full size: for a source that is nothing but line ends, this is the largest thing in memory.
        let mut starts = Vec::with_capacity(memchr_iter(b'\n', source).count().saturating_add(1));
        starts.push(0);
        starts.extend(memchr_iter(b'\n', source).filter_map(|at| u32::try_from(at.saturating_add(1)).ok()));
        Self { source, starts }
    }

    /// Returns the line and column of a byte, both counted from 1; columns are counted in characters.
    ///
    /// In text that is not UTF-8, such as declared Latin-1, each byte counts as a character.
    #[must_use]
    pub fn locate(&self, position: u32) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= position.min(self.length()));
        let start = self.start(line);
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.source.len());
        let before = self.source.get(start..position).unwrap_or_default();
        let before = if start == 0 { before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before) } else { before };
        let characters = core::str::from_utf8(before).map_or(before.len(), |text| text.chars().count());
        (line, characters.saturating_add(1))
    }

    /// Returns the bytes of a line, counted from 1, without its line end.
    #[must_use]
    pub fn line(&self, number: usize) -> &'a [u8] {
        let line = self.source.get(self.start(number)..self.start(number.saturating_add(1))).unwrap_or_default();
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// Returns the position of the first byte of a line, counted from 1, or the length of the source if there is no
    /// such line.
    #[must_use]
    pub fn start(&self, number: usize) -> usize {
        let start = number.checked_sub(1).and_then(|at| self.starts.get(at));
        start.and_then(|start| usize::try_from(*start).ok()).unwrap_or(self.source.len())
    }

    fn length(&self) -> u32 {
        u32::try_from(self.source.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        let index = LineIndex::new("\u{feff}aé€x\r\nb".as_bytes());
        assert_eq!(index.locate(3), (1, 1));
        assert_eq!(index.locate(9), (1, 4));
        assert_eq!(index.locate(12), (2, 1));
        assert_eq!(index.locate(u32::MAX), (2, 2));
        assert_eq!(index.line(2), b"b");
        assert_eq!(index.line(1), "\u{feff}aé€x".as_bytes());
        assert_eq!(index.line(3), b"");
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", LineIndex::new(b"secret\n")), "LineIndex(7 bytes, 2 lines)");
    }

    #[test]
    fn bytes_that_are_not_utf8_count_one_each() {
        assert_eq!(LineIndex::new(b"caf\xe9\xe8!").locate(5), (1, 6));
    }
}
