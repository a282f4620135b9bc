//! File names made from a device's address.

use spc_core::{FileName, FileNameError, TargetMac};
use spc_fleet::RESERVED;

use crate::report::error::Error;

/// A file name with `{mac}` and `{MAC}` in it, as in `spa{mac}.cfg`.
#[derive(Clone, Debug)]
pub struct NamePattern(FileName);

/// The name that phones request as `$MA.cfg`.
pub const PROFILE: &str = "{mac}.cfg";
/// The name of a device's first profile, which must differ from that of its second.
pub const BOOTSTRAP: &str = "bootstrap-{mac}.cfg";

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// It is not the name of a file in a folder.
    pub fn new(text: &str) -> Result<Self, Error> {
        let bad = |why: &dyn std::fmt::Display| Error::usage(format!("the file name `{text}` {why}"));
        let name = FileName::parse(text).map_err(|error| match error {
            FileNameError::Folder => {
                bad(&"has a `/`").hint("give only a file name: the files go into the output directory")
            }
            error => bad(&error),
        })?;
        FileName::check(text).map_err(|error| bad(&error))?;
        if text.starts_with(RESERVED) {
            return Err(bad(&"begins like that of a temporary file of spc"));
        }
        Ok(Self(name))
    }

    /// Whether different devices get different names.
    #[must_use]
    pub fn differs_by_device(&self) -> bool {
        self.0.differs_by_device()
    }

    /// The name of a device's file, or of the file that is for no device in particular.
    #[must_use]
    pub fn name(&self, mac: Option<TargetMac>) -> String {
        mac.map_or_else(|| self.0.to_string(), |mac| self.0.of(mac))
    }

    /// The device whose file has this name; `None` if the name does not follow this pattern.
    #[must_use]
    pub fn device(&self, name: &str) -> Option<TargetMac> {
        self.0.mac_of(name)
    }
}
