//! Bytes become the model. One place to add an input format: a folder here and a line in `FORMATS`.

mod bytes;
mod declared;
mod detect;
mod error;
mod normalise;
mod terraform;
mod top_level;

pub use error::InputError;
