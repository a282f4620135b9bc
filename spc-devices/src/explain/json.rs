//! The answers of this module as JSON objects, one line each, for programs. Fields may be added to them, but nothing
//! else changes.
//!
//! ```
//! use spc_devices::explain::json;
//! use spc_devices::lang::dst;
//!
//! let rule = dst::parse("start=3/-1/7/2;end=10/-1/7/3;save=1")?;
//! let object = json::dst(&rule);
//! assert!(object.starts_with(r#"{"schema":1,"rule":"start=3/-1/7/2"#) && object.contains(r#""seconds":3600"#), "{object}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod code;
mod dial_plan;
mod object;
mod parameter;
mod rule;
mod values;

pub use code::code;
pub use dial_plan::{dialled, sequences};
pub use parameter::{parameter, parameter_everywhere};
pub use rule::rule;
pub use values::{cadence, dst, frequencies, key_function, schedule, tone};
