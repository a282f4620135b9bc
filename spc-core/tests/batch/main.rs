//! A fleet: what columns and placeholders mean, which keys its files get, and what is refused.

#![cfg(test)]

mod bases;
mod columns;
mod keys;
mod serving;
