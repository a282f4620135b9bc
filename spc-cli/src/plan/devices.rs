//! The devices that a command names.

use spc_core::TargetMac;

use crate::report::error::Failure;
use crate::report::reporter::Talk;

/// Refuses a device named twice, and warns about one that is hardly meant.
pub(crate) fn judge(macs: &[TargetMac], talk: &mut Talk) -> Result<(), Failure> {
    if let Some(twice) = macs.iter().enumerate().find(|(at, mac)| macs.iter().take(*at).any(|earlier| earlier == *mac))
    {
        return Err(Failure::usage(format!("--mac {} is given twice", twice.1)));
    }
    // Legal, but no vendor ships a phone with one (FORMAT 3.1).
    for mac in macs.iter().filter(|mac| mac.is_local()) {
        let message = format!("{mac} is a locally administered address, which no vendor assigns");
        talk.warn(&message, Some("is it mistyped?"));
    }
    Ok(())
}
