//! What a template is compiled from.

use core::fmt;

/// A part of the text that a [`Template`](super::Template) is made of.
///
/// `Debug` shows only the length of constant text, because it is profile text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a text is constant or not")]
pub enum Piece<'a> {
    /// Bytes that are the same in every text. Consecutive pieces of it are equivalent to one.
    Constant(&'a [u8]),
    /// The place of a value, by its index among those given to [`Template::render`](super::Template::render). A slot
    /// can have many places.
    Slot(usize),
}

impl fmt::Debug for Piece<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(bytes) => write!(f, "Constant({} bytes)", bytes.len()),
            Self::Slot(slot) => write!(f, "Slot({slot})"),
        }
    }
}

/// How long compiling a template may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effort {
    /// A few milliseconds, with zlib at level 9: pays off from the second file on.
    #[default]
    Fast,
    /// A second or so, with zopfli: files are about 5 % smaller and slightly faster to render.
    Small,
}
