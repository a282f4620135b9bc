//! What SIP phones and analogue adapters do with a profile: their models and the parameters each of them has.
//!
//! Knows: devices. Must not know: files, keys, containers, the clock, the environment, a terminal. It uses
//! [`spc_core`], which knows no device.
#![forbid(unsafe_code)]

pub mod check;
pub mod dictionary;
pub mod explain;
pub mod handover;
pub mod lang;
pub mod model;
pub mod product;
