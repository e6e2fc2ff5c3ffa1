//! The report for people: each finding with its source line, what cannot be told, and a summary.

use super::fold::{Folded, fold};
use super::{OnUnknown, RenderOptions, Report, gate};
use crate::finding::{Outcome, Verdict};
use crate::model::{Location, Precision};
use crate::report::Gate;
use crate::rule::{Level, Rule};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, NamedSource,
    Severity, SourceCode, SourceSpan, SpanContents,
};
use std::fmt::{self, Display, Write as _};
use std::io::{self, Write};

/// Columns where nothing else is said, so that a log reads the same everywhere.
const WIDTH: usize = 120;

/// Instances and types that are listed before the rest is counted.
const LISTED: usize = 5;

/// Writes the report.
pub(super) fn render(report: &Report, options: &RenderOptions, writer: &mut dyn Write) -> io::Result<()> {
    let theme = if options.color { GraphicalTheme::unicode() } else { plain() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(options.width.unwrap_or(WIDTH))
        .with_context_lines(0)
        .with_links(false);
    for folded in fold(report.of(Outcome::Fail)) {
        let finding = Finding::new(report, &folded);
        let mut text = String::new();
        handler.render_report(&mut text, &finding).map_err(io::Error::other)?;
        writeln!(writer, "{}", text.trim_end())?;
        writeln!(writer)?;
    }
    if options.on_unknown != OnUnknown::Ignore {
        unknowns(report, writer)?;
    }
    if options.all {
        passes(report, writer)?;
    }
    summary(report, options, writer)
}

/// Unicode drawing without colours.
fn plain() -> GraphicalTheme {
    GraphicalTheme::unicode_nocolor()
}

/// One finding as miette shows it.
#[derive(Debug)]
struct Finding<'a> {
    verdict: &'a Verdict,
    help: String,
    source: Option<Line>,
}

/// A source of which only one line is shown: neighbouring lines can hold what no report may show.
#[derive(Debug)]
struct Line {
    source: NamedSource<OneLine>,
    span: SourceSpan,
}

/// One line of a file, with its number.
#[derive(Debug)]
struct OneLine {
    text: String,
    index: usize,
    column: usize,
    file: String,
}

impl SourceCode for OneLine {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if span.offset() + span.len() > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let whole = (0, self.text.len()).into();
        let contents =
            MietteSpanContents::new_named(self.file.clone(), self.text.as_bytes(), whole, self.index, self.column, 1);
        Ok(Box::new(contents))
    }
}

impl<'a> Finding<'a> {
    fn new(report: &Report, folded: &Folded<'a>) -> Self {
        let verdict = folded.first;
        let help = help(report.rule(&verdict.rule), folded);
        Self { verdict, help, source: verdict.location.as_ref().and_then(|location| line(report, location)) }
    }
}

/// The line a location is on, with the located part as a span.
fn line(report: &Report, location: &Location) -> Option<Line> {
    if location.precision == Precision::File {
        return None;
    }
    /// Longer lines (a plan is one line) are cut around the span.
    const LONGEST: usize = 200;
    let text = report.line(&location.file, location.line)?;
    let start = byte_of_column(text, location.column);
    let end = byte_of_column(text, location.end_column).max(start);
    if text.len() > LONGEST {
        return None;
    }
    let source = OneLine {
        text: text.to_owned(),
        index: location.line.saturating_sub(1),
        column: location.column.saturating_sub(1),
        file: location.file.clone(),
    };
    Some(Line { source: NamedSource::new(&location.file, source), span: (start, end - start).into() })
}

/// Byte offset of a column counted from 1 in UTF-16 code units.
fn byte_of_column(text: &str, column: usize) -> usize {
    let mut units = 1;
    for (offset, character) in text.char_indices() {
        if units >= column {
            return offset;
        }
        units += character.len_utf16();
    }
    text.len()
}

fn help(rule: Option<&Rule>, folded: &Folded<'_>) -> String {
    let verdict = folded.first;
    // Writing to a String cannot fail.
    let mut help = verdict.remediation.clone();
    for evidence in &verdict.evidence {
        let place =
            evidence.location.as_ref().map(|place| format!(" ({}:{})", place.file, place.line)).unwrap_or_default();
        let value = match (&evidence.value, &evidence.unknown) {
            (Some(value), None) => value.clone(),
            (Some(value), Some(why)) => format!("{value}, and perhaps more: {why}"),
            (None, why) => format!("not known: {}", why.as_deref().unwrap_or_default()),
        };
        let _ = write!(help, "\nevidence: {} of {}{place}: {value}", evidence.attribute, evidence.subject);
    }
    if let Some(source) = rule.and_then(|rule| rule.sources.first()) {
        let _ = write!(
            help,
            "\ndocument: {} (edition {}, section \"{}\") {}",
            source.document, source.edition, source.section, source.url
        );
    }
    if !folded.others.is_empty() {
        let listed: Vec<&str> = folded.others.iter().take(LISTED).copied().collect();
        let _ = write!(help, "\nalso: {}{}", listed.join(", "), and_more(folded.others.len()));
    }
    help
}

fn and_more(count: usize) -> String {
    count.checked_sub(LISTED).filter(|more| *more > 0).map(|more| format!(" and {more} more")).unwrap_or_default()
}

impl Display for Finding<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.verdict.message)
    }
}

impl std::error::Error for Finding<'_> {}

impl Diagnostic for Finding<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn Display + 'b>> {
        Some(Box::new(format!("{} {}", self.verdict.level.as_str(), self.verdict.rule)))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.verdict.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn Display + 'b>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|line| &line.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let line = self.source.as_ref()?;
        let label = LabeledSpan::new_primary_with_span(Some(self.verdict.subject.clone()), line.span);
        Some(Box::new(std::iter::once(label)))
    }
}

fn unknowns(report: &Report, writer: &mut dyn Write) -> io::Result<()> {
    let folded = fold(report.of(Outcome::Unknown));
    if folded.is_empty() {
        return Ok(());
    }
    writeln!(writer, "cannot be told before deployment:")?;
    for Folded { first, others } in folded {
        let place =
            first.location.as_ref().map(|place| format!(" ({}:{})", place.file, place.line)).unwrap_or_default();
        writeln!(writer, "  {}{place}: {}", first.rule, first.message)?;
        for evidence in &first.evidence {
            if let Some(why) = &evidence.unknown {
                writeln!(writer, "      {} of {}: {why}", evidence.attribute, evidence.subject)?;
            }
        }
        if !others.is_empty() {
            let listed: Vec<&str> = others.iter().take(LISTED).copied().collect();
            writeln!(writer, "      also: {}{}", listed.join(", "), and_more(others.len()))?;
        }
    }
    writeln!(writer)
}

fn passes(report: &Report, writer: &mut dyn Write) -> io::Result<()> {
    if report.of(Outcome::Pass).next().is_none() {
        return Ok(());
    }
    writeln!(writer, "passes:")?;
    for verdict in report.of(Outcome::Pass) {
        writeln!(writer, "  {}: {}", verdict.rule, verdict.subject)?;
    }
    writeln!(writer)
}

fn summary(report: &Report, options: &RenderOptions, writer: &mut dyn Write) -> io::Result<()> {
    let accounting = &report.accounting;
    for note in &accounting.notes {
        writeln!(writer, "note: {note}")?;
    }
    writeln!(
        writer,
        "judged {} by {} rules as of {}: {} seen, {} understood; {} resolved, {} not",
        report.inputs.join(", "),
        report.rules.len(),
        report.context.as_of,
        plural(accounting.resources_seen, "resource"),
        accounting.resources_understood,
        plural(accounting.references_resolved, "reference"),
        accounting.references_unresolved,
    )?;
    if !accounting.not_understood.is_empty() {
        let mut types: Vec<(&String, &usize)> = accounting.not_understood.iter().collect();
        types.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
        let listed: Vec<String> = types.iter().take(LISTED).map(|(name, count)| format!("{count} {name}")).collect();
        writeln!(writer, "no rule is about: {}{}", listed.join(", "), and_more(types.len()))?;
    }
    let counts = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")]
        .map(|(level, name)| plural(report.failures(level), name));
    let count = |outcome| report.of(outcome).count();
    let gate = match gate(report, options.fail_on, options.on_unknown) {
        Gate::Pass => "the gate passes",
        Gate::Fail => "the gate fails",
    };
    let [errors, warnings, notes] = counts;
    let (unknown, passed) = (count(Outcome::Unknown), count(Outcome::Pass));
    writeln!(writer, "{gate}: {errors}, {warnings}, {notes}; {unknown} cannot be told, {passed} hold")
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
