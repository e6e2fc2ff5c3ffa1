//! An input file becomes a **model**, policies judge the model, judgements become **findings**, a report shows them.
//!
//! Each module imports only from modules to its left:
//! `model, reference, date, pattern < rule < finding, selection < network < input, facts, policy, schema, suppression <
//! report, trace < config < error < check < cases, scaffold < cli, progress, repository < manual, settings < run`.

pub mod cases;
mod check;
pub mod cli;
pub mod config;
pub mod date;
mod error;
pub mod facts;
pub mod finding;
pub mod input;
mod manual;
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
pub mod scaffold;
pub mod schema;
pub mod selection;
mod settings;
pub mod suppression;
pub mod trace;

pub use check::{
    CheckOptions, check, check_by, check_with, ingest, inspect_flows, inspect_model, inspect_references,
    inspect_template, trace_flow,
};
pub use error::Error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub use input::fuzzing;
