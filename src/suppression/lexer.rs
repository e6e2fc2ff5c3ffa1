//! Comments and brackets of Terraform, Bicep and JSON texts, as far as it takes to tell what a comment belongs to.
//!
//! Strings, templates in them and heredocs are passed over whole, so that nothing in them looks like a comment. It never
//! fails: a string that does not end ends with its line. In: a text. Out: [`Token`]s with byte offsets.

/// The syntaxes that have suppressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Terraform and OpenTofu.
    Hcl,
    /// Bicep.
    Bicep,
    /// JSON with comments.
    Json,
}

impl Language {
    /// The language of a file by its name; `None` for others.
    pub(super) fn of_file(name: &str) -> Option<Self> {
        let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
        match () {
            () if ends(".tf") || ends(".tofu") => Some(Self::Hcl),
            () if ends(".bicep") => Some(Self::Bicep),
            () if ends(".json") || ends(".jsonc") => Some(Self::Json),
            () => None,
        }
    }
}

/// A part of a text, from byte `start` to before byte `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// With its signs.
    Comment,
    /// `{`, `[` or `(`.
    Open(u8),
    /// `}`, `]` or `)`.
    Close,
    Comma,
    /// The end of a line, outside of strings and comments.
    Newline,
    /// Anything else: a name, a number, a sign, a whole string.
    Word,
}

/// The tokens of a text.
pub(super) struct Lexer<'t> {
    bytes: &'t [u8],
    at: usize,
    language: Language,
    /// Words that end the heredocs begun on this line, which start on the next.
    heredocs: Vec<&'t [u8]>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str, language: Language) -> Self {
        Self { bytes: text.as_bytes(), at: 0, language, heredocs: Vec::new() }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn starts_with(&self, text: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text))
    }

    /// The offset of `needle` at or behind `from`; the end of the text when it is not there.
    fn offset_of(&self, needle: &[u8], from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memmem::find(rest, needle).map_or(self.bytes.len(), |at| from + at)
    }

    fn comment_end(&self) -> Option<usize> {
        let line = || Some(self.offset_of(b"\n", self.at));
        match (self.peek(0)?, self.peek(1)) {
            (b'#', _) if self.language != Language::Json => line(),
            (b'/', Some(b'/')) => line(),
            (b'/', Some(b'*')) => Some((self.offset_of(b"*/", self.at + 2) + 2).min(self.bytes.len())),
            _ => None,
        }
    }

    /// Where the string that begins here ends; `None` when none does.
    fn string_end(&self) -> Option<usize> {
        match (self.language, self.peek(0)?) {
            (Language::Bicep, b'\'') if self.starts_with(b"'''") => {
                Some((self.offset_of(b"'''", self.at + 3) + 3).min(self.bytes.len()))
            }
            (Language::Bicep, b'\'') => Some(self.quoted_end(b'\'')),
            (Language::Hcl | Language::Json, b'"') => Some(self.quoted_end(b'"')),
            _ => None,
        }
    }

    /// The end of a quoted string, with the templates in it and the strings in those.
    fn quoted_end(&self, quote: u8) -> usize {
        // `None` for a string, the number of open braces for a template in it.
        let mut open: Vec<Option<usize>> = vec![None];
        let mut at = self.at + 1;
        while let Some(&byte) = self.bytes.get(at) {
            let next = self.bytes.get(at + 1).copied();
            let is_outermost = open.len() == 1;
            match (open.last_mut(), byte) {
                (None, _) => break,
                (Some(None), b'\\') => at += 1,
                (Some(None), b'\n') if is_outermost => return at,
                (Some(None), _) if byte == quote => {
                    open.pop();
                }
                (Some(None), b'$' | b'%') if self.is_template(byte, next) => {
                    if self.language == Language::Hcl && self.bytes.get(at - 1) == Some(&byte) {
                        // `$${` stands for the text `${`.
                    } else {
                        open.push(Some(0));
                        at += 1;
                    }
                }
                (Some(Some(_)), _) if byte == quote => open.push(None),
                (Some(Some(braces)), b'{') => *braces += 1,
                (Some(Some(0)), b'}') => {
                    open.pop();
                }
                (Some(Some(braces)), b'}') => *braces -= 1,
                _ => {}
            }
            at += 1;
            if open.is_empty() {
                break;
            }
        }
        at.min(self.bytes.len())
    }

    fn is_template(&self, sign: u8, next: Option<u8>) -> bool {
        next == Some(b'{') && (sign == b'$' || self.language == Language::Hcl) && self.language != Language::Json
    }

    /// The word that ends a heredoc which `<<` begins here.
    fn heredoc(&self) -> Option<&'t [u8]> {
        let rest = self.bytes.get(self.at..)?.strip_prefix(b"<<")?;
        let rest = rest.strip_prefix(b"-").unwrap_or(rest);
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
        rest.get(..length).filter(|word| !word.is_empty())
    }

    /// Passes over the bodies of heredocs begun on the line that ends here, and over the words that end them.
    fn skip_heredocs(&mut self) {
        for word in std::mem::take(&mut self.heredocs) {
            let mut is_ended = false;
            while self.at < self.bytes.len() && !is_ended {
                // Here stands the end of the line before.
                let start = self.at + 1;
                self.at = self.offset_of(b"\n", start);
                is_ended = self.bytes.get(start..self.at).unwrap_or_default().trim_ascii() == word;
            }
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while matches!(self.peek(0), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
        let start = self.at;
        let first = self.peek(0)?;
        let kind = if let Some(end) = self.comment_end() {
            self.at = end;
            TokenKind::Comment
        } else if let Some(end) = self.string_end() {
            self.at = end;
            TokenKind::Word
        } else {
            self.at += 1;
            match first {
                // The line goes on behind the heredocs that it begins.
                b'\n' if !self.heredocs.is_empty() => {
                    self.at = start;
                    self.skip_heredocs();
                    TokenKind::Word
                }
                b'\n' => TokenKind::Newline,
                b'{' | b'[' | b'(' => TokenKind::Open(first),
                b'}' | b']' | b')' => TokenKind::Close,
                b',' => TokenKind::Comma,
                _ => {
                    self.at = start;
                    if self.language == Language::Hcl
                        && let Some(word) = self.heredoc()
                    {
                        self.heredocs.push(word);
                    }
                    self.at = start + word_length(self.bytes.get(start..).unwrap_or_default());
                    TokenKind::Word
                }
            }
        };
        Some(Token { kind, start, end: self.at })
    }
}

/// Bytes up to the next one that may begin something else; at least one.
fn word_length(bytes: &[u8]) -> usize {
    let stops = |byte: &u8| b" \t\r\n{}[](),\"'#/<".contains(byte);
    1 + bytes.iter().skip(1).take_while(|byte| !stops(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(text: &str, language: Language) -> Vec<&str> {
        let tokens = Lexer::new(text, language).filter(|token| token.kind == TokenKind::Comment);
        tokens.filter_map(|token| text.get(token.start..token.end)).collect()
    }

    /// Comments of all three kinds are found in Terraform, and nothing in strings, templates and heredocs.
    #[test]
    fn comments_of_terraform() {
        let text = concat!(
            "# one\n",
            "a = \"# no ${ \"// no }\" /* no */ } $${ # no\" // two\n",
            "b = \"%{ if x }# no%{ endif }\" /* three\n three */ c = 1\n",
            "d = <<-EOT # four is no comment of a heredoc's header\n # no\n // no ${ x }\n  EOT\n",
            "e = [1, # five\n 2]\nf = \"unended\ng = 2 # six\n",
        );
        let found = comments(text, Language::Hcl);
        let starts: Vec<&str> = found.iter().map(|comment| comment.trim_start_matches(['#', '/', '*', ' '])).collect();
        assert_eq!(starts.len(), 6, "{found:?}");
        for (found, expected) in starts.iter().zip(["one", "two", "three", "four", "five", "six"]) {
            assert!(found.starts_with(expected), "{found:?} {expected}");
        }
    }

    /// Bicep has single quotes, multi-line strings and pragmas.
    #[test]
    fn comments_of_bicep() {
        let text = "#disable-next-line x\nparam a string = '// no ${f('# no')} \\' // no' // one\nvar b = '''\n// no ' \n''' /* two */\n";
        assert_eq!(comments(text, Language::Bicep), ["#disable-next-line x", "// one", "/* two */"]);
    }

    /// JSON templates may have comments; a number sign begins none.
    #[test]
    fn comments_of_json() {
        let text = "{ // one\n \"a\": \"// no ${\", /* two */ \"#\": 1 }";
        assert_eq!(comments(text, Language::Json), ["// one", "/* two */"]);
    }

    /// Files are told by their endings.
    #[test]
    fn languages_by_name() {
        assert_eq!(Language::of_file("a/main.tf"), Some(Language::Hcl));
        assert_eq!(Language::of_file("main.tf.json"), Some(Language::Json));
        assert_eq!(Language::of_file("MAIN.BICEP"), Some(Language::Bicep));
        assert_eq!(Language::of_file("-"), None);
    }

    proptest::proptest! {
        /// Whatever the text, tokens stand in order, cover no byte twice, and come to an end.
        #[test]
        fn tokens_are_in_order(text in "[a{}\\[\\](),\"'#/*$%<E\\n\\\\ é-]{0,120}") {
            for language in [Language::Hcl, Language::Bicep, Language::Json] {
                let mut last = 0;
                for token in Lexer::new(&text, language) {
                    proptest::prop_assert!(token.start >= last && token.end > token.start && token.end <= text.len());
                    last = token.end;
                }
            }
        }
    }
}
