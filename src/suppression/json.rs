//! Suppressions that are members of a JSON document: `"//"` in Terraform's JSON syntax, and `metadata.vnetguard.ignore` in
//! ARM templates.
//!
//! One pass over the text with a stack of open containers; comments are passed over, and a text that breaks off keeps what
//! was read. In: a text. Out: the texts found, each with the bytes of the object that it speaks of.

use super::lexer::{Language, Lexer, TokenKind};
use std::ops::Range;

/// A text that may be a suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The decoded string.
    pub(super) text: String,
    /// Its bytes, quotes included.
    pub(super) range: Range<usize>,
    /// Bytes of the object it speaks of, with the name of the member that the object is.
    pub(super) object: Range<usize>,
    /// Whether that is the document itself.
    pub(super) is_document: bool,
    /// Whether it stands in `metadata.vnetguard.ignore`, where the directive's first word is left out.
    pub(super) is_metadata: bool,
}

/// Deepest nesting that is followed.
const DEEPEST: usize = 500;

/// An open object or array.
#[derive(Debug)]
struct Container {
    /// Its first byte, or that of its name.
    start: usize,
    /// The member's name it stands under; empty in an array.
    name: String,
    is_object: bool,
    /// The name whose value comes next.
    key: Option<(String, usize)>,
    /// Indexes into the result of texts that speak of it.
    found: Vec<usize>,
}

/// The suppressions of `text`, in order.
pub(super) fn members(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut open: Vec<Container> = Vec::new();
    let mut end = 0;
    for token in Lexer::new(text, Language::Json) {
        end = token.end;
        match token.kind {
            TokenKind::Open(bracket) => {
                if open.len() >= DEEPEST {
                    break;
                }
                let key = open.last_mut().and_then(|around| around.key.take());
                let (name, start) = key.unwrap_or_else(|| (String::new(), token.start));
                let is_object = bracket == b'{';
                open.push(Container { start, name, is_object, key: None, found: Vec::new() });
            }
            TokenKind::Close => {
                if let Some(closed) = open.pop() {
                    close(&closed, token.end, &mut found);
                }
            }
            TokenKind::Word if text.as_bytes().get(token.start) == Some(&b'"') => {
                let range = token.start..token.end;
                let Some(string) = text.get(range.clone()).and_then(|quoted| serde_json::from_str(quoted).ok()) else {
                    continue;
                };
                string_read(string, range, &mut open, &mut found);
            }
            TokenKind::Comma => {
                if let Some(around) = open.last_mut() {
                    around.key = None;
                }
            }
            _ => {}
        }
    }
    while let Some(unclosed) = open.pop() {
        close(&unclosed, end, &mut found);
    }
    found
}

fn close(container: &Container, end: usize, found: &mut [Found]) {
    for &at in &container.found {
        if let Some(found) = found.get_mut(at) {
            found.object = container.start..end;
        }
    }
}

/// A string: the name of a member, or a value.
fn string_read(text: String, range: Range<usize>, open: &mut [Container], found: &mut Vec<Found>) {
    let Some(around) = open.last_mut() else { return };
    if around.is_object && around.key.is_none() {
        around.key = Some((text, range.start));
        return;
    }
    let names: Vec<&str> = open
        .iter()
        .flat_map(|container| [container.name.as_str(), container.key.as_ref().map_or("", |key| key.0.as_str())])
        .filter(|name| !name.is_empty())
        .collect();
    let is_metadata = names.ends_with(&["metadata", "vnetguard", "ignore"]);
    let is_comment = names.last() == Some(&"//");
    if !is_metadata && !is_comment {
        return;
    }
    // The object that has `metadata`, or `"//"`.
    let Some(depth) = (if is_metadata {
        open.iter().rposition(|container| container.name == "metadata").and_then(|at| at.checked_sub(1))
    } else {
        open.iter().rposition(|container| container.is_object)
    }) else {
        return;
    };
    let index = found.len();
    found.push(Found { text, range, object: 0..0, is_document: depth == 0, is_metadata });
    if let Some(container) = open.get_mut(depth) {
        container.found.push(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, bool, bool)> {
        let object = |found: &Found| text.get(found.object.clone()).expect("a range of the text").to_owned();
        members(text)
            .iter()
            .map(|found| (found.text.clone(), object(found), found.is_document, found.is_metadata))
            .collect()
    }

    /// `"//"` speaks of the object it is in, which begins with its name.
    #[test]
    fn comments_of_terraform_json() {
        let text = r#"{"//": "file", "resource": {"t": {"x": {"a": "//", "//": "one \"two\"", "b": [{"//": ["in", "list"]}]}}}}"#;
        let found = read(text);
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!((found[0].0.as_str(), found[0].2), ("file", true));
        assert_eq!(found[1].0, "one \"two\"");
        assert!(found[1].1.starts_with("\"x\": {\"a\"") && found[1].1.ends_with("]}"), "{found:?}");
        assert_eq!(found[3], ("list".to_owned(), "{\"//\": [\"in\", \"list\"]}".to_owned(), false, false));
    }

    /// `metadata.vnetguard.ignore` speaks of the resource, or of the template, that has the metadata.
    #[test]
    fn metadata_of_templates() {
        let text = r#"{ "metadata": {"vnetguard": {"ignore": "A"}}, /* "metadata" */ "resources": [
            {"name": "x", "metadata": {"vnetguard": {"ignore": ["B", "C"]}}}, {"ignore": "no", "metadata": {"ignore": "no"}} ] }"#;
        let found = read(text);
        let texts: Vec<(&str, bool)> = found.iter().map(|found| (found.0.as_str(), found.2)).collect();
        assert_eq!(texts, [("A", true), ("B", false), ("C", false)]);
        assert!(found[1].1.starts_with("{\"name\": \"x\"") && found[1].1.ends_with("}}}"), "{found:?}");
        assert!(found.iter().all(|found| found.3));
    }

    /// A text that breaks off keeps what was read of it.
    #[test]
    fn broken_documents() {
        assert_eq!(read("{\"a\": {\"//\": \"x\"")[0].0, "x");
        assert!(read("}]{\"").is_empty());
        assert!(read(&"[".repeat(100_000)).is_empty());
    }
}
