//! The manual page: one for the program and all of its commands, so that `vnetguard man | man -l -` shows everything.
//!
//! In: the definition of the command line. Out: roff.

use clap::Command;
use clap_mangen::Man;
use std::io::{self, Write};

const FILES: &str = r#".SH FILES
.TP
\fB.vnetguard.toml\fR
The configuration, of the nearest folder from the current one up to the root of the repository. \fBvnetguard schema config\fR
prints its JSON Schema. What the command line says stands above it.
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR
No colours on a terminal.
.TP
\fBSOURCE_DATE_EPOCH\fR
Today, for the expiry of suppressions, as seconds since 1970.
.TP
\fBGITHUB_SERVER_URL\fR, \fBGITHUB_REPOSITORY\fR, \fBGITHUB_SHA\fR, \fBGITHUB_REF_NAME\fR
.TQ
\fBBUILD_REPOSITORY_URI\fR, \fBBUILD_SOURCEVERSION\fR, \fBBUILD_SOURCEBRANCHNAME\fR
.TQ
\fBCI_PROJECT_URL\fR, \fBCI_COMMIT_SHA\fR, \fBCI_COMMIT_REF_NAME\fR
The commit that a SARIF log is about.
"#;

const EXIT_STATUS: &str = r".SH EXIT STATUS
.TP
\fB0\fR
The gate passes.
.TP
\fB1\fR
Findings at or above \fB\-\-fail\-on\fR, or unknowns with \fB\-\-on\-unknown fail\fR.
.TP
\fB2\fR
It could not be judged: usage, input, policy or configuration.
";

/// The page of `command`.
///
/// # Errors
/// Never, as long as memory takes it: it is written there.
pub(crate) fn manual(mut command: Command) -> io::Result<Vec<u8>> {
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    for (name, leaf) in leaves(&command) {
        write_command(&name, leaf, &mut page)?;
    }
    page.write_all(EXIT_STATUS.as_bytes())?;
    page.write_all(FILES.as_bytes())?;
    Ok(page)
}

/// The commands that do something, in order, by the words that call them.
fn leaves(root: &Command) -> Vec<(String, &Command)> {
    let mut found = Vec::new();
    let mut open: Vec<(String, &Command)> = vec![(root.get_name().to_owned(), root)];
    while let Some((name, command)) = open.pop() {
        let below: Vec<&Command> = command.get_subcommands().filter(|one| one.get_name() != "help").collect();
        if below.is_empty() {
            found.push((name, command));
        } else {
            open.extend(below.into_iter().rev().map(|one| (format!("{name} {}", one.get_name()), one)));
        }
    }
    found
}

fn write_command(name: &str, command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
    let mut body = Vec::new();
    let man = Man::new(command.clone());
    man.render_synopsis_section(&mut body)?;
    man.render_description_section(&mut body)?;
    man.render_options_section(&mut body)?;
    // Sections of a page of its own are parts of this one's.
    for line in String::from_utf8_lossy(&body).lines() {
        match line.strip_prefix(".SH ") {
            Some("SYNOPSIS" | "DESCRIPTION") => writeln!(page, ".PP")?,
            Some("OPTIONS") => writeln!(page, ".SS Options")?,
            Some(other) => writeln!(page, ".SS {other}")?,
            None => writeln!(page, "{line}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    /// The page has every command and every option.
    #[test]
    fn everything_is_in_the_page() {
        let page = String::from_utf8(manual(Cli::command()).unwrap()).unwrap();
        let plain = page.replace('\\', "");
        let mut command = Cli::command();
        command.build();
        let all = leaves(&command);
        assert!(all.len() > 10, "{all:?}");
        for (name, command) in all {
            assert!(plain.contains(&format!(".SH \"{}\"", name.to_uppercase())), "{name}");
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(plain.contains(&format!("--{option}")), "{name} --{option}");
            }
        }
        assert!(plain.starts_with(".ie") || plain.contains(".TH vnetguard"), "{plain}");
    }
}
