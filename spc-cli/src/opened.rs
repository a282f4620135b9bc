//! Opens a file of any format we write, recognised by its content.

use spc_core::TargetMac;
use spc_core::container::{self, Device, Header, KeyForm, MAGIC};
use spc_core::key::KeyText;
use spc_core::limits;
use spc_core::stock::{self, StockError, gzip, openssl, rfc8188};

use crate::args::{OpenArgs, ReadDigest};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Input;
use crate::recipe::IkmForm;
use crate::secret::{Purpose, Secret};
use crate::talk::Talk;

/// The most bytes of a compiled file that are read: 1 MiB in the smallest records of RFC 8188.
pub(crate) const LIMIT: usize = 20 << 20;

/// What was inside a file.
#[derive(Debug)]
pub(crate) enum Opened {
    /// A container, all of its checks passed.
    Container(container::Opened),
    /// The XML of a stock format.
    Xml { xml: Vec<u8>, format: stock::Format },
}

/// What the opening side demands of a container.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Demands {
    pub(crate) target: bool,
    pub(crate) min_serial: u32,
}

/// Opens a file with what the arguments say about its device.
pub(crate) fn open(input: &Input, args: &OpenArgs, demands: Demands, talk: &mut Talk) -> Result<Opened, Failure> {
    let format = stock::sniff(&input.bytes);
    let format = if args.nosalt { Some(stock::Format::Openssl) } else { format };
    // Four bytes are enough: what follows them may be damaged, and the container says how.
    if input.bytes.starts_with(MAGIC.first_chunk::<4>().expect("the magic is longer")) || input.bytes.is_empty() {
        return open_container(input, args, demands, talk).map(Opened::Container);
    }
    let Some(format) = format else {
        let message = format!("`{}` is in no format that is read here", input.name);
        let hint = "read are the SPC container, XML, gzip, openssl enc and RFC 8188";
        return Err(Failure::new(Exit::NotOpenable, message).hint(hint));
    };
    if demands.target || demands.min_serial > 0 {
        let message = format!("`{}` is {format}, which is bound to no device and has no serial", input.name);
        return Err(Failure::new(Exit::NotOpenable, message).hint("leave --mac and --min-serial away"));
    }
    let mut xml = match format {
        stock::Format::Openssl => open_openssl(input, args, talk)?,
        stock::Format::Rfc8188 => open_rfc8188(input, args, talk)?,
        stock::Format::OpensslBase64 => return Err(refused(input, &StockError::Base64)),
        _ => input.bytes.clone(),
    };
    if stock::sniff(&xml) == Some(stock::Format::Gzip) {
        xml = gzip::unpack(&xml, limits::UNPACKED).map_err(|error| refused(input, &error))?;
    }
    Ok(Opened::Xml { xml, format })
}

fn open_container(
    input: &Input,
    args: &OpenArgs,
    demands: Demands,
    talk: &mut Talk,
) -> Result<container::Opened, Failure> {
    let refused = |error| Failure::not_openable(&input.name, &error);
    let mut device = Device::new().require_target(demands.target).min_serial(demands.min_serial);
    if let Some(mac) = args.mac {
        device = device.mac(mac);
    }
    let header = Header::read(&input.bytes).map_err(refused)?;
    let secret = match Secret::load(&args.key, Purpose::Reading, talk)? {
        // Damage is told before anybody is asked for a key.
        None if header.key_form() != KeyForm::None && container::check_integrity(&input.bytes).is_ok() => {
            Secret::ask()?
        }
        secret => secret,
    };
    if let Some(secret) = secret {
        device = device.key(device_text(secret, args.mac)?);
    }
    container::open(&input.bytes, &device).map_err(refused)
}

fn open_openssl(input: &Input, args: &OpenArgs, talk: &mut Talk) -> Result<Vec<u8>, Failure> {
    let (origin, text) = needed_key(input, args, talk)?;
    let phrase = openssl::Phrase::new(text.expose().as_bytes().to_vec()).map_err(|e| Failure::bad_key(&origin, e))?;
    let known = openssl::Known {
        digest: args.md.map(|digest| match digest {
            ReadDigest::Md5 => openssl::ReadDigest::Md5,
            ReadDigest::Sha1 => openssl::ReadDigest::Sha1,
            ReadDigest::Sha256 => openssl::ReadDigest::Sha256,
        }),
        iterations: args.pbkdf2.then(|| args.iter.unwrap_or(openssl::DEFAULT_ITERATIONS)),
        salted: !args.nosalt,
    };
    Ok(openssl::open(&input.bytes, &phrase, known).map_err(|error| refused(input, &error))?.plain)
}

fn open_rfc8188(input: &Input, args: &OpenArgs, talk: &mut Talk) -> Result<Vec<u8>, Failure> {
    let form = IkmForm::from_args(&args.ikm, &args.key).ok_or_else(|| {
        // Its header has no magic, so the file may as well be anything else.
        let message = format!("`{}` is RFC 8188 or noise, and how its key is read is not told", input.name);
        Failure::new(Exit::NotOpenable, message).hint("give --ikm-hex, --ikm-ascii or --ikm-base64url")
    })?;
    let (origin, text) = needed_key(input, args, talk)?;
    let ikm = form.read(text.expose()).map_err(|error| Failure::bad_key(&origin, error))?;
    rfc8188::open(&input.bytes, &ikm).map_err(|error| refused(input, &error))
}

/// The key text of a file that is known to want one, and where it came from.
fn needed_key(input: &Input, args: &OpenArgs, talk: &mut Talk) -> Result<(String, KeyText), Failure> {
    let secret = match Secret::load(&args.key, Purpose::Reading, talk)? {
        None => Secret::ask()?,
        secret => secret,
    };
    let secret = secret.ok_or_else(|| {
        Failure::key(format!("`{}` is encrypted: its key is needed", input.name))
            .hint("give --key-file or --master-file")
    })?;
    Ok((secret.origin.clone(), device_text(secret, args.mac)?))
}

/// What the device stores: the key text itself, or its own key made from the fleet's.
fn device_text(secret: Secret, mac: Option<TargetMac>) -> Result<KeyText, Failure> {
    if !secret.is_master {
        return Ok(secret.text);
    }
    let mac = mac.ok_or_else(|| {
        Failure::usage("a master key gives each device its own key, so the device is needed").hint("give --mac")
    })?;
    Ok(secret.master()?.device_key(mac).into())
}

fn refused(input: &Input, error: &StockError) -> Failure {
    let failure = Failure::new(Exit::NotOpenable, format!("`{}`: {error}", input.name));
    match error {
        StockError::Base64 => failure.hint("decode it first: base64 -d"),
        StockError::WrongKey => failure.hint("is it another key, or another digest? --md says which"),
        StockError::TrailingData { .. } => failure.hint("were two files glued together?"),
        _ => failure,
    }
}
