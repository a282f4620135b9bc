//! The flags of how a device list is written.

use clap::Args;

use super::value::{column, delimiter};

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
