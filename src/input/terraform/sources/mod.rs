//! The HCL sources of a Terraform plan: from resource addresses to the lines that wrote them.
//!
//! It owns which files are sources, tolerant parsing, the proof that they are the planned ones, and the nearest line for a
//! path into a resource. It evaluates nothing, runs nothing, and reads nothing outside the source root.
//!
//! Shape: [`find_directory`] finds the directory Terraform ran in; [`Sources`] loads from there the modules it is asked
//! about, and gives a [`Location`] for an address and a path, at worst the input file.

mod address;
mod directory;
mod drift;
mod every;
mod files;
mod json;
mod lines;
mod locate;
mod matching;
mod parse;
mod references;
mod shape;
mod soften;
#[cfg(test)]
mod tests;

pub(crate) use address::{Address, BlockName};
pub(crate) use directory::{Directories, Discovery, PlannedBlock, Search, find_directory};
pub(crate) use drift::PlannedExpression;

use super::super::declared::Node;
use super::attach::ExpressionShape;
use crate::model::{Location, PathStep, Precision};
use drift::Comparison;
use files::{Budget, Module};
use hcl_edit::expr::Expression;
use locate::Hit;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How many file names a note lists.
const LISTED_FILES: usize = 3;

/// The sources of one plan, read as they are asked for.
#[derive(Debug)]
pub(crate) struct Sources {
    /// Where they are; `None` when there are none.
    directories: Option<Directories>,
    /// The input file relative to the source root, named when nothing nearer is known.
    fallback: String,
    /// Source of each module call of the plan, by the names of the calls from the root, joined with dots.
    calls: BTreeMap<String, String>,
    /// What `terraform init` installed, by the same keys.
    manifest: BTreeMap<String, Installed>,
    /// Modules read so far, by directory.
    modules: RefCell<BTreeMap<PathBuf, Rc<Module>>>,
    budget: Budget,
    /// Modules whose sources are not the planned ones, by the same keys as `calls`.
    distrusted: BTreeSet<String>,
}

/// One module in `.terraform/modules/modules.json`.
#[derive(Debug, serde::Deserialize)]
struct Installed {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Source", default)]
    source: String,
    /// Relative to the directory Terraform ran in.
    #[serde(rename = "Dir")]
    directory: String,
}

#[derive(serde::Deserialize)]
struct Manifest {
    #[serde(rename = "Modules")]
    modules: Vec<Installed>,
}

/// A module directory, and whether reports may name its files.
struct Reached {
    directory: PathBuf,
    is_shown: bool,
}

impl Sources {
    /// The sources in `directories`. `module_calls` has the source of each call in the plan's `configuration`, by the
    /// names of the calls from the root joined with dots (`net.subnet`). `fallback` is the input file as a relative path.
    pub(crate) fn open(directories: Directories, module_calls: BTreeMap<String, String>, fallback: &str) -> Self {
        let Directories { source_root, terraform } = &directories;
        let mut sources = Self { calls: module_calls, ..Self::none(fallback) };
        let (Ok(source_root), Ok(terraform)) = (source_root.canonicalize(), terraform.canonicalize()) else {
            return sources;
        };
        if terraform.starts_with(&source_root) {
            sources.manifest = read_manifest(&source_root, &terraform, &sources.budget);
            sources.directories = Some(Directories { source_root, terraform });
        }
        sources
    }

    /// No sources: every place is the input file.
    pub(crate) fn none(fallback: &str) -> Self {
        Self {
            directories: None,
            fallback: fallback.to_owned(),
            calls: BTreeMap::new(),
            manifest: BTreeMap::new(),
            modules: RefCell::default(),
            budget: Budget::default(),
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
    /// else the module call in the source root that the resource comes from, else the input file. `planned` is the
    /// resource's planned body, which tells repeated blocks apart.
    pub(crate) fn locate(&self, address: &str, path: &[PathStep], planned: Option<&Node>) -> Location {
        let address = Address::parse(address);
        let found = address.and_then(|address| {
            self.locate_block(&address, path, planned).or_else(|| self.locate_call(&address.modules))
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

    /// The expression of `attribute` of the resource at `address`, given to `read`; `None` where it is not written as an
    /// attribute, and where the sources are not the planned ones as far as [`Self::verify`] was asked.
    fn expression<T>(&self, address: &str, attribute: &str, read: fn(&Expression) -> Option<T>) -> Option<T> {
        let address = Address::parse(address)?;
        let (module, _) = self.module(&address.modules)?;
        if self.distrusted.contains(&address.modules.join(".")) || module.has_unread_overrides() {
            return None;
        }
        for part in module.parts(&address.block).iter().rev() {
            let (_, top) = module.block(part).filter(|(_, top)| !top.hollow)?;
            if let Some(attribute) = top.block.body.get_attribute(attribute) {
                return read(&attribute.value);
            }
            if !locate::nested_blocks(&top.block.body, attribute).is_empty() {
                return None;
            }
        }
        None
    }

    /// Whether the resource's block sets `argument`, by an attribute, a block or a `dynamic` block; `None` where that
    /// cannot be read, and where the sources are not the planned ones.
    pub(crate) fn sets(&self, address: &str, argument: &str) -> Option<bool> {
        let address = Address::parse(address)?;
        let (module, _) = self.module(&address.modules)?;
        if self.distrusted.contains(&address.modules.join(".")) || module.has_unread_overrides() {
            return None;
        }
        let parts = module.parts(&address.block);
        if parts.is_empty() {
            return None;
        }
        for part in parts {
            let (_, top) = module.block(part).filter(|(_, top)| !top.hollow)?;
            let body = &top.block.body;
            if body.has_attribute(argument) || !locate::nested_blocks(body, argument).is_empty() {
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

    /// What a reader must know about the sources read so far.
    pub(crate) fn notes(&self) -> Vec<String> {
        let modules = self.modules.borrow();
        let files: BTreeSet<&String> = modules.values().flat_map(|module| &module.incomplete).collect();
        if files.is_empty() {
            return Vec::new();
        }
        let listed: Vec<&str> = files.iter().take(LISTED_FILES).map(|file| file.as_str()).collect();
        let more = if files.len() > LISTED_FILES { ", …" } else { "" };
        let count = files.len();
        let noun = if count == 1 { "source file" } else { "source files" };
        vec![format!("{count} {noun} could not be read completely: {}{more}.", listed.join(", "))]
    }

    fn locate_block(&self, address: &Address, path: &[PathStep], planned: Option<&Node>) -> Option<Location> {
        let (module, is_shown) = self.module(&address.modules)?;
        if !is_shown {
            return None;
        }
        let is_trusted = !self.distrusted.contains(&address.modules.join("."));
        let path = if is_trusted { path } else { &[] };
        location(&module, locate::locate(&module, &address.block, path, planned)?)
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
        let directories = self.directories.as_ref()?;
        let mut reached = Reached { directory: directories.terraform.clone(), is_shown: true };
        let mut module = self.load(&reached.directory)?;
        let mut key = String::new();
        for call in modules {
            if !key.is_empty() {
                key.push('.');
            }
            key.push_str(call);
            reached = self.follow(&reached, &module, call, &key)?;
            module = self.load(&reached.directory)?;
        }
        Some((module, reached.is_shown))
    }

    /// The directory of the module that `parent` calls as `call`; `None` when it is unknown or outside the source root.
    fn follow(&self, from: &Reached, parent: &Module, call: &str, key: &str) -> Option<Reached> {
        let directories = self.directories.as_ref()?;
        let installed = self.manifest.get(key);
        let source = self.calls.get(key).cloned().or_else(|| written_source(parent, call));
        let source = source.or_else(|| installed.map(|installed| installed.source.clone()));
        let local = source.as_deref().filter(|source| source.starts_with("./") || source.starts_with("../"));
        // The plan's word on a local module counts more than a manifest that may be out of date.
        let directory = match (local, installed) {
            (Some(source), _) => from.directory.join(source),
            (None, Some(installed)) => directories.terraform.join(&installed.directory),
            (None, None) => return None,
        };
        let directory = directory.canonicalize().ok()?;
        let relative = files::relative_path(&directories.source_root, &directory)?;
        let is_cache = relative.split('/').any(|name| name == ".terraform");
        Some(Reached { directory, is_shown: from.is_shown && local.is_some() && !is_cache })
    }

    fn load(&self, directory: &Path) -> Option<Rc<Module>> {
        let root = &self.directories.as_ref()?.source_root;
        let mut modules = self.modules.borrow_mut();
        if let Some(module) = modules.get(directory) {
            return Some(Rc::clone(module));
        }
        let module = Rc::new(Module::load(root, directory, &self.budget));
        modules.insert(directory.to_path_buf(), Rc::clone(&module));
        Some(module)
    }
}

impl ExpressionShape for Sources {
    fn list_of_references(&self, address: &str, attribute: &str) -> Option<Vec<String>> {
        self.expression(address, attribute, shape::list_of_references)
    }

    fn every_instance_of(&self, address: &str, attribute: &str) -> Option<String> {
        self.expression(address, attribute, every::every_instance_of)
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

fn read_manifest(root: &Path, terraform: &Path, budget: &Budget) -> BTreeMap<String, Installed> {
    let path = terraform.join(".terraform/modules/modules.json");
    let manifest =
        files::read_source(root, &path, budget).and_then(|text| serde_json::from_str::<Manifest>(&text).ok());
    let modules = manifest.map(|manifest| manifest.modules).unwrap_or_default();
    modules.into_iter().map(|installed| (installed.key.clone(), installed)).collect()
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
