//! `spc verify`: opens a file as its device would, and writes nothing.

use spc_core::container;

use crate::args::Verify;
use crate::plan::open;
use crate::read::input::Input;
use crate::read::opener::{self, Demands, Opened, Sealing};
use crate::read::secret::Wanted;
use crate::report::error::Error;
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
    match opener.open(&input, args.open.mac, demands, reporter)? {
        Opened::Container(opened) => {
            let header = opened.header();
            let serial = header.serial();
            let secrecy = if header.mode() & 2 == 0 { ", not hidden" } else { "" };
            reporter.done(&format!("`{}` opens (serial {serial}{secrecy})", input.name));
        }
        Opened::Stock { content, sealing } => {
            sealing.parse(&opener::unpack(&input, &content)?, reporter)?;
            match sealing {
                Sealing::Openssl { digest, .. } => reporter.note(&format!(
                    "`{}` opens with digest {digest}, but openssl enc has no integrity: it may have been changed",
                    input.name
                )),
                Sealing::Rfc8188 { .. } => reporter.done(&format!("`{}` opens", input.name)),
                Sealing::None => reporter.done(&format!("`{}` opens, not encrypted", input.name)),
            }
        }
    }
    reporter.settle()
}
