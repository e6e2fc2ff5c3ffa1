//! Arguments whose text is a JSON document become what the text says.

use super::table::Table;
use crate::input::declared::{Declared, Node, Tree};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// Reads the JSON texts that the table names. What is no JSON, or not known, stays as it is.
pub(super) fn decode(resources: &mut [Declared]) {
    let table = Table::embedded();
    for resource in resources {
        let Some(row) = table.row(&resource.resource_type).filter(|row| !row.json.is_empty()) else { continue };
        let Tree::Object(members) = &mut resource.body.tree else { continue };
        for name in &row.json {
            if let Some(node) = members.get_mut(name) {
                decode_node(node);
            }
        }
    }
}

/// The document itself, or each member of a map of documents.
fn decode_node(node: &mut Node) {
    let is_sensitive = node.sensitive;
    match &mut node.tree {
        Tree::Text(text) => {
            // The parser bounds the depth of a document.
            if let Ok(json @ (Json::Object(_) | Json::Array(_))) = serde_json::from_str(text) {
                *node = tree(json, is_sensitive);
            }
        }
        Tree::Object(members) => {
            let names: Vec<SmolStr> = members.keys().cloned().collect();
            for name in names {
                let Some(member) = members.get_mut(&name) else { continue };
                let is_sensitive = is_sensitive || member.sensitive;
                if let Tree::Text(text) = &member.tree
                    && let Ok(json @ (Json::Object(_) | Json::Array(_))) = serde_json::from_str(text)
                {
                    *member = tree(json, is_sensitive);
                }
            }
        }
        _ => {}
    }
}

/// As deep as the parser lets a document be.
fn tree(json: Json, is_sensitive: bool) -> Node {
    let tree = match json {
        Json::Null => Tree::Null,
        Json::Bool(value) => Tree::Bool(value),
        Json::Number(number) => Tree::Number(number),
        Json::String(text) => Tree::Text(text.into()),
        Json::Array(items) => {
            Tree::List { items: items.into_iter().map(|item| self::tree(item, is_sensitive)).collect(), open: None }
        }
        Json::Object(members) => {
            Tree::Object(members.into_iter().map(|(key, value)| (key, self::tree(value, is_sensitive))).collect())
        }
    };
    Node { tree, reference: None, sensitive: is_sensitive }
}
