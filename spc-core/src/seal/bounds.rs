//! What every reader of XML and gzip accepts, so that nothing is written that cannot be opened (FORMAT 7.1, 11.2.3).

use super::error::SealError;
use crate::limits;
use crate::source::EmitError;

/// Checks that XML of this size can be read as a source.
pub(crate) const fn check_text(bytes: usize) -> Result<(), SealError> {
    if bytes > limits::SOURCE {
        return Err(SealError::TooLarge { bytes, limit: limits::SOURCE, is_packed: false });
    }
    Ok(())
}

/// The most bytes of XML per byte of payload: markup, each name twice, the lines of sections, and a reference for each
/// byte of a value.
const EXPANSION: usize = 32;

/// Checks that the XML of a payload of this size can be read as a source; makes the XML only if that is in doubt.
pub(crate) fn check_payload(bytes: usize, xml: impl FnOnce() -> Result<String, EmitError>) -> Result<(), SealError> {
    if bytes <= limits::SOURCE / EXPANSION {
        return Ok(());
    }
    check_text(xml()?.len())
}

/// Checks that XML of this size can be unpacked again.
pub(crate) const fn check_packable(bytes: usize) -> Result<(), SealError> {
    if bytes > limits::UNPACKED {
        return Err(SealError::TooLarge { bytes, limit: limits::UNPACKED, is_packed: true });
    }
    Ok(())
}

/// Checks that a gzip file of `packed` bytes may unpack to this size.
pub(crate) const fn check_packed(bytes: usize, packed: usize) -> Result<(), SealError> {
    if bytes > limits::UNPACKED_FREELY && bytes > packed.saturating_mul(limits::EXPANSION) {
        return Err(SealError::TooDense { bytes, packed });
    }
    Ok(())
}
