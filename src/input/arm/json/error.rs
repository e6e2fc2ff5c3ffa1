//! Why a text is not JSON, and how users are told: the place and its line, no string value of it.

use crate::input::InputError;
use crate::input::position::Lines;

/// How long a shown excerpt may be, in characters.
const EXCERPT_LENGTH: usize = 120;

/// Why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::arm) struct JsonError {
    /// Where, as a byte offset.
    pub(in crate::input::arm) at: usize,
    /// What was found or expected.
    pub(in crate::input::arm) problem: String,
}

impl JsonError {
    /// The error as users see it: with line and column, and the line with its string values hidden.
    pub(in crate::input::arm) fn into_input_error(self, input: &str, text: &str) -> InputError {
        let lines = Lines::new(text);
        let (line, column) = lines.line_and_column(text, self.at);
        let error = InputError::new(
            input,
            format!("line {line}, column {column}: {}", self.problem),
            "correct the JSON, or compile the Bicep file again",
        );
        let (start, end) = lines.range(text, line);
        let shown = mask_strings(text.get(start..end).unwrap_or_default());
        if shown.chars().count() > EXCERPT_LENGTH || !shown.is_char_boundary(self.at.saturating_sub(start)) {
            return error;
        }
        let offset = self.at.saturating_sub(start).min(shown.len());
        error.showing(shown, (offset, 0))
    }
}

/// Hides string values, which may be secret, and keeps the length in bytes. Names of members stay readable.
fn mask_strings(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('"') {
        let (before, from_quote) = rest.split_at(open);
        shown.push_str(before);
        let close = closing_quote(from_quote);
        let (quoted, behind) = from_quote.split_at(close);
        if behind.trim_start().starts_with(':') {
            shown.push_str(quoted);
        } else {
            shown.extend(quoted.bytes().map(|byte| if byte == b'"' { '"' } else { '*' }));
        }
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

/// Length of the quoted string at the start of `text`, quotes included.
fn closing_quote(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    /// An error names line and column and shows the line, but no string value of it.
    #[test]
    fn errors_hide_values() {
        let text = "{\n  \"key\": \"secret\" \"x\"\n}";
        let error = parse(text).expect_err("no comma").into_input_error("main.json", text);
        assert!(error.to_string().contains("line 2, column 19"), "{error}");
        let excerpt = error.excerpt.expect("an excerpt");
        assert_eq!(excerpt.inner(), "  \"key\": \"******\" \"*\"");
    }
}
