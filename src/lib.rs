//! An input file becomes a **model**, policies judge the model, judgements become **findings**, a report shows them.
//!
//! Each module imports only from modules to its left:
//! `model, reference, date, pattern < rule < finding, selection < network < input, facts, policy, suppression < report <
//! config < error < check < cli, progress, repository < settings < run`.

mod check;
pub mod cli;
pub mod config;
pub mod date;
mod error;
pub mod facts;
pub mod finding;
pub mod input;
pub mod model;
pub mod network;
pub mod pattern;
pub mod policy;
mod progress;
pub mod reference;
pub mod report;
mod repository;
pub mod rule;
pub mod run;
pub mod selection;
mod settings;
pub mod suppression;

pub use check::{CheckOptions, check, ingest, inspect_model};
pub use error::Error;
