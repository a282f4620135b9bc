//! Dial plans: which keys make a number, what is sent for them, and when.
//!
//! Knows: the language of `Dial_Plan_n_`, `Caller_ID_Map_n_` and `LDAP_Number_Mapping`, and how a device with either
//! dialect reads keys. Must not know: models, which family has which dialect, and the codes or severities of checks.
//! Source: value-languages 1.
//!
//! ```
//! use spc_devices::lang::dial_plan::{DialPlan, Dialect, Keypresses, dial};
//!
//! let plan = DialPlan::parse("(<9,:>1xxxxxxxxxx|[49]11)")?;
//! let outcome = dial(&plan, &Keypresses::parse("9 1 212 555 1234").unwrap(), Dialect::Cisco);
//! assert_eq!(outcome.sent(), Some("12125551234"));
//! assert_eq!(outcome.sequence, Some(1));
//! # Ok::<(), spc_devices::lang::dial_plan::Faults>(())
//! ```

pub mod analysis;
mod dial;
mod dialer;
mod emit;
mod keys;
mod mistake;
mod parse;
mod program;
mod secret;
mod stand;
mod tokens;
mod tree;

pub use dial::{DialOutcome, DialReason, Matcher, Verdict, dial};
pub use dialer::{Dialect, Dialer};
pub use keys::{DialKey, KeyMistake, KeySet, Keypresses};
pub use mistake::{Faults, Mistake};
pub use secret::{Redacted, may_show, secrets};
pub use tree::{
    DialPlan, Dialled, Element, Item, Member, Pattern, Route, RouteParameter, Sequence, Substitution, Timer, TimerKind,
    Wait,
};
