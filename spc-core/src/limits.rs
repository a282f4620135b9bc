//! Every limit of the readers in one place (FORMAT 6.1, 6.2, 6.3, 7.10, 11.2.3). All of them are inclusive.

/// The largest source: 4 MiB.
pub const SOURCE: usize = 4 << 20;
/// The deepest nesting of elements, counted from the root.
pub const DEPTH: usize = 16;
/// The most attributes of one element.
pub const ATTRIBUTES: usize = 16;
/// The most segments of a parameter's path.
pub const SEGMENTS: usize = 8;
/// The longest path of a parameter, in bytes.
pub const NAME: usize = 255;
/// The highest index of a repeated section.
pub const INDEX: u16 = 9999;
/// The longest value, in bytes of UTF-8.
pub const VALUE: usize = 65_535;
/// The most parameters of a profile after folding.
pub const PARAMETERS: usize = 16_384;
/// The most occurrences of parameters, including repeats, that a reader keeps separately; further repeats are folded
/// into the last one kept of their name. This is many times more than device dumps contain, and limits a 4 MiB source
/// that repeats one name to a few MiB of memory.
pub const OCCURRENCES: usize = 4 * PARAMETERS;
/// The largest payload in bytes, so that the ciphertext stays within 1 MiB.
pub const PAYLOAD: usize = (1 << 20) - 1;
/// The most bytes that a gzip file may unpack to (FORMAT 11.2.3).
pub const UNPACKED: usize = 1 << 20;
/// The most bytes unpacked per byte of a gzip file, once there are more than [`UNPACKED_FREELY`] (FORMAT 11.2.3).
pub const EXPANSION: usize = 200;
/// The bytes that a gzip file may unpack to whatever its own size (FORMAT 11.2.3).
pub const UNPACKED_FREELY: usize = 64 << 10;
/// The fewest PBKDF2 rounds of a container (FORMAT 2.1).
pub const FEWEST_ITERATIONS: u32 = 10_000;
/// The most PBKDF2 rounds of a container (FORMAT 2.1).
pub const MOST_ITERATIONS: u32 = 10_000_000;
/// The deepest nesting of imports; the profile itself is at depth 0 (docs/security.md 2).
pub const IMPORT_DEPTH: usize = 8;
/// The most files that one profile may import, or try to import (docs/security.md 2).
pub const IMPORTS: usize = 64;

/// The limits that a caller may lower for the sources it reads, for example in a service.
///
/// The defaults are the format's own limits; higher values have no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest source in bytes, [`SOURCE`] by default. Each imported file is a source of its own. The total size of
    /// all imported files has the same limit; otherwise 64 of them could expand to a gigabyte of entries.
    pub source: usize,
    /// The most parameters after folding, [`PARAMETERS`] by default.
    pub parameters: usize,
}

impl Limits {
    /// Limits one source to this many bytes.
    ///
    /// ```
    /// # use spc_core::limits::Limits;
    /// # use spc_core::source::Reader;
    /// let limits = Limits::default().source(64 << 10).parameters(1_000);
    /// assert!(Reader::new().limits(limits).read(&[b' '; 65 << 10]).is_err());
    /// ```
    #[must_use]
    pub const fn source(mut self, bytes: usize) -> Self {
        self.source = bytes;
        self
    }

    /// Limits a profile to this many parameters after folding.
    #[must_use]
    pub const fn parameters(mut self, most: usize) -> Self {
        self.parameters = most;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { source: SOURCE, parameters: PARAMETERS }
    }
}
