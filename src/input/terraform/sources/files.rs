//! The source files of one module directory: which ones count, how they are read, and the blocks they declare.
//!
//! It owns what Terraform and OpenTofu take for a module's files, all limits on reading, and the order of overrides. It
//! never reads a file that lies outside the source root, directly or through a symbolic link, and it evaluates nothing.
//! In: a directory, or texts by file name. Out: a [`Module`].

use super::address::BlockName;
use super::json;
use super::lines::Lines;
use super::parse::{Parsed, TopBlock, parse};
use hcl_edit::Span;
use hcl_edit::structure::Block;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Largest source file that is read, in bytes.
pub(super) const FILE_BYTES: u64 = 16 << 20;

/// Most bytes of sources that are read in one run: parsed HCL takes some 36 times its size.
pub(super) const TOTAL_BYTES: u64 = 64 << 20;

/// Most source files of one directory.
const FILE_COUNT: usize = 2000;

/// Most entries of a directory that are looked at.
const ENTRY_COUNT: usize = 50_000;

/// What may still be read.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: Cell<u64>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: Cell::new(TOTAL_BYTES) }
    }
}

/// One source file.
#[derive(Debug)]
pub(super) struct SourceFile {
    /// Its path relative to the source root, with forward slashes.
    pub(super) path: String,
    /// Its text without a byte-order mark.
    pub(super) text: String,
    /// Where the text's lines start.
    pub(super) lines: Lines,
    /// The blocks of a `.tf` file; none for JSON.
    pub(super) parsed: Parsed,
}

/// Where one block, or a part of it in an override file, is declared.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Index into [`Module::files`].
    pub(super) file: usize,
    /// The block there.
    pub(super) item: Item,
}

/// A declaration in either syntax.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// Index into the file's blocks.
    Hcl(usize),
    /// The member that names the block, and its value.
    Json { range: Range<usize>, value: Range<usize> },
}

/// A top-level declaration, or a whole file of them, as it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Written<'a> {
    /// A block; a hollow one could not be read as it is written.
    Hcl { block: &'a Block, is_hollow: bool },
    /// The text of a file in JSON syntax.
    Json(&'a str),
}

/// A module directory as Terraform merges it.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Its files, overrides last.
    pub(super) files: Vec<SourceFile>,
    /// Declarations by name; base files first, then overrides in the order they apply.
    declarations: BTreeMap<BlockName, Vec<Part>>,
    /// Paths of files that were not read, or only in part.
    pub(super) incomplete: BTreeSet<String>,
}

impl Module {
    /// Reads the module in `directory`, which lies in `root`; both canonical. Unreadable files are recorded, not errors.
    pub(super) fn load(root: &Path, directory: &Path, budget: &Budget) -> Self {
        let Some(shown) = relative_path(root, directory) else { return Self::default() };
        Self::of(&shown, names_in(directory), |name| read_source(root, &directory.join(name), budget))
    }

    /// The module that reports show as the folder `shown` and that has files of these names, whose texts `read` gives.
    pub(crate) fn of(
        shown: &str,
        names: impl Iterator<Item = String>,
        mut read: impl FnMut(&str) -> Option<String>,
    ) -> Self {
        let mut module = Self::default();
        let mut names = source_names(names);
        if names.len() > FILE_COUNT {
            module.incomplete.insert(shown.to_owned());
            names.clear();
        }
        names.sort_by_key(|name| (is_override(name), name.clone()));
        for name in names {
            let path = if shown.is_empty() { name.clone() } else { format!("{shown}/{name}") };
            let Some(text) = read(&name) else {
                module.incomplete.insert(path);
                continue;
            };
            let is_json = name.ends_with(".json");
            let parsed = if is_json { Parsed::default() } else { parse(&text) };
            let broken_json = is_json && serde_json::from_str::<serde::de::IgnoredAny>(&text).is_err();
            if parsed.unread > 0 || broken_json {
                module.incomplete.insert(path.clone());
            }
            module.files.push(SourceFile { path, lines: Lines::of(&text), parsed, text });
            module.declare_last(is_json);
        }
        module
    }

    /// Everything that is declared, overrides last.
    pub(crate) fn written(&self) -> impl Iterator<Item = Written<'_>> {
        self.files.iter().flat_map(|file| {
            let json = file.path.ends_with(".json").then_some(Written::Json(&file.text));
            let hcl = file.parsed.blocks.iter().map(|top| {
                let range = top.block.span().map(|span| span.start + top.offset..span.end + top.offset);
                // A key that was changed to get the text parsed is not the one that counts.
                let is_mended = range.is_none_or(|range| file.parsed.mended.range(range).next().is_some());
                Written::Hcl { block: &top.block, is_hollow: top.hollow || is_mended }
            });
            json.into_iter().chain(hcl)
        })
    }

    /// The parts of the block `name`; empty when it is not declared.
    pub(super) fn parts(&self, name: &BlockName) -> &[Part] {
        self.declarations.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The names of all blocks.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(super) fn names(&self) -> impl Iterator<Item = &BlockName> {
        self.declarations.keys()
    }

    /// The file that `part` is in.
    pub(super) fn file(&self, part: &Part) -> Option<&SourceFile> {
        self.files.get(part.file)
    }

    /// The block that `part` is, unless it is written as JSON.
    pub(super) fn block(&self, part: &Part) -> Option<(&SourceFile, &TopBlock)> {
        let file = self.file(part)?;
        match part.item {
            Item::Hcl(index) => Some((file, file.parsed.blocks.get(index)?)),
            Item::Json { .. } => None,
        }
    }

    /// Whether something may be declared or overridden in a part of a file that could not be read.
    pub(super) fn has_unread_overrides(&self) -> bool {
        self.incomplete.iter().any(|path| is_override(path.rsplit('/').next().unwrap_or_default()))
    }

    /// Whether the directory has any Terraform file.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.incomplete.is_empty()
    }

    fn declare_last(&mut self, is_json: bool) {
        let Some(index) = self.files.len().checked_sub(1) else { return };
        let Some(file) = self.files.get(index) else { return };
        let found = if is_json { declared_in_json(&file.text) } else { declared_in_hcl(&file.parsed) };
        for (name, item) in found {
            self.declarations.entry(name).or_default().push(Part { file: index, item });
        }
    }
}

fn declared_in_hcl(parsed: &Parsed) -> Vec<(BlockName, Item)> {
    let name = |top: &TopBlock| {
        let labels: Vec<&str> = top.block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str).collect();
        BlockName::of(top.block.ident.as_str(), &labels)
    };
    parsed.blocks.iter().enumerate().filter_map(|(index, top)| Some((name(top)?, Item::Hcl(index)))).collect()
}

fn declared_in_json(text: &str) -> Vec<(BlockName, Item)> {
    let mut found = Vec::new();
    let item = |member: json::Member| Item::Json { range: member.range, value: member.value };
    for keyword in json::elements(text, 0..text.len()).into_iter().flat_map(|range| json::members(text, range)) {
        let first_labels = json::elements(text, keyword.value).into_iter().flat_map(|range| json::members(text, range));
        for first in first_labels {
            if let Some(name) = BlockName::of(&keyword.key, &[&first.key]) {
                found.push((name, item(first)));
            } else if matches!(keyword.key.as_str(), "resource" | "data" | "ephemeral") {
                let seconds =
                    json::elements(text, first.value).into_iter().flat_map(|range| json::members(text, range));
                found.extend(seconds.filter_map(|second| {
                    Some((BlockName::of(&keyword.key, &[&first.key, &second.key])?, item(second)))
                }));
            }
        }
    }
    found
}

fn names_in(directory: &Path) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().take(ENTRY_COUNT);
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok())
}

/// The names that make up the module: `x.tofu` hides `x.tf`, editors' files do not count.
fn source_names(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: BTreeSet<String> =
        names.filter(|name| stem(name).is_some_and(|stem| !stem.is_empty()) && !name.starts_with(['.', '#'])).collect();
    let is_hidden = |name: &String| {
        let tofu = |ending: &str, by: &str| name.strip_suffix(ending).map(|stem| format!("{stem}{by}"));
        [tofu(".tf", ".tofu"), tofu(".tf.json", ".tofu.json")].into_iter().flatten().any(|name| names.contains(&name))
    };
    names.iter().filter(|name| !is_hidden(name)).cloned().collect()
}

/// The name of a source file without its ending; `None` for other files.
fn stem(name: &str) -> Option<&str> {
    [".tf", ".tofu", ".tf.json", ".tofu.json"].iter().find_map(|ending| name.strip_suffix(ending))
}

fn is_override(name: &str) -> bool {
    stem(name).is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
}

/// `path` as reports name it: relative to `root`, with forward slashes; `None` outside of it. Both canonical.
pub(super) fn relative_path(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let names: Option<Vec<&str>> = relative.iter().map(std::ffi::OsStr::to_str).collect();
    let names = names?;
    (!names.contains(&"..")).then(|| names.join("/"))
}

/// The text of the regular file at `path` without a byte-order mark; `None` when it is too large, lies outside `root`,
/// or cannot be read. Bytes that are not UTF-8 become replacement characters.
pub(super) fn read_source(root: &Path, path: &Path, budget: &Budget) -> Option<String> {
    let path: PathBuf = path.canonicalize().ok()?;
    let length = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?.len();
    let left = budget.bytes.get();
    if !path.starts_with(root) || length > FILE_BYTES.min(left) {
        return None;
    }
    budget.bytes.set(left - length);
    let mut bytes = Vec::new();
    std::fs::File::open(&path).ok()?.take(FILE_BYTES).read_to_end(&mut bytes).ok()?;
    Some(source_text(bytes))
}

/// Bytes as the text of a source: without a byte-order mark, a replacement character for what is not UTF-8.
pub(super) fn source_text(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Endings of JSON sources are not mistaken for shorter ones, and only whole words are overrides.
    #[test]
    fn names_are_told_apart() {
        assert_eq!(stem("main.tf.json"), Some("main"));
        assert_eq!(stem("main.tofu"), Some("main"));
        assert_eq!(stem("main.tf~"), None);
        assert!(is_override("override.tf") && is_override("a_override.tf.json"));
        assert!(!is_override("myoverride.tf") && !is_override("override.txt"));
    }

    /// Paths are relative with forward slashes, and never leave the root.
    #[test]
    fn paths_stay_in_the_root() {
        assert_eq!(relative_path(Path::new("/r"), Path::new("/r/a/b.tf")).as_deref(), Some("a/b.tf"));
        assert_eq!(relative_path(Path::new("/r"), Path::new("/r/../b.tf")), None);
        assert_eq!(relative_path(Path::new("/r"), Path::new("/s/b.tf")), None);
    }
}
