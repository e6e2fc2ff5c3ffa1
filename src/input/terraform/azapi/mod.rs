//! Resources of the azapi provider become the ARM resources they carry.
//!
//! It owns what the arguments of `azapi_resource` and `azapi_update_resource` mean: which ARM resource they name
//! ([`identity`]), what its `body` states ([`body`]) and which values in it refer to what, by its sources ([`mod@refine`]) or by
//! the plan alone ([`references`]). What the properties mean is the normaliser's business, as for any ARM resource.
//!
//! Shape: a [`PlanLoaded`] is completed in place, in two steps. [`name_types`] comes before references are resolved, so that other
//! resources' references know what a generic resource is; [`translate`] comes after, when all have their references.

mod body;
mod identity;
mod references;
mod refine;
#[cfg(test)]
mod tests;

pub(super) use references::{BODY, attach, name};
pub(super) use refine::{agrees, refine};

use super::address::Address;
use super::{PlanLoaded, groups};
use crate::input::declared::{Declared, Dialect, Node, ReferenceCertainty, Relation, Tree};
use crate::input::normalise;
use crate::model::{PathStep, Presence, Reason, ResourceId, Unknown};
use identity::Ids;
use smol_str::SmolStr;
use std::collections::BTreeMap;

const RESOURCE: &str = "azapi_resource";
const UPDATE: &str = "azapi_update_resource";
const ACTION: &str = "azapi_resource_action";

/// The types that a resource group is declared by, in both vocabularies.
const GROUP_TYPES: [&str; 2] = [groups::RESOURCE_GROUP, groups::ARM_RESOURCE_GROUP];

/// What an azapi resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// An ARM resource.
    Resource,
    /// An ARM resource that exists outside the plan.
    Data,
    /// Values for a resource that is made elsewhere.
    Update,
    /// A request to a resource.
    Action,
}

/// Whether an argument of an azapi resource, which has the type it carries by now, is a reference by itself. What refers to
/// others within its body is read with the body.
pub(super) fn holds_references(resource_type: &str, argument: &str) -> bool {
    is_arm_type(resource_type) && ["parent_id", "resource_id"].contains(&argument)
        || wanted_arguments(resource_type).is_some()
}

/// The top-level arguments that are read from an azapi type; `None` for any other.
pub(super) fn wanted_arguments(resource_type: &str) -> Option<&'static [&'static str]> {
    match resource_type {
        RESOURCE => Some(&[
            "body",
            "identity",
            "location",
            "name",
            "parent_id",
            "resource_id",
            "sensitive_body",
            "sensitive_body_version",
            "tags",
            "type",
        ]),
        UPDATE => {
            Some(&["body", "name", "parent_id", "resource_id", "sensitive_body", "sensitive_body_version", "type"])
        }
        ACTION => Some(&["method", "resource_id", "type"]),
        _ => None,
    }
}

/// Whether resources of this type come from this provider; its name may be missing in trimmed plans.
pub(super) fn is_provided(resource_type: &str, provider: &str) -> bool {
    let provider = provider.to_ascii_lowercase();
    resource_type.starts_with("azapi_")
        && (provider.is_empty() || provider == "azapi" || provider.ends_with("/azure/azapi"))
}

/// Whether a resource type is ARM's: that of an azapi resource behind [`name_types`].
pub(super) fn is_arm_type(resource_type: &str) -> bool {
    resource_type.contains('/')
}

/// The resource types that an argument of an azapi resource may refer to; `None` where the ARM type is not known.
pub(super) fn targets(resource_type: &str, path: &str) -> Option<&'static [&'static str]> {
    if !is_arm_type(resource_type) {
        return None;
    }
    Some(match path {
        "parent_id" => parent_types(resource_type),
        // What is no entity is named below one: `"${azurerm_linux_web_app.a.id}/config/web"`.
        "resource_id" => match normalise::equivalent_types(resource_type) {
            [] => parent_types(resource_type),
            own => own,
        },
        _ => {
            let property = path.strip_prefix(BODY).and_then(|path| path.strip_prefix('.'))?;
            normalise::reference_targets(resource_type, property)
        }
    })
}

/// The types of resources that one of `resource_type` is created in.
fn parent_types(resource_type: &str) -> &'static [&'static str] {
    match resource_type.rsplit_once('/') {
        Some((parent, _)) if is_arm_type(parent) => normalise::equivalent_types(parent),
        _ => &GROUP_TYPES,
    }
}

/// The ids of the resources at these indexes, of whatever provider, where they follow from what is known.
pub(super) fn ids(declared: &[Declared], indexes: impl Iterator<Item = usize>) -> BTreeMap<usize, SmolStr> {
    let mut indexes = indexes.peekable();
    if indexes.peek().is_none() {
        return BTreeMap::new();
    }
    let ids = Ids::of(declared);
    indexes.filter_map(|index| Some((index, ids.of_resource(declared.get(index)?)?))).collect()
}

/// Gives every azapi resource the ARM type it states.
pub(super) fn name_types(plan: &mut PlanLoaded) {
    for declared in plan.after.iter_mut().chain(&mut plan.before) {
        if !matches!(declared.resource_type.as_str(), RESOURCE | UPDATE) {
            continue;
        }
        let stated = declared.body.get("type").and_then(Node::as_text);
        let arm_type = stated.map(|stated| stated.split('@').next().unwrap_or_default().trim_matches('/'));
        if let Some(arm_type) = arm_type.filter(|arm_type| is_arm_type(arm_type)) {
            declared.resource_type = arm_type.into();
            declared.dialect = Dialect::Arm;
        }
    }
}

/// Turns azapi resources into the ARM resources they carry. Those of types that nothing reads are counted.
pub(super) fn translate(plan: &mut PlanLoaded) {
    let ids = Ids::of(&plan.after).of_azapi();
    let mut translation = Translation { plan };
    let after = std::mem::take(&mut translation.plan.after);
    let mut kept = Vec::with_capacity(after.len());
    for declared in after {
        let id = ids.get(declared.handle.name.as_str()).cloned();
        kept.extend(translation.resource(declared, id, true));
    }
    translation.plan.after = kept;
    let before = std::mem::take(&mut translation.plan.before);
    let ids = Ids::of(&before).of_azapi();
    let mut kept = Vec::with_capacity(before.len());
    for declared in before {
        let id = ids.get(declared.handle.name.as_str()).cloned();
        kept.extend(translation.resource(declared, id, false));
    }
    translation.plan.before = kept;
    for (handle, change) in &mut plan.changes {
        if written_path(&handle.name, &[]).is_some() {
            change.replaced_by.iter_mut().for_each(unwrap_path);
        }
    }
}

/// A path in an azapi resource as a path in the ARM resource.
fn unwrap_path(path: &mut String) {
    if let Some(property) = path.strip_prefix(BODY).and_then(|path| path.strip_prefix('.')) {
        *path = property.to_owned();
    }
}

struct Translation<'p> {
    plan: &'p mut PlanLoaded,
}

impl Translation<'_> {
    /// The ARM resource; `None` when nothing reads it. What is not azapi's stays as it is.
    fn resource(&mut self, declared: Declared, id: Option<SmolStr>, is_after: bool) -> Option<Declared> {
        let address = Address::parse(&declared.handle.name);
        let Some(form) = address.as_ref().and_then(|address| form(&address.block.name)) else { return Some(declared) };
        let is_read = form != Form::Action && is_arm_type(&declared.resource_type);
        if !is_read || !normalise::is_wanted(&declared.resource_type) {
            if is_after {
                self.pass_over(&declared, form);
            }
            return None;
        }
        let block = address.and_then(|address| self.plan.configuration.block(&address.block));
        let hides = match block {
            Some(block) => block.expressions.contains_key("sensitive_body"),
            None => body::may_hide(&declared),
        };
        let hides = hides || !is_after && body::lists_hidden(&declared);
        let body = match form {
            Form::Data => body::named(&declared),
            _ => body::resource(&declared, hides, &mut self.plan.secrets),
        };
        let relation = relation(&declared, form, id.as_deref());
        // An overlay is known by what it overrides; anything else by its id.
        let id = if matches!(relation, Some(Relation::Overlays(_))) { None } else { id };
        Some(Declared { dialect: Dialect::Arm, id, body, relation: relation.map(Box::new), ..declared })
    }

    /// Counts what is not read, and says what it may do to what is.
    fn pass_over(&mut self, declared: &Declared, form: Form) {
        if declared.presence == Presence::External {
            return;
        }
        let stated = declared.body.get("type").and_then(Node::as_text).unwrap_or_default();
        let arm_type = stated.split('@').next().unwrap_or_default();
        let method = declared.body.get("method").and_then(Node::as_text).unwrap_or("POST");
        let sets = matches!(method, "PATCH" | "PUT");
        if form == Form::Action && sets && normalise::is_wanted(arm_type) {
            self.plan.notes.push(format!(
                "'{}' sends {method} to a resource of type '{arm_type}'; what that sets is not judged.",
                declared.subject
            ));
        } else if form == Form::Update && arm_type.is_empty() {
            self.plan.notes.push(format!(
                "'{}' changes a resource whose type is not known; what that changes is not judged.",
                declared.subject
            ));
        }
        *self.plan.not_understood.entry(declared.resource_type.to_string()).or_default() += 1;
    }
}

/// Where the sources write what stands at `path` of an ARM resource: below `body`, unless an argument of its own gives it.
/// `None` for a resource that is not azapi's.
pub(super) fn written_path(address: &str, path: &[PathStep]) -> Option<Vec<PathStep>> {
    form(&Address::parse(address)?.block.name)?;
    let Some(PathStep::Key(first)) = path.first() else { return Some(path.to_vec()) };
    if body::ARGUMENTS.contains(&first.as_str()) || first == "identity" {
        return Some(path.to_vec());
    }
    Some(std::iter::once(PathStep::Key(BODY.into())).chain(path.iter().cloned()).collect())
}

fn form(block: &str) -> Option<Form> {
    let (is_data, managed) = block.strip_prefix("data.").map_or((false, block), |block| (true, block));
    match (managed.split_once('.')?.0, is_data) {
        (RESOURCE, false) => Some(Form::Resource),
        (RESOURCE, true) => Some(Form::Data),
        (UPDATE, _) => Some(Form::Update),
        (ACTION, _) => Some(Form::Action),
        _ => None,
    }
}

/// How an azapi resource stands to the one it names.
fn relation(declared: &Declared, form: Form, id: Option<&str>) -> Option<Relation> {
    let argument = |name: &str| declared.body.get(name).filter(|node| is_set(node)).cloned();
    // What only connects two others is no resource that could be overridden.
    let is_entity = !normalise::equivalent_types(&declared.resource_type).is_empty();
    if form == Form::Update && is_entity {
        let id = id.map(|id| Node::new(Tree::Text(id.into())));
        let named = argument("resource_id").or(id);
        return Some(Relation::Overlays(
            named.unwrap_or_else(|| Node::unknown(Unknown::new(Reason::KnownAfterApply, "resource_id"))),
        ));
    }
    let is_child = declared.resource_type.matches('/').count() > 1;
    let parent = || {
        let by_id = id.and_then(|id| ResourceId::parse(id).ok()).and_then(|id| id.parent());
        let by_id = by_id.map(|parent| Node::new(Tree::Text(parent.to_string().into())));
        let unknown = || Node::unknown(Unknown::new(Reason::KnownAfterApply, "parent_id"));
        let below = || argument("resource_id").filter(|node| node.reference.is_some()).map(at_most_inferred);
        argument("parent_id").or(by_id).or_else(below).unwrap_or_else(unknown)
    };
    match form {
        _ if !is_child => None,
        Form::Update => Some(Relation::ChangesChildOf(parent())),
        _ if id.is_some() && argument("parent_id").is_none() => None,
        _ => Some(Relation::ChildOf(parent())),
    }
}

/// A reference in a longer text: very likely, but not all of it.
fn at_most_inferred(mut node: Node) -> Node {
    if let Some(reference) = &mut node.reference {
        reference.certainty = reference.certainty.max(ReferenceCertainty::Inferred);
    }
    node
}

/// Whether an argument is given: one that the provider fills in says nothing.
fn is_set(node: &Node) -> bool {
    match &node.tree {
        Tree::Text(text) => !text.is_empty(),
        Tree::Unknown(unknown) => unknown.reason != Reason::LeftToProvider,
        _ => false,
    }
}

/// The ids of resources by their addresses.
type ById = BTreeMap<SmolStr, SmolStr>;
