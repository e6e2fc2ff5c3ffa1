//! Which folder holds the sources of a plan.

use super::super::configuration::Configuration;
use super::parse::parse;
use super::{block_key, is_source, read_text};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Where the sources are, and what reported paths are relative to. Both absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directory {
    /// The source root.
    pub(crate) root: PathBuf,
    /// Where terraform ran.
    pub(crate) terraform: PathBuf,
}

impl Directory {
    /// The path below the source root, with forward slashes; `None` outside of it, also through a symbolic link, and for
    /// modules that Terraform has downloaded.
    pub(crate) fn relative(&self, path: &Path) -> Option<String> {
        let path = fs::canonicalize(path).ok()?;
        let root = fs::canonicalize(&self.root).ok()?;
        relative(&root, &path).filter(|name| !name.split('/').any(|part| part == ".terraform"))
    }
}

/// `path` below `root`, with forward slashes.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Vec<String> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|component| match component {
            Component::Normal(part) => part.to_str().map(str::to_owned),
            _ => None,
        })
        .collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// Finds the folder that declares every resource of the plan's root module: that of the plan, the source root, or a folder
/// between them. Otherwise a sentence about the first folder with sources that was refused.
///
/// `root` is the source root, `plan` the folder of the plan where it is a file; both absolute.
pub(crate) fn find_directory(
    root: &Path,
    plan: Option<&Path>,
    configuration: &Configuration,
) -> Result<Directory, Option<String>> {
    let mut candidates: Vec<&Path> =
        plan.into_iter().flat_map(|plan| plan.ancestors()).take_while(|folder| folder.starts_with(root)).collect();
    if !candidates.contains(&root) {
        candidates.push(root);
    }
    let mut refused = None;
    for folder in candidates {
        match first_missing(folder, configuration) {
            None => {}
            Some(None) => return Ok(Directory { root: root.to_owned(), terraform: folder.to_owned() }),
            Some(Some(block)) => {
                let shown = relative(root, folder).unwrap_or_else(|| ".".to_owned());
                refused.get_or_insert(format!(
                    "the sources in '{shown}' are not the ones planned: they do not declare '{block}'"
                ));
            }
        }
    }
    Err(refused)
}

/// `None` for a folder without sources, else the first resource of the plan's root module that it does not declare.
fn first_missing(folder: &Path, configuration: &Configuration) -> Option<Option<String>> {
    let mut declared: BTreeSet<String> = BTreeSet::new();
    let mut has_sources = false;
    for entry in fs::read_dir(folder).ok()?.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if is_source(&name) {
            has_sources = true;
            let text = read_text(&entry.path()).unwrap_or_default();
            declared.extend(parse(&text).0.into_iter().map(|block| block.key));
        }
    }
    let missing = configuration.root.blocks.iter().find(|block| !declared.contains(&block_key(block)));
    let calls = configuration.root.calls.keys().map(|name| format!("module.{name}"));
    let missing_call = calls.into_iter().find(|call| !declared.contains(call));
    has_sources.then(|| missing.cloned().or(missing_call))
}
