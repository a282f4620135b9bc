//! A fleet of devices of one or more models: what a list of them can get wrong, and how the file of each is made.
//!
//! Knows: codes of findings about device lists, models, formats. Must not know: how a list is written, files, arguments.

pub mod codes;
mod recipe;
pub mod state;

pub use codes::CODES;
pub use recipe::{Recipe, RecipeError};

/// The parameter with the user of a line, given the one with its SIP password: `User_ID_2_` for `Password_2_`.
///
/// ```
/// assert_eq!(spc_devices::fleet::user_of("Password_2_").as_deref(), Some("User_ID_2_"));
/// assert_eq!(spc_devices::fleet::user_of("User_Password"), None);
/// ```
#[must_use]
pub fn user_of(password: &str) -> Option<String> {
    let line = password.strip_prefix("Password_")?.strip_suffix('_')?;
    let is_line = !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    is_line.then(|| format!("User_ID_{line}_"))
}
