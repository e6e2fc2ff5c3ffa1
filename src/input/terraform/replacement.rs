//! The attributes that force a replacement, as paths that tell no value.
//!
//! A step of such a path may be a whole element of a set, and a key of a map may be as sensitive as the map: a path ends
//! before either. In: `replace_paths` of a change and its masks. Out: texts such as `delegation[0].name`.

use super::values::Mask;
use serde_json::Value;

/// The paths as text, each once, in the plan's order. Of an attribute that is not in `kept` only the name is told, since
/// its mask was not read.
pub(super) fn replaced_by(paths: &[Vec<Value>], kept: &[&str], masks: [&Mask; 2]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in paths.iter().map(|path| text(path, kept, masks)) {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

fn text(path: &[Value], kept: &[&str], masks: [&Mask; 2]) -> String {
    let mut text = String::new();
    let mut masks: Vec<&Mask> = masks.into_iter().collect();
    for step in path {
        // A mask that ends covers nothing below.
        let covers = |mask: &&Mask| **mask == Mask::Whole;
        if !text.is_empty() && masks.iter().any(covers) {
            break;
        }
        match step {
            Value::String(name) => {
                let is_first = text.is_empty();
                text.push_str(if is_first { "" } else { "." });
                text.push_str(name);
                masks = masks.into_iter().filter_map(|mask| mask.member(name)).collect();
                if is_first && !kept.contains(&name.as_str()) {
                    break;
                }
            }
            Value::Number(index) => {
                text.push_str(&format!("[{index}]"));
                let at = index.as_u64().and_then(|index| usize::try_from(index).ok());
                masks = masks.into_iter().filter_map(|mask| mask.element(at?)).collect();
            }
            _ => break,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn texts(paths: &Value, masks: [&Mask; 2]) -> Vec<String> {
        let paths: Vec<Vec<Value>> = serde_json::from_value(paths.clone()).expect("paths");
        replaced_by(&paths, &["tags", "delegation", "ids"], masks)
    }

    /// Paths are written as people write them, and elements of sets end them.
    #[test]
    fn paths_are_texts() {
        let paths =
            json!([["name"], ["delegation", 0, "name"], ["ids", {"secret": 1}, "x"], ["other", "inner"], ["name"], []]);
        let none = Mask::Nowhere;
        assert_eq!(texts(&paths, [&none, &none]), ["name", "delegation[0].name", "ids", "other"]);
    }

    /// No step below a sensitive value is told, whichever of the two masks covers it.
    #[test]
    fn sensitive_values_end_paths() {
        let paths = json!([["tags", "k1", "x"], ["delegation", 0, "name", "deep"], ["ids", 1]]);
        let tags = Mask::Members(vec![("tags".into(), Mask::Whole)]);
        let name = Mask::Members(vec![("name".into(), Mask::Whole)]);
        let delegation = Mask::Members(vec![("delegation".into(), Mask::Elements(vec![name]))]);
        assert_eq!(texts(&paths, [&tags, &delegation]), ["tags", "delegation[0].name", "ids[1]"]);
        assert_eq!(texts(&paths, [&Mask::Whole, &Mask::Nowhere]), ["tags", "delegation", "ids"]);
    }
}
