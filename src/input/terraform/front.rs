//! A plan and its sources together: declared resources with references, and the map from places to lines.

use super::address::Address;
use super::attach::FromSources;
use super::configuration::{Configuration, ModuleConfiguration};
use super::embedded::{self, Origin};
use super::evaluate::TrustedModules;
use super::expression::Expression;
use super::listing::ReferenceLine;
use super::order::Order;
use super::provenance;
use super::sources::{
    BlockName, Discovery, PlanFile, PlannedBlock, PlannedExpression, Search, Sources, credentials, find_directory,
};
use super::{EVERYTHING, PlanLoaded, PlanOptions, azapi, carried, groups, load as load_plan};
use crate::input::bytes::ByteStream;
use crate::input::declared::{Awaited, Declared, Loaded, Members, Node, Tree};
use crate::input::derived;
use crate::input::error::InputError;
use crate::input::normalise;
use crate::model::{Location, PathStep, Place, Presence, Reason, Related, ResourceHandle, SourceMap, Unknown};
use smol_str::SmolStr;
use std::borrow::Cow;
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
    let options = PlanOptions { wanted_attributes: &wanted_arguments };
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
    azapi::name_types(&mut plan);
    let modules = TrustedModules::of(&plan.configuration, &sources);
    let holds_references = |resource_type: &str, argument: &str| {
        normalise::holds_references(resource_type, argument) || azapi::holds_references(resource_type, argument)
    };
    // What ids are composed of must be known to be left out before ids are asked for.
    mark_omitted(&mut plan.after, &plan.configuration, &sources);
    plan.resolve(&reference_targets, Some(FromSources { modules: &modules, holds_references: &holds_references }));
    let leaves_out = |address: &str, resource_type: &str, argument: &str| {
        Asked { address, resource_type, sources: &sources }.leaves_out(argument)
    };
    carried::leave(&mut plan, &leaves_out);
    let told = std::mem::take(&mut plan.structures);
    let structures = |address: &str, argument: &str| {
        let is_meant = |((at, name), _): &(&(SmolStr, &str), &Node)| at == address && *name == argument;
        told.iter().find(is_meant).map(|(_, node)| node.clone())
    };
    let deployed = embedded::expand(&mut plan, input, &structures);
    azapi::translate(&mut plan);
    groups::leave(&mut plan);
    let origins = deployed.join(&mut plan);
    plan.notes.extend(sources.notes());
    let order = order(&plan, &modules, &origins);
    Ok(loaded(plan, order, sources, origins, places))
}

/// The top-level arguments that are read from a resource type, by the table or because they carry other resources.
fn wanted_arguments(resource_type: &str) -> Option<&'static [&'static str]> {
    normalise::wanted_arguments(resource_type)
        .or_else(|| azapi::wanted_arguments(resource_type))
        .or_else(|| embedded::wanted_arguments(resource_type))
        .or_else(|| groups::wanted_arguments(resource_type))
        .or_else(|| derived::wanted_arguments(resource_type))
}

fn reference_targets(resource_type: &str, path: &str) -> &'static [&'static str] {
    azapi::targets(resource_type, path).unwrap_or_else(|| normalise::reference_targets(resource_type, path))
}

/// All references of a plan, and the strings in it that nothing may show.
///
/// # Errors
/// When the plan cannot be read. An errored plan can: what it has is listed.
pub(crate) fn references(
    input: usize,
    name: &str,
    stream: ByteStream,
    places: &Places<'_>,
) -> Result<(Vec<ReferenceLine>, Vec<String>), InputError> {
    let mut plan = load_plan(input, name, stream, PlanOptions { wanted_attributes: &|_| Some(EVERYTHING) })?;
    let (sources, _) = open_sources(&plan.configuration, places);
    add_credentials(&plan.configuration.root, &mut plan.secrets);
    let modules = TrustedModules::of(&plan.configuration, &sources);
    let lines = plan.references(&modules, &normalise::resource_id);
    Ok((lines, plan.secrets))
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
        let asked = Asked { address: &resource.handle.name, resource_type: &resource.resource_type, sources };
        let Tree::Object(members) = &mut resource.body.tree else { continue };
        for (name, node) in members {
            let expression = block.expressions.get(name.as_str());
            let Tree::Unknown(unknown) = &mut node.tree else {
                if let Some(Expression::Blocks(blocks)) = expression {
                    mark_omitted_inside(node, blocks, asked, name, DEEPEST_BLOCK);
                }
                continue;
            };
            if expression.is_none() && unknown.reason == Reason::KnownAfterApply && asked.leaves_out(name) {
                unknown.reason = Reason::LeftToProvider;
            }
        }
    }
}

/// The resource whose arguments are looked at.
#[derive(Clone, Copy)]
struct Asked<'a> {
    address: &'a str,
    resource_type: &'a str,
    sources: &'a Sources,
}

impl Asked<'_> {
    /// Whether an argument that the plan lists no expression for is certainly left out.
    fn leaves_out(self, path: &str) -> bool {
        !normalise::is_block(self.resource_type, path) || self.sources.sets(self.address, path) == Some(false)
    }
}

/// Blocks inside one another, at most; those of the provider stay below five.
const DEEPEST_BLOCK: usize = 8;

/// The same for the arguments of blocks. An argument that none of the blocks sets is left out of each, in whatever order
/// they are; of blocks inside them, which may be `dynamic`, the sources tell.
fn mark_omitted_inside(
    node: &mut Node,
    blocks: &[BTreeMap<String, Expression>],
    asked: Asked<'_>,
    path: &str,
    depth: usize,
) {
    let Tree::List { items, open: None } = &mut node.tree else { return };
    if items.len() != blocks.len() || depth == 0 {
        return;
    }
    for item in items {
        let Tree::Object(members) = &mut item.tree else { continue };
        for (name, node) in members {
            let path = format!("{path}.{name}");
            let mut expressions = blocks.iter().filter_map(|block| block.get(name.as_str()));
            match (&mut node.tree, expressions.next()) {
                (Tree::Unknown(unknown), None)
                    if unknown.reason == Reason::KnownAfterApply && asked.leaves_out(&path) =>
                {
                    unknown.reason = Reason::LeftToProvider;
                }
                (Tree::List { .. }, Some(Expression::Blocks(inner))) if blocks.len() == 1 => {
                    mark_omitted_inside(node, inner, asked, &path, depth - 1);
                }
                _ => {}
            }
        }
    }
}

/// What the resources wait for of which that matters.
fn order(
    plan: &PlanLoaded,
    modules: &TrustedModules,
    origins: &BTreeMap<SmolStr, Origin>,
) -> Vec<(ResourceHandle, Awaited)> {
    let wanted = |resource: &&Declared| {
        resource.presence != Presence::External && normalise::is_ordered(&resource.resource_type)
    };
    let subjects: Vec<&Declared> = plan.after.iter().filter(wanted).collect();
    if subjects.is_empty() {
        return Vec::new();
    }
    let order = Order::new(&plan.configuration, modules);
    let written = |resource: &Declared| {
        let origin = origins.get(&resource.handle.name).map(|origin| &origin.address);
        Address::parse(origin.unwrap_or(&resource.handle.name))
    };
    let addresses: Vec<(&SmolStr, Address)> =
        plan.after.iter().filter_map(|resource| Some((&resource.handle.name, written(resource)?))).collect();
    let awaited = |subject: &Declared| {
        let before = order.before(&written(subject)?);
        let resources = addresses.iter().filter(|(_, address)| before.has(&address.block));
        let resources = resources.map(|(name, _)| (*name).clone()).collect();
        let inside = || Unknown::new(Reason::NotEvaluated, "the order of resources in one template");
        let open = origins.contains_key(&subject.handle.name).then(inside).or_else(|| before.open.clone());
        Some((subject.handle.clone(), Awaited { resources, open }))
    };
    subjects.into_iter().filter_map(awaited).collect()
}

fn loaded(
    plan: PlanLoaded,
    order: Vec<(ResourceHandle, Awaited)>,
    sources: Sources,
    origins: BTreeMap<SmolStr, Origin>,
    places: &Places<'_>,
) -> Loaded {
    let blocks = plan.after.iter().filter_map(repeated_blocks).collect();
    // An all-new plan has no prior values, but it says so: that is knowledge of what exists.
    let source_map = PlanMap {
        sources,
        blocks,
        origins,
        configuration: plan.configuration,
        plan: places.name.to_owned(),
        head: head(places.path),
    };
    Loaded {
        after: plan.after,
        before: Some(plan.before),
        changes: plan.changes,
        order,
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

/// The beginning of the plan as it is on disk, its byte-order mark included: enough for the hash of its first line, which
/// covers 100 characters. `None` where the bytes are not the text itself (UTF-16, gzip): secrets could not be found in them.
fn head(path: &Path) -> Option<String> {
    const HEAD: usize = 4096;
    /// Characters that are told to be there, line ends of two included.
    const ENOUGH: usize = 256;
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(HEAD as u64).read_to_end(&mut bytes).ok()?;
    let is_cut = bytes.len() == HEAD;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        // The last character may be cut.
        Err(error) if is_cut && error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let is_enough = || text.chars().filter(|character| !" \t".contains(*character)).nth(ENOUGH).is_some();
    (!text.contains('\0') && (!is_cut || is_enough())).then(|| text.to_owned())
}

/// Places of a plan as lines of its sources; the plan itself where there are none.
struct PlanMap {
    sources: Sources,
    blocks: BTreeMap<SmolStr, Node>,
    /// Where resources of embedded templates are written.
    origins: BTreeMap<SmolStr, Origin>,
    configuration: Configuration,
    plan: String,
    head: Option<String>,
}

/// Where the sources write what a place names.
struct Written<'m> {
    address: &'m str,
    path: Cow<'m, [PathStep]>,
    planned: Option<&'m Node>,
}

impl PlanMap {
    /// Resources of embedded templates are written in their deployments, properties of azapi resources in bodies.
    fn written<'m>(&'m self, place: &'m Place) -> Written<'m> {
        let name = &place.resource.name;
        if let Some(origin) = self.origins.get(name) {
            let path = origin.path.iter().chain(place.path.iter()).cloned().collect();
            return Written { address: &origin.address, path, planned: None };
        }
        let path = azapi::written_path(name, &place.path).map_or(Cow::Borrowed(&*place.path), Cow::Owned);
        Written { address: name, path, planned: self.blocks.get(name) }
    }
}

impl SourceMap for PlanMap {
    fn locate(&self, place: &Place) -> Location {
        let Written { address, path, planned } = self.written(place);
        let arguments = provenance::arguments(&self.configuration, address, &path);
        self.sources.locate_through(address, &path, planned, &arguments)
    }

    fn elsewhere(&self, place: &Place) -> Option<Related> {
        let Written { address, path, planned } = self.written(place);
        self.sources.elsewhere(address, &path, planned)
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
