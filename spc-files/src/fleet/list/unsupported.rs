//! What a file really is that was given as a device list.
//!
//! Knows: what people mistake for a list, and how to get a list from it. Must not know: what is wrong with lists.

use std::fs::File;
use std::io::{Read, Seek};

use spc_core::format::{Format, UnsupportedFile, Wrapper};
use spc_fleet::codes;

use crate::fleet::list::finding::Finding;
use crate::report::error::Error;
use crate::report::reporter::Reporter;

/// How many bytes are looked at; the names in a workbook's archive are at its beginning.
const LOOKED_AT: u64 = 64 << 10;
const EXPORT: &str = "in the spreadsheet program, save the sheet as `CSV UTF-8`";
const UNPACK: &str = "unpack it and use the list inside";

/// Reports a file that cannot be a list, whatever else was found in it.
pub(super) fn refused(mut file: &File, name: &str, is_utf16: bool, reporter: &Reporter) -> Option<Error> {
    let mut start = Vec::new();
    file.rewind().ok()?;
    file.take(LOOKED_AT).read_to_end(&mut start).ok()?;
    // Text in UTF-16 may look like the header of RFC 8188.
    let is_text = is_utf16 && matches!(Format::detect(&start), Ok(Format::Rfc8188));
    let (what, hint) = what(&start).filter(|_| !is_text)?;
    let message = format!("`{name}` is {what}, not a device list");
    Some(Finding::error(name, codes::NOT_A_LIST, &message).hint(Some(hint)).end(reporter))
}

fn what(start: &[u8]) -> Option<(String, &'static str)> {
    let has = |words: &[u8]| start.windows(words.len()).any(|window| window == words);
    // The oldest workbooks of Excel.
    if start.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(("an Excel workbook (.xls)".to_owned(), EXPORT));
    }
    let known = Format::detect(start);
    let hint = match known {
        Err(UnsupportedFile::Archive { .. }) if has(b"[Content_Types].xml") || has(b"xl/workbook") => {
            return Some(("an Excel workbook (.xlsx)".to_owned(), EXPORT));
        }
        Err(UnsupportedFile::Archive { .. }) if has(b"opendocument.spreadsheet") => {
            return Some(("an OpenDocument spreadsheet (.ods)".to_owned(), EXPORT));
        }
        Err(UnsupportedFile::Archive { .. }) => UNPACK,
        Ok(Format::Gzip) | Err(UnsupportedFile::Wrapped { outer: Wrapper::Gzip, .. }) => {
            return Some(("gzip".to_owned(), UNPACK));
        }
        Err(UnsupportedFile::Html) => {
            "a web server sent a web page instead of the list, or a program saved the list as a web page: export it as CSV"
        }
        Err(unsupported @ (UnsupportedFile::HttpReply | UnsupportedFile::Pem)) => unsupported.hint(),
        Ok(Format::Xml) => {
            return Some(("XML".to_owned(), "a profile can be a base, but the list must be CSV or JSON"));
        }
        Ok(Format::Spc | Format::Openssl | Format::Rfc8188) => "such files are made from a list: give the list itself",
        _ => return None,
    };
    Some((known.map_or_else(|unsupported| unsupported.to_string(), |format| format.to_string()), hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_mistaken_for_a_list_are_identified() {
        let zip = |inside: &[u8]| [b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0".as_slice(), inside].concat();
        for (file, wanted) in [
            (zip(b"[Content_Types].xml"), "an Excel workbook (.xlsx)"),
            (zip(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument spreadsheet (.ods)"),
            (zip(b"list.csv"), "a ZIP file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(), "an Excel workbook (.xls)"),
            (b"%PDF-1.7\n%".to_vec(), "a PDF file"),
            (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), "gzip"),
            (b"<!DOCTYPE html>\n<html><table>".to_vec(), "a web page (HTML)"),
            (b"<flat-profile>\n</flat-profile>".to_vec(), "XML"),
            (b"Salted__0123456701234567".to_vec(), "openssl"),
            (b"\x89SPC\r\n\x1a\n\x01\x01".to_vec(), "an SPC container"),
        ] {
            let found = what(&file).map(|(what, _)| what).unwrap_or_default();
            assert!(found.contains(wanted), "{wanted}: {found}");
        }
        for list in ["mac,a\n", "sep=;\n", "\u{feff}mac\n", "{\"mac\":1}", "[]", "a b c", "000e08000001\n", ""] {
            assert_eq!(what(list.as_bytes()), None, "{list}");
        }
    }
}
