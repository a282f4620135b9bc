//! Alias maps: `/CPE/number = /flat-profile/User_ID_1_ ; ..`, for profiles that use their own names.
//!
//! Knows: the grammar of a map (Linksys Provisioning Guide 3.0 pp. 40 and 60). Must not know: which parameters there are.

use core::fmt;

use super::cursor::{Cursor, is_blank};
use super::{Extent, Fault};

/// How many mappings a device reads.
pub const LIMIT: usize = 30;

/// Where in a file a device looks for the value of a parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AliasMap<'a> {
    /// The mappings in order, including those beyond the [`LIMIT`].
    pub aliases: Vec<Alias<'a>>,
}

/// `from = to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alias<'a> {
    /// The elements in the file, such as `/CPE/number`; they may be nested deeper in it.
    pub from: Path<'a>,
    /// What they are used for, such as `/flat-profile/User_ID_1_`.
    pub to: Path<'a>,
    /// Where the mapping is.
    pub extent: Extent,
}

/// Names of elements, each after a `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Path<'a> {
    /// The path, as it is written.
    pub text: &'a str,
    /// Where it is.
    pub extent: Extent,
}

/// What can be wrong with an alias map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AliasFault {
    /// No path where one belongs.
    MissingPath,
    /// A path that does not begin with `/`.
    NoSlash,
    /// Two `/` in a row, or one at the end.
    EmptyName,
    /// No `=` after the first path.
    MissingEquals,
    /// No `;` between two mappings.
    MissingSemicolon,
}

impl fmt::Display for AliasFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingPath => "missing path, as in `/CPE/number = /flat-profile/User_ID_1_ ;`",
            Self::NoSlash => "a path must begin with `/`",
            Self::EmptyName => "missing element name after `/`",
            Self::MissingEquals => "missing `=` after the path",
            Self::MissingSemicolon => "missing `;` after this mapping",
        })
    }
}

impl core::error::Error for AliasFault {}

/// Reads the value of a parameter as an alias map. The last `;` may be left out.
///
/// # Errors
///
/// The first thing that is not in the documented form.
pub fn parse(text: &str) -> Result<AliasMap<'_>, Fault<AliasFault>> {
    let mut cursor = Cursor::new(text);
    let mut aliases = Vec::new();
    cursor.skip_blanks();
    while !cursor.is_done() {
        let start = cursor.at();
        let from = path(&mut cursor)?;
        cursor.skip_blanks();
        if !cursor.eat("=") {
            let end = from.extent.end;
            return Err(Fault { kind: AliasFault::MissingEquals, range: end..end });
        }
        cursor.skip_blanks();
        let to = path(&mut cursor)?;
        aliases.push(Alias { from, to, extent: cursor.extent_since(start) });
        cursor.skip_blanks();
        if !cursor.eat(";") && !cursor.is_done() {
            let end = to.extent.end;
            return Err(Fault { kind: AliasFault::MissingSemicolon, range: end..end });
        }
        cursor.skip_blanks();
    }
    Ok(AliasMap { aliases })
}

fn path<'a>(cursor: &mut Cursor<'a>) -> Result<Path<'a>, Fault<AliasFault>> {
    let start = cursor.at();
    let text = cursor.take_while(|c| !is_blank(c) && !matches!(c, '=' | ';'));
    let extent = cursor.extent_since(start);
    let fault = |kind, range| Err(Fault { kind, range });
    let Some(names) = text.strip_prefix('/') else {
        let kind = if text.is_empty() { AliasFault::MissingPath } else { AliasFault::NoSlash };
        return fault(kind, extent.range());
    };
    let mut end = start;
    for name in names.split('/') {
        end = end.saturating_add(1);
        if name.is_empty() {
            return fault(AliasFault::EmptyName, end..end);
        }
        end = end.saturating_add(name.len());
    }
    Ok(Path { text, extent })
}

impl<'a> Path<'a> {
    /// The name of the parameter, if it is a path in a vendor's profile: what follows `/flat-profile/`.
    #[must_use]
    pub fn parameter(self) -> Option<&'a str> {
        self.text.strip_prefix("/flat-profile/")
    }
}

impl fmt::Display for AliasMap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, alias) in self.aliases.iter().enumerate() {
            let gap = if index > 0 { " " } else { "" };
            write!(f, "{gap}{} = {} ;", alias.from.text, alias.to.text)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_maps_are_read_and_written_again() {
        let text =
            "/CPE/SIP-Credentials/name = /flat-profile/Display_Name_1_ ; /auth-secret = /flat-profile/Password_1_ ;";
        let map = parse(text).unwrap();
        assert_eq!(map.to_string(), text);
        assert_eq!(map.aliases[1].to.parameter(), Some("Password_1_"));
        assert_eq!(
            parse("/CPE/SIP-Credentials/name=/flat-profile/Display_Name_1_;\n/auth-secret = /flat-profile/Password_1_"),
            Ok(map)
        );
        assert_eq!(parse(" "), Ok(AliasMap::default()));
    }

    #[test]
    fn mappings_beyond_the_limit_are_in_the_tree() {
        assert_eq!(parse(&"/a = /b ;".repeat(LIMIT + 1)).unwrap().aliases.len(), LIMIT + 1);
    }

    #[test]
    fn faults_are_named_in_their_place() {
        for (text, kind, range) in [
            ("a = /b ;", AliasFault::NoSlash, 0..1),
            ("/a = b ;", AliasFault::NoSlash, 5..6),
            ("/a = ;", AliasFault::MissingPath, 5..5),
            ("= /b ;", AliasFault::MissingPath, 0..0),
            ("/a = /b ;;", AliasFault::MissingPath, 9..9),
            ("/a /b ;", AliasFault::MissingEquals, 2..2),
            ("/a = /b /c = /d", AliasFault::MissingSemicolon, 7..7),
            ("/a//b = /c", AliasFault::EmptyName, 3..3),
            ("/a = /", AliasFault::EmptyName, 6..6),
        ] {
            assert_eq!(parse(text), Err(Fault { kind, range }), "{text}");
        }
    }
}
