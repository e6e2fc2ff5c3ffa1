//! Places of templates that were compiled from Bicep: the line of the `.bicep` file where it is found and agrees with
//! the template, else what the template's own map says.
//!
//! Sources are read when a place is asked for, and only along its modules.

use super::json::Json;
use super::locate::{TemplateMap, pointer_steps, whole_file};
use crate::input::bicep::{Compiled, Level, Sources};
use crate::model::{Location, Place, SourceMap};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Where a template comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    /// The source root, canonical.
    pub(crate) root: &'a Path,
    /// The template's file, or the Bicep file it was compiled from in this run.
    pub(crate) path: &'a Path,
    /// Whether sources may be anywhere below the root, since the user named it.
    pub(crate) search: bool,
    /// Whether `path` is the Bicep file: the template itself is then no file.
    pub(crate) is_source: bool,
}

/// Finds places in a compiled template and its sources.
pub(super) struct CompiledMap {
    template: TemplateMap,
    sources: Sources,
    path: PathBuf,
    search: bool,
    /// The Bicep file as reports show it, where the template itself is no file.
    shown: Option<String>,
    /// Templates beside their sources, by the pointer of the template.
    levels: RefCell<BTreeMap<String, Option<Rc<Level>>>>,
}

/// Whether the Bicep compiler wrote this template.
pub(super) fn is_compiled(template: &Json) -> bool {
    let generator = template.get("metadata").and_then(|metadata| metadata.get("_generator"));
    let name = generator.and_then(|generator| generator.get("name")).and_then(Json::as_text);
    name.is_some_and(|name| name.eq_ignore_ascii_case("bicep"))
}

impl CompiledMap {
    /// A map of a template from `origin`, which reports show as `shown`.
    pub(super) fn new(template: TemplateMap, origin: &Origin<'_>, shown: &str) -> Self {
        Self {
            template,
            sources: Sources::new(origin.root),
            path: origin.path.to_owned(),
            search: origin.search,
            shown: origin.is_source.then(|| shown.to_owned()),
            levels: RefCell::default(),
        }
    }

    /// The declarations of the modules that lead to the place, outermost first, and last the place itself where it is found.
    fn trail(&self, place: &Place) -> Vec<Location> {
        let mut found = Vec::new();
        self.follow(place, &mut found);
        found
    }

    /// The file that the template as a whole was compiled from.
    fn top(&self) -> Option<Rc<Level>> {
        self.level("", || {
            let compiled = compiled(self.template.root());
            self.sources.origin(&self.path, self.search, &compiled).map(Rc::new)
        })
    }

    /// `None` where the trail ends.
    fn follow(&self, place: &Place, trail: &mut Vec<Location>) -> Option<()> {
        let mut template = self.template.root();
        let mut steps = pointer_steps(&place.resource.name);
        let mut pointer = String::new();
        let mut level = self.top();
        loop {
            if steps.next()? != "resources" {
                return None;
            }
            let step = steps.next()?;
            let found = level?;
            let resources = template.get("resources")?;
            let (at, resource) = match resources.members().iter().position(|member| *member.key == *step) {
                Some(at) => (at, &resources.members().get(at)?.value),
                None => (step.parse().ok()?, resources.step(&step)?),
            };
            if steps.next().is_none() {
                trail.extend(found.locate(at, &place.path));
                return None;
            }
            trail.extend(found.locate_module(at));
            let nested = resource.get("properties")?.get("template")?;
            if steps.next()? != "template" || !is_compiled(nested) {
                return None;
            }
            template = nested;
            pointer = format!("{pointer}/{step}");
            level = self.level(&pointer, || {
                let file = self.sources.module(&found, at)?;
                Some(Rc::new(Level::new(file, &compiled(nested))))
            });
        }
    }

    fn level(&self, pointer: &str, make: impl FnOnce() -> Option<Rc<Level>>) -> Option<Rc<Level>> {
        if let Some(known) = self.levels.borrow().get(pointer) {
            return known.clone();
        }
        let level = make();
        self.levels.borrow_mut().insert(pointer.to_owned(), level.clone());
        level
    }
}

/// The resources of a template in order.
fn compiled(template: &Json) -> Vec<Compiled<'_>> {
    let Some(resources) = template.get("resources") else { return Vec::new() };
    let listed = resources.elements().iter().map(|json| describe(None, json));
    let named = resources.members().iter().map(|member| describe(Some(&*member.key), &member.value));
    listed.chain(named).collect()
}

fn describe<'t>(symbol: Option<&'t str>, json: &'t Json) -> Compiled<'t> {
    let text = |key: &str| json.get(key).and_then(Json::as_text).unwrap_or_default();
    Compiled { symbol, resource_type: text("type"), name: text("name") }
}

impl SourceMap for CompiledMap {
    fn locate(&self, place: &Place) -> Location {
        self.trail(place).pop().unwrap_or_else(|| match &self.shown {
            Some(shown) => whole_file(shown),
            None => self.template.locate(place),
        })
    }

    fn callers(&self, place: &Place) -> Vec<Location> {
        let mut trail = self.trail(place);
        trail.pop();
        trail.reverse();
        trail
    }

    fn files(&self) -> Vec<String> {
        self.top();
        let levels = self.levels.borrow();
        let mut files: Vec<String> = levels.values().flatten().map(|level| level.shown().to_owned()).collect();
        if self.shown.is_none() {
            files.extend(self.template.files());
        }
        files.sort();
        files.dedup();
        files
    }

    fn source(&self, file: &str) -> Option<String> {
        if let Some(text) = self.sources.text(file) {
            return Some(text);
        }
        if self.shown.is_some() { None } else { self.template.source(file) }
    }
}
