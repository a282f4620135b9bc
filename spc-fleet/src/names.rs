//! Names of files and parameters that depend on a row.

use spc_core::FileName;

use crate::cause::Cause;

/// How the names of temporary files and of the state begin, which no device's file may have.
pub const RESERVED: &str = ".spc-";

/// Whether a cell can be the name of a device's file.
///
/// # Errors
/// [`Cause::FileName`] and [`Cause::ReservedName`].
pub fn check_file_name(name: &str) -> Result<(), Cause> {
    FileName::check(name).map_err(Cause::FileName)?;
    if name.starts_with(RESERVED) { Err(Cause::ReservedName) } else { Ok(()) }
}

/// The parameter with the user name of a line, given the one with its SIP password: `User_ID_2_` for `Password_2_`.
///
/// ```
/// assert_eq!(spc_fleet::user_of("Password_2_").as_deref(), Some("User_ID_2_"));
/// assert_eq!(spc_fleet::user_of("User_Password"), None);
/// ```
#[must_use]
pub fn user_of(password: &str) -> Option<String> {
    let line = password.strip_prefix("Password_")?.strip_suffix('_')?;
    let is_line = !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    is_line.then(|| format!("User_ID_{line}_"))
}
