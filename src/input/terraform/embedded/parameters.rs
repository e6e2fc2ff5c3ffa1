//! What a deployment passes to its template: values where they are known and may be shown, else what they refer to.

use super::super::attach::scalar;
use super::super::references::{Claim, Resolver, Scope, Wanted};
use super::super::values::{conceal, parse};
use super::Structures;
use crate::input::arm::{ParameterFile, Withheld};
use crate::input::declared::{Declared, Node, Reference, Tree};
use crate::input::normalise;
use crate::model::Reason;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The arguments that hold parameters: JSON since azurerm 2, before that JSON and a map of strings.
pub(super) const ARGUMENTS: [&str; 3] = ["parameters_content", "parameters_body", "parameters"];
/// Deepest value that is looked at.
const DEEPEST: usize = 160;

/// The parameters of one deployment.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// Those with values.
    pub(super) files: Vec<ParameterFile>,
    /// Those that are passed, but not known or not to be shown.
    pub(super) withheld: Withheld,
    /// What parameters refer to, by folded name.
    references: BTreeMap<String, Reference>,
    /// What is known of the texts of parameters, by folded name.
    patterns: BTreeMap<String, String>,
}

impl Passed {
    /// What `deployment` passes. Strings of sensitive values are added to `secrets`.
    pub(super) fn of(deployment: &Declared, structures: Structures<'_>, secrets: &mut Vec<String>) -> Self {
        let mut passed = Self::default();
        let address = deployment.handle.name.as_str();
        for argument in ARGUMENTS {
            let Some(node) = deployment.body.get(argument) else { continue };
            match &node.tree {
                Tree::Text(text) if !text.trim().is_empty() => passed.content(address, text, node.sensitive, secrets),
                Tree::Object(members) => {
                    let values = members.iter().map(|(name, value)| (name.as_str(), Some(value)));
                    passed.values(address, values, node.sensitive);
                }
                // The provider fills in what the deployment was given, which is nothing then.
                Tree::Unknown(unknown) if unknown.reason == Reason::LeftToProvider => {}
                Tree::Unknown(_) => match structures(address, argument).map(|structure| structure.tree) {
                    Some(Tree::Object(members)) => {
                        let values = members.iter().map(|(name, wrapped)| (name.as_str(), value_of(wrapped)));
                        passed.values(address, values, node.sensitive);
                    }
                    _ => passed.withheld.others = Some(node.sensitive),
                },
                _ => {}
            }
        }
        passed
    }

    /// A text with parameters as JSON.
    fn content(&mut self, address: &str, text: &str, is_sensitive: bool, secrets: &mut Vec<String>) {
        if !is_sensitive {
            let is_file = text.contains("\"$schema\"");
            let text = if is_file { text.to_owned() } else { format!("{{\"parameters\":{text}}}") };
            self.files.push(ParameterFile { name: address.to_owned(), text });
            return;
        }
        match parse(text) {
            Ok(mut parsed) => {
                conceal(&mut parsed, secrets);
                let names = match &parsed.tree {
                    Tree::Object(members) => members.keys().map(|name| (name.to_string(), true)).collect(),
                    _ => BTreeMap::new(),
                };
                self.withheld.named.extend(names);
            }
            Err(_) => self.withheld.others = Some(true),
        }
    }

    /// Parameters one by one; the value of one that is not known is `None` or an unknown node.
    fn values<'n>(
        &mut self,
        address: &str,
        values: impl Iterator<Item = (&'n str, Option<&'n Node>)>,
        is_sensitive: bool,
    ) {
        let mut known = serde_json::Map::new();
        for (name, value) in values {
            match value.filter(|value| !is_sensitive && !value.sensitive).and_then(json) {
                Some(value) => {
                    known.insert(name.to_owned(), serde_json::json!({ "value": value }));
                }
                None => {
                    let is_sensitive = is_sensitive || value.is_some_and(|value| value.sensitive);
                    self.withheld.named.insert(name.to_owned(), is_sensitive);
                    if let Some(reference) = value.and_then(|value| value.reference.as_deref()) {
                        self.references.insert(name.to_lowercase(), reference.clone());
                    }
                    if let Some(Tree::Unknown(unknown)) = value.map(|value| &value.tree)
                        && let Some(pattern) = unknown.pattern.as_ref().filter(|_| !is_sensitive)
                    {
                        self.patterns.insert(name.to_lowercase(), pattern.clone());
                    }
                }
            }
        }
        let text = serde_json::json!({ "parameters": known }).to_string();
        self.files.push(ParameterFile { name: address.to_owned(), text });
    }
}

/// The value in `{value: …}`; `None` where there is another thing, or none.
fn value_of(wrapped: &Node) -> Option<&Node> {
    match &wrapped.tree {
        Tree::Object(members) => members.get("value"),
        _ => None,
    }
}

/// A tree as JSON; `None` when any part is unknown or sensitive.
pub(super) fn json(node: &Node) -> Option<Json> {
    json_within(node, 0)
}

fn json_within(node: &Node, depth: usize) -> Option<Json> {
    if depth > DEEPEST || node.sensitive {
        return None;
    }
    Some(match &node.tree {
        Tree::Null => Json::Null,
        Tree::Bool(value) => Json::Bool(*value),
        Tree::Number(number) => Json::Number(number.clone()),
        Tree::Text(text) => Json::String(text.to_string()),
        Tree::List { items, open: None } => {
            Json::Array(items.iter().map(|item| json_within(item, depth + 1)).collect::<Option<_>>()?)
        }
        Tree::Object(members) => {
            let members = members.iter().map(|(key, node)| Some((key.to_string(), json_within(node, depth + 1)?)));
            Json::Object(members.collect::<Option<_>>()?)
        }
        Tree::List { .. } | Tree::Unknown(_) => return None,
    })
}

/// Puts references on what the resources of one template take from its parameters.
pub(super) struct Linked<'l, 'a> {
    /// What was passed.
    pub(super) passed: &'l Passed,
    /// The references of all parameters together, where the plan tells no more.
    pub(super) flat: Vec<String>,
    pub(super) resolver: &'l mut Resolver<'a>,
    pub(super) scope: &'l Scope<'a>,
}

impl Linked<'_, '_> {
    /// Completes one resource.
    pub(super) fn resource(&mut self, resource: &mut Declared) {
        let resource_type = resource.resource_type.clone();
        self.node(&mut resource.body, &resource_type, String::new(), 0);
    }

    fn node(&mut self, node: &mut Node, resource_type: &str, path: String, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match &mut node.tree {
            Tree::List { items, .. } => {
                items.iter_mut().for_each(|item| self.node(item, resource_type, path.clone(), depth + 1));
            }
            Tree::Object(members) => {
                for (key, member) in members.iter_mut() {
                    let path = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
                    self.node(member, resource_type, path, depth + 1);
                }
            }
            Tree::Unknown(unknown) => {
                let Some(name) = unknown.pattern.as_deref().and_then(parameter) else { return };
                if let Some(pattern) = self.passed.patterns.get(&name) {
                    unknown.pattern = Some(pattern.clone());
                    return;
                }
                let reference = match self.passed.references.get(&name) {
                    Some(reference) => Some(reference.clone()),
                    None => self.claim(node, resource_type, &path),
                };
                node.reference = reference.map(Box::new);
            }
            _ => {}
        }
    }

    /// What a value may refer to by its type alone.
    fn claim(&mut self, node: &Node, resource_type: &str, path: &str) -> Option<Reference> {
        let types = normalise::reference_targets(resource_type, path);
        if types.is_empty() || self.flat.is_empty() {
            return None;
        }
        let claim = self.resolver.claim_within(&self.flat, self.scope, Wanted { types, attribute: "id", beside: None });
        let claim = match claim {
            Claim::Exact(instance) => Claim::Inferred(instance),
            Claim::Each(several) => {
                let by_address = several.into_iter().map(|instance| (instance.address.as_str(), instance));
                Claim::Candidates(by_address.collect())
            }
            other => other,
        };
        scalar(&node.tree, &claim, "id")
    }
}

/// The folded name of the parameter that a pattern stands for as a whole: `{parameters('subnetId')}`.
fn parameter(pattern: &str) -> Option<String> {
    let name = pattern.strip_prefix("{parameters('")?.strip_suffix("')}")?;
    (!name.contains('\'')).then(|| name.to_lowercase())
}
