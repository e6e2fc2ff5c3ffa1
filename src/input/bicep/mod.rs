//! Bicep: finding the lines of a compiled template in its sources, and having sources compiled.
//!
//! It owns the shape scanner, the match between a compiled template and its sources, and the calls of the Bicep CLI. It
//! does not evaluate Bicep: what a file means is what the compiler makes of it.

mod compiler;
mod cursor;
mod follow;
mod matching;
mod scanner;
mod shape;
mod sources;
#[cfg(test)]
mod tests;

pub(crate) use compiler::{build, build_parameters};
pub(crate) use matching::Compiled;
pub(crate) use sources::{Level, Sources};

/// Scans a text, and checks that what is found lies within it.
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) fn scan_any(text: &str) {
    for declaration in scanner::scan(text) {
        let mut waiting = vec![shape::Shape::Object(declaration.body.clone().unwrap_or_default())];
        while let Some(shape) = waiting.pop() {
            let (spans, below): (Vec<_>, Vec<_>) = match shape {
                shape::Shape::Object(object) => object.members.into_iter().map(|it| (it.span, it.value)).unzip(),
                shape::Shape::List(elements) => elements.into_iter().map(|it| (it.span, it.value)).unzip(),
                shape::Shape::Loop(element) => (vec![element.span], vec![element.value]),
                shape::Shape::Text(_) | shape::Shape::Expression => continue,
            };
            assert!(spans.iter().all(|span| text.get(span.start..span.end).is_some()), "{spans:?}");
            waiting.extend(below);
        }
        assert!(text.get(declaration.header.start..declaration.header.end).is_some(), "{:?}", declaration.header);
    }
}
