//! Encodings around a file that nothing on its way will undo, and what is inside them.

use super::kind::Format;

/// What is around a file. Phones only undo gzip, and only around XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wrapper {
    /// gzip, around what must not be inside it.
    Gzip,
    /// A zlib stream (RFC 1950), as PHP's `gzcompress` writes it: phones need the gzip header.
    Zlib,
    /// Deflate without any header (RFC 1951), as PHP's `gzdeflate` writes it.
    Deflate,
    /// Base64 text, as `openssl enc -a` writes it: no phone decodes that.
    Base64,
    /// Hexadecimal digits, as `xxd -p` writes them.
    Hex,
    /// A byte order mark before the first byte, as sent by a script that was saved with one.
    Mark,
    /// Spaces or line ends before the first byte, as sent by a script with a blank line before its first tag.
    Blanks,
    /// Binary data that was read as text and saved again: bytes that were not text are gone or became several bytes.
    Text,
    /// XML with its markup escaped, as in HTML or a URL.
    Escapes,
    /// Encryption that was opened, around something that no phone reads.
    Encryption,
}

/// What is inside a [`Wrapper`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Inside {
    /// No bytes at all.
    Nothing,
    /// A format that can be read by itself.
    Format(Format),
    /// A zlib stream.
    Zlib,
    /// Deflate without any header.
    Deflate,
    /// Text in UTF-16.
    Utf16,
    /// A page from a web server.
    Html,
    /// Base64 text of one of these.
    Base64,
    /// An archive, or a file of another program.
    Archive {
        /// What it is called.
        name: &'static str,
    },
}

impl Inside {
    /// Whether it is encrypted.
    pub(super) const fn is_encrypted(self) -> bool {
        matches!(self, Self::Format(Format::Openssl | Format::Spc | Format::Rfc8188))
    }

    /// What messages call it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Format(Format::Spc) => "an SPC container",
            Self::Format(Format::Xml) => "XML",
            Self::Format(Format::Text) => "plain text",
            Self::Format(Format::Gzip) => "gzip",
            Self::Format(Format::Openssl) => "`openssl enc` output",
            Self::Format(Format::Rfc8188) => "RFC 8188 `aes128gcm`",
            Self::Zlib => "zlib data",
            Self::Deflate => "deflate data without a header",
            Self::Utf16 => "text in UTF-16",
            Self::Html => "a web page (HTML)",
            Self::Base64 => "base64 text",
            Self::Archive { name } => name,
        }
    }
}

/// What the owner of such a file can do.
pub(super) const fn hint(outer: Wrapper, inside: Inside) -> &'static str {
    match (outer, inside) {
        (_, Inside::Nothing) => "make it again: an empty file was compressed",
        (Wrapper::Gzip, inside) if inside.is_encrypted() => {
            "compress first, then encrypt; gunzip recovers the encrypted file"
        }
        (Wrapper::Zlib | Wrapper::Deflate, inside) if inside.is_encrypted() => {
            "compress first, with gzip, then encrypt"
        }
        (Wrapper::Gzip, Inside::Format(Format::Gzip)) => "gunzip it once",
        (Wrapper::Gzip, Inside::Format(_)) | (Wrapper::Encryption, Inside::Format(Format::Text)) => {
            "compile it first: phones do not read plain text"
        }
        (Wrapper::Gzip, Inside::Zlib | Inside::Deflate) => "compress once: gunzip it, undo zlib, and gzip the XML",
        (Wrapper::Gzip | Wrapper::Encryption, Inside::Utf16) => "save the XML as UTF-8, then make it again",
        (Wrapper::Gzip | Wrapper::Encryption, Inside::Html) => {
            "a web server sent a page instead of the profile: check the address and the login"
        }
        (Wrapper::Gzip, Inside::Base64) => "gunzip it, then decode it with `base64 -d`; phones do not decode base64",
        (Wrapper::Gzip | Wrapper::Encryption, Inside::Archive { .. }) => {
            "extract the profile, then make it again: phones read XML or gzipped XML"
        }
        (Wrapper::Zlib, _) => "phones read gzip: in PHP use gzencode, not gzcompress",
        (Wrapper::Deflate, _) => "phones read gzip: in PHP use gzencode, not gzdeflate",
        (Wrapper::Base64, _) => "decode it first with `base64 -d`",
        (Wrapper::Hex, _) => "decode it first with `xxd -r -p`",
        (Wrapper::Mark, _) => {
            "remove the three bytes before it: a script saved with a byte order mark sends that mark first"
        }
        (Wrapper::Blanks, _) => {
            "remove everything before it: a script with a blank line before its first tag sends that line first"
        }
        (Wrapper::Text, _) => {
            "get it again as binary data (octet mode in TFTP): a text-mode transfer has changed its bytes irreversibly"
        }
        (Wrapper::Escapes, _) => {
            "save the original file, not the text of the page that shows it; or turn `&lt;` and `%3C` back into `<`"
        }
        (Wrapper::Encryption, inside) if inside.is_encrypted() => "encrypt once: phones decrypt once",
        (Wrapper::Encryption, Inside::Zlib) => "encrypt the gzipped XML: in PHP use gzencode, not gzcompress",
        (Wrapper::Encryption, Inside::Deflate) => "encrypt the gzipped XML: in PHP use gzencode, not gzdeflate",
        (Wrapper::Encryption, _) => "encrypt the XML itself, or the gzipped XML",
    }
}

/// Its name in file facts.
pub(super) const fn name(outer: Wrapper, inside: Inside) -> &'static str {
    match (outer, inside) {
        (Wrapper::Gzip, inside) if inside.is_encrypted() => "encrypted-in-gzip",
        (Wrapper::Gzip, Inside::Nothing) => "nothing-in-gzip",
        (Wrapper::Gzip, Inside::Format(Format::Gzip)) => "gzip-in-gzip",
        (Wrapper::Gzip, Inside::Format(_)) => "text-in-gzip",
        (Wrapper::Gzip, Inside::Zlib | Inside::Deflate) => "zlib-in-gzip",
        (Wrapper::Gzip, Inside::Utf16) => "utf-16-in-gzip",
        (Wrapper::Gzip, Inside::Html) => "html-in-gzip",
        (Wrapper::Gzip, Inside::Base64) => "base64-in-gzip",
        (Wrapper::Gzip, Inside::Archive { .. }) => "archive-in-gzip",
        (Wrapper::Zlib | Wrapper::Deflate, inside) if inside.is_encrypted() => "encrypted-in-zlib",
        (Wrapper::Zlib, _) => "zlib",
        (Wrapper::Deflate, _) => "deflate",
        (Wrapper::Base64, Inside::Format(Format::Openssl)) => "openssl-base64",
        (Wrapper::Base64, _) => "base64",
        (Wrapper::Hex, _) => "hex",
        (Wrapper::Mark, _) => "mark-before-binary",
        (Wrapper::Blanks, _) => "blanks-before-binary",
        (Wrapper::Text, _) => "binary-as-text",
        (Wrapper::Escapes, _) => "escaped-xml",
        (Wrapper::Encryption, _) => "encrypted",
    }
}
