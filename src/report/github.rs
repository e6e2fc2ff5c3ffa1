//! The report as workflow commands of GitHub Actions: annotations on the changed lines.
//!
//! A step shows ten annotations of each kind and drops the rest, so the tenth says how many there are beyond; those follow
//! as plain lines of the log, as do the summary and what was seen of the inputs.
//! Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use super::annotations::{Annotation, Kind, annotations};
use super::harmless::harmless;
use super::overview::{Overview, repository_path};
use super::wording::printable;
use super::{RenderOptions, Report};
use std::io::{self, Write};

/// Writes the commands, then plain lines.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let overview = Overview::of(report, options);
    super::annotations::write(&annotations(&overview), command, out)?;
    super::annotations::write_summary(&overview, out)
}

fn command(annotation: &Annotation) -> String {
    let name = match annotation.kind {
        Kind::Error => "error",
        Kind::Warning => "warning",
        Kind::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(location) = &annotation.location
        && let Some(file) = repository_path(&location.file)
    {
        properties.push(format!("file={}", property(file)));
        properties.push(format!("line={}", location.line));
        properties.push(format!("endLine={}", location.end_line));
        properties.push(format!("col={}", location.column));
        properties.push(format!("endColumn={}", location.end_column));
    }
    if !annotation.title.is_empty() {
        properties.push(format!("title={}", property(&annotation.title)));
    }
    let blank = if properties.is_empty() { "" } else { " " };
    format!("::{name}{blank}{}::{}", properties.join(","), data(&annotation.message))
}

/// A message: percent signs and line ends written as escapes.
fn data(text: &str) -> String {
    harmless(&printable(text, true)).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for a property, which also ends at a colon or comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
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
            kind: Kind::Error,
            title: "A: b, c".to_owned(),
            message: "100%\r\n::set-env name=x::y".to_owned(),
            location: Some(location("a,b/c d.tf", 3, 5, 9, Precision::Attribute)),
        };
        let expected = "::error file=a%2Cb/c d.tf,line=3,endLine=3,col=5,endColumn=9,title=A%3A b%2C c::100%25\\r%0A\\::set-env name=x::y";
        assert_eq!(command(&annotation), expected);
        let outside = Annotation {
            location: Some(location("/etc/x", 1, 1, 1, Precision::File)),
            title: String::new(),
            ..annotation
        };
        assert!(command(&outside).starts_with("::error::"));
    }
}
