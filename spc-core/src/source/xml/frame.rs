//! What is known about an element while it is open.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::limits;
use crate::profile::UserAccess;
use crate::source::record::shown;

/// An element around the profile, or next to it.
pub(super) struct Wrapper {
    pub(super) span: Span,
    pub(super) holds_profile: bool,
    /// Its children that do not contain the profile: they become findings if it turns out to contain the profile
    /// itself.
    pub(super) beside: Vec<Span>,
}

/// An open element of the profile.
pub(super) struct Frame<'a> {
    pub(super) name: &'a str,
    /// The place of its name in the start tag.
    pub(super) span: Span,
    pub(super) is_empty: bool,
    pub(super) is_section: bool,
    /// The value of `ua`, and its place.
    pub(super) access: Option<(Option<UserAccess>, Span)>,
    /// Whether it has `preserve-value="y"`.
    pub(super) keeps_user_value: bool,
    /// For a section, its path followed by a `/`. Empty for the profile itself.
    pub(super) path: String,
    /// Whether its name, or a name around it, is unusable, so that no path can be made.
    pub(super) is_lost: bool,
    /// Whether it is inside a secret, so that its name may be part of a value.
    pub(super) is_hidden: bool,
    /// For a section, whether its content is hidden.
    pub(super) hides: bool,
}

impl<'a> Frame<'a> {
    /// The name as messages show it.
    pub(super) fn label(&self) -> &'a str {
        shown(self.name, self.is_hidden)
    }
}

/// `path` belongs to a parameter, or, followed by a `/`, to a section in which any parameter is too long or too deep.
pub(super) fn over_path(name: &str, path: &str, span: Span) -> Diagnostic {
    let segments = path.split('/').count();
    let message = if segments > limits::SEGMENTS {
        format!("the path of `{name}` has {segments} segments; the limit is {}", limits::SEGMENTS)
    } else {
        format!("the path of `{name}` is longer than {} bytes", limits::NAME)
    };
    Diagnostic::of(Code::OVER_LIMIT, span, message)
}
