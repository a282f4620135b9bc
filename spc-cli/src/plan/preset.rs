//! `--model`: what the model means for the other flags. An explicit flag always takes precedence.

use spc_core::stock::openssl;
use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;
use spc_devices::reading::{self, CannotRead};
use spc_files::Reporter;
use spc_fleet::ModelFormat;

use crate::args::{Digest, Format, FormatArgs};

/// How an openssl file turns its passphrase into a key, if the flags or the model determine it.
pub(super) fn kdf(args: &FormatArgs, model: Option<Model>) -> Option<openssl::Kdf> {
    let kdf = match args.md {
        Some(Digest::Md5) => openssl::Kdf::new(openssl::Digest::Md5),
        Some(Digest::Sha256) => openssl::Kdf::new(openssl::Digest::Sha256),
        // The default with PBKDF2, which no device reads anyway.
        None if args.pbkdf2 => openssl::Kdf::new(openssl::Digest::Sha256),
        None => reading::kdf(model?),
    };
    Some(if args.pbkdf2 { kdf.pbkdf2(args.iter.unwrap_or(openssl::DEFAULT_ITERATIONS)) } else { kdf })
}

/// Whether an openssl file is compressed first: yes, unless the device is not known to accept that.
pub(super) fn packs(args: &FormatArgs, model: Option<Model>) -> bool {
    !args.no_gzip && (args.level.is_some() || model.is_none_or(reading::is_packed))
}

/// The format that an option names.
pub(super) const fn format(format: Format) -> spc_core::Format {
    match format {
        Format::Spc => spc_core::Format::Spc,
        Format::Openssl => spc_core::Format::Openssl,
        Format::Rfc8188 => spc_core::Format::Rfc8188,
        Format::Gzip => spc_core::Format::Gzip,
        Format::Xml => spc_core::Format::Xml,
    }
}

/// Says what the device reads, and warns if it is not known to read what is made for it.
pub(super) fn check(args: &FormatArgs, made: ModelFormat, reporter: &Reporter) {
    let Some(model) = made.model() else { return };
    let (name, hint) = (model.name(), reading::words(model));
    let what = match reading::of_made(model, made.format(), kdf(args, Some(model))) {
        Ok(()) => return reporter.done(&hint),
        Err(CannotRead::Container) => {
            return reporter.note(&format!("the stock firmware of {name} does not read SPC containers; {hint}"));
        }
        Err(CannotRead::Pbkdf2) => "openssl files with PBKDF2".to_owned(),
        Err(CannotRead::Sha256) => "openssl files with sha256".to_owned(),
        Err(_) => format!("--format {}", made.format().name()),
    };
    reporter.warn(&format!("{name} is not known to read {what}"), Some(&hint));
}

/// Says once per run that the default format is not for stock phones, if the profile or the names of the files show that they
/// are intended for such phones.
pub(crate) fn say_default<'n>(is_for_device: bool, names: impl IntoIterator<Item = &'n str>, reporter: &Reporter) {
    let why = if is_for_device {
        "this profile is for stock phones, which do not read".to_owned()
    } else if let Some(name) = names.into_iter().find(|name| reading::is_fetched(name)) {
        format!("`{name}` looks like a file that phones fetch, but stock phones do not read")
    } else {
        return;
    };
    reporter.note(&format!(
        "{why} the SPC container; use --format openssl for them, or --format spc if you want a container"
    ));
}

/// The parameters of a model, for their names in plain text. Says so if they are not known, or are known only for a series.
pub(crate) fn names(model: Option<Model>, reporter: &Reporter) -> Option<Dictionary> {
    let model = model?;
    let dictionary = Dictionary::of(model);
    match dictionary {
        None => {
            reporter.note(&format!("the parameter names of {} are not known, so names are not checked", model.name()));
        }
        Some(dictionary) => say_fallback(dictionary, reporter),
    }
    dictionary
}

/// Says that a model's parameter names are taken from its series.
pub(crate) fn say_fallback(dictionary: Dictionary, reporter: &Reporter) {
    if dictionary.is_fallback() {
        let (model, source) = (dictionary.model().name(), dictionary.source_model().name());
        reporter.note(&format!("the parameters of {model} are not known; those of {source} are used"));
    }
}
