//! One broken requirement as a miette diagnostic.

use super::{Style, wrap};
use crate::finding::Verdict;
use crate::model::{Location, Precision};
use crate::report::fold::Group;
use crate::report::source_lines::{LineRegion, SourceFiles};
use crate::report::wording::{
    counted, evidence_text, is_unprintable, message_of, place_text, printable, remediation_of, source_text,
};
use crate::rule::{Level, Rule};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents,
};
use std::fmt;
use std::io::{self, Write};

/// Evidence lines shown below a message.
const EVIDENCE_SHOWN: usize = 12;

/// Other instances named below a message.
const INSTANCES_SHOWN: usize = 5;

/// Columns that miette puts before the texts it is given.
const MARGIN: usize = 8;

/// Columns around a source line besides its number: blanks and a bar before it, dots where it is cut.
const GUTTER: usize = 10;

/// Writes the group's first finding, naming the others.
pub(super) fn write(
    group: &Group<'_>,
    rule: Option<&Rule>,
    sources: &SourceFiles<'_>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::none() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(0)
        .with_wrap_lines(false)
        .without_syntax_highlighting()
        .with_urls(false);
    let mut text = String::new();
    let shown = Shown::new(group, rule, sources, style.width);
    handler.render_report(&mut text, &shown).map_err(io::Error::other)?;
    // Without a header of its own miette leaves trailing blanks on empty continuation lines.
    for line in text.trim_matches('\n').lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    write_sources(rule, style.width, out)
}

/// The passages the rule rests on, each with its address on a line of its own.
fn write_sources(rule: Option<&Rule>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    // The newest passage; the rule's page and the other outputs have them all.
    for source in rule.into_iter().filter_map(|rule| rule.sources.first()) {
        let text = printable(&format!("source: {}\n{}", source_text(source), source.url), true);
        writeln!(out, "  {}", wrap::filled(&text, width - 2, "          "))?;
    }
    Ok(())
}

/// A finding in the shape miette asks for.
#[derive(Debug)]
struct Shown {
    code: String,
    severity: Severity,
    message: String,
    causes: Option<Box<Cause>>,
    help: Option<String>,
    excerpt: Option<Excerpt>,
    label: String,
}

impl Shown {
    fn new(group: &Group<'_>, rule: Option<&Rule>, sources: &SourceFiles<'_>, width: usize) -> Self {
        let verdict = group.first;
        let text_width = width.saturating_sub(MARGIN);
        let region = verdict.location.as_ref().and_then(|location| Some((location, shown_region(location, sources)?)));
        let excerpt = region.map(|(location, region)| Excerpt::new(location, &region, width));
        let filled = |text: &str| wrap::filled(&printable(text, false), text_width, "");
        Self {
            code: printable(&format!("{}[{}]", verdict.level.as_str(), verdict.rule), false),
            severity: match verdict.level {
                Level::Error => Severity::Error,
                Level::Warning => Severity::Warning,
                Level::Note => Severity::Advice,
            },
            message: filled(&message_of(verdict)),
            causes: Cause::chain(details(group, excerpt.is_some()).iter().map(|line| filled(line))),
            help: remediation_of(verdict, rule).map(filled),
            label: printable(&label(verdict), false),
            excerpt,
        }
    }
}

/// The region to show of a place: none where only the file is known, or where there is nothing on the line.
fn shown_region<'t>(location: &Location, sources: &SourceFiles<'t>) -> Option<LineRegion<'t>> {
    if location.precision == Precision::File {
        return None;
    }
    sources.region(location).filter(|region| !region.text.trim().is_empty())
}

/// The lines below the message: what and where it is when nothing else says so, the evidence, the other instances.
fn details(group: &Group<'_>, has_excerpt: bool) -> Vec<String> {
    let verdict = group.first;
    let mut lines = Vec::new();
    if !message_of(verdict).contains(&verdict.subject) {
        lines.push(format!("resource {}", verdict.subject));
    }
    match &verdict.location {
        Some(location) if location.precision == Precision::File => lines.push(format!("in {}", location.file)),
        Some(location) if !has_excerpt => lines.push(format!("at {}", place_text(location))),
        _ => {}
    }
    lines.extend(verdict.elsewhere.as_ref().map(|related| format!("written {related}")));
    for evidence in verdict.evidence.iter().take(EVIDENCE_SHOWN) {
        let mut line = evidence_text(evidence, &verdict.subject);
        let elsewhere = evidence.location.as_ref().filter(|&location| {
            location.precision != Precision::File
                && verdict.location.as_ref().is_none_or(|own| !same_line(own, location))
        });
        if let Some(location) = elsewhere {
            line.push_str(&format!(" ({})", place_text(location)));
        }
        lines.push(line);
    }
    if let Some(more) = verdict.evidence.len().checked_sub(EVIDENCE_SHOWN).filter(|&more| more > 0) {
        lines.push(format!("and {more} more values"));
    }
    if !group.others.is_empty() {
        lines.push(instances_text(&group.others));
    }
    lines
}

fn same_line(one: &Location, other: &Location) -> bool {
    one.file == other.file && one.line == other.line
}

/// `and 7 more instances: a, b, c, d, e, ...`.
fn instances_text(others: &[&Verdict]) -> String {
    let mut names: Vec<&str> = others.iter().take(INSTANCES_SHOWN).map(|verdict| verdict.subject.as_str()).collect();
    if others.len() > INSTANCES_SHOWN {
        names.push("...");
    }
    format!("and {}: {}", counted(others.len(), "more instance"), names.join(", "))
}

/// What stands at the mark: the attribute, or why a line is shown that is not the attribute's.
fn label(verdict: &Verdict) -> String {
    let attribute = verdict.place.as_ref().map(crate::model::Place::path_text).filter(|path| !path.is_empty());
    match (verdict.location.as_ref().map(|location| location.precision), attribute) {
        (Some(Precision::Attribute | Precision::Input), Some(attribute)) => attribute,
        (Some(Precision::Block), Some(attribute)) => format!("the block of {attribute}"),
        (Some(Precision::Argument), Some(attribute)) => format!("gives {attribute} in the module"),
        (Some(Precision::Argument), None) => "given to the module".to_owned(),
        (Some(Precision::Module), _) => "declared by this module".to_owned(),
        _ => "declared here".to_owned(),
    }
}

/// Lines below a message, in the form of a chain of causes: miette draws them as a tree.
#[derive(Debug)]
struct Cause {
    text: String,
    next: Option<Box<Self>>,
}

impl Cause {
    fn chain(lines: impl DoubleEndedIterator<Item = String>) -> Option<Box<Self>> {
        lines.rev().fold(None, |next, text| Some(Box::new(Self { text, next })))
    }

    fn next(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.next.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.next()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Shown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.causes.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(Some(self.label.clone()), excerpt.mark))))
    }
}

/// One source line, cut to what fits around the mark.
#[derive(Debug)]
struct Excerpt {
    file: String,
    line: usize,
    column: usize,
    text: String,
    mark: SourceSpan,
}

impl Excerpt {
    fn new(location: &Location, region: &LineRegion<'_>, width: usize) -> Self {
        let gutter = location.line.to_string().len() + GUTTER;
        let (text, start, end) = window(&alone(location, region), width.saturating_sub(gutter).max(1));
        Self {
            file: printable(&location.file, false),
            line: region.line,
            column: region.column,
            text,
            mark: (start, end - start).into(),
        }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let (line, column) = (self.line.saturating_sub(1), self.column.saturating_sub(1));
        Ok(Box::new(MietteSpanContents::new_named(self.file.clone(), self.text.as_bytes(), whole, line, column, 1)))
    }
}

/// The region with what may be shown beside it: in JSON, which may be all on one line, only names and brackets. Values there
/// belong to other attributes, and may be secrets that nobody marked.
fn alone<'t>(location: &Location, region: &LineRegion<'t>) -> LineRegion<'t> {
    let line = region.text;
    let (before, rest) = line.split_at_checked(region.first_byte).unwrap_or_default();
    let behind = line.get(region.end_byte..).unwrap_or_default();
    if !location.file.ends_with(".json") || rest.is_empty() {
        return *region;
    }
    let start = if has_values(before) { region.first_byte } else { 0 };
    let end = if has_values(behind) { region.end_byte } else { line.len() };
    let text = line.get(start..end).unwrap_or_default();
    LineRegion { text, first_byte: region.first_byte - start, end_byte: region.end_byte - start, ..*region }
}

/// Whether a part of a line of JSON holds more than names of members and brackets.
fn has_values(text: &str) -> bool {
    let mut rest = text;
    while let Some((between, from)) = rest.split_once('"') {
        let Some((_, behind)) = from.split_once('"') else { return true };
        let Some(behind) = behind.trim_start().strip_prefix(':') else { return true };
        if !is_structure(between) {
            return true;
        }
        rest = behind;
    }
    !is_structure(rest)
}

fn is_structure(text: &str) -> bool {
    text.chars().all(|character| character.is_whitespace() || "{}[],".contains(character))
}

/// The part of the line to show, at most `width` characters, with the bytes in it between which the mark stands. What
/// is cut is shown as three dots; control characters are shown as a replacement character each.
fn window(region: &LineRegion<'_>, width: usize) -> (String, usize, usize) {
    let first = window_start(region, width);
    let mut text = if first > 0 { "...".to_owned() } else { String::new() };
    let (mut start, mut stop) = (None, None);
    let mut rest = region.text.get(first..).unwrap_or_default().char_indices();
    for (offset, character) in rest.by_ref().take(width) {
        if first + offset == region.first_byte {
            start = Some(text.len());
        }
        if first + offset == region.end_byte {
            stop = Some(text.len());
        }
        text.push(if is_unprintable(character) && character != '\t' { '\u{fffd}' } else { character });
    }
    let length = text.len();
    if rest.next().is_some() {
        text.push_str("...");
    }
    let start = start.unwrap_or(length);
    (text, start, stop.unwrap_or(length).max(start))
}

/// The byte at which the shown part begins: the mark's beginning stands in the first quarter, so that most of what it
/// covers is seen, unless the line ends before the rest is filled.
fn window_start(region: &LineRegion<'_>, width: usize) -> usize {
    if region.text.chars().nth(width).is_none() {
        return 0;
    }
    let (before, behind) = region.text.split_at_checked(region.first_byte).unwrap_or_default();
    let lead = (width / 4).max(width - behind.chars().take(width).count());
    match lead.checked_sub(1) {
        Some(back) => before.char_indices().rev().nth(back).map_or(0, |(at, _)| at),
        None => region.first_byte,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixtures::location;
    use std::collections::BTreeMap;

    fn windowed(line: &str, column: usize, end_column: usize, width: usize) -> (String, String) {
        let sources = BTreeMap::from([("f".to_owned(), line.to_owned())]);
        let files = SourceFiles::new(&sources);
        let region = files.region(&location("f", 1, column, end_column, Precision::Attribute)).expect("a region");
        let (text, start, end) = window(&region, width);
        let marked = text.get(start..end).expect("character boundaries").to_owned();
        (text, marked)
    }

    /// A short line is shown whole, with the mark on the same characters as the location.
    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(windowed("  a = \"😀\" # b", 3, 11, 80), ("  a = \"😀\" # b".to_owned(), "a = \"😀\"".to_owned()));
        assert_eq!(windowed("abc", 4, 4, 80), ("abc".to_owned(), String::new()));
    }

    /// Beside a member of a line of JSON stand names and brackets, never another member's value.
    #[test]
    fn values_beside_the_mark_are_left_out_of_json() {
        let shown = |line: &str, mark: &str| {
            let sources = BTreeMap::from([("f.json".to_owned(), line.to_owned())]);
            let start = line.find(mark).expect("the mark") + 1;
            let location = location("f.json", 1, start, start + mark.len(), Precision::Input);
            let files = SourceFiles::new(&sources);
            let region = alone(&location, &files.region(&location).expect("a region"));
            assert_eq!(region.snippet(), mark);
            region.text.to_owned()
        };
        assert_eq!(shown("  \"sku\": { \"name\": 1 },", "\"name\": 1"), "  \"sku\": { \"name\": 1 },");
        assert_eq!(shown("{\"pw\":\"x\",\"a\":1,\"b\":2}", "\"a\":1"), "\"a\":1");
        assert_eq!(shown("{\"k\":[{\"a\":1,\"b\":2", "\"a\":1"), "{\"k\":[{\"a\":1");
        assert_eq!(shown("{\"k\\\"\":\"x\", \"a\":1}", "\"a\":1"), "\"a\":1}");
    }

    /// A long line is cut around the mark, wherever that is.
    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{}MARK{}", "x".repeat(5000), "y".repeat(5000));
        let (text, marked) = windowed(&line, 5001, 5005, 40);
        assert_eq!(marked, "MARK");
        assert_eq!(text, format!("...{}MARK{}...", "x".repeat(10), "y".repeat(26)));
        let (text, marked) = windowed(&line, 9999, 10_005, 40);
        assert_eq!((text.len(), marked.as_str()), (43, "yyyyyy"));
        let (text, marked) = windowed(&line, 1, 10_005, 40);
        assert_eq!((text.len(), marked.len()), (43, 40));
    }

    /// Escape sequences in a source file do not reach the terminal.
    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(windowed("a\u{1b}[31mb", 2, 3, 80).0, "a\u{fffd}[31mb");
    }
}
