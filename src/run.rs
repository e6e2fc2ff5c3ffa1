//! The subcommands: options in, reports out, an exit code back. The only code that writes to standard output and error.

use crate::cases::run_cases;
use crate::check::{
    CheckOptions, check, inspect_flows, inspect_model, inspect_references, inspect_template, trace_flow,
};
use crate::cli::{
    BaselineArguments, CheckArguments, Cli, Command, CompletionsArguments, DirectionArgument, ExplainArguments,
    InputArguments, InspectCommand, NewCommand, NewRuleArguments, PolicyArguments, RulesArguments, RulesFormat,
    SchemaCommand, TestArguments, TestOutput, TraceArguments, TraceFormat,
};
use crate::config;
use crate::error::Error;
use crate::manual::manual;
use crate::network::Direction;
use crate::policy::{
    Bundle, Catalogue, TestFormat, TestOptions, explain, rules_json, rules_markdown, rules_text, run_tests, watch,
};
use crate::progress::Progress;
use crate::report::{Format, Gate, Output, RenderOptions, Report, gate, harmless, render, report_schema};
use crate::scaffold::new_rule;
use crate::schema::model_schema;
use crate::settings::Settings;
use crate::suppression::Baseline;
use crate::trace::Question;
use clap::CommandFactory;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The gate does not pass.
const FINDINGS: u8 = 1;
/// The inputs could not be judged.
const NOT_JUDGED: u8 = 2;

/// Runs one command line to its exit code.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    let outcome = match &cli.command {
        Command::Check(arguments) => run_check(arguments),
        Command::Inspect(InspectCommand::Model(arguments)) => run_inspect_model(arguments),
        Command::Inspect(InspectCommand::References(arguments)) => run_inspect_references(arguments),
        Command::Inspect(InspectCommand::Flows(arguments)) => run_inspect_flows(arguments),
        Command::Trace(arguments) => run_trace(arguments),
        Command::Inspect(InspectCommand::Template(arguments)) => run_inspect_template(arguments),
        Command::Rules(arguments) => run_rules(arguments),
        Command::Explain(arguments) => run_explain(arguments),
        Command::Test(arguments) => run_policy_tests(arguments),
        Command::New(NewCommand::Rule(arguments)) => run_new_rule(arguments),
        Command::Baseline(arguments) => run_baseline(arguments),
        Command::Schema(document) => run_schema(*document),
        Command::Completions(arguments) => run_completions(arguments),
        Command::Man => run_man(),
    };
    outcome.unwrap_or_else(|error| {
        let is_broken_pipe = matches!(&error, Error::Output { cause, .. } if cause.kind() == io::ErrorKind::BrokenPipe);
        if !is_broken_pipe {
            // Standard error is the last resort: there is nowhere to report that it is closed.
            let text = harmless(&format!("{:?}", miette::Report::new(error)));
            let _ = writeln!(io::stderr(), "{text}");
        }
        ExitCode::from(NOT_JUDGED)
    })
}

/// Ends the process when a policy of the user's takes too much memory. Ours are linear and known.
#[expect(clippy::exit, reason = "an evaluation that takes too much cannot be stopped otherwise")]
fn watch_policies(policies: &[PathBuf]) {
    if policies.is_empty() {
        return;
    }
    watch(|error| {
        let _ = writeln!(io::stderr(), "{:?}", miette::Report::new(error));
        std::process::exit(NOT_JUDGED.into());
    });
}

fn run_check(arguments: &CheckArguments) -> Result<ExitCode, Error> {
    let settings = Settings::of_check(arguments)?;
    let formats = formats(&settings.outputs)?;
    let report = Report { upload: settings.upload, ..judge(&settings.options)? };
    for (format, output) in formats.into_iter().zip(&settings.outputs) {
        let color = output.file.is_none() && io::stdout().is_terminal();
        let options = RenderOptions { color, ..settings.render };
        write_output(output, |writer| render(format, &report, &options, writer))?;
    }
    Ok(match gate(&report, settings.render.fail_on, settings.render.on_unknown) {
        Gate::Fail if !arguments.exit_zero => ExitCode::from(FINDINGS),
        _ => ExitCode::SUCCESS,
    })
}

/// Judges, saying so on a terminal when it takes long.
fn judge(options: &CheckOptions) -> Result<Report, Error> {
    watch_policies(&options.policies);
    let _progress = Progress::start(&options.inputs);
    check(options)
}

fn run_baseline(arguments: &BaselineArguments) -> Result<ExitCode, Error> {
    let settings = Settings::of_baseline(arguments)?;
    let report = judge(&settings.options)?;
    let baseline = Baseline::of(&report.verdicts);
    let text = baseline.to_text()?;
    let output = Output { format: String::new(), file: arguments.output.clone() };
    write_output(&output, |writer| writer.write_all(text.as_bytes()))?;
    Ok(ExitCode::SUCCESS)
}

/// The formats, and at most one of them on standard output.
fn formats(outputs: &[Output]) -> Result<Vec<&'static Format>, Error> {
    if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
        return Err(Error::Usage {
            problem: "two reports would go to standard output".to_owned(),
            help: "give all but one a file, such as '--output sarif=vnetguard.sarif'".to_owned(),
        });
    }
    outputs.iter().map(|output| Ok(Format::named(&output.format)?)).collect()
}

fn run_inspect_model(arguments: &InputArguments) -> Result<ExitCode, Error> {
    print(&inspect_model(&Settings::of_inputs(arguments)?.options)?)
}

fn run_schema(document: SchemaCommand) -> Result<ExitCode, Error> {
    print(&match document {
        SchemaCommand::Model => model_schema(),
        SchemaCommand::Config => config::schema(),
        SchemaCommand::JsonReport => report_schema(),
    })
}

fn run_completions(arguments: &CompletionsArguments) -> Result<ExitCode, Error> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "vnetguard", &mut text);
    print_bytes(&text)
}

fn run_man() -> Result<ExitCode, Error> {
    let page = manual(Cli::command());
    print_bytes(&page.map_err(|cause| Error::Output { name: "standard output".to_owned(), cause })?)
}

fn run_inspect_flows(arguments: &InputArguments) -> Result<ExitCode, Error> {
    print(&inspect_flows(&Settings::of_inputs(arguments)?.options)?)
}

fn run_trace(arguments: &TraceArguments) -> Result<ExitCode, Error> {
    let question = Question {
        subnet: arguments.subnet.clone(),
        direction: match arguments.direction {
            DirectionArgument::Inbound => Direction::Inbound,
            DirectionArgument::Outbound => Direction::Outbound,
        },
        protocol: arguments.protocol,
        local: arguments.local.clone(),
        remote: arguments.remote.clone(),
    };
    let is_json = arguments.output == TraceFormat::Json;
    print(&trace_flow(&Settings::of_inputs(&arguments.input)?.options, &question, is_json)?)
}

fn catalogue(arguments: &PolicyArguments) -> Result<Catalogue, Error> {
    Ok(Catalogue::with(&arguments.policies)?)
}

fn run_inspect_references(arguments: &InputArguments) -> Result<ExitCode, Error> {
    print(&inspect_references(&Settings::of_inputs(arguments)?.options)?)
}

fn run_inspect_template(arguments: &InputArguments) -> Result<ExitCode, Error> {
    let (text, notes) = inspect_template(&Settings::of_inputs(arguments)?.options)?;
    for note in notes {
        // Notes are not the document; that standard error is closed must not keep it from being printed.
        let _ = writeln!(io::stderr(), "note: {note}");
    }
    print(&text)
}

fn run_rules(arguments: &RulesArguments) -> Result<ExitCode, Error> {
    let catalogue = catalogue(&arguments.policies)?;
    print(&match arguments.output {
        RulesFormat::Text => rules_text(&catalogue),
        RulesFormat::Json => rules_json(&catalogue),
        RulesFormat::Markdown => rules_markdown(&catalogue),
    })
}

fn run_explain(arguments: &ExplainArguments) -> Result<ExitCode, Error> {
    let catalogue = catalogue(&arguments.policies)?;
    let wanted = arguments.rule.to_uppercase();
    match catalogue.rules().find(|rule| rule.id.0 == wanted) {
        Some(rule) => print(&explain(rule)),
        None => Err(Error::Usage {
            problem: format!("no rule is called '{}'", arguments.rule),
            help: "run 'vnetguard rules' to list all rules".to_owned(),
        }),
    }
}

fn run_policy_tests(arguments: &TestArguments) -> Result<ExitCode, Error> {
    let paths: Vec<PathBuf> = arguments.policies.policies.iter().chain(&arguments.paths).cloned().collect();
    watch_policies(&paths);
    let bundle = Bundle::with(&paths)?;
    let options = TestOptions {
        filter: arguments.run.clone(),
        coverage: arguments.coverage || arguments.min_coverage.is_some(),
        ..TestOptions::default()
    };
    let mut run = run_tests(&bundle, &options)?;
    run.min_coverage = arguments.min_coverage;
    if arguments.run.is_none() {
        run.tests.extend(run_cases(&Catalogue::load(&bundle)?, bundle.cases(), arguments.update)?);
    }
    let format = match arguments.output {
        TestOutput::Text => TestFormat::Text,
        TestOutput::Json => TestFormat::Json,
        TestOutput::Junit => TestFormat::Junit,
    };
    print(&run.render(format))?;
    Ok(if run.is_success() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

fn run_new_rule(arguments: &NewRuleArguments) -> Result<ExitCode, Error> {
    let files = new_rule(&arguments.id, &arguments.dir).map_err(|error| Error::Usage {
        problem: error.to_string(),
        help: "give an id such as 'CORP-SUBNET-NAME' and a folder of your own".to_owned(),
    })?;
    let files: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
    print(&files)
}

fn print(text: &str) -> Result<ExitCode, Error> {
    print_bytes(text.as_bytes())
}

fn print_bytes(text: &[u8]) -> Result<ExitCode, Error> {
    write_output(&Output { format: String::new(), file: None }, |writer| writer.write_all(text))?;
    Ok(ExitCode::SUCCESS)
}

fn write_output(output: &Output, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let name = output.file.as_ref().map_or_else(|| "standard output".to_owned(), |file| file.display().to_string());
    let result = match &output.file {
        None => {
            let mut stdout = BufWriter::new(io::stdout().lock());
            match write(&mut stdout).and_then(|()| stdout.flush()) {
                // Whoever reads has seen enough: the other reports and the gate do not depend on it.
                Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                result => result,
            }
        }
        Some(file) => File::create(file).and_then(|file| {
            let mut file = BufWriter::new(file);
            write(&mut file).and_then(|()| file.flush())
        }),
    };
    result.map_err(|cause| Error::Output { name, cause })
}
