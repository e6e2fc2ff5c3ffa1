//! The template language: a string in brackets becomes a three-valued [`Value`].
//!
//! It owns lexing, parsing and evaluation; what a deployment declares (parameters, variables, scope) it asks of the
//! [`Engine`](super::engine::Engine), whose evaluating half lives here. It reads no JSON structure.

mod access;
mod evaluate;
mod lambda;
mod lazy;
mod lexer;
mod parser;
mod path;
mod pattern;
mod source;
mod syntax;
mod value;

pub(super) use evaluate::conclude;
pub(super) use parser::parse;
pub(super) use path::split_path;
pub(super) use pattern::{Joined, join, scalar_text};
pub(super) use source::source_text;
pub(super) use syntax::Expression;
pub(super) use value::{List, Members, Object, Opaque, Piece, Referent, Value};

/// The expression inside a string, when the string is one: it starts with `[` but not with `[[`, and ends with `]`.
pub(super) fn expression_in(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    (!inner.starts_with('[')).then_some(inner)
}

/// The literal meaning of a string that is no expression: `[[` stands for `[`.
pub(super) fn literal_in(text: &str) -> &str {
    if text.starts_with("[[") { text.get(1..).unwrap_or_default() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brackets make an expression, a doubled bracket escapes, and an open one is text.
    #[test]
    fn tells_expressions_from_text() {
        for (text, expression) in [
            ("[concat('a')]", Some("concat('a')")),
            ("[]", Some("")),
            ("[[concat('a')]", None),
            ("[a] b", None),
            ("a [b]", None),
            ("[", None),
            ("", None),
        ] {
            assert_eq!(expression_in(text), expression, "{text}");
        }
        assert_eq!(literal_in("[[concat('a')]"), "[concat('a')]");
        assert_eq!(literal_in("[a] b"), "[a] b");
    }
}
