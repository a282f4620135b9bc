//! What can be wrong with a base and its columns, and with one recipient.

use crate::class::Class;
use crate::key::KeyError;
use crate::limits;
use crate::payload::PayloadError;
use crate::profile::NameError;
use crate::source::EmitError;

/// Why a base and its columns make no [`Batch`](super::Batch).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// A column stands twice.
    #[error("column `{name}` stands twice")]
    RepeatedColumn {
        /// The later one, counted from 0.
        column: usize,
        /// Its name.
        name: String,
    },
    /// A column is no placeholder, and no parameter can have its name.
    #[error("column `{name}` is neither a placeholder of the base, `{{{{{name}}}}}`, nor a parameter name: {fault}")]
    Column {
        /// Counted from 0.
        column: usize,
        /// Its name.
        name: String,
        /// Why it is no parameter name.
        fault: NameError,
    },
    /// A column sets a parameter in a section, and the base does not have it. An empty cell would leave an empty
    /// section, which means something else.
    #[error("column `{name}` sets a parameter in a section, which the base must have, if only as an empty element")]
    Nested {
        /// Counted from 0.
        column: usize,
        /// Its name.
        name: String,
    },
    /// A placeholder of the base has no column.
    #[error("{} in the value of `{parameter}` has no column", quoted(placeholder.as_deref()))]
    UnknownPlaceholder {
        /// The parameter whose value holds it.
        parameter: String,
        /// What stands between the braces; `None` in the value of a secret, of which it may be a piece, and where it
        /// is too long for a name.
        placeholder: Option<String>,
    },
    /// A value of the base has a `{{` without its `}}`.
    #[error("value of `{parameter}` has a `{{{{` without `}}}}`; write `{{{{{{{{` for the two braces themselves")]
    UnclosedPlaceholder {
        /// The parameter.
        parameter: String,
    },
    /// The base, with all columns in it, has no payload.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The base, with all columns in it, has no XML.
    #[error(transparent)]
    Emit(#[from] EmitError),
}

fn quoted(placeholder: Option<&str>) -> String {
    placeholder.map_or_else(|| "a placeholder".to_owned(), |name| format!("placeholder `{{{{{name}}}}}`"))
}

/// Why a recipient gets no file. Tells columns and positions, never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecipientError {
    /// Not one value a column.
    #[error("{given} values for {columns} columns")]
    Values {
        /// Columns of the batch.
        columns: usize,
        /// Values given.
        given: usize,
    },
    /// A value holds a character that no profile can: a control character (line ends and TAB among them), U+FFFE or
    /// U+FFFF.
    #[error("column `{name}` has U+{:04X} at byte {position}, which no value can hold", u32::from(*.character))]
    Character {
        /// The column, counted from 0.
        column: usize,
        /// Its name.
        name: String,
        /// The character.
        character: char,
        /// Its byte position in the value.
        position: usize,
    },
    /// A parameter's value, with the recipient's values in it, is too long.
    #[error("column `{name}` makes the value of `{parameter}` {bytes} bytes, limit is {}", limits::VALUE)]
    ValueTooLong {
        /// The column that adds most, counted from 0.
        column: usize,
        /// Its name.
        name: String,
        /// The parameter.
        parameter: String,
        /// The length of its value.
        bytes: usize,
    },
    /// The profile, with the recipient's values in it, has no payload: it is too large.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// Each recipient is to bring a key, and this one does not.
    #[error("the recipient has no key")]
    NoKey,
    /// The recipient brings a key that the batch would not use.
    #[error("the recipient brings a key, and the batch takes none from recipients")]
    UnusedKey,
    /// A container's key is no raw one. Each passphrase would cost PBKDF2.
    #[error("a key for one recipient is 32 to 64 hexadecimal digits; a passphrase must be one for all")]
    Passphrase,
    /// The recipient's key is malformed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl RecipientError {
    /// Who can mend it.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::Values { .. } | Self::Character { .. } | Self::ValueTooLong { .. } | Self::Payload(_) => Class::Input,
            Self::NoKey | Self::UnusedKey | Self::Passphrase | Self::Key(_) => Class::Key,
        }
    }
}
