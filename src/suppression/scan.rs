//! Every suppression of one source file, with what it covers.

use super::directive::{Malformed, Written, bicep_codes, of_comment, of_text};
use super::error::SuppressionError;
use super::json;
use super::lexer::Language;
use super::scope::{self, Comment};
use crate::model::{Location, Precision};
use std::ops::Range;

/// A suppression in a source file.
#[derive(Debug, Clone)]
pub(super) struct Directive {
    /// What it says.
    pub(super) written: Written,
    /// What it covers.
    pub(super) scope: Scope,
    /// Where it is written.
    pub(super) location: Location,
    /// A pragma of Bicep, whose other codes are Bicep's own.
    pub(super) is_pragma: bool,
}

/// The part of a file that a suppression covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of it.
    File,
    /// From a line and column to before another.
    Region { from: (usize, usize), to: (usize, usize) },
    /// It stands beside nothing.
    Nothing,
}

impl Directive {
    /// Whether what is at `location` is covered.
    pub(super) fn covers(&self, location: &Location) -> bool {
        let at = (location.line, location.column);
        location.file == self.location.file
            && match self.scope {
                Scope::File => true,
                Scope::Region { from, to } => from <= at && at < to,
                Scope::Nothing => false,
            }
    }
}

/// The suppressions of the file that reports call `file`; none for a file of another language.
///
/// # Errors
/// For the first one that is malformed.
pub(super) fn scan(file: &str, text: &str) -> Result<Vec<Directive>, SuppressionError> {
    let Some(language) = Language::of_file(file) else { return Ok(Vec::new()) };
    let is_silent = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_none();
    if is_silent("vnetguard") && (language != Language::Bicep || is_silent("#disable-next-line")) {
        return Ok(Vec::new());
    }
    let scanner = Scanner { file, text };
    let mut found = Vec::new();
    for comment in scope::comments(text, language) {
        scanner.comment(&comment, language, &mut found)?;
    }
    if language == Language::Json {
        for member in json::members(text) {
            found.extend(scanner.member(&member)?);
        }
    }
    Ok(found)
}

struct Scanner<'t> {
    file: &'t str,
    text: &'t str,
}

impl Scanner<'_> {
    /// A comment may hold one on each of its lines.
    fn comment(
        &self,
        comment: &Comment<'_>,
        language: Language,
        found: &mut Vec<Directive>,
    ) -> Result<(), SuppressionError> {
        let mut offset = comment.start;
        for line in comment.text.split_inclusive('\n') {
            let start = offset;
            offset += line.len();
            let body = line.trim().trim_end_matches("*/").trim_end();
            if language == Language::Bicep
                && let Some(codes) = bicep_codes(body)
            {
                let written =
                    Written { whole_file: false, rules: codes.collect(), until: None, address: None, reason: None };
                let range = self.trimmed(start, line);
                found.push(self.directive(written, lines_scope(comment), range, true));
                continue;
            }
            let words = body.trim_start_matches(['#', '/', '*']);
            let Some(read) = of_comment(words) else { continue };
            let range = self.trimmed(start, line);
            let written = read.map_err(|malformed| self.error(malformed, range.clone()))?;
            let scope = if written.whole_file { Scope::File } else { lines_scope(comment) };
            if written.whole_file && !comment.is_head {
                let malformed = Malformed {
                    problem: "'vnetguard:ignore-file' does not stand at the beginning of the file".to_owned(),
                    help: "move it into the first comment of the file, or use 'vnetguard:ignore'".to_owned(),
                };
                return Err(self.error(malformed, range));
            }
            found.push(self.directive(written, scope, range, false));
        }
        Ok(())
    }

    fn trimmed(&self, start: usize, line: &str) -> Range<usize> {
        let first = start + (line.len() - line.trim_start().len());
        first..start + line.trim_end().len()
    }

    fn member(&self, member: &json::Found) -> Result<Option<Directive>, SuppressionError> {
        let read =
            if member.is_metadata { Some(of_text(&member.text, member.is_document)) } else { of_comment(&member.text) };
        let Some(read) = read else { return Ok(None) };
        let written = read.map_err(|malformed| self.error(malformed, member.range.clone()))?;
        if written.whole_file != member.is_document {
            let (problem, help) = if member.is_document {
                ("a suppression at the top of the document covers all of it", "write 'vnetguard:ignore-file'")
            } else {
                ("'vnetguard:ignore-file' stands inside of the document", "write 'vnetguard:ignore'")
            };
            let malformed = Malformed { problem: problem.to_owned(), help: help.to_owned() };
            return Err(self.error(malformed, member.range.clone()));
        }
        let scope = if member.is_document {
            Scope::File
        } else {
            Scope::Region { from: self.position(member.object.start), to: self.position(member.object.end) }
        };
        Ok(Some(self.directive(written, scope, member.range.clone(), false)))
    }

    fn directive(&self, written: Written, scope: Scope, range: Range<usize>, is_pragma: bool) -> Directive {
        let (line, column) = self.position(range.start);
        let (_, end_column) = self.position(range.end);
        let location = Location {
            file: self.file.to_owned(),
            line,
            column,
            end_line: line,
            end_column: end_column.max(column),
            precision: Precision::Attribute,
        };
        Directive { written, scope, location, is_pragma }
    }

    fn error(&self, malformed: Malformed, range: Range<usize>) -> SuppressionError {
        SuppressionError::new(self.file, self.text, range, malformed)
    }

    /// Line and column of a byte, from 1, columns in UTF-16 code units.
    fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        (line, before.get(start..).unwrap_or_default().encode_utf16().count() + 1)
    }
}

fn lines_scope(comment: &Comment<'_>) -> Scope {
    comment.lines.map_or(Scope::Nothing, |(first, last)| Scope::Region { from: (first, 1), to: (last + 1, 1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(file: &str, line: usize, column: usize) -> Location {
        Location {
            file: file.to_owned(),
            line,
            column,
            end_line: line,
            end_column: column,
            precision: Precision::Block,
        }
    }

    /// A comment covers the lines of its block in its own file only.
    #[test]
    fn comments_cover_their_block() {
        let text = "resource \"a\" \"b\" {\n}\n# vnetguard:ignore ISE-A -- r\nresource \"a\" \"c\" {\n  x = 1\n}\n";
        let [directive] = &scan("m/main.tf", text).unwrap()[..] else { panic!("one suppression") };
        assert_eq!((directive.location.line, directive.location.column, directive.location.end_column), (3, 1, 30));
        let covered = |file, line| directive.covers(&location(file, line, 3));
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 7].map(|line| covered("m/main.tf", line)),
            [false, false, false, true, true, true, false]
        );
        assert!(!covered("main.tf", 5));
    }

    /// A comment at the head of the file covers it; elsewhere the same words are an error with their place.
    #[test]
    fn whole_files() {
        let text = "// Licence\n// vnetguard:ignore-file ISE-A -- generated\n\nx = 1\n";
        let found = scan("main.tf", text).unwrap();
        assert_eq!(found.iter().map(|found| found.scope).collect::<Vec<_>>(), [Scope::File]);
        assert!(found[0].covers(&location("main.tf", 99, 1)));
        let error = scan("main.tf", "x = 1\n# vnetguard:ignore-file ISE-A -- r\n").unwrap_err();
        assert!(error.to_string().contains("beginning of the file"), "{error}");
        assert!(scan("main.tf", "# a\n\n# vnetguard:ignore-file ISE-A -- r\n").is_err());
    }

    /// In a template on one line, columns tell resources apart.
    #[test]
    fn minified_templates() {
        let text = r#"{"resources":[{"name":"😀","metadata":{"vnetguard":{"ignore":"ISE-A -- r"}}},{"name":"y"}]}"#;
        let [directive] = &scan("main.json", text).unwrap()[..] else { panic!("one suppression") };
        let column = |needle: &str| text.split_once(needle).unwrap().0.encode_utf16().count() + 1;
        assert!(directive.covers(&location("main.json", 1, column("\"name\":\"😀\""))));
        assert!(!directive.covers(&location("main.json", 1, column("\"name\":\"y\""))));
        assert!(!directive.covers(&location("main.json", 1, 1)));
    }

    /// JSON documents say by the word whether a suppression is for all of them.
    #[test]
    fn documents_and_objects() {
        assert_eq!(scan("a.tf.json", r#"{"//": "vnetguard:ignore-file ISE-A -- r"}"#).unwrap()[0].scope, Scope::File);
        assert_eq!(
            scan("a.json", r#"{"metadata": {"vnetguard": {"ignore": "ISE-A -- r"}}}"#).unwrap()[0].scope,
            Scope::File
        );
        assert!(scan("a.tf.json", r#"{"//": "vnetguard:ignore ISE-A -- r"}"#).is_err());
        assert!(scan("a.tf.json", r#"{"x": {"//": "vnetguard:ignore-file ISE-A -- r"}}"#).is_err());
        assert!(scan("a.json", r#"{"r": {"metadata": {"vnetguard": {"ignore": "because"}}}}"#).is_ok());
        assert!(scan("a.json", r#"{"r": {"metadata": {"vnetguard": {"ignore": ""}}}}"#).is_err());
    }

    /// Bicep's pragma and block comments over several lines are read too; other files are not.
    #[test]
    fn other_forms() {
        let bicep = "#disable-next-line no-hardcoded-env-urls ISE-A\nparam x string\n";
        let found = scan("main.bicep", bicep).unwrap();
        assert!(found[0].is_pragma);
        assert!(found[0].covers(&location("main.bicep", 2, 1)));
        let block = "/*\n * Why:\n * vnetguard:ignore ISE-A -- r */\nx = 1\n";
        let found = scan("main.tf", block).unwrap();
        assert_eq!((found[0].location.line, found[0].location.column), (3, 2));
        assert!(found[0].covers(&location("main.tf", 4, 1)));
        assert!(scan("README.md", block).unwrap().is_empty());
    }
}
