//! The files that policies are made of: ours, embedded, and those of users' folders. What they say is `catalogue.rs`'s.
//!
//! A folder is an OPA bundle: `.rego` files anywhere, told apart by their packages, and `data.json` files, which stand at the path
//! of their folder, `reference/<table>/` at `vnetguard.reference.<table>`. Folders with an `expected.json` are cases, not policies.

use super::error::PolicyError;
use crate::reference::{POLICIES, POLICY_TESTS, REFERENCE_TABLES};
use std::fs;
use std::path::{Path, PathBuf};

/// The file that makes a folder a case.
pub const EXPECTED: &str = "expected.json";

/// Deepest folder that is looked into.
const DEEPEST: usize = 32;

/// Largest file that is read, in bytes: the engine's own limit for a policy.
const LARGEST: u64 = 1 << 20;

/// Where a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Part of the program.
    Embedded,
    /// A user's.
    User,
}

/// A Rego file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// Path as it is shown: in the bundle, or as the user gave it.
    pub(super) name: String,
    /// The Rego text.
    pub(super) text: String,
    pub(super) origin: Origin,
}

/// A data document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Data {
    /// Path of the file.
    pub(super) name: String,
    /// Where it stands, below `data`.
    pub(super) path: Vec<String>,
    /// JSON.
    pub(super) text: String,
    pub(super) origin: Origin,
}

/// Whether a text names the library in the file `lib/<library>/…`.
fn names_library(text: &str, file: &str) -> bool {
    let library = file.strip_prefix("lib/").and_then(|rest| rest.split_once('/'));
    library.is_some_and(|(library, _)| text.contains(&format!("data.vnetguard.lib.{library}")))
}

/// Policies, tests and data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    pub(super) policies: Vec<File>,
    pub(super) tests: Vec<File>,
    pub(super) data: Vec<Data>,
    /// Folders of cases that were met.
    pub(super) cases: Vec<PathBuf>,
}

impl Bundle {
    /// The policies that are part of the program, with their tests.
    #[must_use]
    pub fn embedded() -> Self {
        let file = |(name, text): &(&str, &str)| File {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            origin: Origin::Embedded,
        };
        let data = |(table, text): &(&str, &str)| Data {
            name: format!("reference/{table}/data.json"),
            path: ["vnetguard", "reference", table].map(str::to_owned).to_vec(),
            text: (*text).to_owned(),
            origin: Origin::Embedded,
        };
        Self {
            policies: POLICIES.iter().map(file).collect(),
            tests: POLICY_TESTS.iter().map(file).collect(),
            data: REFERENCE_TABLES.iter().map(data).collect(),
            cases: Vec::new(),
        }
    }

    /// Our policies and those of users' files and folders.
    ///
    /// # Errors
    /// When a path cannot be read.
    pub fn with(paths: &[PathBuf]) -> Result<Self, PolicyError> {
        let mut bundle = Self::embedded();
        for path in paths {
            bundle.read(path, path, 0)?;
        }
        Ok(bundle)
    }

    /// Folders with an `expected.json` at or below the given paths, in order.
    #[must_use]
    pub fn cases(&self) -> &[PathBuf] {
        &self.cases
    }

    /// The policy of that name alone, with the tests in its folder, and the libraries and tables that these name.
    #[must_use]
    pub fn of_policy(&self, name: &str) -> Self {
        let folder = |name: &str| name.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let is_own = |file: &&File| folder(&file.name) == folder(name);
        let mut tests: Vec<File> = self.tests.iter().filter(is_own).cloned().collect();
        let mut policies: Vec<File> = self.policies.iter().filter(is_own).cloned().collect();
        let mut named: String = policies.iter().chain(&tests).map(|file| file.text.as_str()).collect();
        loop {
            // What tests share has no tests of its own.
            let shared = |file: &&File| file.name.contains("sample/");
            let is_new = |kept: &[File], file: &File| !kept.contains(file) && names_library(&named, &file.name);
            let libraries: Vec<File> = self.policies.iter().filter(|file| is_new(&policies, file)).cloned().collect();
            let samples: Vec<File> =
                self.tests.iter().filter(shared).filter(|file| is_new(&tests, file)).cloned().collect();
            if libraries.is_empty() && samples.is_empty() {
                break;
            }
            libraries.iter().chain(&samples).for_each(|file| named.push_str(&file.text));
            policies.extend(libraries);
            tests.extend(samples);
        }
        tests.sort_by(|one, other| one.name.cmp(&other.name));
        policies.sort_by(|one, other| one.name.cmp(&other.name));
        let is_named = |data: &&Data| data.path.last().is_some_and(|table| named.contains(table.as_str()));
        Self { policies, tests, data: self.data.iter().filter(is_named).cloned().collect(), cases: Vec::new() }
    }

    /// Puts another text in the place of a policy's; `false` when there is no such policy.
    pub fn replace(&mut self, name: &str, text: &str) -> bool {
        match self.policies.iter_mut().find(|file| file.name == name) {
            Some(file) => {
                text.clone_into(&mut file.text);
                true
            }
            None => false,
        }
    }

    /// Names and texts of the policies, tests left out.
    pub fn policies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.policies.iter().map(|file| (file.name.as_str(), file.text.as_str()))
    }

    fn read(&mut self, root: &Path, path: &Path, depth: usize) -> Result<(), PolicyError> {
        let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if metadata.is_file() {
            return self.read_file(root, path, metadata.len());
        }
        if path.join(EXPECTED).is_file() {
            if !self.cases.iter().any(|case| case == path) {
                self.cases.push(path.to_owned());
            }
            return Ok(());
        }
        if depth >= DEEPEST {
            return Err(PolicyError::loading(shown(path), "the folder is too deep"));
        }
        let entries = fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
        let mut below = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(path, &error))?;
            if !entry.file_name().to_string_lossy().starts_with('.') {
                below.push(entry.path());
            }
        }
        below.sort();
        below.iter().try_for_each(|path| self.read(root, path, depth + 1))
    }

    fn read_file(&mut self, root: &Path, path: &Path, length: u64) -> Result<(), PolicyError> {
        let name = shown(path);
        let is_rego = path.extension().is_some_and(|extension| extension == "rego");
        let is_data = path.file_name().is_some_and(|name| name == "data.json");
        if !is_rego && !is_data {
            return Ok(());
        }
        if length > LARGEST {
            return Err(PolicyError::loading(name, format!("the file is larger than {LARGEST} bytes")));
        }
        let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        if is_data {
            let path = data_path(root, path);
            if !self.data.iter().any(|data| data.name == name) {
                self.data.push(Data { name, path, text, origin: Origin::User });
            }
        } else {
            let list = if is_test(&name) { &mut self.tests } else { &mut self.policies };
            if !list.iter().any(|file| file.name == name) {
                list.push(File { name, text, origin: Origin::User });
            }
        }
        Ok(())
    }
}

/// By OPA's convention, tests are in files that end so.
fn is_test(name: &str) -> bool {
    name.ends_with("_test.rego")
}

/// The folders between `root` and the file.
fn data_path(root: &Path, path: &Path) -> Vec<String> {
    let folder = path.parent().and_then(|folder| folder.strip_prefix(root).ok());
    let names: Vec<String> = folder
        .into_iter()
        .flat_map(Path::components)
        .map(|component| component.as_os_str().to_string_lossy().into_owned())
        .collect();
    match names.as_slice() {
        [reference, table] if reference == "reference" => ["vnetguard", "reference", table].map(str::to_owned).to_vec(),
        _ => names,
    }
}

/// A path with forward slashes.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn unreadable(path: &Path, error: &std::io::Error) -> PolicyError {
    PolicyError::loading(shown(path), format!("it cannot be read: {error}")).with_help("check the path")
}
