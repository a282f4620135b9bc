//! `spc batch` as a fleet's operator meets it: good lists and bad ones, whole runs and broken ones, one machine and many.

#![cfg(test)]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod changes;
mod depot;
mod deps;
mod devices;
mod existing;
mod forms;
mod inputs;
mod list_forms;
mod lists;
mod machines;
mod mixed;
mod models;
mod names;
mod no_list;
mod outputs;
mod placeholders;
mod proof;
mod prune;
mod stops;
