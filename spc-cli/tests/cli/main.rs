//! The program as its users meet it: what it says, what it leaves in files, how it ends.
#![cfg(test)]

mod bad_input;
mod crash;
mod deps;
mod exit_codes;
mod inspect;
mod legacy;
mod output;
mod secrets;
mod spc;
mod terminal;
mod text;
mod voice;

/// Each file of `tests/cmd` is a command or a flow of commands, with what it says and how it ends.
#[test]
fn commands_say_what_their_cases_say() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("tests/cmd/*.trycmd");
}
