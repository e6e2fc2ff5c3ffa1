//! Bytes become the model. One place to add an input format: a folder here and a line in `FORMATS`.

mod declared;
mod error;
mod normalise;

pub use error::InputError;
