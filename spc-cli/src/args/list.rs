//! The flags of how a device list is written.

use clap::Args;

// How a device list is written.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Column separator of a CSV list: a character, or `tab` [default: `,`, `;`, tab or `|`, by the header]
    #[arg(long, value_name = "CHARACTER", help_heading = "Device list", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// Read the list's column HEADER as the column NAME; may be repeated
    #[arg(long, value_name = "NAME=HEADER", help_heading = "Device list", value_parser = column)]
    pub(crate) column: Vec<(String, String)>,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii_punctuation() && *byte != b'"' || *byte == b'\t' => Ok(*byte),
        _ => Err("a separator is one punctuation character, such as `;`, or `tab`".to_owned()),
    }
}

fn column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((ours, theirs)) if !ours.is_empty() && !theirs.is_empty() => Ok((ours.to_owned(), theirs.to_owned())),
        _ => Err("a column is given as NAME=HEADER, as in mac='MAC Address'".to_owned()),
    }
}
