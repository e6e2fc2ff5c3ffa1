//! Byte offsets to lines and UTF-16 columns. Knows nothing of JSON.

/// Where the lines of a text begin.
#[derive(Debug)]
pub(in crate::input) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Indexes `text`.
    pub(in crate::input) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Self { starts }
    }

    /// Line and column of a byte offset, both from 1, the column in UTF-16 code units. A byte-order mark does not count.
    pub(in crate::input) fn line_and_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = text.get(start..offset).unwrap_or_default();
        let column = before.trim_start_matches('\u{feff}').encode_utf16().count();
        (line, column + 1)
    }

    /// The bytes of a line (from 1), without its line break.
    pub(in crate::input) fn range(&self, text: &str, line: usize) -> (usize, usize) {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let end = self.starts.get(line).map_or(text.len(), |next| next.saturating_sub(1));
        let end = if end > start && text.as_bytes().get(end - 1) == Some(&b'\r') { end - 1 } else { end };
        (start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns count UTF-16 code units, lines end with or without a carriage return.
    #[test]
    fn counts_lines_and_columns() {
        let text = "\u{feff}a😀b\r\nc";
        let lines = Lines::new(text);
        let offset = text.find('b').expect("a b");
        assert_eq!(lines.line_and_column(text, offset), (1, 4));
        assert_eq!(lines.line_and_column(text, text.len()), (2, 2));
        assert_eq!(lines.range(text, 1), (0, offset + 1));
        assert_eq!(lines.range(text, 2), (text.len() - 1, text.len()));
    }
}
