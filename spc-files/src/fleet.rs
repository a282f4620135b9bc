//! A device list into one file per device.

pub(crate) mod list;
pub(crate) mod run;
pub(crate) mod write;

pub use list::faults::{Fault, Faults};
pub use list::{ListFile, ListRows, bad_rows};
pub use run::bases::{Bases, Profiles, Recipes, names};
pub use run::delivery::{Delivered, Places, deliver};
pub use run::making::{Making, Phrases};
pub use run::survey::{Survey, Surveyor};
pub use run::work::Work;
pub use write::layout::{Layout, taken_names};
pub use write::summary::{Part, Tally};
