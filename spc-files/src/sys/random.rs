//! The system's randomness.

use crate::report::error::Error;
use crate::report::exit::Exit;

/// Checks that random bytes are available. The standard library's hash tables need some too, and panic without them.
///
/// # Errors
/// The system provides none.
pub fn check() -> Result<(), Error> {
    // This is what the standard library does, and the fastest. The other way opens two files if the C library is linked
    // statically.
    #[cfg(target_os = "linux")]
    if rustix::rand::getrandom(&mut [0_u8; 1], rustix::rand::GetRandomFlags::empty()) == Ok(1) {
        return Ok(());
    }
    random::<1>().map(drop)
}

/// Fresh random bytes.
///
/// # Errors
/// The system has none.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::new(Exit::Io, format!("the system returned no random bytes: {error}")))?;
    Ok(bytes)
}
