//! The devices that a command names.

use spc_core::TargetMac;

use crate::report::error::Error;
use crate::report::reporter::Reporter;

/// Refuses a device named twice, and warns about one that is hardly meant.
pub(crate) fn check(macs: &[TargetMac], reporter: &Reporter) -> Result<(), Error> {
    if let Some(twice) = macs.iter().enumerate().find(|(at, mac)| macs.iter().take(*at).any(|earlier| earlier == *mac))
    {
        return Err(Error::usage(format!("--mac {} is given twice", twice.1)));
    }
    // Legal, but no vendor ships a phone with one (FORMAT 3.1).
    for mac in macs.iter().filter(|mac| mac.is_local()) {
        let message = format!("{mac} is a locally administered address, which no vendor assigns");
        reporter.warn(&message, Some("a typo?"));
    }
    Ok(())
}
