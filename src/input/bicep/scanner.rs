//! Bicep text to its [`Declaration`]s, by shape alone: brackets, strings, comments and `key:`.
//!
//! It knows no grammar of expressions or types, so it reads files that use newer syntax than it knows. Any text gives an
//! answer, in linear time; what it does not recognise it steps over.

use super::cursor::Cursor;
use super::shape::{Declaration, Element, Keyword, Member, Object, Shape, Span};

/// How deep objects and lists may nest; what is deeper counts as an expression.
const MAX_DEPTH: usize = 64;

/// All declarations of resources and modules, each behind those nested in it.
pub(super) fn scan(text: &str) -> Vec<Declaration> {
    let mut scanner = Scanner { cursor: Cursor::new(text), depth: 0, parents: Vec::new(), found: Vec::new() };
    loop {
        scanner.cursor.skip_lines();
        if scanner.cursor.peek().is_none() {
            return scanner.found;
        }
        let start = scanner.cursor.at();
        if !scanner.declaration() {
            scanner.cursor.skip_statement();
        }
        if scanner.cursor.at() == start {
            scanner.cursor.step();
        }
    }
}

struct Scanner<'t> {
    cursor: Cursor<'t>,
    depth: usize,
    /// Symbolic names and full types of the resources around.
    parents: Vec<(String, String)>,
    found: Vec<Declaration>,
}

/// What stands before the body of a declaration.
struct Head {
    keyword: Keyword,
    symbol: String,
    of: String,
    is_existing: bool,
    span: Span,
}

impl Scanner<'_> {
    /// Reads the declaration that begins here, decorators first; `false` when none does.
    fn declaration(&mut self) -> bool {
        self.decorators();
        let start = self.cursor.at();
        let Some(head) = self.head() else {
            self.cursor.rewind(start);
            return false;
        };
        let is_nested = !self.parents.is_empty();
        let of = match (head.keyword, self.parents.last()) {
            (Keyword::Resource, Some((_, parent))) if !head.of.split('/').next().unwrap_or_default().contains('.') => {
                format!("{parent}/{}", head.of)
            }
            _ => head.of,
        };
        let symbol = match self.parents.last() {
            Some((parent, _)) => format!("{parent}::{}", head.symbol),
            None => head.symbol,
        };
        self.parents.push((symbol.clone(), of.clone()));
        let body = self.body();
        self.parents.pop();
        let (keyword, is_existing, header) = (head.keyword, head.is_existing, head.span);
        self.found.push(Declaration { keyword, symbol, of, is_existing, is_nested, header, body });
        self.cursor.skip_expression();
        true
    }

    fn decorators(&mut self) {
        while self.cursor.take(b'@') {
            self.cursor.word();
            while self.cursor.take(b'.') {
                self.cursor.word();
            }
            if self.cursor.peek() == Some(b'(') {
                self.cursor.skip_nested();
            }
            self.cursor.skip_lines();
        }
    }

    /// `resource name 'type@version' existing =`, or `module name 'path' =`; only resources nest.
    fn head(&mut self) -> Option<Head> {
        let start = self.cursor.at();
        let keyword = match self.cursor.word() {
            "resource" => Keyword::Resource,
            "module" if self.parents.is_empty() => Keyword::Module,
            _ => return None,
        };
        self.cursor.skip_blank();
        let symbol = Some(self.cursor.word()).filter(|symbol| !symbol.is_empty())?.to_owned();
        self.cursor.skip_blank();
        let of = self.text()?;
        let span = Span { start, end: self.cursor.at() };
        let of = match keyword {
            Keyword::Resource => of.split('@').next().unwrap_or_default().to_owned(),
            Keyword::Module => of,
        };
        self.cursor.skip_blank();
        let before = self.cursor.at();
        let is_existing = self.cursor.word() == "existing";
        if !is_existing {
            self.cursor.rewind(before);
        }
        self.cursor.skip_blank();
        self.cursor.take(b'=').then_some(Head { keyword, symbol, of, is_existing, span })
    }

    /// `{…}`, `if (…) {…}` or `[for …: {…}]`.
    fn body(&mut self) -> Option<Object> {
        self.cursor.skip_lines();
        self.condition();
        match self.value() {
            Shape::Object(object) => Some(object),
            Shape::Loop(element) => match element.value {
                Shape::Object(object) => Some(object),
                _ => None,
            },
            _ => None,
        }
    }

    fn condition(&mut self) {
        let before = self.cursor.at();
        let is_condition = self.cursor.word() == "if";
        self.cursor.skip_lines();
        if is_condition && self.cursor.peek() == Some(b'(') {
            self.cursor.skip_nested();
            self.cursor.skip_lines();
        } else {
            self.cursor.rewind(before);
        }
    }

    /// The value that begins here. What follows it in the same expression is left.
    fn value(&mut self) -> Shape {
        if self.depth == MAX_DEPTH {
            return Shape::Expression;
        }
        self.depth += 1;
        let shape = match self.cursor.peek() {
            Some(b'{') => Shape::Object(self.object()),
            Some(b'[') => self.list(),
            Some(b'\'') => self.text().map_or(Shape::Expression, Shape::Text),
            _ => Shape::Expression,
        };
        self.depth -= 1;
        shape
    }

    /// Steps over a string; its text when it has no interpolation and no escape.
    fn text(&mut self) -> Option<String> {
        if self.cursor.peek() != Some(b'\'') {
            return None;
        }
        let start = self.cursor.at();
        self.cursor.skip_nested();
        let inner = self.cursor.since(start).strip_prefix('\'')?.strip_suffix('\'')?;
        (!inner.contains(['\\', '$', '\''])).then(|| inner.to_owned())
    }

    fn object(&mut self) -> Object {
        let mut object = Object::default();
        self.cursor.step();
        loop {
            self.cursor.skip_lines();
            match self.cursor.peek() {
                None => return object,
                Some(b'}') => {
                    self.cursor.step();
                    return object;
                }
                Some(b',') => self.cursor.step(),
                Some(_) => {
                    let start = self.cursor.at();
                    if !self.nested_declaration() {
                        object.members.extend(self.member());
                    }
                    if self.cursor.at() == start {
                        self.cursor.step();
                    }
                }
            }
        }
    }

    /// A resource inside the body of another one: a direct member of that body.
    fn nested_declaration(&mut self) -> bool {
        let may_nest = self.cursor.peek() == Some(b'@') || self.cursor.is_at("resource");
        may_nest && !self.parents.is_empty() && self.declaration()
    }

    /// `key: value`; `None` for what is none, such as a spread.
    fn member(&mut self) -> Option<Member> {
        let start = self.cursor.at();
        let key = match self.cursor.peek() {
            Some(b'\'') => self.text(),
            _ => Some(self.cursor.word().to_owned()),
        };
        self.cursor.skip_blank();
        if !self.cursor.take(b':') {
            self.cursor.skip_expression();
            return None;
        }
        let element = self.element(start);
        let key = key.filter(|key| !key.is_empty())?;
        Some(Member { key, span: element.span, value: element.value })
    }

    /// A value and what follows it in the same expression. An operator behind it makes it a mere expression.
    fn element(&mut self, start: usize) -> Element {
        self.cursor.skip_lines();
        let value = self.value();
        let behind = self.cursor.at();
        self.cursor.skip_expression();
        let is_whole = self.cursor.since(behind).trim().is_empty() || self.cursor.since(behind).trim().starts_with('/');
        let end = if is_whole { behind } else { self.cursor.at() };
        let value = if is_whole { value } else { Shape::Expression };
        Element { span: Span { start, end: end.max(start) }, value }
    }

    fn list(&mut self) -> Shape {
        self.cursor.step();
        self.cursor.skip_lines();
        let start = self.cursor.at();
        if self.cursor.word() == "for" && matches!(self.cursor.peek(), Some(b' ' | b'\t' | b'(')) {
            return self.loop_body();
        }
        self.cursor.rewind(start);
        let mut elements = Vec::new();
        loop {
            self.cursor.skip_lines();
            match self.cursor.peek() {
                None => return Shape::List(elements),
                Some(b']') => {
                    self.cursor.step();
                    return Shape::List(elements);
                }
                Some(b',') => self.cursor.step(),
                Some(_) => {
                    let start = self.cursor.at();
                    elements.push(self.element(start));
                    if self.cursor.at() == start {
                        self.cursor.step();
                    }
                }
            }
        }
    }

    /// The rest of `[for x in y: body]`, from behind `for`.
    fn loop_body(&mut self) -> Shape {
        self.cursor.skip_loop_head();
        self.cursor.skip_lines();
        self.condition();
        let start = self.cursor.at();
        let element = self.element(start);
        self.cursor.skip_lines();
        self.cursor.take(b']');
        Shape::Loop(Box::new(element))
    }
}
