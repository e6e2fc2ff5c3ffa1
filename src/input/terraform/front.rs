//! A plan and its sources together: declared resources with references, and the map from places to lines.

use super::address::Address;
use super::configuration::Configuration;
use super::sources::{Sources, find_directory};
use super::{PlanLoaded, PlanOptions, load as load_plan};
use crate::input::bytes::ByteStream;
use crate::input::declared::{Declared, Loaded, Node, Tree};
use crate::input::error::InputError;
use crate::input::normalise;
use crate::model::{Location, PathStep, Place, Precision, Presence, Reason, SourceMap};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Where a plan is.
pub(crate) struct Places<'a> {
    /// The source root, absolute.
    pub(crate) root: &'a Path,
    /// The plan as the user named it; `-` for standard input.
    pub(crate) path: &'a Path,
    /// The plan as reports name it.
    pub(crate) name: &'a str,
}

/// Loads a plan, with its sources where they are found.
///
/// # Errors
/// When the plan cannot be read.
pub(crate) fn load(input: usize, name: &str, stream: ByteStream, places: &Places<'_>) -> Result<Loaded, InputError> {
    let options = PlanOptions { wanted_attributes: &|resource_type| normalise::wanted_arguments(resource_type) };
    let mut plan = load_plan(input, name, stream, options)?;
    let folder = std::fs::canonicalize(places.path).ok().and_then(|path| path.parent().map(Path::to_owned));
    let sources = match find_directory(places.root, folder.as_deref(), &plan.configuration) {
        Ok(directory) => Some(Sources::open(directory, &plan.configuration)),
        Err(refused) => {
            plan.notes.extend(refused.map(|note| format!("{note}; findings have no source lines")));
            None
        }
    };
    plan.resolve(
        &|resource_type, path| normalise::reference_targets(resource_type, path),
        sources.as_ref().map(|sources| sources as _),
    );
    mark_omitted(&mut plan.after, &plan.configuration, sources.as_ref());
    if let Some(unread) = sources.as_ref().map(Sources::unread_blocks).filter(|count| *count > 0) {
        plan.notes
            .push(format!("{unread} blocks of the sources could not be read; findings in them have no source lines"));
    }
    Ok(loaded(plan, sources, places))
}

/// An argument that the configuration leaves out is unknown because the provider decides: that is known of a plain argument
/// from the plan alone, but of a block only from the sources, since a plan leaves `dynamic` blocks out.
fn mark_omitted(resources: &mut [Declared], configuration: &Configuration, sources: Option<&Sources>) {
    for resource in resources.iter_mut().filter(|resource| resource.presence == Presence::Declared) {
        let Some(address) = Address::parse(&resource.handle.name) else { continue };
        let Some(block) = configuration.block(&address.block) else { continue };
        let Tree::Object(members) = &mut resource.body.tree else { continue };
        for (name, node) in members {
            let Tree::Unknown(unknown) = &mut node.tree else { continue };
            if block.expressions.contains_key(name) || unknown.reason != Reason::KnownAfterApply {
                continue;
            }
            let is_left_out = if normalise::is_block(&resource.resource_type, name) {
                sources.and_then(|sources| sources.sets(&resource.handle.name, name)) == Some(false)
            } else {
                true
            };
            if is_left_out {
                unknown.reason = Reason::LeftToProvider;
            }
        }
    }
}

fn loaded(plan: PlanLoaded, sources: Option<Sources>, places: &Places<'_>) -> Loaded {
    let names = plan.after.iter().flat_map(element_names).collect();
    // An all-new plan has no prior values, but it says so: that is knowledge of what exists.
    let source_map = PlanMap { sources, names, plan: places.name.to_owned(), head: head(places.path) };
    Loaded {
        after: plan.after,
        before: Some(plan.before),
        changes: plan.changes,
        not_understood: plan.not_understood,
        notes: plan.notes,
        secrets: plan.secrets,
        source_map: Box::new(source_map),
    }
}

/// The names of elements of block lists, by address and path, so that a block is found by content.
fn element_names(resource: &Declared) -> Vec<((String, String), String)> {
    let Tree::Object(members) = &resource.body.tree else { return Vec::new() };
    let mut names = Vec::new();
    for (key, node) in members {
        let Tree::List { items, .. } = &node.tree else { continue };
        for (index, item) in items.iter().enumerate() {
            if let Some(name) = item.get("name").and_then(Node::as_text) {
                names.push(((resource.handle.name.clone(), format!("{key}[{index}]")), name.to_owned()));
            }
        }
    }
    names
}

/// The beginning of the plan as it is on disk: enough for the hash of its first line.
fn head(path: &Path) -> Option<String> {
    const HEAD: u64 = 4096;
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(HEAD).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Places of a plan as lines of its sources; the plan itself where there are none.
struct PlanMap {
    sources: Option<Sources>,
    names: BTreeMap<(String, String), String>,
    plan: String,
    head: Option<String>,
}

impl SourceMap for PlanMap {
    fn locate(&self, place: &Place) -> Location {
        let element_name = |path: &[PathStep]| {
            let path = Place { resource: place.resource.clone(), path: path.to_vec() }.path_text();
            self.names.get(&(place.resource.name.clone(), path)).cloned()
        };
        self.sources.as_ref().and_then(|sources| sources.locate(place, &element_name)).unwrap_or_else(|| Location {
            file: self.plan.clone(),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 2,
            precision: Precision::File,
        })
    }

    fn source(&self, file: &str) -> Option<String> {
        if file == self.plan {
            return self.head.clone();
        }
        self.sources.as_ref()?.source(file)
    }
}
