//! What a source language cannot express.

/// Why a profile cannot be written in a source language at all: a value would be lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmitError {
    /// U+FFFE and U+FFFF are not characters of XML. They never come from an XML source.
    #[error("the value of `{name}` contains U+FFFE or U+FFFF, which XML does not allow")]
    Noncharacter {
        /// The parameter.
        name: String,
    },
    /// In plain text, a quote ends a value, and there is no escape.
    #[error("the value of `{name}` contains a double quote, which plain text cannot express")]
    Quote {
        /// The parameter.
        name: String,
    },
    /// A value is one line of printable characters (FORMAT 6.7). A profile with others cannot be encoded as a payload
    /// either.
    #[error("the value of `{name}` contains a line break or another control character, which is not allowed")]
    ControlCharacter {
        /// The parameter.
        name: String,
    },
    /// Plain text has no sections.
    #[error("`{name}` is in a section, which plain text cannot express")]
    Section {
        /// The path of the parameter.
        name: String,
    },
}

/// What is lost when a profile is written in a source language. It is never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Loss {
    /// XML trims values, however their blanks are written. Does not occur in a profile that comes from XML.
    #[error("the value of `{name}` begins or ends with a space, which XML cannot keep")]
    Blanks {
        /// The parameter.
        name: String,
    },
    /// The repetitions of a section are counted, so gaps close up. Does not occur in a profile that comes from XML.
    #[error("section `{section}` is present without the one before it, so recompiling gives it a different index")]
    IndexGap {
        /// The path of the section, with its index.
        section: String,
    },
    /// Plain text sets the access of every parameter; no mark means none.
    #[error("the user access of `{name}` is not set, so plain text sets it to none")]
    Access {
        /// The parameter.
        name: String,
    },
    /// Plain text cannot express that the device keeps a value that its user has changed.
    #[error("`{name}` has `preserve-value`, which plain text cannot express: the device will use this value")]
    UserValue {
        /// The path of the parameter.
        name: String,
    },
    /// The parameter sets nothing; it is left out, because any plain-text entry would set its access.
    #[error("`{name}` sets neither a value nor user access, so it is left out")]
    Idle {
        /// The path of the parameter.
        name: String,
    },
    /// Plain text has no sections. Occurs only for parameters without a value; others are refused.
    #[error("`{name}` is in a section, which plain text cannot express, so its user access is left out")]
    Section {
        /// The path of the parameter.
        name: String,
    },
}
