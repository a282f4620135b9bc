//! `spc verify`: opens a file as its device would, and writes nothing.

use crate::args::Verify;
use crate::failure::Failure;
use crate::input::Input;
use crate::opened::{self, Demands, Opened};
use crate::profile;
use crate::talk::Talk;
use spc_core::stock;

pub(crate) fn run(args: &Verify) -> Result<(), Failure> {
    let mut talk = Talk::new(false);
    let input = Input::read(&args.file, opened::LIMIT)?;
    let is_container = input.bytes.starts_with(&spc_core::container::MAGIC);
    // --mac says which device's own key opens a stock format, and that a container must be bound to it.
    let demands = Demands { target: args.open.mac.is_some() && is_container, min_serial: args.min_serial };
    match opened::open(&input, &args.open, demands, &mut talk)? {
        Opened::Container(opened) => {
            let header = opened.header();
            let serial = header.serial();
            let secrecy = if header.mode() & 2 == 0 { ", not hidden" } else { "" };
            talk.done(&format!("`{}` opens (serial {serial}{secrecy})", input.name));
        }
        Opened::Xml { xml, format } => {
            let inner = Input { name: input.name.clone(), path: None, bytes: xml };
            profile::parse(&inner, &mut talk)?;
            if format == stock::Format::Openssl {
                talk.note(&format!(
                    "`{}` opens, but openssl enc has no integrity: it may have been changed",
                    input.name
                ));
            }
        }
    }
    Ok(())
}
