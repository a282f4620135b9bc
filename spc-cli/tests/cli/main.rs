//! The program as its users meet it: what it says, what it leaves in files, how it ends.
#![cfg(test)]

mod deps;
mod legacy;
mod spc;
mod text;
