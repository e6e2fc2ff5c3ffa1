//! Byte ranges as lines and columns.

use crate::model::{Location, Precision};
use std::ops::Range;

/// The location of `span` in `text`, cut to its first line: consumers show an alert on a change only when every line of it
/// changed. `None` when the range is not in the text.
///
/// Lines from 1; columns from 1 in UTF-16 code units, the end exclusive and never on the start.
pub(crate) fn location(file: &str, text: &str, span: Range<usize>, precision: Precision) -> Option<Location> {
    let before = text.get(..span.start)?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_text = text.get(line_start..)?.split(['\n', '\r']).next()?;
    let line_end = line_start + line_text.len();
    let end = span.end.clamp(span.start.min(line_end), line_end);
    let units = |from: usize, to: usize| text.get(from..to).map(|part| part.encode_utf16().count());
    let column = units(line_start, span.start.min(line_end))? + 1;
    let end_column = (units(line_start, end)? + 1).max(column);
    let line = before.matches('\n').count() + 1;
    Some(Location { file: file.to_owned(), line, column, end_line: line, end_column, precision })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str, span: Range<usize>) -> Option<(usize, usize, usize)> {
        location("f", text, span, Precision::Attribute).map(|found| (found.line, found.column, found.end_column))
    }

    /// Columns count UTF-16 code units; a range over several lines ends with its first one; line ends do not count.
    #[test]
    fn lines_and_columns() {
        assert_eq!(columns("ab\ncd", 3..5), Some((2, 1, 3)));
        assert_eq!(columns("é😀x", 6..7), Some((1, 4, 5)));
        assert_eq!(columns("a = [\r\n1\r\n]", 0..11), Some((1, 1, 6)));
        assert_eq!(columns("ab", 1..9), Some((1, 2, 3)));
        assert_eq!(columns("é", 1..2), None);
        assert_eq!(columns("ab", 5..6), None);
    }
}
