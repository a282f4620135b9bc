//! The files of a device list: makes them, compares them with the list, and gives them a new key.
//!
//! Knows: lists, rows, and what earlier runs left in a directory. Must not know: the command line, or how a single file is
//! read or put in place.

pub(crate) mod list;
pub(crate) mod rekey;
pub(crate) mod run;
pub(crate) mod verify;
pub(crate) mod write;

pub use list::faults::{Faults, RowFault};
pub use list::{ListFile, ListRows, bad_rows};
pub use rekey::Rekeying;
pub use rekey::file::KeyedFile;
pub use rekey::rekeyed::Rekeyed;
pub use rekey::sealer::{NewKey, unsalted};
pub use run::bases::{Bases, ModelFormats, PreparedBatches};
pub use run::contents::{ContentRows, Contents};
pub use run::delivery::{Delivered, Destinations, deliver};
pub use run::departed::Prune;
pub use run::foreign_files::ForeignFiles;
pub use run::packed::Packed;
pub use run::prepared::{Prepared, survey_and_prepare};
pub use run::profiles::Profiles;
pub use run::settings::{FileSettings, Phrases};
pub use run::survey::{Survey, Surveyor};
pub use run::work::Work;
pub use verify::Verifier;
pub use verify::verification::Verification;
pub use write::layout::{Folders, Layout, ListedFile, Naming, taken_names};
pub use write::summary::{Part, Tally};
