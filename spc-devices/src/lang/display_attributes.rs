//! What a phone shows of a directory entry: `a=cn,n=Name;a=telephoneNumber,n=Work,t=p`.
//!
//! Source: `LDAP_Display_Attrs` in the guides of the MPP phones.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::part::Part;

/// What can be wrong with a list of attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A piece without `=`.
    #[error("an attribute is written `a=attribute,n=label,t=p`")]
    NotAField,
    /// A field of another name.
    #[error("an attribute has only the fields `a`, `n` and `t`")]
    UnknownField,
    /// The same field again.
    #[error("duplicate field in an attribute")]
    Duplicate,
    /// No `a=`.
    #[error("missing `a=` and the attribute's name")]
    NoAttribute,
    /// A type other than `p`.
    #[error("the only type is `t=p`, a number that can be dialled")]
    Type,
}

/// An attribute of a directory entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribute {
    /// Its name in the directory.
    pub name: Located<String>,
    /// What is shown before it.
    pub label: Option<Located<String>>,
    /// `t=p`: a number that can be dialled. The phone uses only the first one.
    pub dialable: Option<Located<()>>,
}

/// The attributes that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attributes {
    /// In order.
    pub list: Vec<Attribute>,
}

impl Attributes {
    /// Reads a list of attributes.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let parts = text.strip_suffix(";").unwrap_or(text).split(';');
        Ok(Self { list: parts.map(|part| Attribute::read(part.trim())).collect::<Result<_, _>>()? })
    }
}

impl Attribute {
    fn read(part: Part<'_>) -> Result<Self, Fault<Mistake>> {
        let (mut name, mut label, mut dialable) = (None, None, None);
        for piece in part.split(',').map(Part::trim) {
            let (key, value) = piece.field().ok_or_else(|| piece.fault(Mistake::NotAField))?;
            let repeated = match key.text() {
                "a" if value.is_empty() => return Err(value.fault(Mistake::NoAttribute)),
                "a" => name.replace(value.owned()).is_some(),
                "n" => label.replace(value.owned()).is_some(),
                "t" if value.text() == "p" => dialable.replace(value.located(())).is_some(),
                "t" => return Err(value.fault(Mistake::Type)),
                _ => return Err(key.fault(Mistake::UnknownField)),
            };
            if repeated {
                return Err(piece.fault(Mistake::Duplicate));
            }
        }
        Ok(Self { name: name.ok_or_else(|| part.fault(Mistake::NoAttribute))?, label, dialable })
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, attribute) in self.list.iter().enumerate() {
            let before = if index == 0 { "" } else { ";" };
            write!(f, "{before}a={}", attribute.name)?;
            if let Some(label) = &attribute.label {
                write!(f, ",n={label}")?;
            }
            if attribute.dialable.is_some() {
                f.write_str(",t=p")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_and_written_again() {
        for text in ["a=cn,n=Name;a=telephoneNumber,n=Work,t=p", "a=cn"] {
            assert_eq!(Attributes::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn mistakes_in_attributes_have_their_place() {
        for (text, kind, place) in [
            ("n=Name", Mistake::NoAttribute, "n=Name"),
            ("a=", Mistake::NoAttribute, ""),
            ("a=cn;;a=sn", Mistake::NotAField, ""),
            ("a=cn,t=m", Mistake::Type, "m"),
            ("a=cn,b=1", Mistake::UnknownField, "b"),
            ("a=cn,a=sn", Mistake::Duplicate, "a=sn"),
        ] {
            let fault = Attributes::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
