//! The system's randomness.

use crate::report::error::Failure;
use crate::report::exit::Exit;

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::new(Exit::Io, format!("the system has no random bytes: {error}")))?;
    Ok(bytes)
}
