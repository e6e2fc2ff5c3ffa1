//! An input file becomes a **model**, policies judge the model, judgements become **findings**, a report shows them.
//!
//! Each module imports only from modules to its left:
//! `model, reference < rule < finding < network < input, facts, policy, schema < report, trace < error < check < cases, scaffold
//! < cli < run`.

pub mod cases;
mod check;
pub mod cli;
mod error;
pub mod facts;
pub mod finding;
pub mod input;
pub mod model;
pub mod network;
pub mod policy;
pub mod reference;
pub mod report;
pub mod rule;
pub mod run;
pub mod scaffold;
pub mod schema;
pub mod trace;

pub use check::{
    CheckOptions, check, check_with, ingest, inspect_flows, inspect_model, inspect_references, inspect_template,
    trace_flow,
};
pub use error::Error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub use input::fuzzing;
