//! News feeds of a phone: `name=Local News;url=http://192.0.2.1/news.rss`.
//!
//! Source: `RSS_Feed_URL` of the SPA525G.

use core::fmt;

use super::Fault;
use super::located::Located;
use super::part::Part;
use super::url::{self, Url};

/// What can be wrong with a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// Not the two fields.
    #[error("a feed is written `name=News;url=http://..`")]
    Form,
    /// The address is wrong.
    #[error(transparent)]
    Url(#[from] url::Mistake),
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Feed {
    /// What is shown.
    pub name: Located<String>,
    /// Where it is.
    pub url: Url,
}

impl Feed {
    /// Reads a feed.
    ///
    /// # Errors
    /// Any [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let (name, url) = text.split_once(';').ok_or_else(|| text.fault(Mistake::Form))?;
        let (name, url) = (value(name.trim(), "name")?, value(url.trim(), "url")?);
        Ok(Self { name: name.owned(), url: Url::read(url).map_err(|fault| fault.map(Mistake::Url))? })
    }
}

fn value<'a>(part: Part<'a>, wanted: &str) -> Result<Part<'a>, Fault<Mistake>> {
    match part.field() {
        Some((key, _)) if key.text() != wanted => Err(key.fault(Mistake::Form)),
        Some((_, value)) if value.is_empty() => Err(value.fault(Mistake::Form)),
        Some((_, value)) => Ok(value),
        None => Err(part.fault(Mistake::Form)),
    }
}

impl fmt::Display for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "name={};url={}", self.name, self.url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_read_and_written_again() {
        let feed = Feed::parse("name=Local News; url=http://192.0.2.1/news.rss").unwrap();
        assert_eq!(feed.to_string(), "name=Local News;url=http://192.0.2.1/news.rss");
    }

    #[test]
    fn mistakes_in_feeds_have_their_place() {
        for (text, kind, place) in [
            ("http://a/", Mistake::Form, "http://a/"),
            ("url=http://a/;name=A", Mistake::Form, "url"),
            ("name=;url=http://a/", Mistake::Form, ""),
            ("name=A;url=a", Mistake::Url(url::Mistake::NoScheme), "a"),
        ] {
            let fault = Feed::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
