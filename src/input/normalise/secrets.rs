//! The forms in which the model holds a sensitive value: what is masked must be masked in each of them.

use crate::input::declared::{Declared, Node, Tree};
use crate::network::Prefix;

/// Every form of every sensitive value of `resources`. The depth of property trees is bounded by their readers.
pub(super) fn derived_secrets(resources: &[Declared], secrets: &mut Vec<String>) {
    for resource in resources {
        walk(&resource.body, false, secrets);
    }
}

fn walk(node: &Node, is_inside: bool, secrets: &mut Vec<String>) {
    let is_sensitive = is_inside || node.sensitive;
    match &node.tree {
        Tree::Text(text) if is_sensitive => secrets.extend(forms(text)),
        Tree::Number(number) if is_sensitive => secrets.push(number.to_string()),
        Tree::List { items, .. } => items.iter().for_each(|item| walk(item, is_sensitive, secrets)),
        Tree::Object(members) => members.values().for_each(|member| walk(member, is_sensitive, secrets)),
        _ => {}
    }
}

/// A text as it is written, as a word, as a region, in its parts, and as the addresses of a prefix.
fn forms(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut forms = vec![text.to_owned(), lower.replace(' ', "")];
    forms.extend(
        [text, &lower]
            .into_iter()
            .filter_map(|text| text.split_once('_'))
            .flat_map(|(before, behind)| [before.to_owned(), behind.to_owned()]),
    );
    if let Ok(prefix) = Prefix::parse(text) {
        forms.extend([prefix.to_string(), prefix.first().to_string(), prefix.last().to_string()]);
    }
    for range in text.split(',') {
        let is_port = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        forms.extend(range.split('-').map(str::trim).filter(is_port).map(str::to_owned));
    }
    forms.push(lower);
    forms
}
