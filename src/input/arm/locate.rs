//! From places to lines of the template: the member that a path leads to, or the deepest one that is written.

use super::json::{Json, Span};
use super::position::Lines;
use crate::model::{Location, PathStep, Place, Precision, SourceMap};

/// Finds places in one template.
pub(super) struct TemplateMap {
    file: String,
    text: String,
    root: Json,
    lines: Lines,
}

impl TemplateMap {
    /// A map of the template that reports show as `file`.
    pub(super) fn new(file: &str, text: &str, root: Json) -> Self {
        Self { file: file.to_owned(), text: text.to_owned(), root, lines: Lines::new(text) }
    }

    /// The resource object of a handle, whose name may end in copy indexes.
    fn resource(&self, name: &str) -> Option<&Json> {
        self.root.at_pointer(name).or_else(|| {
            let (pointer, indexes) = name.rsplit_once('#')?;
            let plain = indexes.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            plain.then(|| self.root.at_pointer(pointer))?
        })
    }

    /// `span` on its first line.
    fn location(&self, span: Span, precision: Precision) -> Location {
        let (line, column) = self.lines.line_and_column(&self.text, span.start);
        let (_, line_end) = self.lines.range(&self.text, line);
        let (_, end_column) = self.lines.line_and_column(&self.text, span.end.clamp(span.start, line_end));
        Location { file: self.file.clone(), line, column, end_line: line, end_column, precision }
    }
}

impl SourceMap for TemplateMap {
    fn locate(&self, place: &Place) -> Location {
        let Some(resource) = self.resource(&place.resource.name) else {
            return Location {
                file: self.file.clone(),
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 1,
                precision: Precision::File,
            };
        };
        match follow(resource, &place.path) {
            Some((span, true)) => self.location(span, Precision::Attribute),
            Some((span, false)) => self.location(span, Precision::Block),
            None => self.location(header(resource), Precision::Block),
        }
    }

    fn files(&self) -> Vec<String> {
        vec![self.file.clone()]
    }

    fn source(&self, file: &str) -> Option<String> {
        (file == self.file).then(|| self.text.trim_start_matches('\u{feff}').to_owned())
    }
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
        PathStep::Index(index) => at.elements().get(*index).map(|element| (element.span, element)),
    }
}
