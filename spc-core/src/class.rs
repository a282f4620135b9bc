//! Who can fix an error: the one thing that errors of all phases have in common.

/// Who can fix an error; the exit codes of the command line are based on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The author of the profile.
    Input,
    /// The caller: a malformed or missing MAC address.
    Usage,
    /// The keeper of the keys.
    Key,
    /// The maker or sender of the file.
    NotOpenable,
}
