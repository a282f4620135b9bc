//! `spc verify`: opens a file as its device would, and writes nothing.

use spc_core::container;
use spc_core::open::Encryption;

mod directory;
mod model;

use self::model::check_model;
use crate::args::Verify;
use crate::plan::{devices, open};
use crate::read::input::Input;
use crate::read::opener::{self, Demands};
use crate::read::secret::{Wanted, key_files};
use crate::report::error::Error;
use crate::report::reporter::Reporter;
use crate::write::names::{self, Pattern};

pub(crate) fn run(args: &Verify, reporter: &Reporter) -> Result<(), Error> {
    reporter.deny_warnings(args.deny_warnings);
    let mut opener = open::opener(&args.open.key, &args.open.how);
    if args.list.devices.is_some() {
        let pattern = Pattern::new(args.name.as_deref().unwrap_or(names::PROFILE))?;
        let listed = devices::listed(&args.list, &key_files(&[opener.wanted()]), reporter)?.unwrap_or_default();
        let folder = devices::directory(std::slice::from_ref(&args.file))?;
        let files = devices::files(folder, &pattern, listed);
        directory::verify(args, folder, &files, &mut opener, reporter)?;
        return reporter.settle();
    }
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
