//! `spc derive`: the key of a device, or the rule that holds it.

use std::path::Path;

use zeroize::Zeroizing;

use crate::args::Derive;
use crate::devices;
use crate::failure::Failure;
use crate::fleet;
use crate::input::is_dash;
use crate::output::{Content, Existing, Output, PRIVATE};
use crate::secret::Wanted;
use crate::talk::Talk;

pub(crate) fn run(args: &Derive) -> Result<(), Failure> {
    let mut talk = Talk::new(args.deny_warnings);
    let path = args.output.as_deref().unwrap_or(Path::new("-"));
    if is_dash(path) && !args.reveal {
        let failure = Failure::usage("a device key is secret, and standard output may end up in a log");
        return Err(failure.hint("-o PATH writes it to a file of mode 0600; --reveal shows it"));
    }
    let macs = &args.devices.mac;
    devices::judge(macs, &mut talk)?;
    let wanted = Wanted::from(&args.key);
    let master = fleet::load_master(&wanted, &mut talk)?;
    let key_file = wanted.file();
    let output = Output::resolve(path, &key_file.as_deref().into_iter().collect::<Vec<_>>())?;

    let mut lines: Vec<Zeroizing<String>> = Vec::with_capacity(macs.len());
    for mac in macs {
        let name = if macs.len() > 1 { format!("{mac} ") } else { String::new() };
        lines.push(master.device_key(*mac).with_hex(|key| {
            let rule = args.profile_rule.as_ref().map(|url| url.rule(key));
            Zeroizing::new(format!("{name}{}\n", rule.as_ref().map_or(key, |rule| rule.as_str())))
        }));
    }
    let length = lines.iter().map(|line| line.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    lines.iter().for_each(|line| text.push_str(line));
    talk.settle()?;
    output.write(text.as_bytes(), Content::Text, PRIVATE, Existing::Replace)?;
    if !is_dash(path) {
        talk.done(&format!("wrote `{}`", path.display()));
    }
    Ok(())
}
