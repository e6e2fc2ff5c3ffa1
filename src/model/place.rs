//! Where things were written: symbolic places, and the concrete locations they are turned into on demand.

use smol_str::SmolStr;
use std::fmt;
use std::sync::Arc;

/// A resource in one input, as the input names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceHandle {
    /// Index of the input in the order of the command line.
    pub input: usize,
    /// The Terraform address, or the JSON pointer of the resource object in a template.
    pub name: SmolStr,
}

/// A resource, or an attribute of it by its path in the input's own names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The resource.
    pub resource: ResourceHandle,
    /// Path below the resource in the input's own names; empty for the resource itself.
    pub path: Arc<[PathStep]>,
}

/// One step of a path into a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathStep {
    /// A member or nested block.
    Key(SmolStr),
    /// An element of a list, counted from 0.
    Index(usize),
}

impl Place {
    /// The resource itself.
    #[must_use]
    pub fn of(resource: ResourceHandle) -> Self {
        Self { resource, path: Arc::default() }
    }

    /// The place one key deeper.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.deeper(PathStep::Key(key.into()))
    }

    /// The place of one list element.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.deeper(PathStep::Index(index))
    }

    fn deeper(&self, step: PathStep) -> Self {
        let path = self.path.iter().cloned().chain(std::iter::once(step)).collect();
        Self { resource: self.resource.clone(), path }
    }

    /// The path as people write it: `delegation[0].name`.
    #[must_use]
    pub fn path_text(&self) -> String {
        let mut text = String::new();
        for step in self.path.iter() {
            match step {
                PathStep::Key(key) if text.is_empty() => text.push_str(key),
                PathStep::Key(key) => {
                    text.push('.');
                    text.push_str(key);
                }
                PathStep::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.resource.name)?;
        if !self.path.is_empty() {
            write!(formatter, ".{}", self.path_text())?;
        }
        Ok(())
    }
}

/// A place in a file, as reports show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path relative to the source root, with forward slashes; never absolute, never with `..` or a scheme.
    pub file: String,
    /// First line, from 1.
    pub line: usize,
    /// First column, from 1, in UTF-16 code units, a byte-order mark not counted.
    pub column: usize,
    /// Last line; equal to `line` unless the source cannot be split by lines.
    pub end_line: usize,
    /// Column behind the last character (exclusive), in UTF-16 code units.
    pub end_column: usize,
    /// How near the location is to what it stands for.
    pub precision: Precision,
}

/// How near a [`Location`] is to the attribute it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// The line of the attribute itself.
    Attribute,
    /// The header line of the block or resource that the attribute is in (or is missing from).
    Block,
    /// The argument of a module call that gives the attribute, the module not being part of the repository.
    Argument,
    /// The call of the module that the resource comes from.
    Module,
    /// The member of the JSON input.
    Input,
    /// Only the input file is known.
    File,
}

impl Precision {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attribute => "attribute",
            Self::Block => "block",
            Self::Argument => "argument",
            Self::Module => "module",
            Self::Input => "input",
            Self::File => "file",
        }
    }
}

/// A place in a module that was fetched from elsewhere: it is told in words, beside a location in the repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The address of the module instance: `module.net.module.subnet["app"]`.
    pub module: String,
    /// Where the module comes from, without credentials, and its version: `git::https://example.org/net, v1.0.0`.
    pub origin: String,
    /// The file, relative to the folder of the whole package.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in UTF-16 code units.
    pub column: usize,
}

/// `in module.net (git::https://example.org/net, v1.0.0) main.tf:9`.
impl fmt::Display for Related {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { module, origin, file, line, .. } = self;
        write!(formatter, "in {module} ({origin}) {file}:{line}")
    }
}

/// Turns symbolic places into locations. Asked only for what a report shows, so an implementation may read sources
/// lazily.
pub trait SourceMap {
    /// The nearest location for `place`. Always answers: at worst the input file itself.
    fn locate(&self, place: &Place) -> Location;

    /// Where `place` is written in a module that is not part of the repository, and that [`Self::locate`] therefore does
    /// not name; `None` for any other place.
    fn elsewhere(&self, _place: &Place) -> Option<Related> {
        None
    }

    /// The calls of modules through which `place` comes to be: their arguments that give it, then the calls themselves,
    /// innermost first. What is accepted there is accepted for `place`.
    fn callers(&self, _place: &Place) -> Vec<Location> {
        Vec::new()
    }

    /// Names of the source files that were read, as [`Location`]s have them; files of fetched modules excluded.
    fn files(&self) -> Vec<String> {
        Vec::new()
    }

    /// The text of a file named in a [`Location`], without a byte-order mark; `None` when it cannot be shown.
    fn source(&self, file: &str) -> Option<String>;
}
