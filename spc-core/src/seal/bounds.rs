//! What every reader of XML and gzip takes, so that nothing is written that nobody opens (FORMAT 7.1, 11.2.3).

use super::error::SealError;
use crate::limits;
use crate::source::EmitError;

/// Whether XML of this size can be read as a source.
pub(crate) const fn check_text(bytes: usize) -> Result<(), SealError> {
    if bytes > limits::SOURCE {
        return Err(SealError::TooLarge { bytes, limit: limits::SOURCE, is_packed: false });
    }
    Ok(())
}

/// Bytes of a payload of which no more than this many times become XML: markup, a name twice, the lines of sections, and
/// escapes for each byte of a value.
const EXPANSION: usize = 32;

/// Whether the XML of a payload of this size, which is made where that is in doubt, can be read as a source.
pub(crate) fn check_payload(bytes: usize, xml: impl FnOnce() -> Result<String, EmitError>) -> Result<(), SealError> {
    if bytes <= limits::SOURCE / EXPANSION {
        return Ok(());
    }
    check_text(xml()?.len())
}

/// Whether XML of this size can be unpacked again.
pub(crate) const fn check_packable(bytes: usize) -> Result<(), SealError> {
    if bytes > limits::UNPACKED {
        return Err(SealError::TooLarge { bytes, limit: limits::UNPACKED, is_packed: true });
    }
    Ok(())
}

/// Whether a gzip file of so many bytes may unpack to this size.
pub(crate) const fn check_packed(bytes: usize, packed: usize) -> Result<(), SealError> {
    if bytes > limits::UNPACKED_FREELY && bytes > packed.saturating_mul(limits::EXPANSION) {
        return Err(SealError::TooDense { bytes, packed });
    }
    Ok(())
}
