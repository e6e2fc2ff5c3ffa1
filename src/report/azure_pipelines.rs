//! The report as logging commands of Azure Pipelines: issues of the build, with their places.
//!
//! The agent keeps ten issues of each kind, so the tenth says how many there are beyond; those follow as plain lines. There
//! is no kind for notes, which are plain lines too.
//! Source: <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>.

use super::annotations::{Annotation, Kind, annotations};
use super::overview::{Overview, repository_path};
use super::wording::{place_text, printable};
use super::{RenderOptions, Report, harmless::harmless};
use std::io::{self, Write};

/// Writes the commands, then plain lines.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let overview = Overview::of(report, options);
    super::annotations::write(&annotations(&overview), command, out)?;
    super::annotations::write_summary(&overview, out)
}

fn command(annotation: &Annotation) -> String {
    let kind = match annotation.kind {
        Kind::Error => "error",
        Kind::Warning => "warning",
        Kind::Note => return note(annotation),
    };
    let mut command = format!("##vso[task.logissue type={kind};");
    if let Some(location) = &annotation.location
        && let Some(file) = repository_path(&location.file)
    {
        let (file, line, column) = (property(file), location.line, location.column);
        command.push_str(&format!("sourcepath={file};linenumber={line};columnnumber={column};"));
    }
    let code = annotation.title.split(' ').next().filter(|code| !code.is_empty());
    if let Some(code) = code {
        command.push_str(&format!("code={};", property(code)));
    }
    command.push(']');
    let title = if annotation.title.is_empty() { String::new() } else { format!("{}: ", annotation.title) };
    command.push_str(&data(&format!("{title}{}", annotation.message)));
    command
}

fn note(annotation: &Annotation) -> String {
    let place = annotation.location.as_ref().map_or(String::new(), |location| format!(" {}", place_text(location)));
    harmless(&printable(&format!("note {}{place}: {}", annotation.title, annotation.message), false))
}

/// A message: percent signs and line ends written as escapes.
fn data(text: &str) -> String {
    harmless(&printable(text, true)).replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for a property, which also ends at a semicolon or bracket.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Precision;
    use crate::report::fixtures::location;

    /// No text ends its command or begins another.
    #[test]
    fn texts_stay_in_their_command() {
        let annotation = Annotation {
            kind: Kind::Warning,
            title: "ISE-A cannot be told".to_owned(),
            message: "100% ##vso[task.setvariable variable=x]y\nz".to_owned(),
            location: Some(location("a;b]/c.tf", 3, 5, 9, Precision::Attribute)),
        };
        let expected = "##vso[task.logissue type=warning;sourcepath=a%3Bb%5D/c.tf;linenumber=3;columnnumber=5;code=ISE-A;]ISE-A cannot be told: 100%AZP25 ##vso\\[task.setvariable variable=x]y%0Az";
        assert_eq!(command(&annotation), expected);
        let note = Annotation { kind: Kind::Note, ..annotation };
        assert_eq!(
            command(&note),
            "note ISE-A cannot be told a;b]/c.tf:3:5: 100% ##vso\\[task.setvariable variable=x]y\\nz"
        );
    }
}
