//! What can be wrong with a base and its columns.

use core::ops::Range;

use crate::diagnostic::Span;
use crate::payload::PayloadError;
use crate::profile::NameError;
use crate::source::{EmitError, Parsed, Syntax, value_span};

/// Why no [`Batch`](super::Batch) can be made from a base and its columns.
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
    /// A column is not a placeholder, and no parameter can have its name.
    #[error("column `{name}` is neither a placeholder of the base, `{{{{{name}}}}}`, nor a parameter name: {fault}")]
    Column {
        /// Counted from 0.
        column: usize,
        /// The name of the column.
        name: String,
        /// Why it is not a parameter name.
        fault: NameError,
    },
    /// A column sets a parameter in a section, and the base does not have it. An empty cell would leave an empty
    /// section, which means something else.
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
        /// The parameter whose value holds it.
        parameter: String,
        /// What is between the braces: a name, so it may be shown; `None` where it is too long for one.
        placeholder: Option<String>,
        /// Where it is.
        place: ValuePlace,
    },
    /// A value of the base has a `{{` without its `}}`.
    #[error("the value of `{parameter}` has `{{{{` without `}}}}`; write `{{{{{{{{` for two literal braces")]
    UnclosedPlaceholder {
        /// The parameter.
        parameter: String,
        /// Where the `{{` is.
        place: ValuePlace,
    },
    /// The base, with all columns in it, cannot be encoded as a payload.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The base, with all columns in it, cannot be written as XML.
    #[error(transparent)]
    Emit(#[from] EmitError),
}

/// A range of a value of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValuePlace {
    /// The parameter's index in [`Profile::parameters`](crate::profile::Profile::parameters) of the base: the last of
    /// its name that has a value.
    pub parameter: usize,
    /// Bytes of the value, after references were resolved.
    pub range: Range<usize>,
}

impl BatchError {
    /// Where a placeholder at fault is in the source of the base; `source` are the bytes that `base` was read from.
    ///
    /// The span is that of the whole value where the placeholder's own place cannot be found, and where the value comes
    /// from an imported file.
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
