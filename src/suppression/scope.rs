//! What a comment belongs to, by lines: the block it heads, the argument it stands behind or above, the whole file.
//!
//! It reads no meaning into blocks: a statement begins at a token in braces (or outside of all brackets) and ends where its
//! line ends with all its brackets closed. That holds for Terraform, Bicep and JSON, and for files that do not parse.

use super::lexer::{Language, Lexer, Token, TokenKind};

/// A comment, and the lines it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment<'t> {
    /// With its signs.
    pub(super) text: &'t str,
    /// Its first byte.
    pub(super) start: usize,
    /// Lines it covers, from 1, both inclusive; `None` when it belongs to nothing.
    pub(super) lines: Option<(usize, usize)>,
    /// Whether it is one of the first comments of the file, with nothing and no blank line before.
    pub(super) is_head: bool,
}

/// Deepest nesting that is followed; what is deeper belongs to the statement around it.
const DEEPEST: usize = 500;

/// A statement: a block, an argument, a member, or an element that is an object.
#[derive(Debug)]
struct Node {
    first_line: usize,
    last_line: usize,
    is_top: bool,
    has_children: bool,
}

/// The inside of a pair of brackets, or the file.
#[derive(Debug)]
struct Frame {
    bracket: u8,
    /// The statement that the brackets are part of.
    around: Option<usize>,
    /// The statement that is being read.
    current: Option<usize>,
    /// The one before it.
    last: Option<usize>,
    /// Whether an element may begin here.
    at_start: bool,
    /// Whether the line that is read is a decorator: the statement goes on behind it.
    is_decorator: bool,
}

impl Frame {
    fn new(bracket: u8, around: Option<usize>) -> Self {
        Self { bracket, around, current: None, last: None, at_start: true, is_decorator: false }
    }
}

/// Comments on lines of their own that wait for the statement below them.
#[derive(Debug)]
struct Waiting {
    comment: usize,
    last_line: usize,
}

struct Scopes<'t> {
    text: &'t str,
    language: Language,
    line_starts: Vec<usize>,
    nodes: Vec<Node>,
    frames: Vec<Frame>,
    comments: Vec<Comment<'t>>,
    /// Index of the node that each comment belongs to.
    owners: Vec<Option<usize>>,
    waiting: Vec<Waiting>,
    /// Line of the last token that is neither a comment nor a line end.
    last_word_line: usize,
    /// Last line of the comments that open the file; `None` once something else was read.
    head_until: Option<usize>,
    /// Brackets beyond [`DEEPEST`].
    unfollowed: usize,
}

/// The comments of `text` in order.
pub(super) fn comments(text: &str, language: Language) -> Vec<Comment<'_>> {
    let line_starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
    let mut scopes = Scopes {
        text,
        language,
        line_starts,
        nodes: Vec::new(),
        frames: vec![Frame::new(0, None)],
        comments: Vec::new(),
        owners: Vec::new(),
        waiting: Vec::new(),
        last_word_line: 0,
        head_until: Some(0),
        unfollowed: 0,
    };
    for token in Lexer::new(text, language) {
        scopes.read(token);
    }
    scopes.finish()
}

impl<'t> Scopes<'t> {
    fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    fn read(&mut self, token: Token) {
        let line = self.line_of(token.start);
        if token.kind == TokenKind::Comment {
            self.comment(token, line);
            return;
        }
        if token.kind == TokenKind::Newline {
            self.newline();
            return;
        }
        self.head_until = None;
        let last_line = self.line_of(token.end.saturating_sub(1));
        self.last_word_line = last_line;
        match token.kind {
            TokenKind::Open(bracket) => self.open(bracket, line),
            TokenKind::Close => self.close(last_line),
            TokenKind::Comma => self.end_statement(true),
            _ => self.word(token.start, line, last_line),
        }
    }

    /// Whether statements begin inside of these brackets at any word.
    fn has_statements(frame: &Frame) -> bool {
        matches!(frame.bracket, 0 | b'{')
    }

    fn word(&mut self, start: usize, line: usize, last_line: usize) {
        if self.frames.last().is_some_and(Self::has_statements) {
            self.begin_statement(line);
        }
        let is_sign = self.language == Language::Bicep && self.text.as_bytes().get(start) == Some(&b'@');
        if let Some(frame) = self.frames.last_mut() {
            if frame.at_start {
                frame.is_decorator = is_sign;
            }
            frame.at_start = false;
            if let Some(node) = frame.current.and_then(|at| self.nodes.get_mut(at)) {
                node.last_line = node.last_line.max(last_line);
            }
        }
    }

    fn begin_statement(&mut self, line: usize) {
        let Some(frame) = self.frames.last_mut().filter(|frame| frame.current.is_none()) else { return };
        let index = self.nodes.len();
        frame.current = Some(index);
        let around = frame.around;
        if let Some(parent) = around.and_then(|at| self.nodes.get_mut(at)) {
            parent.has_children = true;
        }
        self.nodes.push(Node { first_line: line, last_line: line, is_top: around.is_none(), has_children: false });
        for Waiting { comment, last_line } in std::mem::take(&mut self.waiting) {
            if last_line + 1 >= line
                && let Some(owner) = self.owners.get_mut(comment)
            {
                *owner = Some(index);
            }
        }
    }

    fn open(&mut self, bracket: u8, line: usize) {
        if self.frames.len() >= DEEPEST {
            self.unfollowed += 1;
            return;
        }
        // In a list only elements that are objects are statements of their own.
        let begins = self.frames.last().is_some_and(|frame| {
            Self::has_statements(frame) || (bracket == b'{' && frame.bracket == b'[' && frame.at_start)
        });
        if begins {
            self.begin_statement(line);
        }
        let around = self.frames.last_mut().and_then(|frame| {
            frame.at_start = false;
            frame.current.or(frame.around)
        });
        self.frames.push(Frame::new(bracket, around));
    }

    fn close(&mut self, line: usize) {
        if self.unfollowed > 0 {
            self.unfollowed -= 1;
            return;
        }
        self.waiting.clear();
        // A bracket too many closes nothing.
        if self.frames.len() > 1 {
            self.frames.pop();
        }
        if let Some(node) = self.frames.last().and_then(|frame| frame.current).and_then(|at| self.nodes.get_mut(at)) {
            node.last_line = node.last_line.max(line);
        }
    }

    fn newline(&mut self) {
        let ends = self.frames.last().is_some_and(Self::has_statements);
        self.end_statement(ends);
    }

    fn end_statement(&mut self, ends: bool) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.at_start = true;
        if ends && !frame.is_decorator && frame.current.is_some() {
            frame.last = frame.current.take();
        }
    }

    fn comment(&mut self, token: Token, line: usize) {
        let last_line = self.line_of(token.end.saturating_sub(1).max(token.start));
        let is_head = self.head_until.is_some_and(|until| until == 0 || line <= until + 1);
        self.head_until = self.head_until.filter(|_| is_head).map(|_| last_line);
        let index = self.comments.len();
        let text = self.text.get(token.start..token.end).unwrap_or_default();
        self.comments.push(Comment { text, start: token.start, lines: None, is_head });
        self.owners.push(None);
        let owner = if self.last_word_line == line { self.trailing(line) } else { self.first_inside() };
        if let Some(slot) = self.owners.get_mut(index) {
            *slot = owner;
        }
        if owner.is_none() {
            self.wait(index, line, last_line);
        }
    }

    /// Behind something: what is being read, else what has just ended on this line, else what the brackets are part of.
    fn trailing(&self, line: usize) -> Option<usize> {
        let frame = self.frames.last()?;
        let ended = || frame.last.filter(|at| self.nodes.get(*at).is_some_and(|node| node.last_line == line));
        frame.current.or_else(ended).or(frame.around)
    }

    /// On a line of its own as the first thing in a block's body: the block. In a list, or in the middle of a statement:
    /// what it is part of.
    fn first_inside(&self) -> Option<usize> {
        let frame = self.frames.last()?;
        if frame.bracket == b'[' {
            // The element below may be an object; what is no object belongs to the list.
            return None;
        }
        if !Self::has_statements(frame) {
            return frame.around;
        }
        if frame.current.is_some() {
            return frame.current;
        }
        let around = frame.around.and_then(|at| self.nodes.get(at))?;
        let is_block = around.is_top || self.language == Language::Json;
        if is_block && !around.has_children { frame.around } else { None }
    }

    fn wait(&mut self, comment: usize, line: usize, last_line: usize) {
        // Comments without a blank line between them wait together.
        if self.waiting.last().is_some_and(|above| above.last_line + 1 < line) {
            self.waiting.clear();
        }
        for above in &mut self.waiting {
            above.last_line = last_line;
        }
        self.waiting.push(Waiting { comment, last_line });
        if let Some(frame) = self.frames.last().filter(|frame| frame.bracket == b'[')
            && let Some(owner) = self.owners.get_mut(comment)
        {
            *owner = frame.around;
        }
    }

    fn finish(mut self) -> Vec<Comment<'t>> {
        for (comment, owner) in self.comments.iter_mut().zip(&self.owners) {
            let node = owner.and_then(|at| self.nodes.get(at));
            comment.lines = node.map(|node| (node.first_line, node.last_line));
        }
        self.comments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines covered by each comment of `text`, by the word behind its sign.
    fn covered(text: &str, language: Language) -> Vec<(String, Option<(usize, usize)>)> {
        let word = |text: &str| text.trim_start_matches(['#', '/', '*', ' ']).chars().take(1).collect();
        comments(text, language).into_iter().map(|comment| (word(comment.text), comment.lines)).collect()
    }

    #[track_caller]
    fn check(text: &str, language: Language, expected: &[(&str, Option<(usize, usize)>)]) {
        let expected: Vec<_> = expected.iter().map(|(name, lines)| ((*name).to_owned(), *lines)).collect();
        assert_eq!(covered(text, language), expected, "{text}");
    }

    /// A comment above a block, behind its header, first in its body or behind its end speaks of the block; one above or
    /// behind an argument of the argument; one inside a list of the argument that the list is given to.
    #[test]
    fn comments_of_terraform_find_their_block_or_argument() {
        let text = concat!(
            "# a\n",
            "# b\n",
            "resource \"t\" \"x\" { # c\n",
            "\n",
            "  # d\n",
            "  name = \"x\" # e\n",
            "  # f\n",
            "  list = [ # g\n",
            "    1, # h\n",
            "    # i\n",
            "    2,\n",
            "  ]\n",
            "  nested { # j\n",
            "    # k\n",
            "    a = 1\n",
            "  } # l\n",
            "  # m\n",
            "} # n\n",
        );
        let block = Some((3, 18));
        check(
            text,
            Language::Hcl,
            &[
                ("a", block),
                ("b", block),
                ("c", block),
                ("d", block),
                ("e", Some((6, 6))),
                ("f", Some((8, 12))),
                ("g", Some((8, 12))),
                ("h", Some((8, 12))),
                ("i", Some((8, 12))),
                ("j", Some((13, 16))),
                ("k", Some((15, 15))),
                ("l", Some((13, 16))),
                ("m", None),
                ("n", block),
            ],
        );
    }

    /// A blank line detaches a comment, also from a group above; heredocs and comments over several lines count whole.
    #[test]
    fn blank_lines_detach() {
        let text =
            concat!("# a\n\n", "# b\n", "/* c\n c */\n", "x = <<EOT\n# no\nEOT\n", "\n# d\n\n# e\ny = 1\n# f\n",);
        check(
            text,
            Language::Hcl,
            &[("a", None), ("b", Some((6, 8))), ("c", Some((6, 8))), ("d", None), ("e", Some((13, 13))), ("f", None)],
        );
        let heads: Vec<bool> = comments(text, Language::Hcl).iter().map(|comment| comment.is_head).collect();
        assert_eq!(heads, [true, false, false, false, false, false]);
    }

    /// Objects in lists are statements of their own; other elements belong to the list.
    #[test]
    fn objects_in_lists_are_told_apart() {
        let text =
            "s = [\n  # a\n  {\n    n = 1 # b\n  }, # c\n  # d\n  f(x),\n  {\n    m = 2\n    # e\n    k = 3\n  },\n]\n";
        check(
            text,
            Language::Hcl,
            &[
                ("a", Some((3, 5))),
                ("b", Some((4, 4))),
                ("c", Some((3, 5))),
                ("d", Some((1, 13))),
                ("e", Some((11, 11))),
            ],
        );
    }

    /// Bicep: decorators belong to what they decorate, loops and conditions to their resource.
    #[test]
    fn comments_of_bicep_find_their_declaration() {
        let text = concat!(
            "// a\n",
            "@description('x')\n",
            "@batchSize(1)\n",
            "resource v 'T@1' = [for i in range(0, 3): {\n",
            "  name: 'v${i}' // b\n",
            "  properties: {\n",
            "    // c\n",
            "    subnets: [\n",
            "      // d\n",
            "      {\n",
            "        name: 'a'\n",
            "      }\n",
            "    ]\n",
            "  }\n",
            "}]\n",
            "#disable-next-line e\n",
            "param p string\n",
        );
        let names: Vec<Option<(usize, usize)>> =
            comments(text, Language::Bicep).iter().map(|comment| comment.lines).collect();
        let expected = [Some((2, 15)), Some((5, 5)), Some((8, 13)), Some((10, 12)), Some((17, 17))];
        assert_eq!(names, expected);
    }

    /// JSON with comments: members end at commas, and the first thing in an object speaks of the object.
    #[test]
    fn comments_of_json_find_their_member_or_object() {
        let text = "{\n  \"resources\": [\n    {\n      // a\n      \"name\": \"x\", // b\n      // c\n      \"p\": {\n        \"q\": 1\n      }\n    }\n  ]\n}\n";
        check(text, Language::Json, &[("a", Some((3, 10))), ("b", Some((5, 5))), ("c", Some((7, 9)))]);
    }

    /// A file that is cut off, or has brackets too many, still has scopes.
    #[test]
    fn broken_files_have_scopes() {
        check("}}\n# a\nresource \"t\" \"x\" {\n  b = [\n", Language::Hcl, &[("a", Some((3, 3)))]);
        let deep = format!("# a\n{}", "{".repeat(100_000));
        assert_eq!(comments(&deep, Language::Hcl).len(), 1);
    }

    proptest::proptest! {
        /// Whatever the text, comments cover lines that are there.
        #[test]
        fn covered_lines_are_there(text in "[a{}\\[\\],#\\n\\n \"@=/*]{0,150}") {
            let lines = text.matches('\n').count() + 1;
            for language in [Language::Hcl, Language::Bicep, Language::Json] {
                for comment in comments(&text, language) {
                    if let Some((first, last)) = comment.lines {
                        proptest::prop_assert!(first >= 1 && first <= last && last <= lines);
                    }
                }
            }
        }
    }
}
