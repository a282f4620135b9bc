//! How the files of a run are opened.

use spc_core::stock::openssl;
use spc_files::read::{KnownSettings, Opener};

use crate::args::{HowArgs, KeyArgs, ReadDigest};
use crate::plan::key::{self, ikm_form};

/// What opens the files that the arguments name.
pub(super) fn opener(key: &KeyArgs, how: &HowArgs) -> Opener {
    let wanted = key::usual(key);
    let digest = how.md.map(|digest| match digest {
        ReadDigest::Md5 => openssl::ReadDigest::Md5,
        ReadDigest::Sha1 => openssl::ReadDigest::Sha1,
        ReadDigest::Sha256 => openssl::ReadDigest::Sha256,
        ReadDigest::Sha512 => openssl::ReadDigest::Sha512,
    });
    let mut known = openssl::Known::default();
    known = digest.map_or(known, |digest| known.digest(digest));
    if how.pbkdf2 {
        known = known.pbkdf2(how.iter.unwrap_or(openssl::DEFAULT_ITERATIONS));
    }
    if how.nosalt {
        known = known.unsalted();
    }
    // If no flag sets anything, the settings are guessed.
    let openssl = (known != openssl::Known::default()).then_some(known);
    let ikm = ikm_form(&how.ikm, wanted.form());
    Opener::new(wanted, KnownSettings::new(openssl, ikm))
}
