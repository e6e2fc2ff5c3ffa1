//! Bicep: finding the lines of a compiled template in its sources, and having sources compiled.
//!
//! It owns the shape scanner, the match between a compiled template and its sources, and the calls of the Bicep CLI. It
//! does not evaluate Bicep: what a file means is what the compiler makes of it.

mod compiler;
mod cursor;
mod follow;
mod matching;
mod scanner;
mod shape;
mod sources;
#[cfg(test)]
mod tests;

pub(crate) use compiler::{build, build_parameters};
pub(crate) use matching::Compiled;
pub(crate) use sources::{Level, Sources};
