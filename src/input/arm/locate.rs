//! From places to lines of the template: the member that a path leads to, or the deepest one that is written.

use super::documents::Linked;
use super::json::{Json, Span};
use crate::input::position::Lines;
use crate::model::{Location, PathStep, Place, Precision, SourceMap};
use std::collections::BTreeMap;

/// Finds places in one template and the templates it links.
pub(super) struct TemplateMap {
    main: Document,
    /// By the path that pointers name them with.
    linked: BTreeMap<String, Document>,
}

/// One file.
struct Document {
    file: String,
    text: String,
    root: Json,
    lines: Lines,
}

impl Document {
    fn new(file: &str, text: String, root: Json) -> Self {
        Self { file: file.to_owned(), lines: Lines::new(&text), text, root }
    }

    /// `span` on its first line.
    fn location(&self, span: Span, precision: Precision) -> Location {
        let (line, column) = self.lines.line_and_column(&self.text, span.start);
        let (_, line_end) = self.lines.range(&self.text, line);
        let (_, end_column) = self.lines.line_and_column(&self.text, span.end.clamp(span.start, line_end));
        Location { file: self.file.clone(), line, column, end_line: line, end_column, precision }
    }
}

impl TemplateMap {
    /// A map of the template that reports show as `file`.
    pub(super) fn new(file: &str, text: &str, root: Json, linked: Vec<Linked>) -> Self {
        let linked = linked.into_iter().map(|it| (it.path, Document::new(&it.shown, it.text, it.json)));
        Self { main: Document::new(file, text.to_owned(), root), linked: linked.collect() }
    }

    /// The main template.
    pub(super) fn root(&self) -> &Json {
        &self.main.root
    }

    /// The resource object of a handle, and the file it is in.
    fn resource(&self, name: &str) -> Option<(&Document, &Json)> {
        let mut document = &self.main;
        let mut value = &document.root;
        let mut steps = pointer_steps(name).peekable();
        while let Some(step) = steps.next() {
            let linked = steps.peek().filter(|_| step == "templateLink").and_then(|path| self.linked.get(&**path));
            if let Some(linked) = linked {
                (document, value) = (linked, &linked.root);
                steps.next();
                continue;
            }
            value = value.step(&step)?;
        }
        Some((document, value))
    }
}

/// The steps of the pointer in a handle's name, which may end in copy indexes.
pub(super) fn pointer_steps(name: &str) -> impl Iterator<Item = String> {
    let is_indexes = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let pointer = name.rsplit_once('#').filter(|(_, indexes)| is_indexes(indexes)).map_or(name, |(pointer, _)| pointer);
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

impl SourceMap for TemplateMap {
    fn locate(&self, place: &Place) -> Location {
        let Some((document, resource)) = self.resource(&place.resource.name) else {
            return whole_file(&self.main.file);
        };
        match follow(resource, &place.path) {
            Some((span, true)) => document.location(span, Precision::Attribute),
            Some((span, false)) => document.location(span, Precision::Block),
            None => document.location(header(resource), Precision::Block),
        }
    }

    fn files(&self) -> Vec<String> {
        std::iter::once(&self.main).chain(self.linked.values()).map(|document| document.file.clone()).collect()
    }

    fn source(&self, file: &str) -> Option<String> {
        let mut documents = std::iter::once(&self.main).chain(self.linked.values());
        let document = documents.find(|document| document.file == file)?;
        Some(document.text.trim_start_matches('\u{feff}').to_owned())
    }
}

/// A file of which no place is known.
pub(super) fn whole_file(file: &str) -> Location {
    Location { file: file.to_owned(), line: 1, column: 1, end_line: 1, end_column: 1, precision: Precision::File }
}

/// What stands for a resource as a whole: its name, else its type, else its opening brace.
fn header(resource: &Json) -> Span {
    let member = resource.member("name").or_else(|| resource.member("type"));
    member.map_or(Span { start: resource.span.start, end: resource.span.start + 1 }, |member| Span {
        start: member.key_span.start,
        end: member.value.span.end,
    })
}

/// The member that `path` leads to, and whether it is the one that gives the attribute its value: the attribute itself,
/// or one whose value is an expression or a loop. `None` when not even the first step is written.
fn follow(resource: &Json, path: &[PathStep]) -> Option<(Span, bool)> {
    let mut at = resource;
    let mut deepest = None;
    for step in path {
        let Some((span, below)) = descend(at, step) else {
            // A string here is an expression that gives everything below it.
            return deepest.map(|span| (span, at.as_text().is_some()));
        };
        deepest = Some(span);
        at = below;
    }
    deepest.map(|span| (span, true))
}

/// One step: the place of the member or element, and its value.
fn descend<'j>(at: &'j Json, step: &PathStep) -> Option<(Span, &'j Json)> {
    match step {
        PathStep::Key(key) => {
            if let Some(member) = at.member(key) {
                return Some((Span { start: member.key_span.start, end: member.value.span.end }, &member.value));
            }
            let copy = at.get("copy")?.elements().iter().find(|copy| {
                copy.get("name").and_then(Json::as_text).is_some_and(|name| name.eq_ignore_ascii_case(key))
            })?;
            Some((header(copy), copy))
        }
        // Each iteration of a property copy is its input.
        PathStep::Index(_) if at.get("input").is_some() && at.get("count").is_some() => {
            let input = at.member("input")?;
            Some((Span { start: input.key_span.start, end: input.value.span.end }, &input.value))
        }
        // An element may begin with a lone brace, so its name stands for it where it has one.
        PathStep::Index(index) => at.elements().get(*index).map(|element| match element.member("name") {
            Some(name) => (Span { start: name.key_span.start, end: name.value.span.end }, element),
            None => (element.span, element),
        }),
    }
}
