//! Extended functions of keys: `fnc=blf+sd+cp;sub=101@$PROXY;ext=101@$PROXY;nme=Anna`.
//!
//! They are for line keys, keys of attached units and programmable softkeys. A device accepts a function that it does
//! not know, or that is missing an option, and does nothing. So everything is kept, and [`KeyFunction::missing`] and
//! [`KeyFunction::unused`] find what cannot work. Sources: the guides of the MPP phones (key expansion modules, calling
//! features, XML reference); templates for the SPA500 series.

mod function;
mod target;
mod tree;

pub use function::{Function, OPTIONS, function, meant_function, meant_option};
pub use target::KeyTarget;
pub use tree::{Field, KeyFunction, Mistake};

/// The longest function of a line key that MPP phones keep, in characters.
pub const MAX_LENGTH: usize = 511;

#[cfg(test)]
mod tests;
