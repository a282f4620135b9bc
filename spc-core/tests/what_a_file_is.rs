//! Recognises everything that people mistake for a profile.
#![cfg(test)]

use std::io::Write as _;

use base64ct::{Base64, Encoding as _};
use spc_core::container::{Protection, seal};
use spc_core::format::{Format, Inside, UnsupportedFile, Wrapper};
use spc_core::payload::Payload;
use spc_core::profile::{Duplicates, Profile};
use spc_core::stock::gzip;

const XML: &[u8] = b"<flat-profile><Proxy_1_>sip.example.net</Proxy_1_></flat-profile>";
const OPENSSL: &[u8] = b"Salted__01234567\xa8\x13\xe6\xff\x01\x02\x9c\xd1\x80\x00\x7f\xfe\x41\x99\xaa\x0c";

fn detected(file: &[u8]) -> UnsupportedFile {
    Format::detect(file).unwrap_err()
}

fn gzipped(plain: &[u8]) -> Vec<u8> {
    gzip::pack(plain, gzip::Level::default())
}

fn zlibbed(plain: &[u8]) -> Vec<u8> {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zlib.write_all(plain).unwrap();
    zlib.finish().unwrap()
}

fn deflated(plain: &[u8]) -> Vec<u8> {
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    deflate.write_all(plain).unwrap();
    deflate.finish().unwrap()
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut text = vec![0; Base64::encoded_len(bytes)];
    let text = Base64::encode(bytes, &mut text).unwrap();
    text.as_bytes().chunks(64).map(|line| [line, &b"\n"[..]].concat()).collect::<Vec<_>>().concat()
}

fn utf16(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|byte| [*byte, 0]).collect()
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// Bytes that were read as Latin-1, or with everything that is not UTF-8 replaced, and saved as UTF-8.
fn as_text(bytes: &[u8]) -> [Vec<u8>; 2] {
    let latin1: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    [latin1.into_bytes(), String::from_utf8_lossy(bytes).into_owned().into_bytes()]
}

fn spc() -> Vec<u8> {
    let payload = Payload::encode(&Profile::default(), Duplicates::Refuse).unwrap();
    seal(&payload, &Protection::generic())
}

#[test]
fn what_is_often_mistaken_for_a_profile_is_named() {
    let cases: [(&[u8], UnsupportedFile); 27] = [
        (b"", UnsupportedFile::Empty),
        (&utf16(XML), UnsupportedFile::Utf16),
        (&[&b"\xff\xfe"[..], &utf16(XML)].concat(), UnsupportedFile::Utf16),
        (&[&b"\xfe\xff\0"[..], &utf16(XML)].concat(), UnsupportedFile::Utf16),
        (b"\n<!DOCTYPE HTML PUBLIC>", UnsupportedFile::Html),
        (b"<html lang=\"en\">", UnsupportedFile::Html),
        (
            b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
            UnsupportedFile::Html,
        ),
        (
            b"\xef\xbb\xbf<?xml version=\"1.0\"?><!-- page --><html xmlns=\"http://www.w3.org/1999/xhtml\">",
            UnsupportedFile::Html,
        ),
        (b"<head><title>404 Not Found</title></head>", UnsupportedFile::Html),
        (b"<br />\n<b>Warning</b>:  Undefined variable $mac in /www/p.php on line 3<br />", UnsupportedFile::Html),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<flat-profile/>", UnsupportedFile::HttpReply),
        (b"HTTP/1.1 200 OK\r\n\r\n\x1f\x8b\x08\0", UnsupportedFile::HttpReply),
        (b"-----BEGIN CERTIFICATE-----\nMIIB\n", UnsupportedFile::Pem),
        (b"{\n  \"mac\": \"000e08aabbcc\"\n}", UnsupportedFile::Json),
        (b"[ {\"mac\": \"000e08aabbcc\"} ]", UnsupportedFile::Json),
        (b"PK\x03\x04\x14\0\0\0", UnsupportedFile::Archive { name: "ZIP" }),
        (b"%PDF-1.4\n", UnsupportedFile::Archive { name: "PDF" }),
        (b"{\\rtf1\\ansi <flat-profile>}", UnsupportedFile::Archive { name: "RTF" }),
        (b"SQLite format 3\0\x10\0", UnsupportedFile::Archive { name: "SQLite" }),
        (b"Rar!\x1a\x07\x01\0", UnsupportedFile::Archive { name: "RAR" }),
        (b"BZh91AY&SY\x01\x02", UnsupportedFile::Archive { name: "bzip2" }),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", UnsupportedFile::Archive { name: "Microsoft Office" }),
        (b"\x89PNG\r\n\x1a\n", UnsupportedFile::Archive { name: "PNG" }),
        (b"\xff\xd8\xff\xe0", UnsupportedFile::Archive { name: "JPEG" }),
        (&[&[b'a'; 257][..], b"ustar\x0000"].concat(), UnsupportedFile::Archive { name: "tar" }),
        (&[&[1][..], &[0xa5; 47]].concat(), UnsupportedFile::Unknown { is_whole_blocks: true }),
        (&[1, 2, 3], UnsupportedFile::Unknown { is_whole_blocks: false }),
    ];
    for (file, foreign) in cases {
        assert_eq!(detected(file), foreign, "{}", file.escape_ascii());
    }
}

/// Every pair of an encoding and its content that somebody can make by leaving out a step, doing one twice, or doing
/// two in the wrong order.
#[test]
fn pairs_of_encodings_are_named_and_each_has_a_way_out() {
    const XML_INSIDE: Inside = Inside::Format(Format::Xml);
    const OPENSSL_INSIDE: Inside = Inside::Format(Format::Openssl);
    const GZIP_INSIDE: Inside = Inside::Format(Format::Gzip);
    const SPC_INSIDE: Inside = Inside::Format(Format::Spc);
    let page: &[u8] = b"<html><body>404</body></html>";
    let [gzip, zlib, utf16] = [gzipped(XML), zlibbed(XML), utf16(XML)];
    let text: &[u8] = b"Proxy[1] \"sip.example.net\" ;\n";
    let zip: &[u8] = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0p.xml";
    let insides: [(&[u8], Inside); 9] = [
        (XML, XML_INSIDE),
        (OPENSSL, OPENSSL_INSIDE),
        (&spc(), SPC_INSIDE),
        (&gzip, GZIP_INSIDE),
        (&zlib, Inside::Zlib),
        (&utf16, Inside::Utf16),
        (page, Inside::Html),
        (&base64(OPENSSL), Inside::Base64),
        (zip, Inside::Archive { name: "ZIP" }),
    ];
    let mut seen = Vec::new();
    let mut is = |file: &[u8], outer, inside| {
        let foreign = UnsupportedFile::Wrapped { outer, inside };
        assert_eq!(detected(file), foreign, "{outer:?} {inside:?}: {}", file.escape_ascii());
        assert!(!foreign.hint().is_empty() && !foreign.name().is_empty());
        seen.push(foreign.to_string());
    };
    for (bytes, inside) in insides {
        if inside != XML_INSIDE {
            is(&gzipped(bytes), Wrapper::Gzip, inside);
        }
        is(&zlibbed(bytes), Wrapper::Zlib, inside);
        is(&deflated(bytes), Wrapper::Deflate, inside);
        is(&base64(bytes), Wrapper::Base64, inside);
        is(&hex(bytes), Wrapper::Hex, inside);
        is(&[b"data:application/octet-stream;base64,", &base64(bytes)[..]].concat(), Wrapper::Base64, inside);
    }
    for (bytes, inside) in [(OPENSSL, OPENSSL_INSIDE), (&spc(), SPC_INSIDE), (&gzip, GZIP_INSIDE)] {
        is(&[b"\xef\xbb\xbf", bytes].concat(), Wrapper::Mark, inside);
        is(&[b"\xef\xbb\xbf\n", bytes].concat(), Wrapper::Mark, inside);
        is(&[b"\r\n", bytes].concat(), Wrapper::Blanks, inside);
        is(&[b" ", bytes].concat(), Wrapper::Blanks, inside);
        is(&base64(&[b"\n", &base64(bytes)[..]].concat()), Wrapper::Base64, Inside::Base64);
    }
    for damaged in as_text(&[OPENSSL, &OPENSSL[16..], &OPENSSL[16..]].concat()) {
        is(&damaged, Wrapper::Text, OPENSSL_INSIDE);
    }
    as_text(&gzip).iter().for_each(|damaged| is(damaged, Wrapper::Text, GZIP_INSIDE));
    as_text(&spc()).iter().for_each(|damaged| is(damaged, Wrapper::Text, SPC_INSIDE));
    is(&gzipped(text), Wrapper::Gzip, Inside::Format(Format::Text));
    is(&gzipped(b""), Wrapper::Gzip, Inside::Nothing);
    is(b"&lt;?xml version=&quot;1.0&quot;?&gt;", Wrapper::Escapes, XML_INSIDE);
    is(b"%3Cflat-profile%3E", Wrapper::Escapes, XML_INSIDE);
    seen.sort();
    seen.dedup();
    assert!(seen.len() > 30, "{seen:#?}");
}

#[test]
fn keys_are_text_though_their_digits_encode_something() {
    // Like a raw key may: digits that encode the beginning of `<A` or of UTF-16.
    for key in ["3c41a7b20c9d5e6f8091a2b3c4d5e6f7", "fffe00112233445566778899aabbccdd", "4100420091a2b3c4d5e6f7080910"]
    {
        assert_eq!(Format::detect(key.as_bytes()), Ok(Format::Text), "{key}");
    }
}
