//! The flags for the layout of a device list.

use clap::Args;

use super::value::{column, delimiter};

// The layout of a device list.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Column separator of a CSV list: a character, or `tab` [default: `,`, `;`, tab or `|`, whichever the header uses]
    #[arg(long, value_name = "CHARACTER", help_heading = "Device list", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// Read the list's column HEADER as the column NAME; can be repeated
    #[arg(long, value_name = "NAME=HEADER", help_heading = "Device list", value_parser = column)]
    pub(crate) column: Vec<(String, String)>,
}
