//! Findings in the forms that programs read: JSON, SARIF, annotations of GitHub Actions, and `file:line:column` lines.
//!
//! Knows: forms, places, what may be shown of a source. Must not know: terminals. A text may contain anything that the
//! source contains: escape it before you write it to a terminal.
//!
//! ```
//! use spc_core::source::{self, Syntax};
//! use spc_devices::check::{Checker, Source};
//! use spc_devices::findings::{self, Shown, Sources};
//! use spc_devices::model::Model;
//!
//! let bytes = b"<flat-profile><Pasword_1_>s3cret</Pasword_1_></flat-profile>";
//! let parsed = source::read(bytes)?;
//! let checker = Checker::new().model(Model::find("SPA504G").ok());
//! let found = checker.check(&[Source::new(bytes, Syntax::Xml)], &parsed);
//! let sources = Sources::of(&[Shown::new("phone.xml", bytes, Syntax::Xml)]);
//! assert!(findings::short(&found[0], &sources).starts_with("phone.xml:1:16: warning: SPA504G has no parameter"));
//! assert!(findings::json(&found[0], &sources).contains(r#""code":"SPC0501""#));
//! # Ok::<(), spc_core::diagnostic::Diagnostics>(())
//! ```

mod fold;
mod github;
mod json;
mod listed;
mod sarif;
mod short;
mod sources;

pub use fold::{More, USUAL, fold, summary};
pub use github::github;
pub use json::{Summary, json, json_summary};
pub use listed::{ListLocation, list_github, list_json, list_short};
pub use sarif::Sarif;
pub use short::short;
pub use sources::{Location, Shown, Sources};
