//! `spc compile`: one profile into one file per device.

use std::path::Path;

use spc_core::TargetMac;

use crate::args::Compile;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Input;
use crate::names;
use crate::output::{Existing, Output, Written};
use crate::profile;
use crate::recipe::Recipe;
use crate::talk::Talk;

pub(crate) fn run(args: &Compile) -> Result<(), Failure> {
    let mut talk = Talk::new(args.write.deny_warnings);
    let macs = &args.macs.mac;
    let outputs = names::outputs(&args.names, macs)?;
    let reproducible = args.write.if_changed || args.write.check;
    let recipe = Recipe::new(&args.seal, reproducible, &mut talk)?;
    warn_about_local(macs, &mut talk);

    let input = Input::read(&args.input, profile::LIMIT)?;
    let parsed = profile::parse(&input, &mut talk)?;
    recipe.warn_if_unhidden(&parsed.profile, !macs.is_empty(), args.seal.quiet_target, &mut talk);

    // Everything that can fail without touching a file comes before the first one is written.
    let inputs: Vec<&Path> = input.path.as_deref().into_iter().collect();
    let seal = |(mac, path)| {
        let target = recipe.target(mac)?;
        let verbatim = args.seal.format.verbatim.then(|| target.seal_verbatim(&input.bytes)).flatten();
        let sealed = verbatim.map_or_else(|| target.seal(&parsed.profile), Ok);
        let file = sealed.map_err(|error| Failure::new(Exit::Input, format!("`{}`: {error}", input.name)))?;
        Ok((mac, Output::resolve(path, &inputs)?, path, file))
    };
    let files = outputs.iter().map(|(mac, path)| seal((*mac, path.as_path()))).collect::<Result<Vec<_>, Failure>>()?;
    talk.settle()?;

    let existing = if args.write.if_changed { Existing::LeaveEqual } else { Existing::Replace };
    let mut stale = false;
    for (mac, output, path, file) in files {
        let (name, what) = (path.display(), recipe.describe(mac));
        if args.write.check {
            if !output.holds(&file)? {
                talk.note(&format!("`{name}` is stale"));
                stale = true;
            }
        } else if args.write.dry_run {
            talk.note(&format!("would write `{name}` {what}"));
        } else {
            match output.write(&file, recipe.content(), args.write.out_mode, existing)? {
                Written::Yes => talk.done(&format!("wrote `{name}` {what}")),
                Written::WasEqual => talk.done(&format!("`{name}` is up to date")),
            }
        }
    }
    if stale {
        return Err(Failure::Silent(Exit::Input));
    }
    recipe.remarks(&talk);
    Ok(())
}

/// A locally administered address is legal, but no vendor ships a phone with one (FORMAT 3.1).
fn warn_about_local(macs: &[TargetMac], talk: &mut Talk) {
    for mac in macs.iter().filter(|mac| mac.is_local()) {
        let message = format!("{mac} is a locally administered address, which no vendor assigns");
        talk.warn(&message, Some("is it mistyped?"));
    }
}
