//! How the files of a run are opened.

use spc_core::stock::openssl;

use crate::args::{HowArgs, KeyArgs, ReadDigest};
use crate::plan::key::{self, ikm_form};
use crate::read::opener::{How, Opener};

/// What opens the files that the arguments are about.
pub(crate) fn opener(key: &KeyArgs, how: &HowArgs) -> Opener {
    let wanted = key::usual(key);
    let digest = how.md.map(|digest| match digest {
        ReadDigest::Md5 => openssl::ReadDigest::Md5,
        ReadDigest::Sha1 => openssl::ReadDigest::Sha1,
        ReadDigest::Sha256 => openssl::ReadDigest::Sha256,
    });
    let iterations = how.pbkdf2.then(|| how.iter.unwrap_or(openssl::DEFAULT_ITERATIONS));
    let openssl = openssl::Known { digest, iterations, salted: !how.nosalt };
    let ikm = ikm_form(&how.ikm, wanted.form());
    Opener::new(wanted, How { openssl, ikm })
}
