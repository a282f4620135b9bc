//! Everything in one call: from a source to a file, and back.
//!
//! Knows: the order of the steps. Must not know: anything inside a step.

use core::fmt;

use crate::container::Device;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::open::{Opener, Warning};
use crate::seal::{Recipient, Target};
use crate::source::{self, Loss};

/// Compiles a profile for one device, or for [`Recipient::generic`].
///
/// The first character shows whether the source is XML or plain text. Imports are not supported.
///
/// ```
/// # use spc_core::{Recipient, Target, TargetMac, compile, key::MasterKey, seal::Spc};
/// # let master = MasterKey::from_bytes([7; 32]);
/// let xml = "<flat-profile><Proxy_1_>sip.example.com</Proxy_1_></flat-profile>";
/// let mac: TargetMac = "000e08aabbcc".parse()?;
/// let target = Target::from(Spc::new().keys(master));
/// let file = compile(xml, &target, mac)?;
/// assert_eq!(file, compile(xml, &target, Recipient::from(mac))?, "the same input gives the same bytes");
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// Warnings are dropped; [`compile_with_findings`] returns them.
///
/// # Errors
/// Returns [`Error::Source`], with every finding, if the source is refused, and [`Error::Seal`] if no file can be made.
pub fn compile<'a>(
    source: impl AsRef<[u8]>,
    target: &Target,
    recipient: impl Into<Recipient<'a>>,
) -> Result<Vec<u8>, Error> {
    compile_with_findings(source, target, recipient).map(|compiled| compiled.file)
}

/// A file, and the warnings about its source.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// The file.
    pub file: Vec<u8>,
    /// The warnings, in source order.
    pub findings: Vec<Diagnostic>,
}

/// Like [`compile`], but also returns the warnings.
///
/// ```
/// # use spc_core::{Recipient, Target, compile_with_findings};
/// let compiled = compile_with_findings("<flat-profile>[System]<A>1</A></flat-profile>", &Target::Xml, Recipient::generic())?;
/// assert_eq!(compiled.findings[0].code.format_name(), Some("StrayText"));
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// # Errors
/// Returns the errors of [`compile`].
pub fn compile_with_findings<'a>(
    source: impl AsRef<[u8]>,
    target: &Target,
    recipient: impl Into<Recipient<'a>>,
) -> Result<Compiled, Error> {
    let source = source.as_ref();
    let parsed = source::read(source)?;
    let file = target.seal(&parsed.profile, &recipient.into())?;
    Ok(Compiled { file, findings: parsed.diagnostics })
}

/// Opens a file as a device would and writes its profile as canonical XML.
///
/// The format is recognised by the content: a container, XML, gzip, or `openssl enc` with the device's key text as the
/// phrase. RFC 8188 files have no magic number, and their key has no agreed text form; for these, and for anything else
/// that may be known about a file, use an [`Opener`].
///
/// The device's requirements apply to every format: XML and gzip are not encrypted with a key, and no stock format is
/// bound to a device or has a serial, so [`Device::require_target`] and [`Device::min_serial`] refuse all of them.
///
/// ```
/// # use spc_core::{Target, TargetMac, compile, decompile, container::Device, seal::Spc};
/// let mac: TargetMac = "000e08aabbcc".parse()?;
/// let file = compile("<flat-profile><GPP_A>x</GPP_A></flat-profile>", &Spc::new().into(), mac)?;
/// let xml = decompile(&file, &Device::new().mac(mac))?;
/// assert!(xml.contains("<GPP_A>x</GPP_A>"));
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// This drops what is odd about the file, the warnings about its XML, and what XML cannot keep of a container's
/// profile; [`decompile_with_findings`] returns all of it.
///
/// # Errors
/// Returns [`Error::Format`], [`Error::Open`], [`Error::Stock`] or [`Error::Key`] if the file cannot be opened,
/// [`Error::Source`] if its content is not a profile, and [`Error::Emit`] if XML cannot express a value at all.
pub fn decompile(file: impl AsRef<[u8]>, device: &Device) -> Result<String, Error> {
    decompile_with_findings(file, device).map(|decompiled| decompiled.xml)
}

/// A file's profile as XML, and everything that the XML alone does not show.
#[derive(Clone)]
#[non_exhaustive]
pub struct Decompiled {
    /// The profile as canonical XML.
    pub xml: String,
    /// What is odd about the file.
    pub warnings: Vec<Warning>,
    /// The warnings about the XML that was inside, in its order; their spans refer to that XML, not to [`Self::xml`].
    pub findings: Vec<Diagnostic>,
    /// What XML cannot keep of a container's profile.
    pub losses: Vec<Loss>,
}

/// Shows only the length of the XML, because its values may be passwords.
impl fmt::Debug for Decompiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { xml, warnings, findings, losses } = self;
        f.debug_struct("Decompiled")
            .field("xml", &xml.len())
            .field("warnings", warnings)
            .field("findings", findings)
            .field("losses", losses)
            .finish()
    }
}

/// Like [`decompile`], but also returns what it drops.
///
/// ```
/// # use spc_core::container::Device;
/// # use spc_core::decompile_with_findings;
/// let file = "<flat-profile>[System]<A>1</A></flat-profile>";
/// let decompiled = decompile_with_findings(file, &Device::new())?;
/// assert!(decompiled.xml.contains("<A>1</A>"));
/// assert_eq!(decompiled.findings[0].code.format_name(), Some("StrayText"));
/// assert!(decompiled.warnings.is_empty() && decompiled.losses.is_empty());
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// # Errors
/// Returns the errors of [`decompile`].
pub fn decompile_with_findings(file: impl AsRef<[u8]>, device: &Device) -> Result<Decompiled, Error> {
    let opened = Opener::from(device.clone()).open(file.as_ref())?;
    let parsed = opened.parse()?;
    Ok(Decompiled {
        xml: source::to_xml(&parsed.profile)?,
        warnings: opened.warnings().to_vec(),
        losses: source::xml_losses(&parsed.profile),
        findings: parsed.diagnostics,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeyText;
    use crate::profile::{Parameter, ParameterName, Profile, Value};
    use crate::seal::Spc;
    use crate::stock::openssl::{self, Digest, EncSettings, Kdf, Phrase};

    #[test]
    fn decompiling_keeps_what_is_odd_about_the_file_and_what_xml_loses() {
        let name = ParameterName::parse("A").expect("a name");
        let parameter = Parameter { name, value: Value::Set(" x ".into()), access: None, keeps_user_value: false };
        let profile = Profile::new(vec![parameter]);
        let file = Target::from(Spc::new()).seal(&profile, &Recipient::generic()).expect("sealed");
        let decompiled = decompile_with_findings(&file, &Device::new()).expect("opens");
        assert_eq!(decompiled.losses, [Loss::Blanks { name: "A".into() }]);

        let phrase = Phrase::new(b"a phrase".to_vec()).expect("a phrase");
        let kdf = Kdf::new(Digest::Sha256).pbkdf2(10_000.try_into().expect("not 0"));
        let file = openssl::seal(b"<flat-profile>stray<A>1</A></flat-profile>", &EncSettings::new(phrase, kdf));
        let device = Device::new().key(KeyText::new("a phrase".into()));
        let decompiled = decompile_with_findings(file, &device).expect("opens");
        assert_eq!(decompiled.warnings.len(), 1, "{decompiled:?}");
        assert_eq!(decompiled.findings.len(), 1, "{decompiled:?}");
        assert!(!format!("{decompiled:?}").contains("flat-profile"));
    }
}
