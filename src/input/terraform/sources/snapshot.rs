//! Module files as a plan file holds them, and where they are in the repository.
//!
//! The texts are those that were planned, whatever is on disk now. It owns what their paths are in reports: relative to
//! the source root where a folder there has the same root module, else relative to the folder Terraform ran in. In: a
//! [`PlanFile`]. Out: an [`Origin`].

use super::directory::{Search, candidates};
use super::files::{Budget, Module, read_source, relative_path};
use super::origin::{Origin, Reached, is_local};
use super::package::Package;
use super::plan_file::PlanFile;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How many file names a note lists.
const LISTED_FILES: usize = 3;

/// The modules in a plan file.
#[derive(Debug)]
pub(super) struct Snapshot {
    file: Rc<PlanFile>,
    /// The source root and the folder in it where Terraform ran, both canonical, when that is found.
    place: Option<(PathBuf, PathBuf)>,
    budget: Budget,
    /// Shown files that are not the same on disk.
    changed: RefCell<BTreeSet<String>>,
}

impl Snapshot {
    /// The modules in `file`, with the place that they have below the source root.
    pub(super) fn new(file: &Rc<PlanFile>, search: Search<'_>) -> Self {
        let budget = Budget::default();
        let beside_plan_file = Search { input_path: Some(&file.path), ..search };
        let mut best: Option<(usize, PathBuf, PathBuf)> = None;
        for found in candidates(search).into_iter().chain(candidates(beside_plan_file)) {
            let same = same_files(file, &found.source_root, &found.terraform, &budget);
            if same > best.as_ref().map_or(0, |(count, ..)| *count) {
                best = Some((same, found.source_root, found.terraform));
            }
        }
        let place = best.map(|(_, root, terraform)| (root, terraform));
        Self { file: Rc::clone(file), place, budget, changed: RefCell::default() }
    }

    /// `directory`, relative to where Terraform ran, as reports name it; `None` when it is no folder of the repository.
    fn shown(&self, directory: &str) -> Option<String> {
        let base =
            self.place.as_ref().map_or(Some(String::new()), |(root, terraform)| relative_path(root, terraform))?;
        let mut names: Vec<&str> = base.split('/').filter(|name| !name.is_empty()).collect();
        for name in directory.split('/') {
            match name {
                "" if directory.starts_with('/') => return None,
                "" | "." => {}
                ".." => {
                    names.pop()?;
                }
                _ if name.contains(['\\', ':']) || name == ".terraform" => return None,
                _ => names.push(name),
            }
        }
        Some(names.join("/"))
    }

    fn directory(&self, key: &str) -> &str {
        self.file.manifest.get(key).map_or("", |installed| &installed.directory)
    }
}

/// How many files of the root module are the same in the folder `terraform`.
fn same_files(file: &PlanFile, root: &Path, terraform: &Path, budget: &Budget) -> usize {
    let files = file.modules.get("").into_iter().flatten();
    files
        .filter(|(name, text)| text.as_ref().is_some_and(|text| is_same(text, root, &terraform.join(name), budget)))
        .count()
}

/// Whether the file at `path` has the same lines, whatever ends them: then every place in one is that in the other.
fn is_same(text: &str, root: &Path, path: &Path, budget: &Budget) -> bool {
    read_source(root, path, budget).is_some_and(|found| found.lines().eq(text.lines()))
}

impl Origin for Snapshot {
    fn root(&self) -> Reached {
        Reached { id: String::new(), is_shown: self.shown(self.directory("")).is_some(), package: None }
    }

    fn follow(&self, from: &Reached, key: &str, _source: Option<&str>) -> Option<Reached> {
        let installed = self.file.manifest.get(key)?;
        let is_local = is_local(&installed.source);
        let package = if is_local {
            from.package.clone()
        } else {
            Some(Rc::new(Package::new(&installed.source, installed.version.as_deref(), &installed.directory)))
        };
        let is_shown = from.is_shown && is_local && self.shown(&installed.directory).is_some();
        Some(Reached { id: key.to_owned(), is_shown, package })
    }

    fn load(&self, reached: &Reached) -> Module {
        let directory = self.directory(&reached.id);
        let shown = self.shown(directory).unwrap_or_else(|| directory.to_owned());
        let Some(files) = self.file.modules.get(&reached.id) else { return Module::default() };
        if let Some((root, _)) = self.place.as_ref().filter(|_| reached.is_shown) {
            for (name, text) in files {
                let path = if shown.is_empty() { name.clone() } else { format!("{shown}/{name}") };
                if text.as_ref().is_some_and(|text| !is_same(text, root, &root.join(&path), &self.budget)) {
                    self.changed.borrow_mut().insert(path);
                }
            }
        }
        Module::of(&shown, files.keys().cloned(), |name| files.get(name).cloned().flatten())
    }

    fn notes(&self) -> Vec<String> {
        let name = &self.file.name;
        if self.place.is_none() {
            return vec![format!(
                "No folder below the source root has the sources in '{name}': paths are relative to the folder where \
                 Terraform ran."
            )];
        }
        let changed = self.changed.borrow();
        if changed.is_empty() {
            return Vec::new();
        }
        let listed: Vec<&str> = changed.iter().take(LISTED_FILES).map(String::as_str).collect();
        let more = if changed.len() > LISTED_FILES { ", …" } else { "" };
        vec![format!(
            "Sources are not as they were planned, and lines are those that were planned: {}{more}.",
            listed.join(", ")
        )]
    }
}
