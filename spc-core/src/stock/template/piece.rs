//! What a template is compiled from.

use core::fmt;

/// A part of the text that a [`Template`](super::Template) is made of.
///
/// `Debug` shows the length of constant text only: it is profile text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a text is constant or not")]
pub enum Piece<'a> {
    /// Bytes that are the same in every text. Pieces of it that follow each other are as one.
    Constant(&'a [u8]),
    /// The place of a value, by its index among those given to [`Template::render`](super::Template::render). A slot may have many places.
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
    /// Some milliseconds, by zlib at level 9: pays from the second file on.
    #[default]
    Fast,
    /// A second or so, by zopfli: files are about 5 % smaller and a little quicker to render.
    Small,
}
