//! The HCL sources of a Terraform plan: from resource addresses to the lines that wrote them.
//!
//! It owns which files are sources, tolerant parsing, the proof that they are the planned ones, and the nearest line for a
//! path into a resource. It evaluates nothing, runs nothing, and reads nothing outside the source root.
//!
//! Shape: [`find_directory`] finds the directory Terraform ran in, [`PlanFile`] has a copy of it; [`Sources`] loads from
//! either the modules it is asked about, and gives a [`Location`] for an address and a path, at worst the input file.

mod directory;
mod drift;
mod files;
#[cfg(any(test, feature = "fuzzing"))]
mod fuzzing;
mod json;
mod lines;
mod locate;
mod manifest;
mod matching;
mod origin;
mod package;
mod parse;
mod plan_file;
mod references;
mod snapshot;
mod soften;
#[cfg(test)]
mod tests;
mod tree;

pub(crate) use super::address::BlockName;
pub(crate) use directory::{Directories, Discovery, PlannedBlock, Search, find_directory};
pub(crate) use drift::PlannedExpression;
pub(crate) use files::{Module, Written};
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use fuzzing::{read_any, read_plan_file};
pub(crate) use package::credentials;
pub(crate) use plan_file::PlanFile;
pub(super) use references::{references_of, references_of_blocks};

use super::super::declared::Node;
use super::address::{self, Address};
use crate::model::{Location, PathStep, Precision, Related};
use drift::Comparison;
use hcl_edit::expr::Expression;
use hcl_edit::structure::Body;
use locate::Hit;
use origin::{Origin, Reached};
use snapshot::Snapshot;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use tree::Tree;

/// How many file names a note lists.
const LISTED_FILES: usize = 3;

/// The sources of one plan, read as they are asked for.
#[derive(Debug)]
pub(crate) struct Sources {
    /// Where they are; `None` when there are none.
    origin: Option<Box<dyn Origin>>,
    /// The input file relative to the source root, named when nothing nearer is known.
    fallback: String,
    /// Source of each module call of the plan, by the names of the calls from the root, joined with dots.
    calls: BTreeMap<String, String>,
    /// Modules read so far, by what their origin knows them by.
    modules: RefCell<BTreeMap<String, Rc<Module>>>,
    /// Modules whose sources are not the planned ones, by the same keys as `calls`.
    distrusted: BTreeSet<String>,
}

/// A value that a module call hands to a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument {
    /// Names of the module calls from the root; the last one has the argument.
    pub(crate) modules: Vec<String>,
    /// The argument's name, and what follows it.
    pub(crate) path: Vec<PathStep>,
}

/// The block that an instance address stands for: the names of the module calls from the root, and its own.
fn target(address: &str) -> Option<(Vec<String>, BlockName)> {
    let Address { block, .. } = Address::parse(address)?;
    Some((block.module_names(), block.block_name()?))
}

impl Sources {
    /// The sources in `directories`. `module_calls` has the source of each call in the plan's `configuration`, by the
    /// names of the calls from the root joined with dots (`net.subnet`). `fallback` is the input file as a relative path.
    pub(crate) fn open(directories: Directories, module_calls: BTreeMap<String, String>, fallback: &str) -> Self {
        let origin = Tree::open(&directories).map(|tree| Box::new(tree) as Box<dyn Origin>);
        Self { origin, calls: module_calls, ..Self::none(fallback) }
    }

    /// The sources in `file`, if they are those of the plan that has `blocks`, refers to other things as `planned` says,
    /// and has `module_calls`.
    ///
    /// # Errors
    /// With a note when they are the sources of another plan.
    pub(crate) fn planned(
        file: &Rc<PlanFile>,
        search: Search<'_>,
        blocks: &[PlannedBlock],
        planned: &[PlannedExpression],
        module_calls: BTreeMap<String, String>,
        fallback: &str,
    ) -> Result<Self, String> {
        let origin = Some(Box::new(Snapshot::new(file, search)) as Box<dyn Origin>);
        let mut sources = Self { origin, calls: module_calls, ..Self::none(fallback) };
        let refused = |problem: &str| format!("The plan file '{}' is not that of the input: {problem}.", file.name);
        let root = sources.module(&[]).map(|(module, _)| module).unwrap_or_default();
        match directory::undeclared(&root, blocks) {
            _ if blocks.is_empty() => return Err(refused("the input has no configuration to compare it with")),
            Some(missing) => return Err(refused(&format!("{} is not declared in it", missing.header()))),
            None => {}
        }
        match sources.verify(planned).into_iter().next() {
            Some(difference) => Err(refused(&format!("its sources differ. {}", difference.trim_end_matches('.')))),
            None => Ok(sources),
        }
    }

    /// No sources: every place is the input file.
    pub(crate) fn none(fallback: &str) -> Self {
        Self {
            origin: None,
            fallback: fallback.to_owned(),
            calls: BTreeMap::new(),
            modules: RefCell::default(),
            distrusted: BTreeSet::new(),
        }
    }

    /// Compares expressions of the plan with the sources. A module in which one differs gives no attributes from then on,
    /// only headers of blocks; the first difference in each such module is a note.
    pub(crate) fn verify(&mut self, planned: &[PlannedExpression]) -> Vec<String> {
        let mut notes = Vec::new();
        for expression in planned {
            let key = expression.modules.join(".");
            let Some((module, _)) = self.module(&expression.modules).filter(|_| !self.distrusted.contains(&key)) else {
                continue;
            };
            let problem = match drift::compare(&module, expression) {
                Comparison::Same | Comparison::Undecided => continue,
                Comparison::NotDeclared => format!("{} is not declared there", expression.block.header()),
                Comparison::Different(file, offset) => {
                    let Some(file) = module.files.get(file) else { continue };
                    let line = file.lines.line_of(offset);
                    format!("'{}' at {}:{line} differs from the plan", expression.attribute, file.path)
                }
            };
            let whose = if key.is_empty() { "the root module".to_owned() } else { format!("module '{key}'") };
            notes.push(format!("Sources of {whose} are not the ones planned: {problem}."));
            self.distrusted.insert(key);
        }
        notes
    }

    /// The nearest place for `path` in the resource at `address`: the line of the attribute, else the header of its block,
    /// else the first of `arguments` that is written in the source root, else the module call in the source root that
    /// the resource comes from, else the input file. `planned` is the resource's planned body, which tells repeated
    /// blocks apart.
    pub(crate) fn locate_through(
        &self,
        address: &str,
        path: &[PathStep],
        planned: Option<&Node>,
        arguments: &[Argument],
    ) -> Location {
        let found = target(address).and_then(|(modules, block)| {
            self.locate_block(&modules, &block, path, planned)
                .or_else(|| arguments.iter().find_map(|argument| self.locate_argument(argument)))
                .or_else(|| self.locate_call(&modules))
        });
        found.unwrap_or_else(|| Location {
            file: self.fallback.clone(),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 2,
            precision: Precision::File,
        })
    }

    /// Where the resource at `address` is written in a module that is not part of the repository; `None` for any other.
    pub(crate) fn elsewhere(&self, address: &str, path: &[PathStep], planned: Option<&Node>) -> Option<Related> {
        let (modules, block) = target(address)?;
        let (module, reached) = self.reach(&modules)?;
        let package = reached.package.filter(|_| !reached.is_shown)?;
        let is_trusted = !self.distrusted.contains(&modules.join("."));
        let path = if is_trusted { path } else { &[] };
        let found = location(&module, locate::locate(&module, &block, path, planned)?)?;
        let file = found.file.strip_prefix(&package.folder).map(|file| file.trim_start_matches('/'));
        let file = file.filter(|_| !package.folder.is_empty()).unwrap_or(&found.file).to_owned();
        let module = Address::parse(address).map(|address| address::module_address(&address.block.modules))?;
        Some(Related { module, origin: package.describe(), file, line: found.line, column: found.column })
    }

    /// The sources of the module that calls with these names lead to, when they are the planned ones and whole.
    pub(crate) fn trusted(&self, modules: &[String]) -> Option<Rc<Module>> {
        let (module, _) = self.module(modules)?;
        let is_trusted = !self.distrusted.contains(&modules.join(".")) && !module.has_unread_overrides();
        is_trusted.then_some(module)
    }

    /// Whether the resource's block sets the argument at `path` (names joined by dots, without indexes), by an attribute,
    /// a block or a `dynamic` block; `None` where that cannot be read, and where the sources are not the planned ones.
    pub(crate) fn sets(&self, address: &str, path: &str) -> Option<bool> {
        let (outer, argument) = path.rsplit_once('.').unwrap_or(("", path));
        let (modules, block) = target(address)?;
        let (module, _) = self.module(&modules)?;
        if self.distrusted.contains(&modules.join(".")) || module.has_unread_overrides() {
            return None;
        }
        let parts = module.parts(&block);
        if parts.is_empty() {
            return None;
        }
        for part in parts {
            let (_, top) = module.block(part).filter(|(_, top)| !top.hollow)?;
            let mut bodies = vec![&top.block.body];
            for name in outer.split_terminator('.') {
                // Blocks that are written as the value of an attribute may be anything.
                if bodies.iter().any(|body| body.has_attribute(name)) {
                    return None;
                }
                let blocks = bodies.into_iter().flat_map(|body| locate::nested_blocks(body, name));
                bodies = blocks.map(locate::content).collect::<Option<_>>()?;
            }
            let sets = |body: &&Body| body.has_attribute(argument) || !locate::nested_blocks(body, argument).is_empty();
            if bodies.iter().any(sets) {
                return Some(true);
            }
        }
        Some(false)
    }

    /// The text of a file named in a [`Location`], without a byte-order mark; `None` for the input itself.
    pub(crate) fn source(&self, file: &str) -> Option<String> {
        let modules = self.modules.borrow();
        let mut files = modules.values().flat_map(|module| &module.files);
        files.find(|source| source.path == file).map(|source| source.text.clone())
    }

    /// Names of the files read so far, those of fetched modules excluded.
    pub(crate) fn files(&self) -> Vec<String> {
        let modules = self.modules.borrow();
        let files: BTreeSet<&str> =
            modules.values().flat_map(|module| &module.files).map(|source| source.path.as_str()).collect();
        let is_fetched = |file: &str| file.split('/').any(|name| name == ".terraform");
        files.into_iter().filter(|file| !is_fetched(file)).map(str::to_owned).collect()
    }

    /// Where modules are called on the way to the resource at `address`: those of `arguments` that are written, then the
    /// headers of the calls, innermost first.
    pub(crate) fn callers(&self, address: &str, arguments: &[Argument]) -> Vec<Location> {
        let Some((modules, _)) = target(address) else { return Vec::new() };
        let mut found: Vec<Location> = arguments.iter().filter_map(|argument| self.locate_argument(argument)).collect();
        for depth in (1..=modules.len()).rev() {
            let call = modules.get(..depth).and_then(|calls| self.locate_call(calls));
            found.extend(call.filter(|call| !found.contains(call)));
        }
        found
    }

    /// What a reader must know about the sources read so far.
    pub(crate) fn notes(&self) -> Vec<String> {
        let modules = self.modules.borrow();
        let files: BTreeSet<&String> = modules.values().flat_map(|module| &module.incomplete).collect();
        let mut notes = self.origin.as_ref().map(|origin| origin.notes()).unwrap_or_default();
        if files.is_empty() {
            return notes;
        }
        let listed: Vec<&str> = files.iter().take(LISTED_FILES).map(|file| file.as_str()).collect();
        let more = if files.len() > LISTED_FILES { ", …" } else { "" };
        let count = files.len();
        let noun = if count == 1 { "source file" } else { "source files" };
        notes.push(format!("{count} {noun} could not be read completely: {}{more}.", listed.join(", ")));
        notes
    }

    fn locate_block(
        &self,
        modules: &[String],
        block: &BlockName,
        path: &[PathStep],
        planned: Option<&Node>,
    ) -> Option<Location> {
        let (module, is_shown) = self.module(modules)?;
        if !is_shown {
            return None;
        }
        let is_trusted = !self.distrusted.contains(&modules.join("."));
        let path = if is_trusted { path } else { &[] };
        location(&module, locate::locate(&module, block, path, planned)?)
    }

    /// An argument of a module call, as deep as it is written.
    fn locate_argument(&self, argument: &Argument) -> Option<Location> {
        let (call, parents) = argument.modules.split_last()?;
        let (module, is_shown) = self.module(parents)?;
        if !is_shown || self.distrusted.contains(&parents.join(".")) {
            return None;
        }
        let hit = locate::locate(&module, &BlockName::module(call), &argument.path, None)?;
        let is_written = hit.precision == Precision::Attribute;
        is_written.then(|| location(&module, Hit { precision: Precision::Argument, ..hit }))?
    }

    /// The header of the innermost module call on the way to a module whose file may be named.
    fn locate_call(&self, modules: &[String]) -> Option<Location> {
        let mut outer = modules;
        while let Some((call, parents)) = outer.split_last() {
            if let Some((module, true)) = self.module(parents)
                && let Some(hit) = locate::header(&module, &BlockName::module(call))
            {
                return location(&module, Hit { precision: Precision::Module, ..hit });
            }
            outer = parents;
        }
        None
    }

    /// The module that calls with these names lead to, and whether reports may name its files.
    fn module(&self, modules: &[String]) -> Option<(Rc<Module>, bool)> {
        self.reach(modules).map(|(module, reached)| (module, reached.is_shown))
    }

    /// The same, with all that is known of where it comes from.
    fn reach(&self, modules: &[String]) -> Option<(Rc<Module>, Reached)> {
        let origin = self.origin.as_deref()?;
        let mut reached = origin.root();
        let mut module = self.load(origin, &reached);
        let mut key = String::new();
        for call in modules {
            if !key.is_empty() {
                key.push('.');
            }
            key.push_str(call);
            let source = self.calls.get(&key).cloned().or_else(|| written_source(&module, call));
            reached = origin.follow(&reached, &key, source.as_deref())?;
            module = self.load(origin, &reached);
        }
        Some((module, reached))
    }

    fn load(&self, origin: &dyn Origin, reached: &Reached) -> Rc<Module> {
        let mut modules = self.modules.borrow_mut();
        if let Some(module) = modules.get(&reached.id) {
            return Rc::clone(module);
        }
        let module = Rc::new(origin.load(reached));
        modules.insert(reached.id.clone(), Rc::clone(&module));
        module
    }
}

/// The `source` of a module call, when it is written as a plain string.
fn written_source(parent: &Module, call: &str) -> Option<String> {
    let name = BlockName::module(call);
    parent.parts(&name).iter().rev().find_map(|part| {
        match &parent.block(part)?.1.block.body.get_attribute("source")?.value {
            Expression::String(source) => Some(source.value().clone()),
            _ => None,
        }
    })
}

/// The lines and columns of `hit`.
fn location(module: &Module, hit: Hit) -> Option<Location> {
    let file = module.files.get(hit.file)?;
    let span = file.lines.first_line(&file.text, hit.range);
    Some(Location {
        file: file.path.clone(),
        line: span.line,
        column: span.column,
        end_line: span.line,
        end_column: span.end_column,
        precision: hit.precision,
    })
}
