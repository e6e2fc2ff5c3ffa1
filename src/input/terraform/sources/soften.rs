//! Blanks line breaks and comments where Terraform's grammar ignores them and hcl-edit's does not.
//!
//! Inside `( )`, `[ ]`, `${ }` and `{ for … }` a line break means nothing to Terraform; hcl-edit refuses some of them
//! (behind an operator in a `for`, for example). Every edit replaces bytes one for one, so offsets stay those of the file.

/// What the bytes at hand are part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// A body or an object: line breaks count.
    Lines,
    /// Line breaks and comments mean nothing.
    Free,
    /// A quoted template.
    Quoted,
    /// A heredoc template.
    Heredoc,
}

struct Softener<'a> {
    text: &'a str,
    blanked: Vec<u8>,
    at: usize,
    contexts: Vec<Context>,
    /// End markers of the open heredocs, innermost last.
    markers: Vec<&'a str>,
    /// The most contexts that were open at once.
    deepest: usize,
}

/// `text` with every meaningless line break and comment blanked; same length, same offsets.
pub(super) fn soften(text: &str) -> String {
    let softener = Softener::walk(text);
    // Only whole comments and line breaks are blanked, so this cannot fail on text that was UTF-8.
    String::from_utf8(softener.blanked).unwrap_or_else(|_| text.to_owned())
}

/// How many brackets, templates and strings are open at once in `text`, at most.
pub(super) fn deepest(text: &str) -> usize {
    Softener::walk(text).deepest
}

impl<'a> Softener<'a> {
    fn walk(text: &'a str) -> Self {
        let blanked = text.as_bytes().to_vec();
        let mut softener =
            Self { text, blanked, at: 0, contexts: vec![Context::Lines], markers: Vec::new(), deepest: 0 };
        while softener.at < text.len() {
            match softener.contexts.last().copied().unwrap_or(Context::Lines) {
                Context::Quoted => softener.step_quoted(),
                Context::Heredoc => softener.step_heredoc(),
                context => softener.step_code(context),
            }
        }
        softener
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// The bytes from here on; empty within a character, which no caller looks at.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn line_end(&self) -> usize {
        memchr::memchr(b'\n', self.text.as_bytes().get(self.at..).unwrap_or_default())
            .map_or(self.text.len(), |offset| self.at + offset)
    }

    fn enter(&mut self, context: Context, width: usize) {
        self.contexts.push(context);
        self.deepest = self.deepest.max(self.contexts.len() - 1);
        self.at += width;
    }

    fn leave(&mut self) {
        if self.contexts.len() > 1 {
            self.contexts.pop();
        }
        self.at += 1;
    }

    fn step_quoted(&mut self) {
        match self.byte(0) {
            Some(b'\\') => self.at += 2,
            Some(b'"') => self.leave(),
            Some(b'{') if self.opens_template() => self.enter(Context::Free, 1),
            _ => self.at += 1,
        }
    }

    /// Whether the brace at hand opens `${` or `%{`; a doubled sign is an escape.
    fn opens_template(&self) -> bool {
        let before =
            |distance: usize| self.at.checked_sub(distance).and_then(|at| self.text.as_bytes().get(at)).copied();
        matches!(before(1), Some(b'$' | b'%')) && before(1) != before(2)
    }

    fn step_heredoc(&mut self) {
        let at_line_start = self.at == 0 || self.text.as_bytes().get(self.at - 1) == Some(&b'\n');
        if at_line_start {
            let line_end = self.line_end();
            let line = self.text.get(self.at..line_end).unwrap_or_default();
            if self.markers.last().is_some_and(|marker| line.trim() == *marker) {
                self.markers.pop();
                self.contexts.pop();
                // The line break behind the marker is part of the heredoc and stays.
                self.at = line_end + 1;
                return;
            }
        }
        let ahead = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += memchr::memchr2(b'\n', b'{', ahead).unwrap_or(ahead.len());
        if self.byte(0) == Some(b'{') && self.opens_template() { self.enter(Context::Free, 1) } else { self.at += 1 }
    }

    fn step_code(&mut self, context: Context) {
        let free = context == Context::Free;
        match (self.byte(0), self.byte(1)) {
            (Some(b'"'), _) => self.enter(Context::Quoted, 1),
            (Some(b'#'), _) | (Some(b'/'), Some(b'/')) => self.skip_comment(self.line_end(), free),
            (Some(b'/'), Some(b'*')) => {
                let end = self.rest().find("*/").map_or(self.text.len(), |offset| self.at + offset + 2);
                self.skip_comment(end, free);
            }
            (Some(b'<'), Some(b'<')) => self.step_heredoc_start(),
            (Some(b'(' | b'['), _) => self.enter(Context::Free, 1),
            (Some(b'{'), _) => {
                let inner = self.text.get(self.at + 1..).unwrap_or_default().trim_start();
                let is_for = inner.strip_prefix("for").is_some_and(|rest| rest.starts_with(char::is_whitespace));
                self.enter(if is_for { Context::Free } else { Context::Lines }, 1);
            }
            (Some(b')' | b']' | b'}'), _) => self.leave(),
            (Some(b'\n' | b'\r'), _) if free => self.skip_comment(self.at + 1, true),
            _ => self.at += 1,
        }
    }

    fn skip_comment(&mut self, end: usize, blank: bool) {
        if blank {
            for byte in self.blanked.get_mut(self.at..end).unwrap_or_default() {
                *byte = b' ';
            }
        }
        self.at = end;
    }

    fn step_heredoc_start(&mut self) {
        let behind = self.text.get(self.at + 2..).unwrap_or_default();
        let behind = behind.strip_prefix('-').unwrap_or(behind);
        let is_marker = |character: char| character.is_alphanumeric() || character == '_' || character == '-';
        let marker = behind.split(|character| !is_marker(character)).next().unwrap_or_default();
        if marker.is_empty() {
            self.at += 2;
        } else {
            self.markers.push(marker);
            let width = self.line_end() + 1 - self.at;
            self.enter(Context::Heredoc, width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line breaks and comments inside brackets are blanked, those between attributes stay.
    #[test]
    fn meaningless_breaks_are_blanked() {
        let text = "a = [1, # é\n 2]\nb = { for k in x :\n k => 1 ||\n 2 }\nc = {\n d = 1\n}\n";
        let softened = soften(text);
        assert_eq!(softened.len(), text.len());
        assert_eq!(softened, "a = [1,       2]\nb = { for k in x :  k => 1 ||  2 }\nc = {\n d = 1\n}\n");
    }

    /// Everything that is open counts, and what is in a string or comment does not open anything.
    #[test]
    fn open_brackets_are_counted() {
        for (text, count) in
            [("", 0), ("a = [{ b = f(1) }, (2)]", 3), ("a = \"${x[\"[[\"]}\" # [[[[[[", 4), ("a {\n b {\n", 2)]
        {
            assert_eq!(deepest(text), count, "{text}");
        }
    }

    /// Strings and heredocs keep their contents, even where they look like brackets or comments.
    #[test]
    fn literals_are_kept() {
        for text in ["a = \"[ # ${\"x\"} $${\"\nb = 1\n", "a = f(<<-EOT\n ( # x\n ${b}EOT\n EOT\n)\nc = 1\n"] {
            assert_eq!(soften(text), text);
        }
    }
}
