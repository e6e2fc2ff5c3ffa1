//! Lines of source texts and the regions of locations in them. Columns are UTF-16 code units from 1.

use crate::model::Location;
use std::collections::BTreeMap;

/// The source texts of a report, by file name.
pub(super) struct SourceFiles<'t>(BTreeMap<&'t str, SourceFile<'t>>);

/// One source text, split into lines at LF and CRLF (SARIF 2.1.0 §3.14.29, the default).
pub(super) struct SourceFile<'t> {
    text: &'t str,
    /// Byte offsets at which lines begin.
    starts: Vec<usize>,
}

/// A part of one line that is really there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineRegion<'t> {
    /// Line, from 1.
    pub(super) line: usize,
    /// First column, from 1, in UTF-16 code units.
    pub(super) column: usize,
    /// Column behind the last character, in UTF-16 code units; at least `column`.
    pub(super) end_column: usize,
    /// The whole line, without its line end.
    pub(super) text: &'t str,
    /// First byte of the region in `text`.
    pub(super) first_byte: usize,
    /// Byte behind the region in `text`.
    pub(super) end_byte: usize,
}

impl<'t> SourceFiles<'t> {
    /// Splits `sources`.
    pub(super) fn new(sources: &'t BTreeMap<String, String>) -> Self {
        Self(sources.iter().map(|(file, text)| (file.as_str(), SourceFile::new(text))).collect())
    }

    /// The region of `location`; `None` when its file or line is not at hand.
    pub(super) fn region(&self, location: &Location) -> Option<LineRegion<'t>> {
        self.0.get(location.file.as_str())?.region(location)
    }

    /// First and last line at most `distance` lines away from `line` of `file`, and the column behind the last one; `None`
    /// when the line is the only one, or not at hand.
    pub(super) fn around(&self, file: &str, line: usize, distance: usize) -> Option<(usize, usize, usize)> {
        let file = self.0.get(file)?;
        file.line(line)?;
        let first = line.saturating_sub(distance).max(1);
        let is_text = |number: &usize| file.line(*number).is_some_and(|text| !text.is_empty());
        let last = (line..=line + distance).rev().find(is_text).unwrap_or(line);
        (first < last).then_some((first, last, utf16_length(file.line(last)?) + 1))
    }
}

impl<'t> SourceFile<'t> {
    fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line `number` (from 1) without its line end.
    fn line(&self, number: usize) -> Option<&'t str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end)?;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// The first line of `location`, its columns brought inside the line.
    fn region(&self, location: &Location) -> Option<LineRegion<'t>> {
        let text = self.line(location.line)?;
        let behind = utf16_length(text) + 1;
        let column = location.column.clamp(1, behind);
        let end = if location.end_line > location.line { behind } else { location.end_column };
        let end_column = end.clamp(column, behind);
        Some(LineRegion {
            line: location.line,
            column,
            end_column,
            text,
            first_byte: byte_of_column(text, column),
            end_byte: byte_of_column(text, end_column),
        })
    }
}

impl<'t> LineRegion<'t> {
    /// The text of the region itself.
    pub(super) fn snippet(&self) -> &'t str {
        self.text.get(self.first_byte..self.end_byte).unwrap_or_default()
    }
}

/// Length in UTF-16 code units.
pub(super) fn utf16_length(text: &str) -> usize {
    // A minified template is one line of megabytes, asked for once for each finding.
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// The byte at which the character of `column` begins; the length of `text` for a column behind it.
fn byte_of_column(text: &str, column: usize) -> usize {
    if text.is_ascii() {
        return column.saturating_sub(1).min(text.len());
    }
    let mut at = 1;
    for (byte, character) in text.char_indices() {
        at += character.len_utf16();
        if column < at {
            return byte;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Precision;
    use crate::report::fixtures::location;

    /// Lines are found whatever their line ends, and a number outside the text finds none.
    #[test]
    fn lines_by_number() {
        let file = SourceFile::new("a\r\nb\n\nc");
        let lines: Vec<Option<&str>> = (0..6).map(|number| file.line(number)).collect();
        assert_eq!(lines, [None, Some("a"), Some("b"), Some(""), Some("c"), None]);
    }

    /// Columns count UTF-16 code units: a character outside the basic plane takes two.
    #[test]
    fn columns_are_utf16_units() {
        let file = SourceFile::new("x = \"😀é\" # ü");
        let region = file.region(&location("f", 1, 5, 10, Precision::Attribute)).expect("line 1 is there");
        assert_eq!(region.snippet(), "\"😀é\"");
        assert_eq!((region.column, region.end_column), (5, 10));
    }

    /// Numbers outside the line are brought inside it, and a region over several lines ends with its first.
    #[test]
    fn regions_stay_inside_the_line() {
        let file = SourceFile::new("abc\ndef");
        let region =
            |location| file.region(&location).map(|region| (region.column, region.end_column, region.snippet()));
        assert_eq!(region(location("f", 1, 2, 99, Precision::Block)), Some((2, 4, "bc")));
        assert_eq!(region(location("f", 1, 99, 3, Precision::Block)), Some((4, 4, "")));
        assert_eq!(region(location("f", 2, 0, 0, Precision::Block)), Some((1, 1, "")));
        let over_two = Location { end_line: 2, ..location("f", 1, 2, 1, Precision::Block) };
        assert_eq!(region(over_two), Some((2, 4, "bc")));
        assert_eq!(region(location("f", 3, 1, 2, Precision::Block)), None);
    }
}
