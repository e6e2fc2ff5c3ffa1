//! Calls of the Bicep CLI: `bicep`, else `az bicep`. What it says goes to standard error as it is.
//!
//! It compiles and nothing else: it installs nothing, and the environment that the user gave is the CLI's.

use crate::input::error::InputError;
use serde::Deserialize;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long the CLI may take. It may have to fetch modules.
const PATIENCE: Duration = Duration::from_secs(300);
/// Time between two looks at whether the CLI has ended.
const POLL: Duration = Duration::from_millis(5);
/// Longest output that is read.
const LONGEST_OUTPUT: u64 = 64 << 20;

/// A compiled `.bicepparam` file.
pub(crate) struct BuiltParameters {
    /// The parameters as JSON.
    pub(crate) parameters: String,
    /// The template that the file names, compiled; `None` when it names none that can be.
    pub(crate) template: Option<String>,
}

/// Compiles a `.bicep` file to a template in JSON.
///
/// # Errors
/// When there is no Bicep CLI, or it does not succeed.
pub(crate) fn build(file: &Path) -> Result<String, InputError> {
    run(&COMMANDS, "build", file, PATIENCE)
}

/// Compiles a `.bicepparam` file.
///
/// # Errors
/// When there is no Bicep CLI, or it does not succeed.
pub(crate) fn build_parameters(file: &Path) -> Result<BuiltParameters, InputError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Output {
        parameters_json: String,
        #[serde(default)]
        template_json: Option<String>,
    }
    let text = run(&COMMANDS, "build-params", file, PATIENCE)?;
    let output: Output = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let problem = format!("what 'bicep build-params' printed is not its usual JSON ({error})");
        InputError::new(&file.display().to_string(), problem, "update the Bicep CLI")
    })?;
    Ok(BuiltParameters { parameters: output.parameters_json, template: output.template_json })
}

/// A program that compiles Bicep.
struct Compiler {
    program: &'static str,
    /// Arguments before the file, behind the subcommand.
    before_file: &'static [&'static str],
    /// Arguments before the subcommand.
    before_subcommand: &'static [&'static str],
}

const COMMANDS: [Compiler; 2] = [
    Compiler { program: "bicep", before_subcommand: &[], before_file: &["--stdout"] },
    Compiler {
        program: if cfg!(windows) { "az.cmd" } else { "az" },
        before_subcommand: &["bicep"],
        before_file: &["--stdout", "--file"],
    },
];

/// What the first program that is there prints on standard output.
fn run(compilers: &[Compiler], subcommand: &str, file: &Path, patience: Duration) -> Result<String, InputError> {
    let shown = file.display().to_string();
    for compiler in compilers {
        let mut command = Command::new(compiler.program);
        command.args(compiler.before_subcommand).arg(subcommand).args(compiler.before_file).arg(as_operand(file));
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
        let called = [&[compiler.program], compiler.before_subcommand, &[subcommand]].concat().join(" ");
        match spawned {
            Ok(child) => return finish(child, &called, &shown, patience),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let problem = format!("'{called}' cannot be started: {error}");
                return Err(InputError::new(&shown, problem, "check the installation of the Bicep CLI"));
            }
        }
    }
    Err(InputError::new(
        &shown,
        "it is Bicep source code, and there is neither 'bicep' nor 'az' in PATH to compile it",
        "install the Bicep CLI (https://aka.ms/bicep-install) or the Azure CLI with `az bicep install`; or compile it \
         elsewhere with `az bicep build --file main.bicep` (its own name in the place of main.bicep) and pass the JSON \
         file that writes",
    ))
}

/// A path that is not taken for an option.
fn as_operand(file: &Path) -> PathBuf {
    if file.to_string_lossy().starts_with('-') { Path::new(".").join(file) } else { file.to_owned() }
}

/// Waits for the program to end and gives what it printed.
fn finish(mut child: Child, called: &str, shown: &str, patience: Duration) -> Result<String, InputError> {
    let failed = |problem: String, help: &str| InputError::new(shown, problem, help);
    let Some(stdout) = child.stdout.take() else {
        return Err(failed(format!("'{called}' has no output"), "check the installation of the Bicep CLI"));
    };
    let (sender, receiver) = mpsc::channel();
    // A thread of its own, since a read cannot be given up.
    std::thread::spawn(move || {
        let mut printed = Vec::new();
        let read = stdout.take(LONGEST_OUTPUT).read_to_end(&mut printed);
        // Nobody listens any more when the patience is over.
        let _ = sender.send(read.map(|_| printed));
    });
    let printed = receiver.recv_timeout(patience);
    // What has closed its output is about to end.
    let polls = if printed.is_ok() { patience.as_millis() / POLL.as_millis() } else { 0 };
    let status = (0..=polls).find_map(|poll| {
        if poll > 0 {
            std::thread::sleep(POLL);
        }
        child.try_wait().ok().flatten()
    });
    let (Ok(printed), Some(status)) = (printed, status) else {
        // It has ended or is beyond reach where these fail.
        let _ = child.kill();
        let _ = child.wait();
        let problem = format!("'{called}' did not end within {} seconds", patience.as_secs());
        return Err(failed(problem, "compile it yourself, and pass the JSON file"));
    };
    if !status.success() {
        let code = status.code().map_or_else(|| "a signal".to_owned(), |code| format!("exit code {code}"));
        return Err(failed(format!("'{called}' ended with {code}"), "correct what it reports above"));
    }
    let text = printed.ok().and_then(|printed| String::from_utf8(printed).ok()).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| failed(format!("'{called}' printed no template"), "update the Bicep CLI"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const SHELL: Compiler = Compiler { program: "/bin/sh", before_subcommand: &["-c"], before_file: &[] };
    const MISSING: Compiler = Compiler { program: "no-such-program-here", before_subcommand: &[], before_file: &[] };

    fn shell(script: &str, patience: Duration) -> Result<String, InputError> {
        run(&[MISSING, SHELL], script, Path::new("main.bicep"), patience)
    }

    /// The first program that is there is called with the file, and its output is taken.
    #[test]
    fn output_is_taken() {
        assert_eq!(shell("echo \"$0\"", PATIENCE).expect("an output"), "main.bicep\n");
        assert_eq!(as_operand(Path::new("-x.bicep")), Path::new("./-x.bicep"));
    }

    /// Failure, silence, slowness and absence each have their own message.
    #[test]
    fn failures_are_explained() {
        let short = Duration::from_millis(200);
        for (script, patience, problem) in [
            ("exit 3", PATIENCE, "ended with exit code 3"),
            ("true", PATIENCE, "printed no template"),
            ("printf '\\377'", PATIENCE, "printed no template"),
            ("exec sleep 20", short, "did not end within 0 seconds"),
            ("exec >&-; exec sleep 20", short, "did not end within 0 seconds"),
        ] {
            let error = shell(script, patience).expect_err(script);
            assert!(error.problem.contains(problem), "{script}: {}", error.problem);
        }
        let error = run(&[MISSING], "build", Path::new("main.bicep"), PATIENCE).expect_err("no program");
        assert!(error.problem.contains("neither 'bicep' nor 'az'"), "{}", error.problem);
    }
}
