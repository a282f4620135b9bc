//! Language files of a phone: `serv=http://192.0.2.1/lang/;d0=English-US;x0=en.xml;d1=Czech;x1=cs.xml;`.
//!
//! Sources: `Dictionary_Server_Script` in the SPA500 and MPP guides.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::number;
use super::part::Part;
use super::url::{self, Url};

/// What can be wrong with a list of languages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A piece without `=`, or a name other than `serv`, `d0`, `x0`, ..
    #[error("languages are written `serv=address;d0=English;x0=en.xml;d1=..;x1=..`")]
    NotAField,
    /// No server at the beginning.
    #[error("missing `serv=` at the beginning")]
    NoServer,
    /// The same field again.
    #[error("duplicate field")]
    Duplicate,
    /// A file without the name of its language.
    #[error("missing `d` and its number, the name of the language")]
    NoName,
    /// No value after `=`.
    #[error("missing value after `=`")]
    Empty,
    /// The server's address is wrong.
    #[error(transparent)]
    Server(#[from] url::Mistake),
}

/// A language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MenuLanguage {
    /// Its number.
    pub number: u32,
    /// What the menu shows.
    pub name: Located<String>,
    /// Its file on the server; if it is not given, the phone uses its own words.
    pub file: Option<Located<String>>,
}

/// The languages, and where their files are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Languages {
    /// The server and the path before the names of the files.
    pub server: Url,
    /// The languages, by their numbers.
    pub list: Vec<MenuLanguage>,
}

impl Languages {
    /// Reads a list of languages.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let mut server = None;
        let (mut names, mut files) = (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
        for part in text.strip_suffix(";").unwrap_or(text).split(';').map(Part::trim) {
            let (key, value) = part.field().ok_or_else(|| part.fault(Mistake::NotAField))?;
            if value.is_empty() {
                return Err(value.fault(Mistake::Empty));
            }
            let repeated = if key.text() == "serv" {
                server.replace(Url::read(value).map_err(|fault| fault.map(Mistake::Server))?).is_some()
            } else if let Some(number) = key.strip_prefix("d").and_then(index) {
                names.insert(number, value.owned()).is_some()
            } else if let Some(number) = key.strip_prefix("x").and_then(index) {
                files.insert(number, value.owned()).is_some()
            } else {
                return Err(part.fault(Mistake::NotAField));
            };
            if repeated {
                return Err(part.fault(Mistake::Duplicate));
            }
        }
        let mut list = Vec::new();
        for (number, name) in names {
            list.push(MenuLanguage { number, name, file: files.remove(&number) });
        }
        if let Some((_, file)) = files.pop_first() {
            return Err(Fault { kind: Mistake::NoName, range: file.range() });
        }
        let server = server.ok_or_else(|| text.fault(Mistake::NoServer))?;
        Ok(Self { server, list })
    }
}

fn index(part: Part<'_>) -> Option<u32> {
    number::count(part, u32::MAX).ok()
}

impl fmt::Display for Languages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "serv={};", self.server)?;
        for language in &self.list {
            write!(f, "d{}={};", language.number, language.name)?;
            if let Some(file) = &language.file {
                write!(f, "x{}={file};", language.number)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_and_written_again() {
        let text = "serv=http://192.0.2.1/lang/;d0=English-US;x0=en.xml;d1=Czech;x1=cs.xml;d2=German;";
        assert_eq!(Languages::parse(text).unwrap().to_string(), text);
    }

    #[test]
    fn mistakes_in_languages_have_their_place() {
        for (text, kind, place) in [
            ("d0=English", Mistake::NoServer, "d0=English"),
            ("serv=http://a/;x0=en.xml", Mistake::NoName, "en.xml"),
            ("serv=http://a/;y0=en.xml", Mistake::NotAField, "y0=en.xml"),
            ("serv=a", Mistake::Server(url::Mistake::NoScheme), "a"),
            ("serv=http://a/;d0=A;d0=B", Mistake::Duplicate, "d0=B"),
            ("serv=http://a/;d0=", Mistake::Empty, ""),
        ] {
            let fault = Languages::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
