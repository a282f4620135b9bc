//! How bad a finding is.

use core::fmt;

/// How bad a finding is; the worst sorts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// The source is not compiled.
    Error,
    /// The source is compiled, but is probably not what was meant.
    Warning,
    /// Worth knowing, but never a reason to refuse or to fail, however strict the caller is.
    Note,
}

impl Severity {
    /// Returns the word for it in messages and machine-readable reports: `error`, `warning` or `note`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
