//! The program: parse arguments, run, map the outcome to an exit code.

use clap::Parser;
use std::process::ExitCode;
use vnetguard::cli::Cli;

fn main() -> ExitCode {
    vnetguard::run::run(&Cli::parse())
}
