//! Text with macros: `$NAME`, `$(NAME)`, `$(NAME:2)`, `$(NAME:2:3)` and `$$`.
//!
//! Knows: the forms of a macro, the names that devices know, and how a text is expanded. Must not know: rules, URLs, or
//! which parameters are expanded at all.
//!
//! ```
//! use spc_devices::lang::macro_text::{MacroText, MacroContext, Values};
//!
//! let mut values = Values::new();
//! values.set("GPP_A", "ABCDEF");
//! assert_eq!(&*MacroText::new("$(A:2:3)-$$A-$STRANGE").expand(&values, MacroContext::Plain).text, "CDE-$A-$STRANGE");
//! ```

mod expand;
mod name;
mod text;
mod values;

pub use expand::{Expanded, MacroContext};
pub use name::MacroName;
pub use text::{Macro, MacroFault, MacroText, Part, PartKind};
pub use values::Values;

#[cfg(test)]
mod tests;
