//! Who can mend an error: the one thing that errors of all phases have in common.

/// Who can mend an error; the command line's exit codes follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Whoever wrote the profile.
    Input,
    /// Whoever made the call: a malformed or missing MAC address.
    Usage,
    /// Whoever keeps the keys.
    Key,
    /// Whoever made or sent the file.
    NotOpenable,
}
