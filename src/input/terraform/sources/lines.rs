//! From byte offsets to the lines and columns that reports show.
//!
//! Offsets count bytes of a text without its byte-order mark; lines and columns count from 1, columns in UTF-16 code
//! units, as SARIF's default does.

use std::ops::Range;

/// Where each line of a text starts.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

/// A part of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineSpan {
    /// The line, from 1.
    pub(super) line: usize,
    /// The first column, from 1.
    pub(super) column: usize,
    /// The column behind the last character.
    pub(super) end_column: usize,
}

impl Lines {
    /// The lines of `text`.
    pub(super) fn of(text: &str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { starts }
    }

    /// The first line of `range` in `text`, without white space at its end. A range outside the text is the text's
    /// first column.
    pub(super) fn first_line(&self, text: &str, range: Range<usize>) -> LineSpan {
        let number = self.starts.partition_point(|start| *start <= range.start).max(1);
        let start = self.starts.get(number - 1).copied().unwrap_or_default();
        let part = text.get(range.clone()).unwrap_or_default();
        let part = part.split('\n').next().unwrap_or_default().trim_end();
        let column = 1 + utf16_length(text.get(start..range.start).unwrap_or_default());
        LineSpan { line: number, column, end_column: column + utf16_length(part) }
    }

    /// The line of `offset`, from 1.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }
}

fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns count UTF-16 code units: a character outside the basic plane counts twice.
    #[test]
    fn columns_are_utf16() {
        let text = "a\n/* 😀é */ b = 1\n";
        let start = text.find("b =").unwrap();
        let span = Lines::of(text).first_line(text, start..start + 5);
        assert_eq!(span, LineSpan { line: 2, column: 11, end_column: 16 });
    }

    /// A range over several lines is cut at the end of the first, carriage return included.
    #[test]
    fn only_the_first_line_is_kept() {
        let text = "x = [\r\n  1,\r\n]\r\n";
        assert_eq!(Lines::of(text).first_line(text, 0..14), LineSpan { line: 1, column: 1, end_column: 6 });
        assert_eq!(Lines::of(text).line_of(9), 2);
    }

    /// Ranges that do not fit the text never panic.
    #[test]
    fn ranges_outside_the_text_are_harmless() {
        let span = Lines::of("é").first_line("é", 1..99);
        assert_eq!(span.line, 1);
        assert_eq!(Lines::of("").first_line("", 0..0).column, 1);
    }
}
