//! An input file becomes a **model**, policies judge the model, judgements become **findings**, a report shows them.
//!
//! Each module imports only from modules to its left:
//! `model < finding, rule < network < input, facts, policy < report < check (this file) < cli, main`.

pub mod facts;
pub mod finding;
pub mod input;
pub mod model;
pub mod network;
pub mod policy;
pub mod reference;
pub mod report;
pub mod rule;
