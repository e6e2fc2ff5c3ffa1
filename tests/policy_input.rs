//! The part of `docs/policy-input.md` that lists kinds and attributes is the schema's own words.
//!
//! `UPDATE_GENERATED=1 cargo test --test policy_input` writes it anew.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at what it does not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use vnetguard::model::{AttributeSchema, AttributeType, KINDS, Kind};

const BEGIN: &str = "<!-- kinds: written by tests/policy_input.rs -->\n";
const END: &str = "<!-- end of kinds -->\n";

fn plural(kind: Kind) -> &'static str {
    kind.schema().plural
}

fn shape(attribute: &AttributeSchema) -> String {
    match attribute.shape {
        AttributeType::Text => "text".to_owned(),
        AttributeType::Word => "word".to_owned(),
        AttributeType::Region => "region".to_owned(),
        AttributeType::Integer => "integer".to_owned(),
        AttributeType::Bool => "true or false".to_owned(),
        AttributeType::Texts => "texts".to_owned(),
        AttributeType::Prefixes => "prefixes".to_owned(),
        AttributeType::Ports => "port ranges".to_owned(),
        AttributeType::Records(fields) => {
            let fields: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
            format!("records of {}", fields.join(", "))
        }
        AttributeType::Edge(kind) => format!("reference to `{}`", plural(kind)),
        AttributeType::Edges(kind) => format!("references to `{}`", plural(kind)),
    }
}

/// For each kind, its inverse attributes with the kinds that stand there.
fn inverses() -> BTreeMap<Kind, BTreeMap<&'static str, BTreeSet<&'static str>>> {
    let mut all: BTreeMap<Kind, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for schema in KINDS {
        for attribute in schema.attributes {
            if let (Some(name), Some(target)) = (attribute.inverse, attribute.shape.target()) {
                all.entry(target).or_default().entry(name).or_default().insert(schema.plural);
            }
        }
    }
    all
}

fn section() -> String {
    let inverses = inverses();
    let mut text = String::new();
    for schema in KINDS {
        let arm_type = if schema.arm_type == "*" { String::new() } else { format!(" (`{}`)", schema.arm_type) };
        let article = if schema.title.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
        writeln!(text, "\n### `{}`\n\n{article} {}{arm_type}.\n", schema.plural, schema.title).expect("a string");
        text.push_str("| attribute | shape | meaning |\n|---|---|---|\n");
        for attribute in schema.attributes {
            let meaning = attribute.description.replace('|', "\\|");
            writeln!(text, "| `{}` | {} | {meaning} |", attribute.name, shape(attribute)).expect("a string");
        }
        for (name, kinds) in inverses.get(&schema.kind).into_iter().flatten() {
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
            writeln!(text, "| `{name}` | inverse | ids of {} |", kinds.join(", ")).expect("a string");
        }
    }
    text.push('\n');
    text
}

/// The page lists every kind with every attribute, as the schema states them.
#[test]
fn the_page_lists_every_attribute() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policy-input.md");
    let page = fs::read_to_string(&path).expect("the page");
    let (head, rest) = page.split_once(BEGIN).expect("the beginning of the list");
    let (found, tail) = rest.split_once(END).expect("the end of the list");
    let wanted = section();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, format!("{head}{BEGIN}{wanted}{END}{tail}")).expect("the page can be written");
        return;
    }
    assert!(
        found == wanted,
        "docs/policy-input.md is not the schema's: run UPDATE_GENERATED=1 cargo test --test policy_input"
    );
}

/// No inverse attribute has the name of an attribute of the same kind: the two would be one member of a document.
#[test]
fn inverse_names_are_free() {
    let reserved = ["id", "kind", "subject", "presence", "unknown", "flows", "default_route"];
    let inverses = inverses();
    for schema in KINDS {
        for name in inverses.get(&schema.kind).into_iter().flat_map(BTreeMap::keys) {
            let is_taken = schema.attributes.iter().any(|attribute| attribute.name == *name);
            assert!(!is_taken && !reserved.contains(name), "{}.{name}", schema.plural);
        }
        let clash = schema.attributes.iter().find(|attribute| reserved.contains(&attribute.name));
        assert!(clash.is_none(), "{}: {clash:?}", schema.plural);
    }
}
