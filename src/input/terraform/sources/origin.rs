//! Where the files of modules come from: a folder ([`super::tree`]) or the copy in a plan file ([`super::snapshot`]).
//!
//! It owns what both have in common: the module a call leads to, whether reports may name its files, and the package
//! it belongs to when it is not part of the repository. It reads nothing itself.

use super::files::Module;
use super::package::Package;
use std::fmt;
use std::rc::Rc;

/// A source of module files.
pub(super) trait Origin: fmt::Debug {
    /// The root module.
    fn root(&self) -> Reached;

    /// The module that a call in the module `from` leads to. `key` has the names of the calls from the root, joined with
    /// dots; `source` is where the call says that the module comes from, when that is known from elsewhere. `None` when
    /// the module is not there.
    fn follow(&self, from: &Reached, key: &str, source: Option<&str>) -> Option<Reached>;

    /// Reads a module; files that cannot be read are recorded in it.
    fn load(&self, reached: &Reached) -> Module;

    /// What a reader must know of the files read so far.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A module that calls lead to.
#[derive(Debug, Clone)]
pub(super) struct Reached {
    /// What its origin knows it by; equal for equal files.
    pub(super) id: String,
    /// Whether reports may name its files: it is part of the repository.
    pub(super) is_shown: bool,
    /// What it came with, when it is not.
    pub(super) package: Option<Rc<Package>>,
}

/// Whether a module's source is a folder beside its caller, rather than something that is fetched.
pub(super) fn is_local(source: &str) -> bool {
    source.starts_with("./") || source.starts_with("../")
}
