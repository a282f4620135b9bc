//! The whole way in one call: a source in, a file out, and back.
//!
//! Knows: the order of the steps. Must not know: anything inside a step.

use crate::container::{self, Device, KeyForm, OpenError, Protection};
use crate::error::Error;
use crate::limits;
use crate::payload::Payload;
use crate::profile::{Duplicates, Profile};
use crate::source::{self, Reader, Syntax};
use crate::stock::{self, StockError, gzip, openssl, rfc8188};

/// What to make of a profile.
#[derive(Debug)]
#[non_exhaustive]
pub enum Target {
    /// An SPC container; stock phones do not read it.
    Spc(Protection),
    /// The canonical XML as it stands.
    Xml,
    /// The canonical XML, compressed.
    Gzip(gzip::Level),
    /// The canonical XML, encrypted as `openssl enc` does.
    Openssl(openssl::Settings),
    /// The canonical XML, encrypted as RFC 8188 does.
    Rfc8188(rfc8188::Settings),
}

impl From<Protection> for Target {
    fn from(protection: Protection) -> Self {
        Self::Spc(protection)
    }
}

impl Target {
    /// The file for a profile. Repeated parameters are folded (FORMAT 7.8).
    ///
    /// What has no payload is written in no format: a control character in a value, or one name for a parameter and
    /// a section, would make XML that nobody reads. What XML cannot keep of a profile that does not come from XML, blanks
    /// at the ends of a value and gaps between repeated sections, is dropped without a word in the formats that carry
    /// XML; [`source::xml_losses`] tells what that is.
    ///
    /// # Errors
    /// [`Error::Payload`], [`Error::Emit`].
    pub fn seal(&self, profile: &Profile<'_>) -> Result<Vec<u8>, Error> {
        let payload = Payload::encode(profile, Duplicates::Fold)?;
        let xml = || source::to_xml(profile);
        Ok(match self {
            Self::Spc(protection) => container::seal(&payload, protection),
            Self::Xml => xml()?.into_bytes(),
            Self::Gzip(level) => gzip::pack(xml()?.as_bytes(), *level),
            Self::Openssl(settings) => openssl::seal(xml()?.as_bytes(), settings),
            Self::Rfc8188(settings) => rfc8188::seal(xml()?.as_bytes(), settings),
        })
    }

    /// The file for the bytes of an XML source as they stand, which the caller has parsed. A container has no place
    /// for them, so for [`Target::Spc`] there is none.
    #[must_use]
    pub fn seal_verbatim(&self, xml: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Spc(_) => None,
            Self::Xml => Some(xml.to_vec()),
            Self::Gzip(level) => Some(gzip::pack(xml, *level)),
            Self::Openssl(settings) => Some(openssl::seal(xml, settings)),
            Self::Rfc8188(settings) => Some(rfc8188::seal(xml, settings)),
        }
    }
}

/// Compiles a profile for one device: XML or plain text by its first character, without imports.
///
/// ```
/// # use spc_core::{Target, compile, container::Protection, key::MasterKey};
/// # let master = MasterKey::from_bytes([7; 32]);
/// let xml = "<flat-profile><Proxy_1_>sip.example.com</Proxy_1_></flat-profile>";
/// let mac = "000e08aabbcc".parse()?;
/// let target = Target::from(Protection::generic().mac(mac).key(master.device_key(mac)).serial(7));
/// let file = compile(xml, &target)?;
/// assert_eq!(file, compile(xml, &target)?, "the same input gives the same bytes");
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// Warnings are dropped; [`Reader`] has them, and reads imported files.
///
/// # Errors
/// [`Error::Source`], with every finding; [`Error::Payload`] and [`Error::Emit`] only for profiles that no source
/// makes.
pub fn compile(source: impl AsRef<[u8]>, target: &Target) -> Result<Vec<u8>, Error> {
    let source = source.as_ref();
    let parsed = source::read(source)?;
    target.seal(&parsed.profile)
}

/// Opens a file as a device would and writes its profile as canonical XML.
///
/// The format is told by the content: a container, XML, gzip, or `openssl enc` with the device's key text as phrase.
/// Files of RFC 8188 have no magic, and their key no agreed text form: see [`rfc8188::open`].
///
/// What the device demands, it demands of every format: XML and gzip are not keyed, no stock format is bound to a
/// device or has a serial, so [`Device::require_target`] and [`Device::min_serial`] refuse them all. What XML cannot
/// keep of a container's profile is dropped without a word; [`source::xml_losses`] tells what that is.
///
/// ```
/// # use spc_core::{Target, compile, decompile, container::{Device, Protection}};
/// let mac = "000e08aabbcc".parse()?;
/// let file = compile("<flat-profile><GPP_A>x</GPP_A></flat-profile>", &Protection::generic().mac(mac).into())?;
/// let xml = decompile(&file, &Device::new().mac(mac))?;
/// assert!(xml.contains("<GPP_A>x</GPP_A>"));
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Open`], [`Error::Stock`], [`Error::Key`]; [`Error::Source`] when what was inside is no profile.
pub fn decompile(file: &[u8], device: &Device) -> Result<String, Error> {
    let Some(format) = stock::sniff(file) else {
        return Ok(source::to_xml(&container::open(file, device)?.profile())?);
    };
    device.judge_protection(!matches!(format, stock::Format::Xml | stock::Format::Gzip), false)?;
    device.judge_serial(0)?;
    match format {
        stock::Format::Xml => canonical(file),
        stock::Format::Gzip => canonical(&gzip::unpack(file, limits::UNPACKED)?),
        stock::Format::Openssl => {
            let text = device.key_text().ok_or(OpenError::KeyRequired { form: KeyForm::Passphrase })?.expose();
            let phrase = openssl::Phrase::new(text.as_bytes().to_vec())?;
            let opened = openssl::open(file, &phrase, openssl::Known::default())?;
            match stock::sniff(&opened.plain) {
                Some(stock::Format::Gzip) => canonical(&gzip::unpack(&opened.plain, limits::UNPACKED)?),
                _ => canonical(&opened.plain),
            }
        }
        stock::Format::OpensslBase64 => Err(StockError::Base64.into()),
        stock::Format::Rfc8188 => Err(StockError::KeyFormUnknown.into()),
    }
}

fn canonical(xml: &[u8]) -> Result<String, Error> {
    Ok(source::to_xml(&Reader::new().syntax(Syntax::Xml).read(xml)?.profile)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Parameter, ParameterName, Value};

    #[test]
    fn what_has_no_payload_is_written_in_no_format() {
        let profile = |entries: &[(&'static str, &'static str)]| {
            let parameter = |(name, value): &(&'static str, &'static str)| Parameter {
                name: ParameterName::parse(name).unwrap(),
                value: Value::Set((*value).into()),
                access: None,
            };
            Profile { parameters: entries.iter().map(parameter).collect() }
        };
        let ikm = rfc8188::Ikm::from_ascii("key").unwrap();
        let targets = [
            Protection::generic().into(),
            Target::Xml,
            Target::Gzip(gzip::Level::default()),
            Target::Rfc8188(rfc8188::Settings::new(ikm)),
        ];
        for target in targets {
            for bad in [&[("A", "line\nbreak")][..], &[("A", "\u{1}")], &[("A", "x"), ("A/B", "y")]] {
                assert!(matches!(target.seal(&profile(bad)), Err(Error::Payload(_))), "{target:?}, {bad:?}");
            }
            assert!(target.seal(&profile(&[("A", "x"), ("B/A", "y")])).is_ok());
        }
    }
}
