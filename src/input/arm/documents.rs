//! The files of one template: its own text, and the linked templates beside it that are read while it is expanded.
//!
//! Nothing is read outside the source root, directly or through a link, and all reading is bounded.

use super::json::{Json, JsonKind, parse};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};

/// How many linked templates one input may have.
const MAX_LINKED: usize = 128;
/// Longest linked template that is read, in bytes.
const LONGEST: u64 = 8 << 20;

/// Where linked templates are looked for.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// The source root, canonical.
    pub(super) root: PathBuf,
    /// Folder of the main template, canonical and inside the root.
    pub(super) folder: PathBuf,
}

/// A linked template.
pub(super) struct Linked {
    /// Its path relative to the folder of the main template, with forward slashes.
    pub(super) path: String,
    /// Its path as reports show it.
    pub(super) shown: String,
    pub(super) text: String,
    pub(super) json: Json,
}

/// Linked templates in the order in which they were asked for. References to them live as long as this.
pub(super) struct Documents {
    places: Option<Places>,
    slots: Vec<OnceCell<Linked>>,
}

impl Documents {
    /// No documents yet; without `places` there will be none.
    pub(super) fn new(places: Option<Places>) -> Self {
        let count = if places.is_some() { MAX_LINKED } else { 0 };
        Self { places, slots: std::iter::repeat_with(OnceCell::new).take(count).collect() }
    }

    /// The template at `relative` to the folder of the main template; `None` when there is none that can be read.
    pub(super) fn open(&self, relative: &str) -> Option<&Linked> {
        let path = normalised(relative)?;
        for slot in &self.slots {
            match slot.get() {
                Some(linked) if linked.path == path => return Some(linked),
                Some(_) => {}
                None => {
                    let linked = self.read(&path)?;
                    return Some(slot.get_or_init(|| linked));
                }
            }
        }
        None
    }

    fn read(&self, relative: &str) -> Option<Linked> {
        let places = self.places.as_ref()?;
        let file = places.folder.join(Path::new(relative)).canonicalize().ok()?;
        let shown = crate::input::root::relative(&places.root, &file)?;
        let length = std::fs::metadata(&file).ok().filter(std::fs::Metadata::is_file)?.len();
        if length > LONGEST {
            return None;
        }
        let text = std::fs::read_to_string(&file).ok()?;
        let json = parse(&text).ok().filter(|json| matches!(json.kind, JsonKind::Object(_)))?;
        Some(Linked { path: relative.to_owned(), shown, text, json })
    }

    /// All templates that were read.
    pub(super) fn into_linked(self) -> Vec<Linked> {
        self.slots.into_iter().filter_map(OnceCell::into_inner).collect()
    }
}

/// A relative path without `.`, `..` and empty segments; `None` when it leads out of its folder.
fn normalised(path: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    (!segments.is_empty()).then(|| segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths are reduced, and one that leads out of the folder is none.
    #[test]
    fn paths_stay_inside() {
        assert_eq!(normalised("a//./b/../c.json").as_deref(), Some("a/c.json"));
        assert_eq!(normalised("../c.json"), None);
        assert_eq!(normalised("a/../../c.json"), None);
        assert_eq!(normalised("/"), None);
    }
}
