//! The target of a run, made from the flags of a format and the key of the run.

use std::sync::Arc;

use spc_core::Target;
use spc_core::container::Randomizer;
use spc_core::key::Key;
use spc_core::seal::{Keys, Openssl, Rfc8188, Spc};
use spc_core::stock::{gzip, rfc8188};
use spc_devices::model::Model;
use spc_files::read::{FleetKey, TextForm};
use spc_files::sys::random::random;
use spc_files::{Advice, Error, ErrorKind};

use crate::args::{FormatArgs, SealArgs};
use crate::plan::key::ikm_form;
use crate::plan::preset;

pub(super) fn level(args: &FormatArgs) -> gzip::Level {
    args.level.and_then(gzip::Level::new).unwrap_or_default()
}

fn randomizer(args: &SealArgs) -> Result<Randomizer, Error> {
    match &args.scramble {
        Some(phrase) => {
            Randomizer::new(phrase.as_bytes()).map_err(|error| Error::usage(format!("--scramble: {error}")))
        }
        None if args.randomize => {
            Ok(Randomizer::new(random::<16>()?).expect("a randomizer takes up to 255 bytes, and these are 16"))
        }
        None => Ok(Randomizer::default()),
    }
}

/// A container encrypted with keys from the master key, with `shared`, or with each device's own key in the list.
pub(super) fn spc_target(
    args: &SealArgs,
    key: Option<&FleetKey>,
    shared: Option<Arc<Key>>,
    is_in_list: bool,
) -> Result<Target, Error> {
    let keys = match (key, shared) {
        (Some(FleetKey::Master(master)), _) => Some(Keys::Master(Arc::clone(master))),
        (_, Some(shared)) => Some(Keys::Shared(shared)),
        _ => is_in_list.then_some(Keys::PerRecipient),
    };
    let spc = Spc::new().randomizer(randomizer(args)?);
    Ok(keys.map_or(spc.clone(), |keys| spc.keys(keys)).into())
}

/// Which key is used: that of the run, or that of each device in the list.
fn keys<K>(key: Option<&FleetKey>, shared: impl FnOnce(&FleetKey) -> Result<K, Error>) -> Result<Keys<K>, Error> {
    key.map_or(Ok(Keys::PerRecipient), |key| key.keys(|| shared(key)))
}

/// A format that nothing says enough about.
fn lacks(message: &str, kind: ErrorKind, advice: Advice) -> Error {
    Error::usage(message).of_kind(kind).hint(advice)
}

pub(super) fn openssl_target(args: &SealArgs, model: Option<Model>, key: Option<&FleetKey>) -> Result<Target, Error> {
    let kdf = preset::kdf(&args.format, model).ok_or_else(|| {
        lacks("--format openssl needs the digest that the phone expects", ErrorKind::NeedsDigest, Advice::SayDigest)
    })?;
    let settings = Openssl::new(keys(key, |key| key.phrase(None))?, kdf);
    Ok(if preset::packs(&args.format, model) { settings.packing(level(&args.format)) } else { settings }.into())
}

pub(super) fn rfc8188_target(args: &SealArgs, form: Option<TextForm>, key: Option<&FleetKey>) -> Result<Target, Error> {
    let form = ikm_form(&args.format.ikm, form).ok_or_else(|| {
        lacks("--format rfc8188 needs to know how the key text is read", ErrorKind::NeedsIkmForm, Advice::SayIkmForm)
    })?;
    let mut settings = Rfc8188::new(keys(key, |key| key.ikm(form, None))?, form);
    if let Some(size) = args.format.record_size {
        let size = rfc8188::RecordSize::new(size);
        settings = settings.record_size(size.ok_or_else(|| Error::usage("--record-size is under 18 bytes"))?);
    }
    if let Some(text) = &args.format.keyid {
        let keyid = rfc8188::Keyid::new(text.as_bytes().to_vec());
        settings = settings.keyid(keyid.ok_or_else(|| Error::usage("--keyid is over 255 bytes"))?);
    }
    Ok(settings.into())
}
