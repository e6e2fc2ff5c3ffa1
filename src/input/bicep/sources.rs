//! Bicep files below the source root: which one a template was compiled from, and reading them once, when asked.
//!
//! Nothing is read outside the source root, directly or through a link, and all reading is bounded.

use super::follow::follow;
use super::matching::{Compiled, pair};
use super::scanner::scan;
use super::shape::{Declaration, Keyword};
use crate::input::position::Lines;
use crate::model::{Location, PathStep, Precision};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Longest source file that is read, in bytes.
const FILE_BYTES: u64 = 4 << 20;
/// Most bytes of sources that are read for one input.
const TOTAL_BYTES: u64 = 64 << 20;
/// Most entries of folders that are looked at for a source of equal name.
const ENTRY_COUNT: usize = 50_000;
/// How deep folders are searched.
const FOLDER_DEPTH: usize = 12;

/// The Bicep files of one input.
pub(crate) struct Sources {
    root: PathBuf,
    left: Cell<u64>,
    files: RefCell<BTreeMap<PathBuf, Option<Rc<SourceFile>>>>,
}

/// One Bicep file.
pub(crate) struct SourceFile {
    path: PathBuf,
    shown: String,
    text: String,
    lines: Lines,
    declarations: Vec<Declaration>,
}

/// A compiled template beside one Bicep file: a declaration for each of its resources, where one is found.
pub(crate) struct Level {
    file: Rc<SourceFile>,
    declarations: Vec<Option<usize>>,
}

impl Sources {
    /// Files below `root`, which is canonical.
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), left: Cell::new(TOTAL_BYTES), files: RefCell::default() }
    }

    /// The file at `path`; `None` when it is none, lies outside the root, or is too long.
    pub(crate) fn open(&self, path: &Path) -> Option<Rc<SourceFile>> {
        let path = path.canonicalize().ok()?;
        if let Some(known) = self.files.borrow().get(&path) {
            return known.clone();
        }
        let file = self.read(&path).map(Rc::new);
        self.files.borrow_mut().insert(path, file.clone());
        file
    }

    fn read(&self, path: &Path) -> Option<SourceFile> {
        let shown = crate::input::root::relative(&self.root, path)?;
        let length = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?.len();
        if length > FILE_BYTES.min(self.left.get()) {
            return None;
        }
        self.left.set(self.left.get() - length);
        let text = std::fs::read_to_string(path).ok()?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Some(SourceFile { path: path.to_owned(), shown, lines: Lines::new(&text), declarations: scan(&text), text })
    }

    /// The file that a template with these resources was compiled from: the one of its name beside it, or, with
    /// `search`, the only one of that name below the root that declares exactly these resources.
    pub(crate) fn origin(&self, template: &Path, search: bool, compiled: &[Compiled<'_>]) -> Option<Level> {
        if let Some(level) = self.open(&template.with_extension("bicep")).map(|file| Level::new(file, compiled)) {
            return level.has_any().then_some(level);
        }
        let stem = template.file_stem().filter(|_| search)?;
        let mut name = stem.to_owned();
        name.push(".bicep");
        let mut fitting = self.named(&name).into_iter().filter_map(|path| {
            let level = Level::new(self.open(&path)?, compiled);
            level.has_all().then_some(level)
        });
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    }

    /// All files of this name below the root, hidden folders and links left out.
    fn named(&self, name: &std::ffi::OsStr) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![(self.root.clone(), 0)];
        let mut seen = 0;
        while let Some((folder, depth)) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            for entry in entries.filter_map(Result::ok) {
                seen += 1;
                if seen > ENTRY_COUNT {
                    return found;
                }
                let Ok(kind) = entry.file_type() else { continue };
                let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
                if kind.is_dir() && !is_hidden && depth < FOLDER_DEPTH {
                    folders.push((entry.path(), depth + 1));
                } else if kind.is_file() && entry.file_name() == name {
                    found.push(entry.path());
                }
            }
        }
        found.sort();
        found
    }

    /// The text of a file that a location names.
    pub(crate) fn text(&self, shown: &str) -> Option<String> {
        let files = self.files.borrow();
        files.values().flatten().find(|file| file.shown == shown).map(|file| file.text.clone())
    }

    /// The file of the module that declares the resource at `at`, when it is a Bicep file below the root.
    pub(crate) fn module(&self, level: &Level, at: usize) -> Option<Rc<SourceFile>> {
        let declaration = level.declaration(at).filter(|declaration| declaration.keyword == Keyword::Module)?;
        let is_local = declaration.of.ends_with(".bicep") && !declaration.of.contains(':');
        let folder = level.file.path.parent().filter(|_| is_local)?;
        self.open(&folder.join(&declaration.of))
    }
}

impl Level {
    /// The file as reports show it.
    pub(crate) fn shown(&self) -> &str {
        &self.file.shown
    }

    /// The resources of a template beside the file it may have been compiled from.
    pub(crate) fn new(file: Rc<SourceFile>, compiled: &[Compiled<'_>]) -> Self {
        let declarations = pair(&file.declarations, compiled);
        Self { file, declarations }
    }

    fn has_any(&self) -> bool {
        self.declarations.iter().any(Option::is_some)
    }

    fn has_all(&self) -> bool {
        self.has_any() && self.declarations.iter().all(Option::is_some)
    }

    fn declaration(&self, at: usize) -> Option<&Declaration> {
        self.file.declarations.get((*self.declarations.get(at)?)?)
    }

    /// Where the resource at `at` writes `path`; `None` when its declaration is not found.
    pub(crate) fn locate(&self, at: usize, path: &[PathStep]) -> Option<Location> {
        let (span, precision) = follow(self.declaration(at)?, path);
        Some(self.location(span.start, span.end, precision))
    }

    /// The header of the declaration at `at`, as the place of what a module or a nested template holds.
    pub(crate) fn locate_module(&self, at: usize) -> Option<Location> {
        let header = self.declaration(at)?.header;
        Some(self.location(header.start, header.end, Precision::Module))
    }

    /// The range on its first line.
    fn location(&self, start: usize, end: usize, precision: Precision) -> Location {
        let SourceFile { lines, text, shown, .. } = &*self.file;
        let (line, column) = lines.line_and_column(text, start);
        let (_, line_end) = lines.range(text, line);
        let (_, end_column) = lines.line_and_column(text, end.clamp(start, line_end.max(start)));
        Location { file: shown.clone(), line, column, end_line: line, end_column, precision }
    }
}
