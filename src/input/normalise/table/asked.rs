//! What a Terraform reader asks: which arguments to keep, which of them are blocks, what they may refer to.

use super::{Child, Part, Reader, Row, Source, Table, placeholders};
use crate::input::normalise::path::Path;
use crate::model::{KINDS, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// The answers for one row.
#[derive(Debug)]
pub(super) struct Asked {
    arguments: Vec<&'static str>,
    targets: BTreeMap<String, Vec<&'static str>>,
    blocks: BTreeSet<String>,
    equivalents: Vec<&'static str>,
    texts: Vec<&'static str>,
}

impl Table {
    /// The top-level arguments that are read from a Terraform resource type, sorted; `None` when it has no row.
    pub(in super::super) fn arguments(resource_type: &str) -> Option<&'static [&'static str]> {
        Self::asked(resource_type).map(|asked| asked.arguments.as_slice())
    }

    /// The resource types that an argument of `resource_type` can refer to, both of either vocabulary, the argument as a dotted
    /// path without indexes (`subnet.security_group`); none when it refers to nothing that matters.
    pub(in super::super) fn targets(resource_type: &str, argument: &str) -> &'static [&'static str] {
        Self::asked(resource_type).and_then(|asked| asked.targets.get(argument)).map_or(&[], Vec::as_slice)
    }

    /// The top-level arguments that are maps of texts, or hold texts of which a part is read; sorted.
    pub(in super::super) fn text_arguments(resource_type: &str) -> &'static [&'static str] {
        Self::asked(resource_type).map_or(&[], |asked| asked.texts.as_slice())
    }

    /// The collection of the sub-resources in a top-level argument of a Terraform resource type.
    pub(in super::super) fn inline_collection(resource_type: &str, argument: &str) -> Option<&'static str> {
        let row = Self::embedded().row(resource_type)?;
        let is_meant = |child: &&Child| child.path.keys().eq([argument]);
        row.children.iter().find(is_meant).map(|child| child.collection.as_str())
    }

    /// Whether a top-level argument, or something in it, can refer to anything that matters.
    pub(in super::super) fn holds_references(resource_type: &str, argument: &str) -> bool {
        let is_inside =
            |path: &String| path.strip_prefix(argument).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        Self::asked(resource_type).is_some_and(|asked| asked.targets.keys().any(is_inside))
    }

    /// The resource types of both vocabularies that become the same kind of entity as `resource_type`; none when it
    /// becomes none.
    pub(in super::super) fn equivalent_types(resource_type: &str) -> &'static [&'static str] {
        Self::asked(resource_type).map_or(&[], |asked| asked.equivalents.as_slice())
    }

    /// The keys of every path that is read from a resource type, one path after the other.
    pub(in super::super) fn paths(resource_type: &str) -> impl Iterator<Item = Vec<&'static str>> {
        let row = Self::embedded().row(resource_type);
        row.into_iter().flat_map(Row::paths).map(|path| path.keys().collect())
    }

    /// Whether an argument, as a dotted path without indexes, is written as a block, so that a `dynamic` block may make it.
    pub(in super::super) fn is_block(resource_type: &str, argument: &str) -> bool {
        Self::asked(resource_type).is_some_and(|asked| asked.blocks.contains(argument))
    }

    /// The arguments of a Terraform resource type that the provider reads back where they are left out, each with the types
    /// that state the same.
    pub(in super::super) fn also_stated(
        resource_type: &str,
    ) -> impl Iterator<Item = (&'static str, &'static [String])> {
        let row = Self::embedded().row(resource_type);
        row.into_iter()
            .flat_map(|row| &row.also_stated_by)
            .map(|(argument, types)| (argument.as_str(), types.as_slice()))
    }

    fn asked(resource_type: &str) -> Option<&'static Asked> {
        let table = Self::embedded();
        let row = table.row(resource_type)?;
        let targets = |(path, kinds): (String, BTreeSet<Kind>)| {
            (path, kinds.into_iter().flat_map(|kind| table.types_of(kind)).collect())
        };
        Some(row.asked.get_or_init(|| Asked {
            arguments: arguments(row),
            equivalents: row.kind.iter().flat_map(|kind| table.types_of(*kind)).collect(),
            targets: reference_paths(row).into_iter().map(targets).chain(ids_without_kind(row)).collect(),
            texts: text_arguments(row),
            blocks: row.full_paths().iter().flat_map(Path::blocks).collect(),
        }))
    }
}

impl Row {
    /// Everything that is read at the top of the resource.
    fn readers(&self) -> impl Iterator<Item = &Reader> {
        self.attributes.iter().chain(self.merges.iter().flat_map(|merge| &merge.attributes))
    }

    /// Every path that is followed from the top of the resource.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        let merges = self.merges.iter().flat_map(|merge| {
            let child = merge.subject_child.iter().map(|(_, name)| name);
            merge.subject.iter().map(|source| &source.path).chain(child)
        });
        self.readers()
            .flat_map(Reader::paths)
            .chain(merges)
            .chain(self.member_of.iter().filter_map(|member| member.path.as_ref()))
            .chain(self.children.iter().map(|child| &child.path))
    }
}

impl Row {
    /// Every path that is read, from the top of the resource to the end.
    fn full_paths(&self) -> Vec<Path> {
        let mut all: Vec<Path> = self.paths().cloned().collect();
        let inside = |prefix: Option<&Path>, reader: &Reader| {
            let sources = reader.paths().map(|path| prefix.map_or_else(|| path.clone(), |prefix| prefix.join(path)));
            let sources: Vec<Path> = sources.collect();
            let fields = reader.fields.iter().flat_map(Reader::paths);
            let fields: Vec<Path> = fields.flat_map(|field| sources.iter().map(|source| source.join(field))).collect();
            sources.into_iter().chain(fields)
        };
        all.extend(self.readers().flat_map(|reader| inside(None, reader)));
        for child in &self.children {
            all.extend(child.attributes.iter().flat_map(|reader| inside(Some(&child.path), reader)));
        }
        all
    }
}

/// The top-level arguments that a row reads, sorted.
fn arguments(row: &Row) -> Vec<&str> {
    let mut names = BTreeSet::from(["id", "name", "location", "resource_group_name"]);
    let own = row.ids.iter().map(String::as_str);
    let member = row.member_of.iter().filter_map(|member| member.target.as_deref());
    let targets = row.readers().flat_map(|reader| &reader.sources).filter_map(|source| source.target.as_deref());
    let placeholders = own.chain(member).chain(targets).flat_map(placeholders);
    names.extend(placeholders.filter_map(|path| path.split(['.', '[']).next()));
    names.extend(row.paths().filter_map(Path::argument));
    // A record that is made of the resource itself has its fields at the top.
    let is_top = |reader: &&Reader| reader.paths().any(|path| path.argument().is_none());
    let fields = row.readers().filter(is_top).flat_map(|reader| &reader.fields).flat_map(Reader::paths);
    names.extend(fields.filter_map(Path::argument));
    names.extend(row.json.iter().map(String::as_str));
    names.into_iter().collect()
}

/// The top-level arguments that are maps of texts, or hold texts of which a part is read, sorted.
fn text_arguments(row: &Row) -> Vec<&str> {
    let is_text = |source: &&Source| {
        source.path.is_map() || matches!(source.part, Some(Part::Host | Part::Registry | Part::HostLabel))
    };
    let sources = row.readers().flat_map(|reader| &reader.sources).filter(is_text);
    let names: BTreeSet<&str> = sources.filter_map(|source| source.path.argument()).collect();
    names.into_iter().collect()
}

/// The paths of a row that hold ids of types that have no kind, with these types.
fn ids_without_kind(row: &'static Row) -> impl Iterator<Item = (String, Vec<&'static str>)> {
    let types = |reader: &'static Reader| reader.spec.ids_of.iter().map(String::as_str).collect();
    let path = |source: &Source| source.path.keys().collect::<Vec<_>>().join(".");
    let readers = row.readers().filter(|reader| !reader.spec.ids_of.is_empty());
    readers.flat_map(move |reader| reader.sources.iter().map(move |source| (path(source), types(reader))))
}

/// The paths of a row that hold references, without indexes, each with the kinds it may refer to.
fn reference_paths(row: &Row) -> BTreeMap<String, BTreeSet<Kind>> {
    let mut paths: BTreeMap<String, BTreeSet<Kind>> = BTreeMap::new();
    let all_kinds: Vec<Kind> = KINDS.iter().map(|schema| schema.kind).collect();
    let mut add = |prefix: Option<&Path>, path: &Path, kind: Kind| {
        let keys: Vec<&str> = prefix.into_iter().flat_map(Path::keys).chain(path.keys()).collect();
        paths.entry(keys.join(".")).or_default().insert(kind);
    };
    let children =
        row.children.iter().flat_map(|child| child.attributes.iter().map(move |reader| (Some(&child.path), reader)));
    for (prefix, reader) in row.readers().map(|reader| (None, reader)).chain(children) {
        for field in &reader.fields {
            let Some(target) = field.schema.shape.target() else { continue };
            let paths =
                |source: &Source| field.sources.iter().map(|inner| source.path.join(&inner.path)).collect::<Vec<_>>();
            reader.sources.iter().flat_map(paths).for_each(|path| add(prefix, &path, target));
        }
        let Some(target) = reader.schema.shape.target() else { continue };
        // That it refers to something else is worth knowing, too.
        let kinds = if reader.spec.alternative { all_kinds.as_slice() } else { std::slice::from_ref(&target) };
        for source in &reader.sources {
            kinds.iter().for_each(|kind| add(prefix, &source.path, *kind));
            // The id that a name belongs below.
            let id = source.target.as_deref().filter(|target| target.starts_with('{'));
            if let Some(path) = id.and_then(|target| placeholders(target).next()) {
                let path = Path::from(path.to_owned());
                all_kinds.iter().for_each(|kind| add(prefix, &path, *kind));
            }
        }
    }
    for merge in &row.merges {
        merge.subject.iter().for_each(|source| add(None, &source.path, merge.kind));
        if let Some((_, name)) = &merge.subject_child {
            add(None, name, merge.kind);
        }
    }
    if let Some((path, kind)) = row.member_of.as_ref().and_then(|member| Some((member.path.as_ref()?, member.kind.0))) {
        add(None, path, kind);
    }
    paths
}
