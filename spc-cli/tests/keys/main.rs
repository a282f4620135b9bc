//! Keys as a fleet uses them: every source and every bad one, first contact, and the change from one key to another.

#![cfg(test)]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod desk;
mod first_contact;
mod handover;
mod master;
mod models;
mod not_a_profile;
mod prompt;
mod rekey;
mod sources;
mod stock_files;
mod verify;
mod visible;
