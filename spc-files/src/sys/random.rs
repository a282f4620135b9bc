//! The system's randomness.

use crate::report::error::Error;
use crate::report::exit::Exit;

/// Whether there are any. The hash tables of the standard library ask for some as well, and panic where there are none.
///
/// # Errors
/// The system has none.
pub fn check() -> Result<(), Error> {
    // The way of the standard library, and the fastest. The other one opens two files where the C library is linked statically.
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
