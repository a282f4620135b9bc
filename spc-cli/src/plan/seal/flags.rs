//! Which flags do not apply to a format.

use spc_core::Format;
use spc_core::key::DEFAULT_ITERATIONS;
use spc_devices::either;
use spc_files::Error;

use crate::args::SealArgs;

/// RC4 would be a lock that anybody can open.
pub(crate) fn rc4_refused() -> Error {
    let failure = Error::usage("--rc4 is not supported: RC4 is broken (RFC 7465) and protects nothing");
    failure.hint("leave it out: --key-file or --master-file encrypts with AES-256")
}

/// Refuses flags of other formats. Silently ignoring one could cost its user a day.
pub(super) fn refuse_foreign(args: &SealArgs, chosen: &[Format]) -> Result<(), Error> {
    use Format::{Gzip, Openssl, Rfc8188, Spc};
    let format = &args.format;
    let ikm = format.ikm.ikm_hex || format.ikm.ikm_ascii || format.ikm.ikm_base64url;
    let flags: [(&str, bool, &[Format]); 14] = [
        ("--serial", args.serial != 0, &[Spc]),
        ("--scramble", args.scramble.is_some(), &[Spc]),
        ("--randomize", args.randomize, &[Spc]),
        ("--kdf-salt", args.kdf.kdf_salt.is_some(), &[Spc]),
        ("--kdf-iter", args.kdf.kdf_iter != DEFAULT_ITERATIONS, &[Spc]),
        ("--level", format.level.is_some(), &[Openssl, Gzip]),
        ("--no-gzip", format.no_gzip, &[Openssl]),
        ("--md", format.md.is_some(), &[Openssl]),
        ("--pbkdf2", format.pbkdf2, &[Openssl]),
        ("--allow-non-ascii-key", args.allow_non_ascii_key, &[Openssl]),
        ("--random-salt", format.random_salt, &[Openssl, Rfc8188]),
        ("--record-size", format.record_size.is_some(), &[Rfc8188]),
        ("--keyid", format.keyid.is_some(), &[Rfc8188]),
        ("--ikm-hex, --ikm-ascii and --ikm-base64url", ikm, &[Rfc8188]),
    ];
    let foreign =
        flags.into_iter().find(|(_, given, formats)| *given && !formats.iter().any(|format| chosen.contains(format)));
    let Some((flag, _, formats)) = foreign else { return Ok(()) };
    let formats: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    let mut named: Vec<&str> = Vec::new();
    for format in chosen.iter().map(|format| format.name()) {
        if !named.contains(&format) {
            named.push(format);
        }
    }
    let message = format!("{flag} cannot be used with --format {}", either(&named));
    Err(Error::usage(message).hint(format!("use it with --format {}", either(&formats))))
}
