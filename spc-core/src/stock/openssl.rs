//! `openssl enc -aes-256-cbc`, the format that most stock phones decrypt (FORMAT 11.1).
//!
//! Knows: the `Salted__` header, and by which content the right phrase is recognised. Must not know: who the recipient
//! is, rules, files. Nothing in a file shows its digest, its key derivation or its number of rounds.
//!
//! # Hazards
//! The format has no integrity protection: flipping bits in one cipher block edits the next block of the profile,
//! without the phrase. The key derivation is one to three hashes, so a million phrases can be tried per second; only a
//! random phrase of 96 bits or more, such as a device key, is safe. The format is offered because most phones read
//! nothing better.
//!
//! ```
//! use spc_core::stock::openssl::{Digest, EncSettings, Kdf, Known, Phrase, open, seal};
//!
//! let phrase = || Phrase::new(b"2b7e151628aed2a6abf7158809cf4f3c".to_vec());
//! let file = seal(b"<flat-profile/>", &EncSettings::new(phrase()?, Kdf::new(Digest::Md5)));
//! assert_eq!(open(&file, &phrase()?, Known::default())?.plain, b"<flat-profile/>");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

pub(crate) use self::content::is_deflated_text;
use self::content::{is_content, proves_phrase};
use self::kdf::KeyAndIv;
pub use self::kdf::{DEFAULT_ITERATIONS, Digest, Kdf, ReadDigest};
pub use self::known::Known;
pub use self::phrase::Phrase;
use self::salt::SALT;
use super::{Salt, StockError, gzip};
use crate::primitives::cbc::{self, BLOCK};
use crate::primitives::lanes::Lane;

mod content;
mod kdf;
mod known;
mod phrase;
pub(crate) mod salt;

pub(crate) const MAGIC: &[u8] = b"Salted__";
/// As many characters of `base64 < file` as the magic number alone determines.
const MAGIC_IN_BASE64: &[u8] = b"U2FsdGVkX1";
/// The bytes before the ciphertext: the magic number and the salt.
pub(crate) const HEADER: usize = MAGIC.len() + SALT;
/// The most bytes that the padding adds.
pub(crate) const PADDING: usize = BLOCK;

/// Settings for writing a file.
#[derive(Debug)]
pub struct EncSettings {
    phrase: Phrase,
    kdf: Kdf,
    salt: Salt<SALT>,
    gzip: Option<gzip::Level>,
}

impl EncSettings {
    /// Creates settings with a synthetic salt and no compression. The phrase is the phone's `--key` argument.
    #[must_use]
    pub const fn new(phrase: Phrase, kdf: Kdf) -> Self {
        Self { phrase, kdf, salt: Salt::Synthetic, gzip: None }
    }

    /// Sets where the salt comes from.
    #[must_use]
    pub const fn salt(mut self, salt: Salt<SALT>) -> Self {
        self.salt = salt;
        self
    }

    /// Compresses first.
    #[must_use]
    pub const fn gzip(mut self, level: gzip::Level) -> Self {
        self.gzip = Some(level);
        self
    }
}

/// Makes the file that `openssl enc -aes-256-cbc` would make with the same salt.
///
/// The plaintext should be XML or gzip; otherwise [`open`] will not accept the file.
#[must_use]
pub fn seal(plain: &[u8], settings: &EncSettings) -> Vec<u8> {
    let packed = settings.gzip.map(|level| gzip::pack(plain, level));
    Sealing::of(&settings.phrase, settings.kdf, settings.salt, packed.as_deref().unwrap_or(plain)).finish()
}

/// A file before its cipher runs: the header is written, and the content follows it in plain text. This way, the files
/// of a fleet can share the cipher's lanes.
pub(crate) struct Sealing {
    file: Vec<u8>,
    secrets: KeyAndIv,
}

impl Sealing {
    /// `plain` is what will be encrypted: after compression, if there is any.
    pub(crate) fn of(phrase: &Phrase, kdf: Kdf, salt: Salt<SALT>, plain: &[u8]) -> Self {
        // Reserved in full at once, because growth would leave copies of the plaintext behind.
        let mut file = Vec::with_capacity(plain.len().saturating_add(HEADER + PADDING));
        file.resize(HEADER, 0);
        file.extend_from_slice(plain);
        Self::begin(phrase, kdf, salt, file)
    }

    /// Does the same for a plaintext that follows [`HEADER`] bytes of room, with [`PADDING`] bytes to spare.
    pub(crate) fn begin(phrase: &Phrase, kdf: Kdf, salt: Salt<SALT>, mut file: Vec<u8>) -> Self {
        let (header, plain) = file.split_first_chunk_mut::<HEADER>().expect("the caller leaves room for the header");
        let salt = match salt {
            Salt::Synthetic => salt::of_plaintext(phrase, kdf, plain),
            Salt::Given(salt) => salt,
        };
        let (magic, rest) = header.split_at_mut(MAGIC.len());
        magic.copy_from_slice(MAGIC);
        rest.copy_from_slice(&salt);
        Self { file, secrets: KeyAndIv::derive(kdf.digest.into(), kdf.iterations, phrase.expose(), &salt) }
    }

    /// Encrypts this file alone.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        cbc::encrypt(self.secrets.key(), self.secrets.iv(), &mut self.file, HEADER);
        self.file
    }

    /// Returns the part to encrypt when several ciphers run in lockstep; call [`encrypted`](Self::encrypted)
    /// afterwards.
    pub(crate) fn lane(&mut self) -> Lane<'_> {
        let Self { file, secrets } = self;
        cbc::pad(file, HEADER);
        Lane {
            key: secrets.key(),
            iv: secrets.iv(),
            blocks: file.get_mut(HEADER..).expect("the header was written first"),
        }
    }

    /// Returns the file after its [`lane`](Self::lane) was encrypted.
    pub(crate) fn encrypted(self) -> Vec<u8> {
        self.file
    }
}

/// The result of opening a file.
#[derive(PartialEq, Eq)]
#[non_exhaustive]
pub struct Decrypted {
    /// The content that was encrypted: gzip or XML.
    pub plain: Vec<u8>,
    /// The digest that the file was made with.
    pub digest: ReadDigest,
}

impl fmt::Debug for Decrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The plaintext is full of passwords.
        f.debug_struct("Decrypted").field("plain", &self.plain.len()).field("digest", &self.digest).finish()
    }
}

/// Opens a file with its phrase, and accepts only content that starts like gzip or XML (FORMAT 11.1.3).
///
/// # Errors
/// Returns [`StockError::Base64`], [`StockError::BadMagic`], [`StockError::Truncated`] or [`StockError::WrongKey`].
pub fn open(file: &[u8], phrase: &Phrase, known: Known) -> Result<Decrypted, StockError> {
    match attempt(file, phrase, known, |_| false)? {
        Attempt::Opened(opened) => Ok(opened),
        Attempt::Unreadable(_) | Attempt::WrongKey => Err(StockError::WrongKey),
    }
}

/// The result of trying a phrase.
pub(crate) enum Attempt {
    Opened(Decrypted),
    /// The phrase is right, but this is not what a phone reads. Whoever has the phrase may know what it is; nobody else
    /// may.
    Unreadable(Vec<u8>),
    WrongKey,
}

/// Does what [`open`] does, for callers that report what is inside if no phone reads it; `is_known` recognises more of that
/// than can be seen here, with as little doubt.
pub(crate) fn attempt(
    file: &[u8],
    phrase: &Phrase,
    known: Known,
    is_known: fn(&[u8]) -> bool,
) -> Result<Attempt, StockError> {
    let (salt, ciphertext) = if known.salted { split(file)? } else { (&[][..], file) };
    if !is_whole_blocks(ciphertext) {
        let is_of_shorter_blocks = !ciphertext.is_empty() && ciphertext.len().is_multiple_of(BLOCK / 2);
        return Err(if is_of_shorter_blocks { StockError::ShortBlocks } else { StockError::Truncated });
    }
    let candidates: &[ReadDigest] = match (&known.digest, known.iterations) {
        (Some(digest), _) => core::slice::from_ref(digest),
        (None, Some(_)) => &[ReadDigest::Sha256],
        (None, None) => &[ReadDigest::Md5, ReadDigest::Sha256],
    };
    let mut attempt = Attempt::WrongKey;
    for &digest in candidates {
        let secrets = KeyAndIv::derive(digest, known.iterations, phrase.expose(), salt);
        match decrypt(&secrets, ciphertext) {
            Some(plain) if is_content(&plain) => return Ok(Attempt::Opened(Decrypted { plain, digest })),
            Some(plain) if plain.starts_with(MAGIC) || is_known(&plain) || proves_phrase(&plain) => {
                attempt = Attempt::Unreadable(plain);
            }
            _ => {}
        }
    }
    Ok(attempt)
}

/// Whether a ciphertext, or a file without a salt, can have this length.
pub(crate) fn is_whole_blocks(ciphertext: &[u8]) -> bool {
    !ciphertext.is_empty() && ciphertext.len().is_multiple_of(BLOCK)
}

/// Returns the salt and ciphertext of a file that should start with the magic number.
fn split(file: &[u8]) -> Result<(&[u8], &[u8]), StockError> {
    if file.starts_with(MAGIC_IN_BASE64) {
        return Err(StockError::Base64);
    }
    if !MAGIC.starts_with(file.get(..MAGIC.len()).unwrap_or(file)) {
        return Err(StockError::BadMagic { expected: "`openssl enc` output" });
    }
    file.get(MAGIC.len()..).and_then(|rest| rest.split_at_checked(SALT)).ok_or(StockError::Truncated)
}

fn decrypt(secrets: &KeyAndIv, ciphertext: &[u8]) -> Option<Vec<u8>> {
    let mut buffer = ciphertext.to_vec();
    cbc::decrypt(secrets.key(), secrets.iv(), &mut buffer);
    let length = cbc::unpad(&buffer)?.len();
    buffer.truncate(length);
    Some(buffer)
}

#[cfg(test)]
mod tests {
    use core::num::NonZeroU32;

    use proptest::prelude::*;

    use super::*;

    const XML: &[u8] = b"<flat-profile><GPP_A>abc</GPP_A></flat-profile>";
    const MD5: Kdf = Kdf::new(Digest::Md5);

    fn phrase(text: impl Into<Vec<u8>>) -> Phrase {
        Phrase::new(text.into()).unwrap()
    }

    fn sealed(plain: &[u8], kdf: Kdf) -> Vec<u8> {
        seal(plain, &EncSettings::new(phrase("k"), kdf))
    }

    fn opened(file: &[u8]) -> Result<Decrypted, StockError> {
        open(file, &phrase("k"), Known::default())
    }

    #[test]
    fn the_digest_that_worked_is_returned() {
        for (digest, read) in [(Digest::Md5, ReadDigest::Md5), (Digest::Sha256, ReadDigest::Sha256)] {
            let file = sealed(XML, Kdf::new(digest));
            assert_eq!(opened(&file), Ok(Decrypted { plain: XML.into(), digest: read }));
            let other = Known::default().digest(ReadDigest::Sha1);
            assert_eq!(open(&file, &phrase("k"), other), Err(StockError::WrongKey));
        }
    }

    #[test]
    fn pbkdf2_needs_its_rounds_and_uses_sha256_by_default() {
        let rounds = NonZeroU32::new(100).unwrap();
        let file = sealed(XML, Kdf::new(Digest::Sha256).pbkdf2(rounds));
        assert_eq!(open(&file, &phrase("k"), Known::default().pbkdf2(rounds)).unwrap().plain, XML);
        let others = Known::default().pbkdf2(DEFAULT_ITERATIONS);
        assert_eq!(open(&file, &phrase("k"), others), Err(StockError::WrongKey));
        assert_eq!(opened(&file), Err(StockError::WrongKey));
    }

    #[test]
    fn gzip_comes_before_encryption() {
        let settings = EncSettings::new(phrase("k"), MD5).salt(Salt::Given([7; 8])).gzip(gzip::Level::default());
        let file = seal(XML, &settings);
        assert_eq!(file[..16], *b"Salted__\x07\x07\x07\x07\x07\x07\x07\x07");
        assert_eq!(opened(&file).unwrap().plain, gzip::pack(XML, gzip::Level::default()));
    }

    #[test]
    fn each_kind_of_damage_has_its_own_error() {
        let file = sealed(XML, MD5);
        assert_eq!(opened(b"U2FsdGVkX18BI0VniavN7w=="), Err(StockError::Base64));
        assert_eq!(opened(XML), Err(StockError::BadMagic { expected: "`openssl enc` output" }));
        for length in (0..=16).chain([17, 31, file.len() - 1]) {
            assert_eq!(opened(&file[..length]), Err(StockError::Truncated), "{length}");
        }
        let unsalted = Known::default().unsalted();
        assert_eq!(open(&[], &phrase("k"), unsalted), Err(StockError::Truncated));
        assert_eq!(open(&[0; 17], &phrase("k"), unsalted), Err(StockError::Truncated));
    }

    #[test]
    fn content_is_gzip_or_the_start_of_xml() {
        let latin1 = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><flat-profile><A>caf\xe9</A></flat-profile>";
        for plain in [&latin1[..], "<!-- é -->\r\n<a/>".as_bytes(), b"\xef\xbb\xbf\r\n <a/>", b"<", XML] {
            assert_eq!(opened(&sealed(plain, MD5)).unwrap().plain, plain);
        }
        let zlib = &b"\x78\x9c\x03\x00\x00\x00\x00\x01"[..];
        let bad_flags = b"\x1f\x8b\x08\xff\x00\x00\x00\x00\x00\xff";
        for plain in [b"", &b"Profile_Rule \"/spa.cfg\" ;"[..], b"<\x01>", b"<a b\xff\xff\xff\xff/>", zlib, bad_flags] {
            assert_eq!(opened(&sealed(plain, MD5)), Err(StockError::WrongKey), "{}", plain.escape_ascii());
        }
    }

    #[test]
    fn no_wrong_phrase_is_accepted_even_where_its_padding_passes() {
        let file = sealed(XML, MD5);
        let (salt, ciphertext) = split(&file).unwrap();
        let mut passed = 0;
        for number in 0..5_000 {
            let wrong = phrase(format!("wrong {number}"));
            let secrets = KeyAndIv::derive(ReadDigest::Md5, None, wrong.expose(), salt);
            passed += usize::from(decrypt(&secrets, ciphertext).is_some());
            assert_eq!(open(&file, &wrong, Known::default()), Err(StockError::WrongKey), "{number}");
        }
        assert!(passed > 5, "only {passed} of 5000 wrong phrases met a valid padding, so nothing was tested");
    }

    #[test]
    fn debug_shows_no_content() {
        let opened = opened(&sealed(XML, MD5)).unwrap();
        assert_eq!(format!("{opened:?}"), format!("Decrypted {{ plain: {}, digest: Md5 }}", XML.len()));
    }

    proptest! {
        #[test]
        fn open_undoes_seal(
            text in prop::collection::vec(any::<u8>(), 1..80),
            body in prop::collection::vec(any::<u8>(), 0..200),
            sha256 in any::<bool>(),
            iterations in prop::option::of(1u32..4),
            gzip in prop::option::of(1u8..=9),
        ) {
            let digest = if sha256 { Digest::Sha256 } else { Digest::Md5 };
            let rounds = iterations.and_then(NonZeroU32::new);
            let kdf = rounds.map_or(Kdf::new(digest), |rounds| Kdf::new(digest).pbkdf2(rounds));
            let plain = [b"<flat-profile><!--".as_slice(), &body].concat();
            let gzip = gzip.and_then(gzip::Level::new);
            let settings = EncSettings::new(phrase(text.clone()), kdf);
            let file = seal(&plain, &gzip.map_or(EncSettings::new(phrase(text.clone()), kdf), |level| settings.gzip(level)));
            let known = Known { digest: Some(digest.into()), iterations: kdf.iterations, salted: true };
            let expected = gzip.map_or(plain.clone(), |level| gzip::pack(&plain, level));
            prop_assert_eq!(open(&file, &phrase(text), known).unwrap().plain, expected);
        }
    }
}
