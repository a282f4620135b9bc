//! `spc verify`: opens a file as its device would, and writes nothing.

use spc_core::container;
use spc_core::format::Format;
use spc_core::open::{Encryption, Opened};
use spc_core::stock::openssl::{Digest, ReadDigest};
use spc_devices::model::Model;

use crate::args::Verify;
use crate::plan::{open, preset};
use crate::read::input::Input;
use crate::read::opener::{self, Demands};
use crate::read::secret::Wanted;
use crate::report::error::Error;
use crate::report::exit::Exit;
use crate::report::reporter::Reporter;

pub(crate) fn run(args: &Verify, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    let mut opener = open::opener(&args.open.key, &args.open.how);
    Wanted::share_stdin(Some(&args.file), &[opener.wanted()])?;
    let input = Input::read(&args.file, opener::LIMIT)?;
    // --mac demands that the file is for that device: a container by its target, a stock format, which has none, by a key
    // that is made for the device.
    let is_bound_by_key = opener.wanted().is_master() && !container::begins(&input.bytes);
    let target = args.open.mac.is_some() && !is_bound_by_key;
    let demands = Demands { target, min_serial: args.min_serial };
    let opened = opener.open(&input, args.open.mac, demands, reporter)?;
    if let Some(xml) = opener::xml(&input, &opened) {
        opener::parse(&opened, &xml, reporter)?;
    }
    opener::note_warnings(&input, &opened, reporter);
    if let Some(model) = args.model {
        check_model(&input, &opened, model, reporter)?;
    }
    let name = &input.name;
    match (opened.as_container(), opened.encryption()) {
        (Some(container), _) => {
            let header = container.header();
            let secrecy = if header.mode() & 2 == 0 { ", not hidden" } else { "" };
            reporter.done(&format!("`{name}` opens (serial {}{secrecy})", header.serial()));
        }
        (None, Encryption::Openssl { digest, .. }) => reporter.note(&format!(
            "`{name}` opens with digest {digest}, but openssl enc has no integrity: it may have been changed"
        )),
        (None, Encryption::None) => reporter.done(&format!("`{name}` opens, not encrypted")),
        (None, _) => reporter.done(&format!("`{name}` opens")),
    }
    reporter.settle()
}

/// Whether a device reads such a file at all.
fn check_model(input: &Input, opened: &Opened, model: Model, reporter: &Reporter) -> Result<(), Error> {
    let (file, name) = (&input.name, model.name());
    let refused = |why: String| {
        let failure = Error::new(Exit::NotOpenable, format!("`{file}` opens, but {name} does not read it: {why}"));
        Err(failure.hint(preset::reading(model)))
    };
    let format = opened.format();
    if format == Format::Spc {
        return refused("stock firmware does not read SPC containers".into());
    }
    if !model.reads(format) {
        return refused(format!("it is {format}"));
    }
    if opened.is_packed() && !model.reads(Format::Gzip) {
        return refused("it is compressed".into());
    }
    if let Some(warning) = opened.warnings().first() {
        return refused(format!("it was {warning}"));
    }
    match (opened.digest(), model.digest()) {
        (Some(ReadDigest::Sha256), Digest::Md5) => {
            refused("it was made with sha256, and the SPA and ATA families need md5".into())
        }
        (Some(ReadDigest::Md5), Digest::Sha256) => {
            reporter.note(&format!("`{file}` was made with md5: {name} reads that before firmware 11.3 only"));
            Ok(())
        }
        _ => Ok(()),
    }
}
