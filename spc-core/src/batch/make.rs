//! How a recipient's file is made, and whose key encrypts it.
//!
//! Knows: which steps a format takes. Must not know: columns.

use super::document::{self, Document};
use super::error::BatchError;
use super::slots::Slots;
use crate::container;
use crate::payload::{Fill, Outline};
use crate::primitives::DIGEST;
use crate::primitives::lanes::{Lane, encrypt_many};
use crate::profile::Profile;
use crate::seal::bounds::check_payload;
use crate::seal::{self, Recipient, SealError, Target};
use crate::source::to_xml;
use crate::stock::{Salt, openssl, rfc8188};

/// A [`Target`] whose documents are compiled.
pub(super) enum Make {
    Spc(seal::Spc),
    Plain(Plain),
    Openssl(Openssl),
    Rfc8188(Rfc8188),
}

/// XML and gzip.
pub(super) struct Plain(Document);

pub(super) struct Openssl {
    document: Document,
    settings: seal::Openssl,
}

pub(super) struct Rfc8188 {
    document: Document,
    settings: seal::Rfc8188,
    /// Identifies the text around the values.
    template: [u8; DIGEST],
}

impl Make {
    /// `profile` is what [`Slots::plan`] returned with the slots.
    pub(super) fn new(target: Target, profile: &Profile<'_>, slots: &Slots) -> Result<Self, BatchError> {
        let document = |packing| Document::new(profile, slots, packing);
        Ok(match target {
            Target::Spc(settings) => Self::Spc(settings),
            Target::Xml => Self::Plain(Plain(document(None)?)),
            Target::Gzip(packing) => Self::Plain(Plain(document(Some(packing))?)),
            Target::Openssl(settings) => Self::Openssl(Openssl { document: document(settings.packing)?, settings }),
            Target::Rfc8188(settings) => {
                let document = document(None)?;
                Self::Rfc8188(Rfc8188 { template: document.identity(), document, settings })
            }
        })
    }

    /// Checks that a recipient has a key exactly if one is needed, and that its document can be read back.
    pub(super) fn check(
        &self,
        outline: &Outline,
        fills: &[Fill<'_>],
        recipient: &Recipient<'_>,
    ) -> Result<(), SealError> {
        let document = match self {
            Self::Spc(settings) => {
                settings.check_key(recipient)?;
                return check_as_xml(outline, fills);
            }
            Self::Plain(Plain(document)) => {
                recipient.without_key()?;
                document
            }
            Self::Openssl(make) => {
                make.settings.check_key(recipient)?;
                &make.document
            }
            Self::Rfc8188(make) => {
                make.settings.check_key(recipient)?;
                &make.document
            }
        };
        document.check(fills)
    }

    /// Makes a recipient's file up to the point where its cipher runs, reusing the memory of `file`.
    pub(super) fn begin(
        &self,
        outline: &Outline,
        fills: &[Fill<'_>],
        recipient: &Recipient<'_>,
        file: Vec<u8>,
    ) -> Result<Begun, SealError> {
        Ok(match self {
            Self::Spc(settings) => {
                let protection = settings.protection(recipient)?;
                check_as_xml(outline, fills)?;
                Begun::Spc(container::Sealing::begin(&outline.fill(fills), &protection, file))
            }
            Self::Openssl(make) => Begun::Openssl(make.begin(fills, recipient, file)?),
            Self::Rfc8188(make) => Begun::Done(make.seal(fills, recipient, file)?),
            Self::Plain(make) => Begun::Done(make.seal(fills, recipient, file)?),
        })
    }
}

/// Checks that what comes out of a container can be read as XML.
fn check_as_xml(outline: &Outline, fills: &[Fill<'_>]) -> Result<(), SealError> {
    check_payload(outline.measure(fills), || to_xml(&outline.fill(fills).profile()))
}

/// A file that is finished, or that still needs its cipher if that is worth running in lanes.
pub(super) enum Begun {
    Spc(container::Sealing),
    Openssl(openssl::Sealing),
    Done(Vec<u8>),
}

impl Begun {
    /// Encrypts this file alone.
    pub(super) fn finish(self) -> Vec<u8> {
        match self {
            Self::Spc(sealing) => sealing.finish(),
            Self::Openssl(sealing) => sealing.finish(),
            Self::Done(file) => file,
        }
    }

    /// Encrypts all of them in lockstep, whatever their format.
    pub(super) fn finish_many(mut files: Vec<Self>) -> impl Iterator<Item = Vec<u8>> {
        let mut lanes: Vec<Lane<'_>> = files.iter_mut().filter_map(Self::lane).collect();
        encrypt_many(&mut lanes);
        files.into_iter().map(|file| match file {
            Self::Spc(sealing) => sealing.encrypted(),
            Self::Openssl(sealing) => sealing.encrypted(),
            Self::Done(file) => file,
        })
    }

    fn lane(&mut self) -> Option<Lane<'_>> {
        match self {
            Self::Spc(sealing) => Some(sealing.lane()),
            Self::Openssl(sealing) => Some(sealing.lane()),
            Self::Done(_) => None,
        }
    }
}

impl Plain {
    fn seal(&self, fills: &[Fill<'_>], recipient: &Recipient<'_>, file: Vec<u8>) -> Result<Vec<u8>, SealError> {
        recipient.without_key()?;
        self.0.write(fills, file)
    }
}

impl Openssl {
    fn begin(
        &self,
        fills: &[Fill<'_>],
        recipient: &Recipient<'_>,
        mut file: Vec<u8>,
    ) -> Result<openssl::Sealing, SealError> {
        let phrase = self.settings.phrase(recipient)?;
        let texts = self.document.texts(fills)?;
        let values = document::values(&texts);
        let kdf = self.settings.kdf;
        let salt = match (recipient.openssl_salt(), self.document.template()) {
            (Salt::Synthetic, Some(template)) => {
                Salt::Given(openssl::salt::of_values(&phrase, kdf, template.identity(), &values))
            }
            (salt, _) => salt,
        };
        file.clear();
        file.resize(openssl::HEADER, 0);
        self.document.append(&values, &mut file)?;
        Ok(openssl::Sealing::begin(&phrase, kdf, salt, file))
    }
}

impl Rfc8188 {
    fn seal(&self, fills: &[Fill<'_>], recipient: &Recipient<'_>, file: Vec<u8>) -> Result<Vec<u8>, SealError> {
        let ikm = self.settings.ikm(recipient)?;
        let texts = self.document.texts(fills)?;
        let values = document::values(&texts);
        let (record_size, keyid) = (self.settings.record_size, &self.settings.keyid);
        let salt = match recipient.rfc8188_salt() {
            Salt::Synthetic => rfc8188::salt_of_values(&ikm, record_size, keyid, &self.template, &values),
            given @ Salt::Given(_) => given,
        };
        let mut xml = Vec::new();
        self.document.append(&values, &mut xml)?;
        Ok(rfc8188::seal_into(&ikm, &xml, record_size, keyid, salt, file))
    }
}
