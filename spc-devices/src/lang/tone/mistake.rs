//! What can be wrong with a tone, a cadence or a list of frequencies, and their limits.

use crate::lang::Fault;
use crate::lang::number;
use crate::lang::part::Part;

/// The longest script, in characters.
pub const MAX_LENGTH: usize = 127;
/// The most frequencies of a script.
pub const MAX_FREQUENCIES: usize = 6;
/// The most sections of a cadence or a tone.
pub const MAX_SECTIONS: usize = 2;
/// The most segments of a section.
pub const MAX_SEGMENTS: usize = 6;

/// What can be wrong with a tone, a cadence or a list of frequencies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Longer than a device keeps.
    #[error("more than {MAX_LENGTH} characters")]
    TooLong,
    /// More frequencies than a device can mix.
    #[error("more than {MAX_FREQUENCIES} frequencies")]
    TooManyFrequencies,
    /// Too many sections.
    #[error("more than {MAX_SECTIONS} sections")]
    TooManySections,
    /// More segments than a section may have.
    #[error("more than {MAX_SEGMENTS} segments in a section")]
    TooManySegments,
    /// A frequency without its level.
    #[error("missing `@` and the level, as in `440@-19`")]
    MissingLevel,
    /// A frequency modulated by another one, which the firmware for some countries may support.
    #[error("a modulated frequency such as `400*33` is not documented")]
    Modulated,
    /// Frequencies that are joined by `+`.
    #[error(
        "frequencies are listed with `,`, each with its level, as in `425@-16,450@-16`; `+` joins their numbers after it"
    )]
    JoinedFrequencies,
    /// A section that follows the frequencies without a `;`.
    #[error("missing `;` between the frequencies and the section")]
    SectionWithoutSemicolon,
    /// A tone that ends after its frequencies.
    #[error("missing `;` and a section such as `10(*/0/1)` after the frequencies")]
    MissingSection,
    /// A section without its segments.
    #[error("missing `(` after the length of the section")]
    MissingOpen,
    /// A section that does not end.
    #[error("missing `)` at the end of the section")]
    MissingClose,
    /// Text between a section and the `;` or the end.
    #[error("only `;` and another section can follow `)`")]
    AfterSection,
    /// A segment of a cadence that is not two times.
    #[error("a segment is `on/off`, two times in seconds")]
    CadenceSegment,
    /// A segment of a tone that is not two times and a mix.
    #[error("a segment is `on/off/frequencies`, as in `.5/.5/1+2`")]
    ToneSegment,
    /// A mix names a frequency that the tone does not have.
    #[error("no frequency {index}: the tone has {count}")]
    NoSuchFrequency {
        /// The number in the mix, from 1.
        index: u32,
        /// How many frequencies the tone has.
        count: usize,
    },
    /// Something that is not the number of a frequency.
    #[error("frequencies are named by their numbers from 1, joined by `+`; 0 alone is silence")]
    Mix,
    /// A number is wrong.
    #[error(transparent)]
    Number(#[from] number::Mistake),
}

pub(super) fn within_limit(text: Part<'_>) -> Result<(), Fault<Mistake>> {
    text.beyond(MAX_LENGTH).map_or(Ok(()), |beyond| Err(beyond.fault(Mistake::TooLong)))
}
