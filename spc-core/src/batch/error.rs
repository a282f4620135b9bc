//! The errors that a base and its columns can have.

use core::ops::Range;

use crate::diagnostic::Span;
use crate::payload::PayloadError;
use crate::profile::NameError;
use crate::source::{EmitError, Parsed, Syntax, value_span};

/// Why a [`Batch`](super::Batch) cannot be made from a base and its columns.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// Two columns have the same name.
    #[error("duplicate column `{name}`")]
    RepeatedColumn {
        /// The later one, counted from 0.
        column: usize,
        /// The name of the column.
        name: String,
    },
    /// A column is not a placeholder, and its name cannot be that of a parameter.
    #[error("column `{name}` is neither a placeholder of the base, `{{{{{name}}}}}`, nor a parameter name: {fault}")]
    Column {
        /// Counted from 0.
        column: usize,
        /// The name of the column.
        name: String,
        /// Why it is not a parameter name.
        fault: NameError,
    },
    /// A column sets a parameter in a section, but the base does not contain that parameter. An empty cell would leave
    /// an empty section, which has a different meaning.
    #[error(
        "column `{name}` sets a parameter in a section; the base must contain that parameter, even if only as an empty element"
    )]
    Nested {
        /// Counted from 0.
        column: usize,
        /// The name of the column.
        name: String,
    },
    /// A placeholder of the base has no column.
    #[error("{} in the value of `{parameter}` has no column", quoted(placeholder.as_deref()))]
    UnknownPlaceholder {
        /// The parameter whose value contains it.
        parameter: String,
        /// The text between the braces: a name, so it may be shown; `None` if it is too long to be one.
        placeholder: Option<String>,
        /// Where it is.
        place: ValuePlace,
    },
    /// A value of the base has `{{` without a matching `}}`.
    #[error("the value of `{parameter}` has `{{{{` without `}}}}`; write `{{{{{{{{` for two literal braces")]
    UnclosedPlaceholder {
        /// The parameter.
        parameter: String,
        /// Where the `{{` is.
        place: ValuePlace,
    },
    /// The base, with all columns filled in, cannot be encoded as a payload.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The base, with all columns filled in, cannot be written as XML.
    #[error(transparent)]
    Emit(#[from] EmitError),
}

/// A range within a value of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValuePlace {
    /// The parameter's index in [`Profile::parameters`](crate::profile::Profile::parameters) of the base: that of the
    /// last occurrence of its name that has a value.
    pub parameter: usize,
    /// The range in bytes of the value, after references are resolved.
    pub range: Range<usize>,
}

impl BatchError {
    /// Returns where the faulty placeholder is in the source of the base; `source` is the bytes that `base` was read
    /// from.
    ///
    /// The span is that of the whole value if the placeholder cannot be located in it, or if the value comes from an
    /// imported file. `None` for errors that are not about a placeholder.
    #[must_use]
    pub fn span(&self, base: &Parsed<'_>, source: &[u8], syntax: Syntax) -> Option<Span> {
        let (Self::UnknownPlaceholder { place, .. } | Self::UnclosedPlaceholder { place, .. }) = self else {
            return None;
        };
        let whole = base.places.get(place.parameter)?.value;
        let value = base.profile.parameters.get(place.parameter)?.value.text()?;
        if whole.source != 0 {
            return Some(whole);
        }
        Some(value_span(source, syntax, whole, value, place.range.clone()))
    }
}

fn quoted(placeholder: Option<&str>) -> String {
    placeholder.map_or_else(|| "a placeholder".to_owned(), |name| format!("placeholder `{{{{{name}}}}}`"))
}
