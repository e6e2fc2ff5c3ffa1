//! Bytes become the model. One place to add an input format: a folder here and a line in `FORMATS`.

#[allow(dead_code, reason = "nothing detects templates yet")]
pub(crate) mod arm;
mod declared;
mod error;

pub use error::InputError;
