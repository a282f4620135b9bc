//! What is known about an element while it is open.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits;
use crate::profile::UserAccess;
use crate::source::record::shown;

/// An element around the profile, or beside it.
pub(super) struct Wrapper {
    pub(super) span: Span,
    pub(super) holds_profile: bool,
    /// Its children that hold no profile: findings, if it turns out to hold the profile itself.
    pub(super) beside: Vec<Span>,
}

/// An open element of the profile.
pub(super) struct Frame<'a> {
    pub(super) name: &'a str,
    /// The name in the start tag.
    pub(super) span: Span,
    pub(super) is_empty: bool,
    pub(super) is_section: bool,
    /// The value of `ua` and its place.
    pub(super) access: Option<(Option<UserAccess>, Span)>,
    /// Whether it has `preserve-value="y"`.
    pub(super) keeps_user_value: bool,
    /// Of a section: its path with a `/` after it. The profile itself has none.
    pub(super) path: String,
    /// Whether its name or a name around it is unusable, so that no path can be made.
    pub(super) is_lost: bool,
    /// Whether it is inside a secret, so that its name may be a piece of a value.
    pub(super) is_hidden: bool,
    /// Whether what is inside it is hidden; of a section only.
    pub(super) hides: bool,
}

impl<'a> Frame<'a> {
    /// The name as messages show it.
    pub(super) fn label(&self) -> &'a str {
        shown(self.name, self.is_hidden)
    }
}

/// `path` is that of a parameter, or of a section with a `/` after it, inside which any parameter is too long or deep.
pub(super) fn over_path(name: &str, path: &str, span: Span) -> Diagnostic {
    let segments = path.split('/').count();
    let message = if segments > limits::SEGMENTS {
        format!("the path of `{name}` has {segments} segments; the limit is {}", limits::SEGMENTS)
    } else {
        format!("the path of `{name}` is longer than {} bytes", limits::NAME)
    };
    Diagnostic::of(Code::OVER_LIMIT, span, message)
}
