//! `--model`: what the devices of a family mean for the other flags. An explicit flag always wins.

use spc_core::dictionary::{self, Family, Model};
use spc_core::stock::openssl;

use crate::args::{Digest, Format, FormatArgs};
use crate::talk::Talk;

/// The digest of an openssl file, if anything tells it.
pub(crate) fn digest(args: &FormatArgs) -> Option<openssl::Digest> {
    let of_model = |model: Model| match model.digest() {
        dictionary::Digest::Sha256 => openssl::Digest::Sha256,
        _ => openssl::Digest::Md5,
    };
    match args.md {
        Some(Digest::Md5) => Some(openssl::Digest::Md5),
        Some(Digest::Sha256) => Some(openssl::Digest::Sha256),
        // Its default; no device reads it anyhow.
        None if args.pbkdf2 => Some(openssl::Digest::Sha256),
        None => args.model.map(of_model),
    }
}

/// Whether an openssl file is compressed first: unless the device is not known to take that.
pub(crate) fn packs(args: &FormatArgs) -> bool {
    let takes = |model: Model| model.reads(dictionary::Format::Gzip);
    !args.no_gzip && (args.level.is_some() || args.model.is_none_or(takes))
}

/// Says what the device reads, and warns when that is not what is made for it.
pub(crate) fn judge(args: &FormatArgs, format: Format, talk: &mut Talk) {
    let Some(model) = args.model else { return };
    let name = model.name();
    let asked = match format {
        Format::Spc => {
            talk.note(&format!("stock firmware of {name} does not read the SPC container; {}", reading(model)));
            return;
        }
        Format::Openssl => dictionary::Format::Openssl,
        Format::Rfc8188 => dictionary::Format::Rfc8188,
        Format::Gzip => dictionary::Format::Gzip,
        Format::Xml => dictionary::Format::Xml,
    };
    let hint = reading(model);
    if !model.reads(asked) {
        talk.warn(&format!("{name} is not known to read --format {}", format.name()), Some(&hint));
    } else if asked == dictionary::Format::Openssl && args.pbkdf2 {
        talk.warn(&format!("{name} is not known to read openssl files with PBKDF2"), Some(&hint));
    } else if asked == dictionary::Format::Openssl && args.md == Some(Digest::Sha256) && model.family() != Family::Mpp {
        talk.warn(&format!("{name} is not known to read openssl files with sha256"), Some(&hint));
    } else {
        talk.done(&hint);
    }
}

/// What the device reads, in words.
fn reading(model: Model) -> String {
    let digest = match model.digest() {
        dictionary::Digest::Sha256 => "sha256",
        _ => "md5",
    };
    let openssl = format!("openssl with {digest}");
    let all = [
        (dictionary::Format::Xml, "xml"),
        (dictionary::Format::Gzip, "gzip"),
        (dictionary::Format::Openssl, openssl.as_str()),
        (dictionary::Format::Rfc8188, "rfc8188"),
    ];
    let read: Vec<&str> = all.into_iter().filter(|(format, _)| model.reads(*format)).map(|(_, name)| name).collect();
    let (last, others) = read.split_last().expect("every device reads XML");
    format!("{} reads {} and {last}", model.name(), others.join(", "))
}
