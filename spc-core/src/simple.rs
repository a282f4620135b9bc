//! The whole way in one call: a source in, a file out, and back.
//!
//! Knows: the order of the steps. Must not know: anything inside a step.

use crate::container::Device;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::open::Opener;
use crate::seal::{Recipient, Target};
use crate::source;

/// Compiles a profile for one device, or for [`Recipient::any`]: XML or plain text by its first character, without
/// imports.
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
/// [`Error::Source`], with every finding; [`Error::Seal`].
pub fn compile<'a>(
    source: impl AsRef<[u8]>,
    target: &Target,
    recipient: impl Into<Recipient<'a>>,
) -> Result<Vec<u8>, Error> {
    compile_with_findings(source, target, recipient).map(|compiled| compiled.file)
}

/// A file, and what its source is warned about.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// The file.
    pub file: Vec<u8>,
    /// The warnings, in source order.
    pub findings: Vec<Diagnostic>,
}

/// Does what [`compile`] does, and returns the warnings with the file.
///
/// ```
/// # use spc_core::{Recipient, Target, compile_with_findings};
/// let compiled = compile_with_findings("<flat-profile>[System]<A>1</A></flat-profile>", &Target::Xml, Recipient::any())?;
/// assert_eq!(compiled.findings[0].code.format_name(), Some("StrayText"));
/// # Ok::<(), spc_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Source`], with every finding; [`Error::Seal`].
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
/// The format is recognised by the content: a container, XML, gzip, or `openssl enc` with the device's key text as
/// phrase. Files of RFC 8188 have no magic, and their key has no agreed text form: an [`Opener`] takes that, and everything
/// else that may be known about a file.
///
/// What the device demands, it demands of every format: XML and gzip are not keyed, no stock format is bound to a
/// device or has a serial, so [`Device::require_target`] and [`Device::min_serial`] refuse them all. What XML cannot
/// keep of a container's profile is dropped; [`source::xml_losses`] says what that is.
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
/// # Errors
/// [`Error::Format`], [`Error::Open`], [`Error::Stock`], [`Error::Key`]; [`Error::Source`] when what was inside is not a
/// profile.
pub fn decompile(file: &[u8], device: &Device) -> Result<String, Error> {
    let opened = Opener::from(device.clone()).open(file)?;
    Ok(source::to_xml(&opened.parse()?.profile)?)
}
