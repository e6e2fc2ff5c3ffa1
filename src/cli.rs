//! The command line: clap types and their conversion to options. Nothing below knows clap.

use crate::date::Date;
use crate::network::Protocols;
use crate::report::Output;
use crate::trace::Endpoint;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// Tells, before deployment, whether Azure will accept and correctly run a service that is injected into or integrated
/// with a virtual network.
#[derive(Debug, Parser)]
#[command(name = "vnetguard", version, about, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 the gate passes; 1 findings at or above --fail-on (or unknowns with --on-unknown fail);
2 it could not be judged (usage, input, policy or configuration).";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge Terraform plans and ARM templates
    Check(CheckArguments),
    /// Show what the policies see, as JSON
    #[command(subcommand)]
    Inspect(InspectCommand),
    /// List all rules
    Rules(RulesArguments),
    /// Show one rule's page
    Explain(ExplainArguments),
    /// Run the tests and cases of policies
    Test(TestArguments),
    /// Follow a flow through the security rules and routes of a subnet, before deployment
    Trace(TraceArguments),
    /// Make a new policy
    #[command(subcommand)]
    New(NewCommand),
    /// Write today's findings as accepted, so that only new ones count
    Baseline(BaselineArguments),
    /// Print a JSON Schema
    #[command(subcommand)]
    Schema(SchemaCommand),
    /// Print completions for a shell
    Completions(CompletionsArguments),
    /// Print the manual page
    Man,
}

/// What to inspect.
#[derive(Debug, Subcommand)]
pub enum InspectCommand {
    /// The normalised model: the document that policies read as `input`
    Model(InputArguments),
    /// What becomes of every required flow of every protected subnet
    Flows(InputArguments),
    /// What every attribute of a plan's resources refers to, and how surely
    References(InputArguments),
    /// An ARM template or a Bicep file, expanded: its resources and outputs, and what stays unknown
    Template(InputArguments),
}

/// Inputs and what they need.
#[derive(Debug, Args)]
pub struct InputArguments {
    /// `terraform show -json` output, an ARM template, a Bicep file or a what-if result; `-` for standard input
    /// [default: the configuration's]
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Configuration file [default: the nearest .vnetguard.toml up to the root of the repository]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the sources; reported paths are relative to it [default: the current folder, or the input's]
    #[arg(long, value_name = "DIR")]
    pub source_root: Option<PathBuf>,
    /// Binary plan file that INPUT was made from: the planned sources are read from it; may be repeated for several plans
    #[arg(long, value_name = "TFPLAN")]
    pub plan_file: Vec<PathBuf>,
    /// Parameters for a template: a file (JSON or .bicepparam), NAME=VALUE or NAME=@FILE; may be repeated, a later one wins
    #[arg(long, value_name = "FILE|NAME=VALUE")]
    pub parameters: Vec<PathBuf>,
    /// What is known of a template's deployment, such as resource-group=rg (also subscription-id, subscription-name,
    /// tenant-id, location, management-group, name, cloud); may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = parse_deployment)]
    pub deployment: Vec<(String, String)>,
    /// The day for which lifecycle rules answer, YYYY-MM-DD [default: date of the newest document, 2025-03-14]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<String>,
    /// Judge a family of rules by an older edition of its documents, such as ise=2020-03-12; may be repeated
    #[arg(long, value_name = "FAMILY=DATE", value_parser = parse_edition)]
    pub edition: Vec<(String, String)>,
    /// Policies
    #[command(flatten)]
    pub policies: PolicyArguments,
    /// Accept inputs in which no resource is of a type that a rule is about
    #[arg(long)]
    pub allow_empty: bool,
}

/// Policies beside the embedded ones.
#[derive(Debug, Args)]
pub struct PolicyArguments {
    /// File or folder with further policies and their data; may be repeated
    #[arg(long = "policy", value_name = "DIR")]
    pub policies: Vec<PathBuf>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Inputs.
    #[command(flatten)]
    pub input: InputArguments,
    /// Report format, to standard output or a file; may be repeated [default: text]. One of: text, json, sarif, junit,
    /// github, azure-pipelines, gitlab, markdown, atlantis, html
    #[arg(short, long, value_name = "FORMAT[=FILE]", value_parser = Output::from_str)]
    pub output: Vec<Output>,
    /// Rules.
    #[command(flatten)]
    pub selection: SelectionArguments,
    /// The lowest level of findings that fails the gate [default: error]
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<LevelArgument>,
    /// What a requirement that cannot be told does to the gate [default: warn]
    #[arg(long, value_name = "ACTION")]
    pub on_unknown: Option<OnUnknownArgument>,
    /// Accept the findings in this file, which `vnetguard baseline` wrote; new ones count
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Keep findings that suppressions accept in SARIF, marked as such
    #[arg(long)]
    pub include_suppressed: bool,
    /// Category of the SARIF log, to tell several of one commit apart [default: the host's choice]
    #[arg(long, value_name = "NAME")]
    pub sarif_category: Option<String>,
    /// Report passes as well
    #[arg(long)]
    pub all: bool,
    /// End with exit code 0 whatever is found; 2 stays 2
    #[arg(long)]
    pub exit_zero: bool,
}

/// Which rules count.
#[derive(Debug, Args)]
pub struct SelectionArguments {
    /// Judge only by rules that this pattern stands for, such as 'ISE-*'; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub rule: Vec<String>,
    /// Leave out rules that this pattern stands for; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub skip: Vec<String>,
    /// Today, for the expiry of suppressions [default: SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = Date::from_str)]
    pub today: Option<Date>,
}

/// Arguments of `baseline`.
#[derive(Debug, Args)]
pub struct BaselineArguments {
    /// Inputs.
    #[command(flatten)]
    pub input: InputArguments,
    /// Rules.
    #[command(flatten)]
    pub selection: SelectionArguments,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Documents that have a JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum SchemaCommand {
    /// The document that policies read as `input`
    Model,
    /// The configuration file
    Config,
    /// The JSON report
    JsonReport,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArguments {
    /// Policies
    #[command(flatten)]
    pub policies: PolicyArguments,
    /// Format of the table
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: RulesFormat,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Policies
    #[command(flatten)]
    pub policies: PolicyArguments,
    /// Rule id, in any letter case
    #[arg(value_name = "RULE")]
    pub rule: String,
}

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArguments {
    /// Files and folders with further policies, tests and cases; the embedded tests always run
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Policies
    #[command(flatten)]
    pub policies: PolicyArguments,
    /// Run only tests whose name has this text, or matches it as a regular expression
    #[arg(short, long, value_name = "TEXT")]
    pub run: Option<String>,
    /// Format of the result
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: TestOutput,
    /// Tell which lines of policies no test evaluates
    #[arg(long)]
    pub coverage: bool,
    /// Fail when less of the lines is evaluated; implies --coverage
    #[arg(long, value_name = "PERCENT", value_parser = parse_percent)]
    pub min_coverage: Option<f64>,
    /// Write what was seen into the cases that differ, for review
    #[arg(long)]
    pub update: bool,
}

/// Formats of `test`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestOutput {
    /// What failed, and numbers.
    Text,
    /// Every test; with coverage the members of `opa test --coverage`.
    Json,
    /// One suite for each file.
    Junit,
}

/// What to make anew.
#[derive(Debug, Subcommand)]
pub enum NewCommand {
    /// A policy with its test and a case, all of which pass
    Rule(NewRuleArguments),
}

/// Arguments of `new rule`.
#[derive(Debug, Args)]
pub struct NewRuleArguments {
    /// The rule's id, such as CORP-SUBNET-NAME: the family first
    #[arg(value_name = "FAMILY-NAME")]
    pub id: String,
    /// Folder of the policies
    #[arg(long, value_name = "DIR", default_value = "policies")]
    pub dir: PathBuf,
}

/// Arguments of `trace`, in the style of `az network watcher test-ip-flow`.
#[derive(Debug, Args)]
pub struct TraceArguments {
    /// Inputs.
    #[command(flatten)]
    pub input: InputArguments,
    /// The subnet, as VNET/SUBNET or as the input names it
    #[arg(long, value_name = "VNET/SUBNET")]
    pub subnet: String,
    /// Seen from the subnet
    #[arg(long, value_name = "inbound|outbound", ignore_case = true)]
    pub direction: DirectionArgument,
    /// tcp, udp, icmp, esp, ah, or * for all of them
    #[arg(long, value_name = "PROTOCOL", value_parser = parse_protocol)]
    pub protocol: Protocols,
    /// The subnet's side: an address, or * for the whole subnet, perhaps with a port; IPv6 in brackets
    #[arg(long, value_name = "IP[:PORT]")]
    pub local: Endpoint,
    /// The other side: an address, a prefix or a service tag, perhaps with a port; IPv6 in brackets
    #[arg(long, value_name = "IP|CIDR|TAG[:PORT]")]
    pub remote: Endpoint,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: TraceFormat,
}

/// Values of `--direction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DirectionArgument {
    /// Into the subnet.
    Inbound,
    /// Out of it.
    Outbound,
}

/// Formats of `trace`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// Every rule, the verdict, and where the traffic goes.
    Text,
    /// The same for programs.
    Json,
}

/// Values of `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArgument {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
    /// Every finding.
    Note,
}

/// Values of `--on-unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnUnknownArgument {
    /// The gate fails.
    Fail,
    /// They are reported.
    Warn,
    /// They are only counted.
    Ignore,
}

/// Formats of `rules`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// One line for each rule.
    Text,
    /// Everything a rule states of itself.
    Json,
    /// A table with links to the rules' pages.
    Markdown,
}

fn parse_protocol(text: &str) -> Result<Protocols, String> {
    Protocols::parse(text).ok_or_else(|| "expected tcp, udp, icmp, esp, ah or *".to_owned())
}

fn parse_date(text: &str) -> Result<String, String> {
    text.parse::<Date>().map(|date| date.to_string()).map_err(|error| error.to_string())
}

fn parse_percent(text: &str) -> Result<f64, String> {
    let percent = text.trim_end_matches('%').parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

fn parse_edition(text: &str) -> Result<(String, String), String> {
    let (family, date) = text.split_once('=').ok_or("expected FAMILY=DATE, such as ise=2020-03-12")?;
    Ok((family.to_lowercase(), parse_date(date)?))
}

fn parse_deployment(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE, such as resource-group=rg")?;
    crate::input::Surroundings::default().state(key, value)?;
    Ok((key.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// The definition is consistent.
    #[test]
    fn definition_is_sound() {
        Cli::command().debug_assert();
    }

    /// Dates are dates.
    #[test]
    fn dates() {
        assert_eq!(parse_date("2022-06-01"), Ok("2022-06-01".to_owned()));
        for text in ["", "2022", "2022-6-1", "2022-13-01", "2022-06-32", "22-06-01", "2022-06-01T00:00"] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }
}
