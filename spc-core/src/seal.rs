//! Describes how files are made, for one device and for a fleet.
//!
//! A [`Target`] says what to make and with whose keys; a [`Recipient`] says for which device. Both work for one file
//! ([`Target::seal`]) and for a fleet ([`Batch`](crate::batch::Batch)).
//!
//! Knows: which steps a format takes, and who has which key. Must not know: columns, placeholders.

use crate::container;
use crate::payload::Payload;
use crate::profile::{Duplicates, Profile};
use crate::source;
use crate::stock::template::{Piece, Template};
use crate::stock::{gzip, openssl, rfc8188};

pub(crate) mod bounds;
mod error;
mod keys;
mod recipient;
mod target;
mod weakness;

pub use error::SealError;
pub use keys::Keys;
pub use recipient::{Recipient, Values};
pub use target::{Openssl, Packing, Rfc8188, Spc, Target};
pub use weakness::{Weakness, weak_rules, weaknesses};

impl Target {
    /// Makes the file of a profile for one recipient. Repeated parameters are folded (FORMAT 7.8).
    ///
    /// A profile that cannot be encoded as a payload is refused in every format: a control character in a value, or one
    /// name for both a parameter and a section, would make XML that nothing can read. A profile that does not come from
    /// XML may contain what XML cannot keep: blanks at the ends of a value, and gaps between repeated sections. The
    /// formats that carry XML drop these; [`source::xml_losses`] lists them.
    ///
    /// ```
    /// # use spc_core::{Recipient, Target, seal::Spc, profile::Profile};
    /// let mac: spc_core::TargetMac = "000e08aabbcc".parse()?;
    /// let file = Target::from(Spc::new()).seal(&Profile::default(), &Recipient::from(mac).serial(7))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`SealError`] if the profile, the key or the address does not allow it. A recipient with values is
    /// refused, because only a fleet's base has places for them.
    pub fn seal(&self, profile: &Profile<'_>, recipient: &Recipient<'_>) -> Result<Vec<u8>, SealError> {
        recipient.without_values()?;
        let payload = Payload::encode(profile, Duplicates::Fold)?;
        match self {
            Self::Spc(spc) => {
                bounds::check_payload(payload.as_bytes().len(), || source::to_xml(&payload.profile()))?;
                Ok(container::seal(&payload, &spc.protection(recipient)?))
            }
            _ => self.seal_xml(source::to_xml(profile)?.as_bytes(), recipient),
        }
    }

    /// Makes a file that contains the bytes of an XML source verbatim; the caller has checked them by parsing.
    ///
    /// # Errors
    /// Returns [`SealError::NoPlaceForXml`] for [`Target::Spc`], and the errors of [`Target::seal`] about keys and
    /// sizes.
    pub fn seal_xml(&self, xml: &[u8], recipient: &Recipient<'_>) -> Result<Vec<u8>, SealError> {
        recipient.without_values()?;
        bounds::check_text(xml.len())?;
        match self {
            Self::Spc(_) => Err(SealError::NoPlaceForXml),
            Self::Xml => recipient.without_key().map(|()| xml.to_vec()),
            Self::Gzip(packing) => {
                recipient.without_key()?;
                packing.pack(xml)
            }
            Self::Openssl(openssl) => {
                let phrase = openssl.phrase(recipient)?;
                let packed = openssl.packing.map(|packing| packing.pack(xml)).transpose()?;
                let plain = packed.as_deref().unwrap_or(xml);
                Ok(openssl::Sealing::of(&phrase, openssl.kdf, recipient.openssl_salt(), plain).finish())
            }
            Self::Rfc8188(rfc8188) => {
                let ikm = rfc8188.ikm(recipient)?;
                let salt = recipient.rfc8188_salt();
                Ok(rfc8188::seal_into(&ikm, xml, rfc8188.record_size, &rfc8188.keyid, salt, Vec::new()))
            }
        }
    }
}

impl Packing {
    /// Makes the gzip file of one text.
    fn pack(self, xml: &[u8]) -> Result<Vec<u8>, SealError> {
        bounds::check_packable(xml.len())?;
        let file = match self {
            Self::Each(level) => gzip::pack(xml, level),
            Self::Template(effort) => Template::compile(&[Piece::Constant(xml)], effort)
                .render(&[])
                .expect("a template without slots needs no value"),
        };
        bounds::check_packed(xml.len(), file.len())?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::key::{KeyText, MasterKey};
    use crate::limits;
    use crate::profile::{Parameter, ParameterName};
    use crate::stock::openssl::{Digest, Kdf};
    use crate::stock::rfc8188::{Ikm, IkmForm};

    fn profile(entries: &[(String, String)]) -> Profile<'static> {
        let parameter = |(name, value): &(String, String)| {
            Parameter::set(ParameterName::parse(name).unwrap().into_owned(), value.clone())
        };
        entries.iter().map(parameter).collect()
    }

    fn targets() -> [Target; 5] {
        let master = Arc::new(MasterKey::from_bytes([7; 32]));
        [
            Spc::new().keys(Arc::clone(&master)).into(),
            Target::Xml,
            gzip::Level::default().into(),
            Openssl::new(Arc::clone(&master), Kdf::new(Digest::Md5)).packing(gzip::Level::default()).into(),
            Rfc8188::new(master, IkmForm::Hex).into(),
        ]
    }

    fn to() -> Recipient<'static> {
        "000e08aabbcc".parse::<crate::TargetMac>().unwrap().into()
    }

    #[test]
    fn what_has_no_payload_is_written_in_no_format() {
        let own = |entries: &[(&str, &str)]| {
            profile(&entries.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect::<Vec<_>>())
        };
        for target in targets() {
            for bad in [&[("A", "line\nbreak")][..], &[("A", "\u{1}")], &[("A", "x"), ("A/B", "y")]] {
                let refused = target.seal(&own(bad), &to());
                assert!(matches!(refused, Err(SealError::Payload(_))), "{target:?}, {bad:?}");
            }
            assert!(target.seal(&own(&[("A", "x"), ("B/A", "y")]), &to()).is_ok());
        }
    }

    #[test]
    fn what_no_reader_takes_is_not_written() {
        // 16 values of `&` are within a payload, and five times as large as XML.
        let escaped = (0..16).map(|number| (format!("P{number}"), "&".repeat(limits::VALUE))).collect::<Vec<_>>();
        let escaped = profile(escaped.get(..15).unwrap());
        let dense = profile(&[("A".into(), "x".repeat(limits::VALUE)), ("B".into(), "x".repeat(limits::VALUE))]);
        for target in targets() {
            let sealed = target.seal(&escaped, &to());
            match target {
                Target::Gzip(_) | Target::Openssl(_) => {
                    assert!(matches!(sealed, Err(SealError::TooLarge { .. })), "{target:?}");
                    let refused = target.seal(&dense, &to());
                    assert!(matches!(refused, Err(SealError::TooDense { .. })), "{target:?}: {refused:?}");
                }
                _ => assert!(matches!(sealed, Err(SealError::TooLarge { limit: limits::SOURCE, .. })), "{target:?}"),
            }
        }
    }

    #[test]
    fn keys_that_are_missing_or_not_used_are_refused() {
        let empty = Profile::default();
        let key = KeyText::new("5b".repeat(32));
        for target in targets() {
            assert_eq!(target.seal(&empty, &to().key(&key)), Err(SealError::UnusedKey), "{target:?}");
            if !matches!(target, Target::Xml | Target::Gzip(_)) {
                assert_eq!(target.seal(&empty, &Recipient::generic()), Err(SealError::NoMac), "{target:?}");
            }
            assert_eq!(
                target.seal(&empty, &Recipient::new(None, &["x"])),
                Err(SealError::Values { columns: 0, given: 1 })
            );
        }
        let own = Target::from(Rfc8188::new(Keys::<Ikm>::PerRecipient, IkmForm::Hex));
        assert_eq!(own.seal(&empty, &Recipient::generic()), Err(SealError::NoKey));
        assert!(own.seal(&empty, &Recipient::generic().key(&key)).is_ok());
        assert_eq!(Target::from(Spc::new()).seal_xml(b"<a/>", &to()), Err(SealError::NoPlaceForXml));
    }
}
