//! What a model can read, in words, and whether it can read a file that was made or opened.
//!
//! Knows: formats, digests, what a file was made with. Must not know: keys, where a file is.

use core::fmt;

use spc_core::format::Format;
use spc_core::open::Opened;
use spc_core::stock::openssl::{Digest, Kdf, ReadDigest};

use crate::listing;
use crate::model::{Family, Model};

/// The number of digits of an address in a name.
const DIGITS: usize = 12;

/// Why a model is not known to read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CannotRead {
    /// It is an SPC container.
    Container,
    /// It has another format.
    Format(Format),
    /// It is an openssl file with PBKDF2.
    Pbkdf2,
    /// It is an openssl file with the digest of newer phones.
    Sha256,
    /// It is compressed.
    Packed,
    /// It was made in a way that no device can read.
    Made(spc_core::open::Warning),
}

/// The words that complete "the model does not read it: ..".
impl fmt::Display for CannotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Container => f.write_str("stock firmware does not read SPC containers"),
            Self::Format(format) => write!(f, "it is {format}"),
            Self::Pbkdf2 => f.write_str("it was made with PBKDF2"),
            Self::Sha256 => f.write_str("it was made with sha256, but the SPA and ATA families need md5"),
            Self::Packed => f.write_str("it is compressed"),
            Self::Made(warning) => write!(f, "it was {warning}"),
        }
    }
}

impl core::error::Error for CannotRead {}

/// Which firmware of a model reads a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadBy {
    /// Every firmware, as far as is known.
    Any,
    /// Firmware before 11.3: later firmware expects sha256.
    Before11_3,
}

/// The formats that a model reads, the simplest first.
pub fn formats(model: Model) -> impl Iterator<Item = Format> {
    Format::WRITABLE.into_iter().filter(move |format| model.reads(*format))
}

/// How a model makes the key of an openssl file.
#[must_use]
pub const fn kdf(model: Model) -> Kdf {
    Kdf::new(model.digest())
}

/// Whether a model is known to read compressed files, so that what it gets is compressed, before it is encrypted as well.
#[must_use]
pub fn is_packed(model: Model) -> bool {
    model.reads(Format::Gzip)
}

/// What a model reads, in words: `SPA504G reads xml, gzip and openssl with md5`.
#[must_use]
pub fn words(model: Model) -> String {
    let openssl = format!("openssl with {}", ReadDigest::from(model.digest()));
    let name = |format: Format| if format == Format::Openssl { openssl.as_str() } else { format.name() };
    let read: Vec<&str> = formats(model).map(name).collect();
    format!("{} reads {}", model.name(), listing::all(&read))
}

/// Whether a model is known to read files made in this way; `kdf` is that of openssl files.
///
/// # Errors
/// [`CannotRead`].
pub fn of_made(model: Model, format: Format, kdf: Option<Kdf>) -> Result<(), CannotRead> {
    let kdf = kdf.filter(|_| format == Format::Openssl);
    match format {
        Format::Spc => Err(CannotRead::Container),
        format if !model.reads(format) => Err(CannotRead::Format(format)),
        _ if kdf.is_some_and(|kdf| kdf.iterations().is_some()) => Err(CannotRead::Pbkdf2),
        _ if kdf.is_some_and(|kdf| kdf.digest() == Digest::Sha256) && model.family() != Family::Mpp => {
            Err(CannotRead::Sha256)
        }
        _ => Ok(()),
    }
}

/// Which firmware of a model reads a file that opens.
///
/// # Errors
/// [`CannotRead`].
pub fn of_opened(model: Model, opened: &Opened) -> Result<ReadBy, CannotRead> {
    let format = opened.format();
    if format == Format::Spc {
        return Err(CannotRead::Container);
    }
    if !model.reads(format) {
        return Err(CannotRead::Format(format));
    }
    if opened.is_packed() && !is_packed(model) {
        return Err(CannotRead::Packed);
    }
    if let Some(warning) = opened.warnings().first() {
        return Err(CannotRead::Made(*warning));
    }
    match (opened.digest(), model.digest()) {
        (Some(ReadDigest::Sha256), Digest::Md5) => Err(CannotRead::Sha256),
        (Some(ReadDigest::Md5), Digest::Sha256) => Ok(ReadBy::Before11_3),
        _ => Ok(ReadBy::Any),
    }
}

/// Whether phones fetch files with such names: names that contain their address, a placeholder for it, or their model.
#[must_use]
pub fn is_fetched(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let Some((stem, "cfg" | "xml")) = name.rsplit_once('.') else { return false };
    let has_address =
        stem.contains("{mac}") || stem.as_bytes().windows(DIGITS).any(|part| part.iter().all(u8::is_ascii_hexdigit));
    has_address || Model::find(stem.split(['-', '_', '.']).next().unwrap_or_default()).is_ok()
}

#[cfg(test)]
mod tests {

    use super::*;
    use spc_core::stock::openssl;

    #[test]
    fn names_that_phones_fetch_are_known() {
        for name in [
            "000e08aabbcc.cfg",
            "spa000E08AABBCC.xml",
            "SEP000e08aabbcc.cnf.xml",
            "spa504g.cfg",
            "SPA112-x.cfg",
            "x{MAC}.cfg",
        ] {
            assert!(is_fetched(name), "{name}");
        }
        for name in ["phone.cfg", "all.cfg", "000e08aabbcc", "000e08aabbcc.spc", "000e08aabb.cfg", "x.xml", ".cfg"] {
            assert!(!is_fetched(name), "{name}");
        }
    }

    #[test]
    fn what_is_made_as_a_model_reads_it_is_read() {
        for model in Model::all() {
            if model.reads(Format::Openssl) {
                assert_eq!(of_made(model, Format::Openssl, Some(kdf(model))), Ok(()), "{model:?}");
            }
            assert_eq!(is_packed(model), of_made(model, Format::Gzip, None).is_ok(), "{model:?}");
        }
    }

    #[test]
    fn what_a_model_is_not_known_to_read_has_a_reason() {
        let (ata, mpp) = (Model::find("spa112").unwrap(), Model::find("8841").unwrap());
        let sha256 = Kdf::new(Digest::Sha256);
        let made = |model, format, kdf| of_made(model, format, kdf).err();
        assert_eq!(made(ata, Format::Spc, None), Some(CannotRead::Container));
        assert_eq!(made(ata, Format::Rfc8188, None), Some(CannotRead::Format(Format::Rfc8188)));
        assert_eq!(made(ata, Format::Openssl, None), None);
        assert_eq!(made(ata, Format::Openssl, Some(sha256)), Some(CannotRead::Sha256));
        assert_eq!(made(ata, Format::Xml, Some(sha256)), None, "only openssl files have a digest");
        assert_eq!(made(mpp, Format::Openssl, Some(sha256)), None);
        let stretched = sha256.pbkdf2(openssl::DEFAULT_ITERATIONS);
        assert_eq!(made(mpp, Format::Openssl, Some(stretched)), Some(CannotRead::Pbkdf2));
        assert!(words(ata).starts_with("SPA112 reads xml, "), "{}", words(ata));
    }
}
