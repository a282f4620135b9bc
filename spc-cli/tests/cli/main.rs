//! The program as its users meet it: what it says, what it leaves in files, how it ends.
#![cfg(test)]

mod bad_input;
mod check;
mod codes;
mod crash;
mod deps;
mod docs;
mod exit_codes;
mod explain;
mod fix;
mod inspect;
mod kept;
mod legacy;
mod look;
mod memory;
mod one_file;
mod output;
mod overwrite;
mod public;
mod schema;
mod secrets;
#[path = "../../../spc-core/tests/common/skipped.rs"]
mod skipped;
mod spc;
mod stated;
mod terminal;
mod text;
mod unread;
mod voice;

/// Each file of `tests/cmd` holds commands, what they say, how they end. `TRYCMD=overwrite` rewrites them.
#[test]
fn commands_print_what_their_cases_expect() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
