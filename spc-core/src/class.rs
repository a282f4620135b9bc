//! Who can fix an error: the one property that the errors of all phases share.

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
    /// Whoever made or sent the file.
    NotOpenable,
}
