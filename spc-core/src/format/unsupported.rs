//! Files that are not supported but often mistaken for a profile: named, so that the owner knows what to do.

use core::fmt;

use super::kind::Format;
use super::wrapped::{self, Inside, Wrapper};

/// What a file in an unsupported format is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnsupportedFile {
    /// No bytes at all: usually a failed transfer.
    Empty,
    /// Text in UTF-16, as some editors save it.
    Utf16,
    /// Plain text, a profile or any other: not a compiled file, so an [`Opener`](crate::open::Opener) refuses it.
    Text,
    /// A page from a web server, such as an error or a login page.
    Html,
    /// A file inside an encoding that nothing will undo, or that must not be around it.
    Wrapped {
        /// What is around it.
        outer: Wrapper,
        /// What it is, as far as its beginning shows.
        inside: Inside,
    },
    /// A web server's reply with its headers, as `curl -i` saves it.
    HttpReply,
    /// A key or a certificate in PEM.
    Pem,
    /// JSON.
    Json,
    /// An archive, a file compressed by something other than gzip, or a file of another program.
    Archive {
        /// What it is called.
        name: &'static str,
    },
    /// An unknown format.
    Unknown {
        /// Whether the length is that of `openssl enc -nosalt` output, which looks like noise.
        is_whole_blocks: bool,
    },
}

impl UnsupportedFile {
    /// Returns what the owner of the file can do.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Empty => "fetch or make it again: a transfer may have failed",
            Self::Utf16 => "save it as UTF-8",
            Self::Text => "compile it first: phones do not read plain text",
            Self::Html => "a web server sent a page instead of the file: check the address and the login",
            Self::Wrapped { outer, inside } => wrapped::hint(outer, inside),
            Self::HttpReply => "save the reply without its headers: `curl -o FILE`, not `curl -i`",
            Self::Pem => "name the profile instead: keys and certificates for HTTPS are not part of it",
            Self::Json => "write the profile as XML or plain text; a device list goes in another argument",
            Self::Archive { .. } => "give the profile itself, as XML or plain text",
            Self::Unknown { is_whole_blocks: true } => {
                "known formats: SPC container, XML, gzip, openssl enc, RFC 8188; `openssl enc -nosalt` output looks random, \
                 and only its key can identify it"
            }
            Self::Unknown { .. } => "known formats: SPC container, XML, gzip, openssl enc, RFC 8188",
        }
    }

    /// Returns whether what is inside is encrypted.
    #[must_use]
    pub const fn is_encrypted(self) -> bool {
        matches!(self, Self::Wrapped { inside, .. } if inside.is_encrypted())
    }

    /// Returns its name in file facts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Utf16 => "utf-16",
            Self::Text => "text",
            Self::Html => "html",
            Self::Wrapped { outer, inside } => wrapped::name(outer, inside),
            Self::HttpReply => "http",
            Self::Pem => "pem",
            Self::Json => "json",
            Self::Archive { name } => name,
            Self::Unknown { .. } => "unknown",
        }
    }
}

impl fmt::Display for UnsupportedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => f.write_str("empty"),
            Self::Utf16 => f.write_str("text in UTF-16, which no phone reads"),
            Self::Text => f.write_str("plain text, not a compiled file"),
            Self::Html => f.write_str("a web page (HTML)"),
            Self::Wrapped { outer, inside } => wrapped(outer, inside, f),
            Self::HttpReply => f.write_str("a web server's reply including its headers, not just the file"),
            Self::Pem => f.write_str("a key or a certificate in PEM format"),
            Self::Json => f.write_str("JSON"),
            Self::Archive { name } => write!(f, "{} {name} file", article(name)),
            Self::Unknown { .. } => f.write_str("not in a known format"),
        }
    }
}

/// The article for a name; `xz` and `RAR` are pronounced with a vowel first.
fn article(name: &str) -> &'static str {
    if name.starts_with(['x', 'R']) { "an" } else { "a" }
}

/// The sentence for a file in something else.
fn wrapped(outer: Wrapper, inside: Inside, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let words = inside.words();
    match (outer, inside) {
        (Wrapper::Gzip, Inside::Format(Format::Gzip)) => f.write_str("compressed twice: gzip inside gzip"),
        (Wrapper::Gzip, Inside::Zlib) => f.write_str("compressed twice: zlib data inside gzip"),
        (Wrapper::Gzip, inside) if inside.is_encrypted() => {
            write!(f, "gzip data containing {words}: encrypted, then compressed")
        }
        (Wrapper::Gzip, Inside::Format(_)) => write!(f, "gzip data containing {words}, not XML"),
        (Wrapper::Gzip, Inside::Archive { .. }) => write!(f, "gzip data containing {} {words} file", article(words)),
        (Wrapper::Gzip, _) => write!(f, "gzip data containing {words}"),
        (Wrapper::Zlib | Wrapper::Deflate, inside) if inside.is_encrypted() => {
            write!(f, "zlib data containing {words}: encrypted, then compressed")
        }
        (Wrapper::Zlib, _) => f.write_str("zlib data, but phones read gzip"),
        (Wrapper::Deflate, _) => f.write_str("deflate data without the gzip header that phones need"),
        (Wrapper::Base64, Inside::Format(Format::Openssl)) => {
            f.write_str("base64 text (`openssl enc -a`), which no phone reads")
        }
        (Wrapper::Base64, Inside::Base64) => f.write_str("text encoded as base64 twice, which no phone reads"),
        (Wrapper::Base64, _) => write!(f, "{words} encoded as base64 text, which no phone reads"),
        (Wrapper::Hex, _) => write!(f, "{words} written as hexadecimal digits, which no phone reads"),
        (Wrapper::Mark, _) => write!(f, "{words} after a byte order mark, so phones do not recognise it"),
        (Wrapper::Blanks, _) => write!(f, "{words} after spaces or line ends, so phones do not recognise it"),
        (Wrapper::Text, _) => write!(f, "{words} that was read as text and saved again, so it is damaged"),
        (Wrapper::Escapes, _) => f.write_str("XML with its markup escaped, as a web page shows it"),
        (Wrapper::Encryption, inside) if inside.is_encrypted() => write!(f, "encrypted twice: it contains {words}"),
        (Wrapper::Encryption, Inside::Zlib | Inside::Deflate) => {
            write!(f, "encrypted, but contains {words}: phones read gzip")
        }
        (Wrapper::Encryption, Inside::Archive { .. }) => {
            write!(f, "encrypted, but contains {} {words} file, which no phone reads", article(words))
        }
        (Wrapper::Encryption, _) => write!(f, "encrypted, but contains {words}, which no phone reads"),
    }
}

impl core::error::Error for UnsupportedFile {}
