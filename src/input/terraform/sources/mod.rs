//! The sources of a plan: where its resources and attributes are written.
//!
//! It owns finding and reading source files and turning addresses into lines. It evaluates nothing. Files are read when
//! they are first asked for, and only those of modules that the plan names; nothing outside the source root is ever
//! reported.

mod find;
mod locate;
mod parse;

pub(crate) use find::{Directory, find_directory, relative};

use super::address::Address;
use super::attach::ExpressionShape;
use super::configuration::{Configuration, ModuleConfiguration};
use parse::{AttributeNode, BlockNode, parse};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Largest source file that is read.
const LARGEST_FILE: u64 = 16 << 20;
/// Most source files of one module that are read.
const MOST_FILES: usize = 2_000;

/// The sources of one plan.
pub(crate) struct Sources {
    directory: Directory,
    /// Folder of each module by its names joined by dots; the root module is the empty name.
    folders: BTreeMap<String, PathBuf>,
    modules: RefCell<BTreeMap<String, Option<Rc<Module>>>>,
}

/// One module's source files.
#[derive(Debug, Default)]
struct Module {
    files: Vec<SourceFile>,
    /// Blocks by key, each with its file; a later one overrides an earlier one attribute by attribute.
    blocks: BTreeMap<String, Vec<(usize, BlockNode)>>,
    /// Blocks that could not be read.
    unread: usize,
}

/// A source file, without a byte-order mark.
#[derive(Debug)]
struct SourceFile {
    /// Path below the source root with forward slashes; `None` outside of it.
    name: Option<String>,
    text: String,
}

impl Sources {
    /// The sources in `directory` of the modules that `configuration` names.
    pub(crate) fn open(directory: Directory, configuration: &Configuration) -> Self {
        let mut folders = BTreeMap::from([(String::new(), directory.terraform.clone())]);
        installed_modules(&directory.terraform, &mut folders);
        local_modules(&configuration.root, "", &directory.terraform, &mut folders);
        Self { directory, folders, modules: RefCell::default() }
    }

    /// Blocks of the read modules that are not valid Terraform to the reader.
    pub(crate) fn unread_blocks(&self) -> usize {
        self.modules.borrow().values().flatten().map(|module| module.unread).sum()
    }

    /// Whether the resource's block sets `argument`: by an attribute, a block or a `dynamic` block. `None` when its source
    /// cannot be read.
    pub(crate) fn sets(&self, address: &str, argument: &str) -> Option<bool> {
        let address = Address::parse(address)?;
        let module = self.module(&address.block.module_name())?;
        if module.unread > 0 {
            return None;
        }
        let parts = module.blocks.get(&block_key(&address.block.name))?;
        Some(parts.iter().any(|(_, block)| {
            block.attributes.contains_key(argument) || block.blocks.iter().any(|nested| nested.name == argument)
        }))
    }

    fn module(&self, name: &str) -> Option<Rc<Module>> {
        if let Some(known) = self.modules.borrow().get(name) {
            return known.clone();
        }
        let loaded = self.folders.get(name).and_then(|folder| self.read_module(folder)).map(Rc::new);
        self.modules.borrow_mut().insert(name.to_owned(), loaded.clone());
        loaded
    }

    fn read_module(&self, folder: &Path) -> Option<Module> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .ok()?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| is_source(name))
            .collect();
        // OpenTofu reads x.tofu in place of x.tf; overrides come last.
        let hidden: Vec<String> =
            names.iter().filter_map(|name| Some(format!("{}.tf", name.strip_suffix(".tofu")?))).collect();
        names.retain(|name| !hidden.contains(name));
        names.sort_by_key(|name| (is_override(name), name.clone()));
        let mut module = Module::default();
        for name in names.into_iter().take(MOST_FILES) {
            let path = folder.join(&name);
            let Some(text) = read_text(&path) else { continue };
            let (blocks, unread) = parse(&text);
            let file = module.files.len();
            for top in blocks {
                module.blocks.entry(top.key).or_default().push((file, top.block));
            }
            module.unread += unread;
            module.files.push(SourceFile { name: self.directory.relative(&path), text });
        }
        Some(module)
    }
}

impl Module {
    /// The attribute `name` of a block and its file: the last override that sets it.
    fn attribute(&self, key: &str, name: &str) -> Option<(usize, &AttributeNode)> {
        let parts = self.blocks.get(key)?;
        parts.iter().rev().find_map(|(file, block)| Some((*file, block.attributes.get(name)?)))
    }
}

impl ExpressionShape for Sources {
    fn list_of_references(&self, address: &str, attribute: &str) -> Option<Vec<String>> {
        let address = Address::parse(address)?;
        let module = self.module(&address.block.module_name())?;
        let (_, node) = module.attribute(&block_key(&address.block.name), attribute)?;
        node.references.clone()
    }

    fn every_instance_of(&self, address: &str, attribute: &str) -> Option<String> {
        let address = Address::parse(address)?;
        let module = self.module(&address.block.module_name())?;
        let (_, node) = module.attribute(&block_key(&address.block.name), attribute)?;
        node.every_instance_of.clone()
    }
}

/// `azurerm_subnet.a` in a plan is `resource.azurerm_subnet.a` in a file; `data.…` is the same in both.
fn block_key(block: &str) -> String {
    if block.starts_with("data.") { block.to_owned() } else { format!("resource.{block}") }
}

fn is_source(name: &str) -> bool {
    let is_hidden = name.starts_with('.') || name.starts_with('#') || name.ends_with('~');
    !is_hidden && (name.ends_with(".tf") || name.ends_with(".tofu"))
}

fn is_override(name: &str) -> bool {
    let stem = name.trim_end_matches(".tofu").trim_end_matches(".tf");
    stem == "override" || stem.ends_with("_override")
}

fn read_text(path: &Path) -> Option<String> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > LARGEST_FILE {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// The folders of installed modules, from `.terraform/modules/modules.json`.
fn installed_modules(folder: &Path, folders: &mut BTreeMap<String, PathBuf>) {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Manifest {
        modules: Vec<Installed>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Installed {
        key: String,
        dir: String,
    }
    let Some(text) = read_text(&folder.join(".terraform/modules/modules.json")) else { return };
    let Ok(manifest) = serde_json::from_str::<Manifest>(&text) else { return };
    for module in manifest.modules.into_iter().filter(|module| !module.key.is_empty()) {
        folders.insert(module.key, folder.join(module.dir));
    }
}

/// The folders of modules with a local path, for plans without a manifest.
fn local_modules(module: &ModuleConfiguration, name: &str, folder: &Path, folders: &mut BTreeMap<String, PathBuf>) {
    // The plan reader bounds the nesting of modules.
    for (call_name, call) in &module.calls {
        let full = if name.is_empty() { call_name.clone() } else { format!("{name}.{call_name}") };
        if !folders.contains_key(&full) && (call.source.starts_with("./") || call.source.starts_with("../")) {
            folders.insert(full.clone(), folder.join(&call.source));
        }
        if let Some(inner) = folders.get(&full).cloned() {
            local_modules(&call.module, &full, &inner, folders);
        }
    }
}
