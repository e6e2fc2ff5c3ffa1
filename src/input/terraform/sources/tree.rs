//! Module files in a folder, with what `terraform init` installed beside them.
//!
//! It owns the way from a module call to a folder; nothing outside the source root is read. In: [`Directories`] that hold
//! the sources of a plan. Out: an [`Origin`].

use super::directory::Directories;
use super::files::{Budget, Module, read_source, relative_path};
use super::manifest::{self, Installed};
use super::origin::{Origin, Reached, is_local};
use super::package::Package;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The modules below a folder.
#[derive(Debug)]
pub(super) struct Tree {
    /// Both canonical, the second inside the first.
    directories: Directories,
    manifest: BTreeMap<String, Installed>,
    budget: Budget,
}

impl Tree {
    /// The modules of `directories`; `None` when those are not there, or Terraform ran outside the source root.
    pub(super) fn open(directories: &Directories) -> Option<Self> {
        let source_root = directories.source_root.canonicalize().ok()?;
        let terraform = directories.terraform.canonicalize().ok()?;
        if !terraform.starts_with(&source_root) {
            return None;
        }
        let budget = Budget::default();
        let path = terraform.join(".terraform/modules/modules.json");
        let manifest = read_source(&source_root, &path, &budget).map(|text| manifest::read(&text)).unwrap_or_default();
        Some(Self { directories: Directories { source_root, terraform }, manifest, budget })
    }
}

impl Origin for Tree {
    fn root(&self) -> Reached {
        let Directories { source_root, terraform } = &self.directories;
        Reached { id: relative_path(source_root, terraform).unwrap_or_default(), is_shown: true, package: None }
    }

    fn follow(&self, from: &Reached, key: &str, source: Option<&str>) -> Option<Reached> {
        let Directories { source_root, terraform } = &self.directories;
        let installed = self.manifest.get(key);
        let source = source.or_else(|| installed.map(|installed| installed.source.as_str()));
        let local = source.filter(|source| is_local(source));
        // The plan's word on a local module counts more than a manifest that may be out of date.
        let directory = match (local, installed) {
            (Some(source), _) => source_root.join(&from.id).join(source),
            (None, Some(installed)) => terraform.join(&installed.directory),
            (None, None) => return None,
        };
        let id = relative_path(source_root, &directory.canonicalize().ok()?)?;
        let is_cache = id.split('/').any(|name| name == ".terraform");
        let package = match (local, source) {
            (None, Some(source)) => {
                let version = installed.and_then(|installed| installed.version.as_deref());
                Some(Rc::new(Package::new(source, version, &id)))
            }
            _ => from.package.clone(),
        };
        Some(Reached { is_shown: from.is_shown && local.is_some() && !is_cache, id, package })
    }

    fn load(&self, reached: &Reached) -> Module {
        let root = &self.directories.source_root;
        Module::load(root, &root.join(&reached.id), &self.budget)
    }
}
