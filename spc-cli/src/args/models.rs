//! The flags of the command that lists the models.

use clap::Args;
use spc_devices::model::Model;

use super::value::model;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  \
    spc models\n  \
    spc models CP-8841-3PCC-K9 504G --json",
    after_long_help = "Examples:\n  \
    spc models\n  \
    spc models CP-8841-3PCC-K9 504G --json\n\n\
    The column PARAMETERS shows which parameters are known: the model's own, those of a related series, or none.\n\n\
    JSON objects (schema 1); later versions may add fields:\n  \
    schema, name, series, family, is_series\n  \
    lines, line_keys: missing if not known\n  \
    reads: the formats that it reads, of xml, gzip, openssl and rfc8188\n  \
    digest: the digest of its openssl files\n  \
    dictionary: own, series or none\n  \
    dictionary_of, firmware: the model or series whose parameters are known, and their firmware version if known\n  \
    profile_rule: the factory default"
)]
pub(crate) struct Models {
    /// List only these models, given by any of their names
    #[arg(value_name = "MODEL", value_parser = model)]
    pub(crate) models: Vec<Model>,
    /// Print one JSON object per line
    #[arg(long)]
    pub(crate) json: bool,
}
