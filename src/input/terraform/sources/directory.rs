//! Which directory holds the sources of a plan.
//!
//! It owns the candidates and the proof that one of them declares what was planned; it asks neither the environment nor
//! the clock. In: where the user pointed, and the blocks of the plan. Out: a [`Discovery`].

use super::address::BlockName;
use super::files::{Budget, Module, relative_path};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A resource block of a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PlannedBlock {
    /// Names of the module calls from the root, without keys.
    pub(crate) modules: Vec<String>,
    /// The block in that module.
    pub(crate) block: BlockName,
}

/// Where to look for sources.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search<'a> {
    /// The source root the user named.
    pub(crate) source_root: Option<&'a Path>,
    /// The plan's file; `None` for standard input.
    pub(crate) input_path: Option<&'a Path>,
    /// The directory the command runs in.
    pub(crate) current_directory: &'a Path,
}

/// Where the sources of a plan are; both canonical, the second inside the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directories {
    /// The directory that locations are relative to, and that nothing is read outside of.
    pub(crate) source_root: PathBuf,
    /// The directory Terraform ran in.
    pub(crate) terraform: PathBuf,
}

/// The outcome of a search.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Discovery {
    /// The directories, when one of the candidates holds the planned sources.
    pub(crate) directories: Option<Directories>,
    /// Why directories with sources were not used; empty when one is.
    pub(crate) notes: Vec<String>,
}

/// Finds the directory that declares every root resource and module call of `blocks`.
///
/// With a source root, the candidates are the plan's directory if it is inside, the root, and the directories between the
/// two. Without one, the plan's directory and then the current one; the source root is then the current directory if
/// it holds the sources, else their own directory.
pub(crate) fn find_directory(search: Search<'_>, blocks: &[PlannedBlock]) -> Discovery {
    let mut discovery = Discovery::default();
    if blocks.is_empty() {
        return discovery;
    }
    let budget = Budget::default();
    for directories in candidates(search) {
        let module = Module::load(&directories.terraform, &directories.terraform, &budget);
        if module.is_empty() {
            continue;
        }
        match undeclared(&module, blocks) {
            None => return Discovery { directories: Some(directories), notes: Vec::new() },
            Some(missing) => discovery.notes.push(not_planned(&directories, &missing)),
        }
    }
    discovery
}

/// The first of `blocks`, by name, that the root module does not have.
pub(super) fn undeclared(module: &Module, blocks: &[PlannedBlock]) -> Option<BlockName> {
    let wanted: BTreeSet<BlockName> = blocks.iter().map(root_block).collect();
    wanted.into_iter().find(|name| module.parts(name).is_empty())
}

/// The block of the root module that a planned block is, or comes through.
fn root_block(planned: &PlannedBlock) -> BlockName {
    planned.modules.first().map_or_else(|| planned.block.clone(), |call| BlockName::module(call))
}

fn not_planned(directories: &Directories, missing: &BlockName) -> String {
    let Directories { source_root, terraform } = directories;
    let shown = relative_path(source_root, terraform).filter(|path| !path.is_empty()).unwrap_or_else(|| ".".to_owned());
    format!("Sources at '{shown}' are not the ones planned: {} is not declared there.", missing.header())
}

/// The directories to try, in order, each once.
pub(super) fn candidates(search: Search<'_>) -> Vec<Directories> {
    let input = search.input_path.and_then(|path| directory_of(search.current_directory, path));
    let mut found = Vec::new();
    if let Some(root) = search.source_root {
        let Ok(root) = search.current_directory.join(root).canonicalize() else { return found };
        let inside = input.filter(|input| input.starts_with(&root));
        let between =
            inside.iter().flat_map(|input| input.ancestors().skip(1)).take_while(|path| path.starts_with(&root));
        let between: Vec<PathBuf> = between.map(Path::to_path_buf).collect();
        for terraform in inside.iter().cloned().chain([root.clone()]).chain(between) {
            found.push(Directories { source_root: root.clone(), terraform });
        }
    } else {
        let current = search.current_directory.canonicalize().ok();
        for terraform in input.into_iter().chain(current.clone()) {
            let root = current.clone().filter(|current| terraform.starts_with(current));
            found.push(Directories { source_root: root.unwrap_or_else(|| terraform.clone()), terraform });
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|directories| seen.insert(directories.terraform.clone()));
    found
}

/// The canonical directory of the file at `path`.
fn directory_of(current_directory: &Path, path: &Path) -> Option<PathBuf> {
    current_directory.join(path).canonicalize().ok()?.parent().map(Path::to_path_buf)
}
