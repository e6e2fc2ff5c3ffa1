//! Rules as text: one rule's page, and the table of all.

use super::catalogue::Catalogue;
use crate::rule::Rule;
use serde_json::json;
use std::fmt::Write as _;

/// The page of one rule, as Markdown. The same text stands beside the policy and is what `explain` prints.
#[must_use]
pub fn rule_page(rule: &Rule) -> String {
    let mut page = format!("# {}: {}\n\n", rule.id, rule.title);
    // Writing to a String cannot fail.
    let mut section = |heading: &str, text: &str| {
        let _ = writeln!(page, "## {heading}\n\n{}\n", text.trim());
    };
    section("Requirement", &rule.description);
    section("Level", rule.level.as_str());
    let applies: Vec<String> = rule.applies_to.iter().map(|name| format!("- `{name}`")).collect();
    section("Applies to", &applies.join("\n"));
    section("Fix", &rule.remediation);
    let sources: Vec<String> = rule
        .sources
        .iter()
        .map(|source| {
            format!(
                "- [{}]({}), edition {}, section \"{}\"",
                source.document, source.url, source.edition, source.section
            )
        })
        .collect();
    section("Sources", &sources.join("\n"));
    section("Editions", &rule.editions.join(", "));
    format!("{}\n", page.trim_end())
}

/// One line for each rule: id, level, title.
#[must_use]
pub fn rules_text(catalogue: &Catalogue) -> String {
    let width = catalogue.rules().map(|rule| rule.id.0.len()).max().unwrap_or_default();
    catalogue.rules().map(|rule| format!("{:width$}  {:7}  {}\n", rule.id.0, rule.level.as_str(), rule.title)).collect()
}

/// A Markdown table with links to the rules' pages, relative to the repository.
#[must_use]
pub fn rules_markdown(catalogue: &Catalogue) -> String {
    let mut table = String::from("| rule | level | requirement |\n|---|---|---|\n");
    for rule in catalogue.rules() {
        let folder = rule.policy_file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let _ = writeln!(
            table,
            "| [{id}](policies/{folder}/{page}) | {} | {} |",
            rule.level.as_str(),
            rule.title,
            id = rule.id,
            page = page_name(rule),
        );
    }
    table
}

/// The name of a rule's page in its policy's folder: `README.md`, or one page for each row of a table.
#[must_use]
pub fn page_name(rule: &Rule) -> String {
    let folder = rule.policy_file.rsplit('/').nth(1).unwrap_or_default();
    let own = rule.id.0.to_lowercase().replace('-', "_");
    let family = rule.family();
    if own.strip_prefix(&format!("{family}_")) == Some(folder) {
        "README.md".to_owned()
    } else {
        format!("{}.md", rule.id)
    }
}

/// Everything the rules state of themselves, as JSON.
#[must_use]
pub fn rules_json(catalogue: &Catalogue) -> String {
    let rules: Vec<_> = catalogue
        .rules()
        .map(|rule| {
            let sources: Vec<_> = rule
                .sources
                .iter()
                .map(|source| {
                    json!({
                        "document": source.document,
                        "edition": source.edition,
                        "section": source.section,
                        "url": source.url,
                    })
                })
                .collect();
            json!({
                "id": rule.id.0,
                "title": rule.title,
                "description": rule.description,
                "level": rule.level.as_str(),
                "kind": rule.kind,
                "applies_to": rule.applies_to,
                "remediation": rule.remediation,
                "sources": sources,
                "editions": rule.editions,
            })
        })
        .collect();
    format!("{:#}\n", json!({ "schema_version": "1", "rules": rules }))
}
