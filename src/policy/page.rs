//! Rules as text: one rule's page, and the table of all.

use super::catalogue::Catalogue;
use crate::finding::Outcome;
use crate::reference::PAGES;
use crate::rule::{Rule, Source};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// A case that shows what a rule says of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What the rule says.
    pub outcome: Outcome,
    /// The input and why, in a sentence.
    pub text: String,
    /// Path of the case from the root of the repository.
    pub folder: String,
}

/// The page of a rule as `explain` prints it: the one that stands beside the policy where there is one.
#[must_use]
pub fn explain(rule: &Rule) -> String {
    let own = format!("{}{}", folder(rule), page_name(rule));
    let page = PAGES.iter().find(|(name, _)| *name == own);
    page.map_or_else(|| rule_page(rule, &[]), |(_, text)| (*text).to_owned())
}

/// The page of one rule, as Markdown.
#[must_use]
pub fn rule_page(rule: &Rule, examples: &[Example]) -> String {
    let mut page = format!("# {}: {}\n\n", rule.id, rule.title);
    // Writing to a String cannot fail.
    let mut section = |heading: &str, text: &str| {
        if !text.trim().is_empty() {
            let _ = writeln!(page, "## {heading}\n\n{}\n", text.trim());
        }
    };
    section("Requirement", &rule.description);
    section("Level", &format!("{} ({})", rule.level.as_str(), rule.kind));
    section("Applies to", &list(rule.applies_to.iter().map(|name| format!("`{name}`"))));
    for (outcome, heading) in [
        (Outcome::Fail, "What fails"),
        (Outcome::Pass, "What passes"),
        (Outcome::Unknown, "What cannot be told before deployment"),
    ] {
        section(heading, &shown(rule, outcome, examples));
    }
    section("Fix", &fix(rule));
    section("Sources", &list(rule.sources.iter().map(source)));
    section("Editions", &rule.editions.join(", "));
    section("Related rules", &rule.guide.related.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    section("Advice", &list(rule.guide.advice.iter().map(|(id, text)| format!("{text} ({id})"))));
    format!("{}\n", page.trim_end())
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

fn shown(rule: &Rule, outcome: Outcome, examples: &[Example]) -> String {
    // Pages stand in a folder of the policies, as deep as its path.
    let up = "../".repeat(folder(rule).matches('/').count() + 1);
    list(examples.iter().filter(|example| example.outcome == outcome).map(|example| {
        let name = example.folder.rsplit('/').next().unwrap_or_default();
        format!("{} ([{name}]({up}{}))", example.text, example.folder)
    }))
}

fn fix(rule: &Rule) -> String {
    let mut text = rule.remediation.trim().to_owned();
    let snippets = [("terraform", &rule.guide.terraform), ("bicep", &rule.guide.bicep)];
    for (language, snippet) in snippets {
        if let Some(snippet) = snippet {
            let _ = write!(text, "\n\n```{language}\n{snippet}\n```");
        }
    }
    text
}

fn source(source: &Source) -> String {
    format!("[{}]({}), edition {}, section \"{}\"", source.document, source.url, source.edition, source.section)
}

/// The folder of a rule's policy, with a slash behind it.
fn folder(rule: &Rule) -> &str {
    let end = rule.policy_file.rfind('/').map_or(0, |at| at + 1);
    rule.policy_file.get(..end).unwrap_or_default()
}

/// One line for each rule: id, level, title.
#[must_use]
pub fn rules_text(catalogue: &Catalogue) -> String {
    let width = catalogue.rules().map(|rule| rule.id.0.len()).max().unwrap_or_default();
    catalogue.rules().map(|rule| format!("{:width$}  {:7}  {}\n", rule.id.0, rule.level.as_str(), rule.title)).collect()
}

/// A Markdown table with links to the rules' pages, relative to the repository; users' rules link to their policies.
#[must_use]
pub fn rules_markdown(catalogue: &Catalogue) -> String {
    let mut table = String::from("| rule | level | requirement |\n|---|---|---|\n");
    for rule in catalogue.rules() {
        let link = match catalogue.is_own(&rule.id) {
            true => format!("policies/{}{}", folder(rule), page_name(rule)),
            false => rule.policy_file.clone(),
        };
        let _ = writeln!(table, "| [{}]({link}) | {} | {} |", rule.id, rule.level.as_str(), rule.title);
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
    let rules: Vec<Json> = catalogue.rules().map(rule_json).collect();
    format!("{:#}\n", json!({ "schema_version": "1", "rules": rules }))
}

fn rule_json(rule: &Rule) -> Json {
    let sources = rule.sources.iter().map(|source| {
        json!({
            "document": source.document,
            "edition": source.edition,
            "section": source.section,
            "url": source.url,
        })
    });
    let advice = rule.guide.advice.iter().map(|(id, text)| json!({ "id": id, "text": text }));
    json!({
        "id": rule.id.0,
        "title": rule.title,
        "description": rule.description,
        "level": rule.level.as_str(),
        "kind": rule.kind,
        "applies_to": rule.applies_to,
        "remediation": rule.remediation,
        "remediation_terraform": rule.guide.terraform,
        "remediation_bicep": rule.guide.bicep,
        "sources": sources.collect::<Vec<_>>(),
        "editions": rule.editions,
        "related": rule.guide.related.iter().map(|id| &id.0).collect::<Vec<_>>(),
        "advice": advice.collect::<Vec<_>>(),
        "policy_file": rule.policy_file,
    })
}
