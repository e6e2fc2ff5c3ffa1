//! A place in Bicep text and the ways to move over what has no meaning to a scanner: blanks, comments, strings with
//! interpolations, brackets.
//!
//! It keeps its own stack, so nesting costs memory and no recursion, and every byte is passed a bounded number of times.

/// A place in a text.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

/// What the cursor is inside of.
enum Frame {
    /// A bracket.
    Bracket,
    /// `'text ${expression}'`.
    Text,
    /// `$'''text ${expression}'''`.
    LongText,
}

impl<'t> Cursor<'t> {
    /// The beginning of `text`, behind a byte-order mark.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 } }
    }

    /// The byte offset.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes back to an earlier place.
    pub(super) fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(0)
    }

    /// The bytes from `start` to here as text.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Steps over the next byte.
    pub(super) fn step(&mut self) {
        self.at = (self.at + 1).min(self.text.len());
    }

    /// Steps over `byte` when it comes next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    /// Whether `word` comes next.
    pub(super) fn is_at(&self, word: &str) -> bool {
        self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()))
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Steps over an identifier, which may be empty.
    pub(super) fn word(&mut self) -> &'t str {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 1;
        }
        self.since(start)
    }

    /// Steps over blanks and comments of this line.
    pub(super) fn skip_blank(&mut self) {
        self.skip_where(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    }

    /// Steps over blanks, line breaks and comments.
    pub(super) fn skip_lines(&mut self) {
        self.skip_where(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    }

    fn skip_where(&mut self, is_blank: fn(u8) -> bool) {
        while self.peek().is_some_and(is_blank) || self.skip_comment() {
            if self.peek().is_some_and(is_blank) {
                self.at += 1;
            }
        }
    }

    /// Steps over a comment; `false` when none begins here. A line comment ends before its line break.
    fn skip_comment(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = if rest.starts_with(b"//") {
            memchr::memchr(b'\n', rest)
        } else if rest.starts_with(b"/*") {
            memchr::memmem::find(rest.get(2..).unwrap_or_default(), b"*/").map(|at| at + 4)
        } else {
            return false;
        };
        self.at += length.unwrap_or(rest.len());
        true
    }

    /// Steps over the string, object, list or parenthesis that begins here, to behind its end.
    pub(super) fn skip_nested(&mut self) {
        let mut frames = Vec::new();
        loop {
            let before = self.at;
            match frames.last() {
                Some(Frame::Text) => self.skip_in_text(&mut frames),
                Some(Frame::LongText) => self.skip_in_long_text(&mut frames),
                None | Some(Frame::Bracket) => self.skip_in_code(&mut frames),
            }
            if frames.is_empty() || self.at == before {
                return;
            }
        }
    }

    fn skip_in_code(&mut self, frames: &mut Vec<Frame>) {
        if self.skip_comment() {
            return;
        }
        if self.is_at("$'''") {
            self.at += 4;
            return frames.push(Frame::LongText);
        }
        if self.is_at("'''") {
            return self.skip_verbatim();
        }
        match self.peek() {
            None => frames.clear(),
            Some(byte) => {
                self.at += 1;
                match byte {
                    b'\'' => frames.push(Frame::Text),
                    b'{' | b'[' | b'(' => frames.push(Frame::Bracket),
                    b'}' | b']' | b')' => drop(frames.pop()),
                    _ => {}
                }
            }
        }
    }

    /// A single-line string ends with its line, closed or not: what follows is scanned again as code.
    fn skip_in_text(&mut self, frames: &mut Vec<Frame>) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some(next) = rest.iter().position(|byte| matches!(byte, b'\'' | b'\\' | b'$' | b'\n')) else {
            self.at = self.text.len();
            return frames.clear();
        };
        self.at += next;
        match (self.peek(), self.byte(1)) {
            (Some(b'\''), _) => {
                self.at += 1;
                frames.pop();
            }
            (Some(b'\n'), _) => drop(frames.pop()),
            (Some(b'$'), Some(b'{')) => {
                self.at += 2;
                frames.push(Frame::Bracket);
            }
            (Some(b'\\'), Some(_)) => self.at += 2,
            _ => self.at += 1,
        }
    }

    fn skip_in_long_text(&mut self, frames: &mut Vec<Frame>) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some(next) = memchr::memchr2(b'\'', b'$', rest) else {
            self.at = self.text.len();
            return frames.clear();
        };
        self.at += next;
        if self.is_at("'''") {
            self.at += 3;
            self.skip_quotes();
            frames.pop();
        } else if self.is_at("${") {
            self.at += 2;
            frames.push(Frame::Bracket);
        } else {
            self.at += 1;
        }
    }

    /// `'''text'''`, in which nothing has a meaning. Up to two quotes before the end belong to the text.
    fn skip_verbatim(&mut self) {
        self.at += 3;
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += memchr::memmem::find(rest, b"'''").map_or(rest.len(), |at| at + 3);
        self.skip_quotes();
    }

    fn skip_quotes(&mut self) {
        while self.take(b'\'') {}
    }

    /// Steps to the end of the expression that goes on here: a line break, a comma or a closing bracket of its level.
    /// A line break does not end it when the next line goes on with an operator.
    pub(super) fn skip_expression(&mut self) {
        self.skip_until(|byte| matches!(byte, b',' | b'}' | b']' | b')'));
    }

    /// Steps to the end of the statement that goes on here.
    pub(super) fn skip_statement(&mut self) {
        self.skip_until(|_| false);
    }

    /// Steps to the `:` that ends the head of a `for`, and behind it.
    pub(super) fn skip_loop_head(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b':' => return self.step(),
                b']' | b'}' | b')' => return,
                _ => self.skip_one(byte),
            }
        }
    }

    fn skip_until(&mut self, ends: fn(u8) -> bool) {
        while let Some(byte) = self.peek() {
            if ends(byte) {
                return;
            }
            if byte == b'\n' {
                let end = self.at;
                self.skip_lines();
                if !self.continues() {
                    return self.rewind(end);
                }
            } else {
                self.skip_one(byte);
            }
        }
    }

    /// Steps over a comment, a string, a bracketed part or one byte.
    fn skip_one(&mut self, byte: u8) {
        match byte {
            _ if self.skip_comment() => {}
            b'\'' | b'{' | b'[' | b'(' => self.skip_nested(),
            b'$' if self.is_at("$'''") => self.skip_nested(),
            _ => self.step(),
        }
    }

    /// Whether a line that begins here goes on with the expression before it. `...` spreads another object.
    fn continues(&self) -> bool {
        match self.peek() {
            Some(b'?' | b':' | b'&' | b'|' | b'+' | b'*' | b'%' | b'=' | b'<' | b'>') => true,
            Some(b'.') => !self.is_at("..."),
            Some(b'!') => self.is_at("!="),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strings, interpolations, comments and brackets end where they end, and broken ones end with the text.
    #[test]
    fn skips_what_is_nested() {
        for (text, skipped) in [
            ("'a' b", "'a'"),
            (r"'it\'s ${f('}')} x' b", r"'it\'s ${f('}')} x'"),
            ("'''a 'b' ''c''''' d", "'''a 'b' ''c'''''"),
            ("$'''a ${b('''x''')} ''' d", "$'''a ${b('''x''')} '''"),
            ("{ a: '}' /* } */ // }\n b: [ 1 ] } c", "{ a: '}' /* } */ // }\n b: [ 1 ] }"),
            ("'open\nb", "'open"),
            ("[ 'open ${ {", "[ 'open ${ {"),
            ("{ /* open", "{ /* open"),
        ] {
            let mut cursor = Cursor::new(text);
            cursor.skip_nested();
            assert_eq!(cursor.since(0), skipped, "{text}");
        }
    }

    /// An expression goes on behind a line break only before an operator.
    #[test]
    fn expressions_end() {
        for (text, skipped) in [
            ("a + b\nc: 1", "a + b"),
            ("a\n  // why\n  ? b\n  : c\nd: 1", "a\n  // why\n  ? b\n  : c"),
            ("a, b", "a"),
            ("f(1,\n2)}", "f(1,\n2)"),
            ("a\n...b", "a"),
        ] {
            let mut cursor = Cursor::new(text);
            cursor.skip_expression();
            assert_eq!(cursor.since(0), skipped, "{text}");
        }
    }
}
