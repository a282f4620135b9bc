//! The flags of the command that lists the models.

use clap::Args;
use spc_devices::model::Model;

use super::devices::model;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  \
    spc models\n  \
    spc models CP-8841-3PCC-K9 504G --json",
    after_long_help = "Examples:\n  \
    spc models\n  \
    spc models CP-8841-3PCC-K9 504G --json\n\n\
    PARAMETERS says whose parameters are known: its own, those of a series that is near, or none.\n\n\
    Fields of the JSON objects of schema 1; more may come:\n  \
    schema, name, series, family, is_series\n  \
    lines, line_keys: missing where they are not known\n  \
    reads: a list of xml, gzip, openssl and rfc8188\n  \
    digest: of openssl files\n  \
    dictionary: own, series or none\n  \
    dictionary_of, firmware: whose parameters are known, and of which version, as far as that is known\n  \
    profile_rule: the one from the factory"
)]
pub(crate) struct Models {
    /// Only these models, by any of their names
    #[arg(value_name = "MODEL", value_parser = model)]
    pub(crate) models: Vec<Model>,
    /// Print one JSON object per line
    #[arg(long)]
    pub(crate) json: bool,
}
