//! A plan and its sources together: declared resources with references, and the map from places to lines.

use super::address::Address;
use super::configuration::{Configuration, ModuleConfiguration};
use super::provenance;
use super::sources::{
    BlockName, Discovery, PlanFile, PlannedBlock, PlannedExpression, Search, Sources, credentials, find_directory,
};
use super::{PlanLoaded, PlanOptions, load as load_plan};
use crate::input::bytes::ByteStream;
use crate::input::declared::{Declared, Loaded, Members, Node, Tree};
use crate::input::error::InputError;
use crate::input::normalise;
use crate::model::{Location, Place, Presence, Reason, Related, SourceMap};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

/// Where a plan is.
pub(crate) struct Places<'a> {
    /// The source root, absolute.
    pub(crate) root: &'a Path,
    /// The folder the command runs in.
    pub(crate) current: &'a Path,
    /// The plan as the user named it; `-` for standard input.
    pub(crate) path: &'a Path,
    /// The plan as reports name it.
    pub(crate) name: &'a str,
    /// Plan files that may hold the sources.
    pub(crate) plan_files: &'a [Rc<PlanFile>],
}

/// Loads a plan, with its sources where they are found.
///
/// # Errors
/// When the plan cannot be read.
pub(crate) fn load(input: usize, name: &str, stream: ByteStream, places: &Places<'_>) -> Result<Loaded, InputError> {
    let options = PlanOptions { wanted_attributes: &|resource_type| normalise::wanted_arguments(resource_type) };
    let mut plan = load_plan(input, name, stream, options)?;
    if plan.is_errored {
        return Err(InputError::new(
            name,
            "the plan is errored: Terraform failed while planning, so resources are missing from it",
            "mend what `terraform plan` reports, create the plan again, and pass that",
        ));
    }
    let (sources, notes) = open_sources(&plan.configuration, places);
    plan.notes.extend(notes);
    add_credentials(&plan.configuration.root, &mut plan.secrets);
    plan.resolve(&|resource_type, path| normalise::reference_targets(resource_type, path), Some(&sources));
    mark_omitted(&mut plan.after, &plan.configuration, &sources);
    plan.notes.extend(sources.notes());
    Ok(loaded(plan, sources, places))
}

/// The sources of a plan, checked against it, and what a reader must know of them.
fn open_sources(configuration: &Configuration, places: &Places<'_>) -> (Sources, Vec<String>) {
    let search = Search {
        source_root: Some(places.root),
        input_path: (places.path.as_os_str() != "-").then_some(places.path),
        current_directory: places.current,
    };
    let root = &configuration.root;
    let block = |modules, block| PlannedBlock { modules, block };
    let mut blocks: Vec<PlannedBlock> =
        root.blocks.iter().filter_map(|name| Some(block(vec![], BlockName::parse(name)?))).collect();
    blocks.extend(root.calls.keys().map(|call| block(vec![call.clone()], BlockName::module(call))));
    let mut calls = BTreeMap::new();
    let mut expressions = Vec::new();
    walk(root, &[], &mut calls, &mut expressions);
    let mut refused = Vec::new();
    for file in places.plan_files {
        match Sources::planned(file, search, &blocks, &expressions, calls.clone(), places.name) {
            Ok(sources) => return (sources, Vec::new()),
            Err(note) => refused.push(note),
        }
    }
    let Discovery { directories, mut notes } = find_directory(search, &blocks);
    notes.splice(0..0, refused);
    let Some(directories) = directories else { return (Sources::none(places.name), notes) };
    let mut sources = Sources::open(directories, calls, places.name);
    notes.extend(sources.verify(&expressions));
    (sources, notes)
}

/// Collects the sources of all module calls and the references of all wanted arguments. The plan reader bounds the depth.
fn walk(
    module: &ModuleConfiguration,
    path: &[String],
    calls: &mut BTreeMap<String, String>,
    expressions: &mut Vec<PlannedExpression>,
) {
    for (name, block) in &module.resources {
        let Some(block_name) = BlockName::parse(name) else { continue };
        for (attribute, expression) in &block.expressions {
            if !expression.references().is_empty() {
                expressions.push(PlannedExpression {
                    modules: path.to_vec(),
                    block: block_name.clone(),
                    attribute: attribute.clone(),
                    references: expression.references().to_vec(),
                });
            }
        }
    }
    for (name, call) in &module.calls {
        let mut inner = path.to_vec();
        inner.push(name.clone());
        calls.insert(inner.join("."), call.source.clone());
        walk(&call.module, &inner, calls, expressions);
    }
}

/// What stands in the sources of module calls to get at the modules is as secret as a value that is marked so.
fn add_credentials(module: &ModuleConfiguration, secrets: &mut Vec<String>) {
    for call in module.calls.values() {
        secrets.extend(credentials(&call.source));
        add_credentials(&call.module, secrets);
    }
}

/// An argument that the configuration leaves out is unknown because the provider decides: that is known of a plain argument
/// from the plan alone, but of a block only from the sources, since a plan leaves `dynamic` blocks out.
fn mark_omitted(resources: &mut [Declared], configuration: &Configuration, sources: &Sources) {
    for resource in resources.iter_mut().filter(|resource| resource.presence == Presence::Declared) {
        let Some(address) = Address::parse(&resource.handle.name) else { continue };
        let Some(block) = configuration.block(&address.block) else { continue };
        let Tree::Object(members) = &mut resource.body.tree else { continue };
        for (name, node) in members {
            let Tree::Unknown(unknown) = &mut node.tree else { continue };
            if block.expressions.contains_key(name.as_str()) || unknown.reason != Reason::KnownAfterApply {
                continue;
            }
            let is_left_out = if normalise::is_block(&resource.resource_type, name) {
                sources.sets(&resource.handle.name, name) == Some(false)
            } else {
                true
            };
            if is_left_out {
                unknown.reason = Reason::LeftToProvider;
            }
        }
    }
}

fn loaded(plan: PlanLoaded, sources: Sources, places: &Places<'_>) -> Loaded {
    let blocks = plan.after.iter().filter_map(repeated_blocks).collect();
    // An all-new plan has no prior values, but it says so: that is knowledge of what exists.
    let source_map = PlanMap {
        sources,
        blocks,
        configuration: plan.configuration,
        plan: places.name.to_owned(),
        head: head(places.path),
    };
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

/// The planned values of blocks that are there more than once: they tell which block of the source is which.
fn repeated_blocks(resource: &Declared) -> Option<(SmolStr, Node)> {
    let Tree::Object(members) = &resource.body.tree else { return None };
    let repeated = members.iter().filter(|(_, node)| {
        matches!(&node.tree, Tree::List { items, .. }
            if items.len() > 1 && items.iter().all(|item| matches!(item.tree, Tree::Object(_))))
    });
    let repeated: Members = repeated.map(|(name, node)| (name.clone(), node.clone())).collect();
    (!repeated.is_empty()).then(|| (resource.handle.name.clone(), Node::new(Tree::Object(repeated))))
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
    sources: Sources,
    blocks: BTreeMap<SmolStr, Node>,
    configuration: Configuration,
    plan: String,
    head: Option<String>,
}

impl SourceMap for PlanMap {
    fn locate(&self, place: &Place) -> Location {
        let address = &place.resource.name;
        let arguments = provenance::arguments(&self.configuration, address, &place.path);
        self.sources.locate_through(address, &place.path, self.blocks.get(address), &arguments)
    }

    fn elsewhere(&self, place: &Place) -> Option<Related> {
        let address = &place.resource.name;
        self.sources.elsewhere(address, &place.path, self.blocks.get(address))
    }

    fn callers(&self, place: &Place) -> Vec<Location> {
        let address = &place.resource.name;
        self.sources.callers(address, &provenance::arguments(&self.configuration, address, &place.path))
    }

    fn files(&self) -> Vec<String> {
        self.sources.files()
    }

    fn source(&self, file: &str) -> Option<String> {
        if file == self.plan { self.head.clone() } else { self.sources.source(file) }
    }
}
