//! Declared resources become the model: entities by table, then references, then what separate resources add.
//!
//! The only place where the vocabularies of azurerm and ARM meet the model's; see `table.json`.

mod build;
mod decode;
mod edges;
mod index;
mod lists;
mod merge;
mod nested;
mod order;
mod overlay;
mod path;
mod read;
mod replaced;
mod resolve;
mod secrets;
mod subject;
mod table;
#[cfg(test)]
mod tests;

use super::declared::{Declared, Loaded};
use crate::model::{
    Accounting, Action, Change, Model, ORDERED, Reason, ResourceHandle, ResourceId, SourceMap, Unknown,
};
use build::{Keys, build};
use decode::decode;
use index::Index;
use secrets::derived_secrets;
use table::Table;

/// Whether resources of this type are read: Terraform or ARM, in any letter case.
pub(crate) fn is_wanted(resource_type: &str) -> bool {
    Table::embedded().has(resource_type)
}

/// The top-level arguments that are read from a Terraform resource type; `None` when it is not read.
pub(crate) fn wanted_arguments(resource_type: &str) -> Option<&'static [&'static str]> {
    Table::arguments(resource_type)
}

/// The arguments of a Terraform resource type that the provider reads back where the configuration leaves them out, each with
/// the resource types that state the same.
pub(crate) fn also_stated(resource_type: &str) -> impl Iterator<Item = (&'static str, &'static [String])> {
    Table::also_stated(resource_type)
}

/// The top-level arguments of a Terraform resource type that are maps of texts, or hold texts of which a part is read.
pub(crate) fn text_arguments(resource_type: &str) -> &'static [&'static str] {
    Table::text_arguments(resource_type)
}

/// The last segment of the ARM type of what stands in a top-level argument of a Terraform resource type, when that is
/// sub-resources: `subnets`.
pub(crate) fn inline_collection(resource_type: &str, argument: &str) -> Option<&'static str> {
    Table::inline_collection(resource_type, argument)
}

/// Whether a Terraform argument, as a dotted path without indexes, is written as a block.
pub(crate) fn is_block(resource_type: &str, argument: &str) -> bool {
    Table::is_block(resource_type, argument)
}

/// The resource types, Terraform's and ARM's, that an argument or property can refer to; empty when it refers to none that
/// matters.
pub(crate) fn reference_targets(resource_type: &str, argument: &str) -> &'static [&'static str] {
    Table::targets(resource_type, argument)
}

/// Whether what a resource of this type waits for matters.
pub(crate) fn is_ordered(resource_type: &str) -> bool {
    let Some(row) = Table::embedded().row(resource_type) else { return false };
    row.kind.iter().chain(row.children.iter().map(|child| &child.kind)).any(|kind| ORDERED.contains(kind))
}

/// Whether a Terraform argument, or something in it, can refer to a resource that matters.
pub(crate) fn holds_references(resource_type: &str, argument: &str) -> bool {
    Table::holds_references(resource_type, argument)
}

/// The resource types, Terraform's and ARM's, that mean the same as `resource_type`; empty when it means none.
pub(crate) fn equivalent_types(resource_type: &str) -> &'static [&'static str] {
    Table::equivalent_types(resource_type)
}

/// The paths that are read from a resource type, as their keys.
pub(crate) fn paths(resource_type: &str) -> impl Iterator<Item = Vec<&'static str>> {
    Table::paths(resource_type)
}

/// The ARM id of a resource: the one it states, or the one that follows from its names.
pub(crate) fn resource_id(declared: &Declared) -> Option<ResourceId> {
    build::arm_id(declared, Table::embedded().row(&declared.resource_type)?, &Index::default())
}

/// Normalises all inputs into one model. The source maps come back in the order of the inputs.
pub(crate) fn normalise(inputs: Vec<Loaded>) -> (Model, Vec<Box<dyn SourceMap>>) {
    let mut after = Vec::new();
    let mut before: Option<Vec<_>> = None;
    let mut changes: Vec<(ResourceHandle, Change)> = Vec::new();
    let mut awaited = Vec::new();
    let several = inputs.len() > 1;
    let mut accounting = Accounting::default();
    let mut secrets = Vec::new();
    let mut source_maps = Vec::new();
    for input in inputs {
        after.extend(input.after);
        if let Some(resources) = input.before {
            before.get_or_insert_with(Vec::new).extend(resources);
        }
        changes.extend(input.changes);
        awaited.extend(input.order);
        for (resource_type, count) in input.not_understood {
            *accounting.not_understood.entry(resource_type).or_default() += count;
        }
        accounting.notes.extend(input.notes);
        secrets.extend(input.secrets);
        source_maps.push(input.source_map);
    }
    decode(&mut after);
    if let Some(resources) = &mut before {
        decode(resources);
    }
    let mut derived = Vec::new();
    derived_secrets(&after, &mut derived);
    derived_secrets(before.as_deref().unwrap_or_default(), &mut derived);
    let built = build(&after, &Keys::new());
    accounting.resources_understood = built.declared;
    accounting.resources_seen = built.declared + accounting.not_understood.values().sum::<usize>();
    accounting.references_resolved = built.resolved;
    accounting.references_unresolved = built.unresolved;
    let apart = replaced::under_other_ids(&built.keys, before.as_deref().unwrap_or_default(), &changes);
    let shared = built.keys.iter().filter(|(handle, _)| !apart.contains(handle));
    let shared: Keys = shared.map(|(handle, id)| (handle.clone(), id.clone())).collect();
    let before = before.map(|resources| build(&resources, &shared));
    let earlier = before.as_ref().map(|before| &before.keys);
    accounting.resources_deleted = earlier.map_or(0, |keys| deleted(&changes, keys));
    let mut of_entities = replaced::keyed(&changes, &apart, earlier, &built.keys);
    if let Some(before) = &before {
        nested::add(&mut of_entities, &changes, &before.topology, &built.topology, &built.keys);
    }
    let several = several.then(|| Unknown::new(Reason::NotEvaluated, "the order of several deployments"));
    let order = order::order(&built.topology, &awaited, several.as_ref());
    secrets.extend(derived);
    secrets.sort();
    secrets.dedup();
    let model = Model {
        after: built.topology,
        before: before.map(|before| before.topology),
        changes: of_entities,
        order,
        accounting,
        secrets,
    };
    (model, source_maps)
}

/// How many resources of these keys are deleted for good.
fn deleted(changes: &[(ResourceHandle, Change)], keys: &Keys) -> usize {
    changes.iter().filter(|(handle, change)| keys.contains_key(handle) && change.actions == [Action::Delete]).count()
}
