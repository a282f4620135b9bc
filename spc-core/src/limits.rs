//! Every bound of the readers in one place (FORMAT.md 6.1, 6.2, 6.3, 7.10, 11.2.3). All of them are inclusive.

/// Bytes of a source: 4 MiB.
pub const SOURCE: usize = 4 << 20;
/// Elements inside each other, counted from the root.
pub const DEPTH: usize = 16;
/// Attributes of one element.
pub const ATTRIBUTES: usize = 16;
/// Segments of a parameter's path.
pub const SEGMENTS: usize = 8;
/// Bytes of a parameter's path.
pub const NAME: usize = 255;
/// The highest index of a repeated section.
pub const INDEX: u16 = 9999;
/// Bytes of a value, in UTF-8.
pub const VALUE: usize = 65_535;
/// Parameters of a profile after folding.
pub const PARAMETERS: usize = 16_384;
/// Occurrences of parameters that a reader keeps apart, repeats among them; further repeats are folded into the last
/// kept one of their name. Many times what device dumps show, and what keeps 4 MiB of one name to some MiB of memory.
pub const OCCURRENCES: usize = 4 * PARAMETERS;
/// Bytes of a payload, so that the ciphertext stays within 1 MiB.
pub const PAYLOAD: usize = (1 << 20) - 1;
/// Bytes that a gzip file may unpack to (11.2.3).
pub const UNPACKED: usize = 1 << 20;
/// Bytes unpacked per byte of a gzip file, once it has given more than [`UNPACKED_FREELY`] (11.2.3).
pub const EXPANSION: usize = 200;
/// Bytes that a gzip file may unpack to whatever its own size (11.2.3).
pub const UNPACKED_FREELY: usize = 64 << 10;
/// The fewest PBKDF2 rounds of a container (FORMAT 2.1).
pub const FEWEST_ITERATIONS: u32 = 10_000;
/// The most PBKDF2 rounds of a container (FORMAT 2.1).
pub const MOST_ITERATIONS: u32 = 10_000_000;
/// Sources that import each other; the outermost is 0 (docs/security.md 2).
pub const IMPORT_DEPTH: usize = 8;
/// Files that one profile may import, or try to (docs/security.md 2).
pub const IMPORTS: usize = 64;

/// The bounds a caller may lower for the sources it reads, for example in a service.
///
/// The default is the format's own limits; a higher value than those has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one source, [`SOURCE`] by default. An imported file is a source of its own; the imported files of
    /// a profile are together no larger either, or 64 of them would be a way to a gigabyte of entries.
    pub source: usize,
    /// Parameters after folding, [`PARAMETERS`] by default.
    pub parameters: usize,
}

impl Limits {
    /// At most this many bytes of one source.
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

    /// At most this many parameters after folding.
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
