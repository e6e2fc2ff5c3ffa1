//! What a Terraform reader asks: which arguments to keep, which of them are blocks, what they may refer to.

use super::{Reader, Row, Table, placeholders};
use crate::input::normalise::path::Path;
use crate::model::{KINDS, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

impl Table {
    /// The top-level arguments that are read from a Terraform resource type, sorted; `None` when it has no row.
    pub(in super::super) fn arguments(resource_type: &str) -> Option<&'static [&'static str]> {
        static ARGUMENTS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> =
            LazyLock::new(|| Table::embedded().terraform_types().map(|(name, row)| (name, arguments(row))).collect());
        ARGUMENTS.get(resource_type).map(Vec::as_slice)
    }

    /// The resource types that an argument of `resource_type` can refer to, both of either vocabulary, the argument as a dotted
    /// path without indexes (`subnet.security_group`); none when it refers to nothing that matters.
    pub(in super::super) fn targets(resource_type: &str, argument: &str) -> &'static [&'static str] {
        Self::all_targets(resource_type).and_then(|paths| paths.get(argument)).map_or(&[], Vec::as_slice)
    }

    /// Whether a top-level argument, or something in it, can refer to anything that matters.
    pub(in super::super) fn holds_references(resource_type: &str, argument: &str) -> bool {
        let is_inside =
            |path: &String| path.strip_prefix(argument).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        Self::all_targets(resource_type).is_some_and(|paths| paths.keys().any(is_inside))
    }

    /// By dotted path, what the arguments of a resource type can refer to.
    fn all_targets(resource_type: &str) -> Option<&'static BTreeMap<String, Vec<&'static str>>> {
        type Targets = BTreeMap<&'static str, BTreeMap<String, Vec<&'static str>>>;
        static TARGETS: LazyLock<Targets> = LazyLock::new(|| {
            let table = Table::embedded();
            let mut all = Targets::new();
            for (name, row) in table.types() {
                for (path, kinds) in reference_paths(row) {
                    let types = kinds.into_iter().flat_map(|kind| table.types_of(kind)).collect();
                    all.entry(name).or_default().insert(path, types);
                }
            }
            all
        });
        let any_case = || TARGETS.get(Self::embedded().row(resource_type)?.types.first()?.as_str());
        TARGETS.get(resource_type).or_else(any_case)
    }

    /// The resource types of both vocabularies that become the same kind of entity as `resource_type`; none when it
    /// becomes none.
    pub(in super::super) fn equivalent_types(resource_type: &str) -> &'static [&'static str] {
        static EQUIVALENT: LazyLock<BTreeMap<Kind, Vec<&'static str>>> = LazyLock::new(|| {
            let table = Table::embedded();
            KINDS.iter().map(|schema| (schema.kind, table.types_of(schema.kind).collect())).collect()
        });
        let kind = Self::embedded().row(resource_type).and_then(|row| row.kind);
        kind.and_then(|kind| EQUIVALENT.get(&kind)).map_or(&[], Vec::as_slice)
    }

    /// The keys of every path that is read from a resource type, one path after the other.
    pub(in super::super) fn paths(resource_type: &str) -> impl Iterator<Item = Vec<&'static str>> {
        let row = Self::embedded().row(resource_type);
        row.into_iter().flat_map(Row::paths).map(|path| path.keys().collect())
    }

    /// Whether an argument is written as a block, so that a `dynamic` block may make it.
    pub(in super::super) fn is_block(&self, resource_type: &str, argument: &str) -> bool {
        let Some(row) = self.row(resource_type) else { return false };
        row.paths().any(|path| path.argument() == Some(argument) && path.begins_in_block())
            || row.readers().any(|reader| {
                // Records are read from blocks, except the members of a map.
                let is_list = |path: &Path| path.argument() == Some(argument) && !path.is_map();
                !reader.fields.is_empty() && reader.paths().any(is_list)
            })
    }

    /// The resource types with their rows.
    fn types(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.rows.iter().flat_map(|row| row.types.iter().map(move |name| (name.as_str(), row)))
    }

    /// The Terraform ones.
    pub(super) fn terraform_types(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.types().filter(|(name, _)| !name.contains('/'))
    }

    fn types_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.types().filter(move |(_, row)| row.kind == Some(kind)).map(|(name, _)| name)
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

/// The top-level arguments that a row reads, sorted.
fn arguments(row: &Row) -> Vec<&str> {
    let mut names = BTreeSet::from(["id", "name", "location", "resource_group_name"]);
    let own = row.ids.iter().map(String::as_str);
    let member = row.member_of.iter().filter_map(|member| member.target.as_deref());
    let targets = row.readers().flat_map(|reader| &reader.sources).filter_map(|source| source.target.as_deref());
    names.extend(own.chain(member).chain(targets).flat_map(placeholders));
    names.extend(row.paths().filter_map(Path::argument));
    names.extend(row.json.iter().map(String::as_str));
    names.into_iter().collect()
}

/// The paths of a row that hold references, without indexes, each with the kinds it may refer to.
fn reference_paths(row: &Row) -> BTreeMap<String, BTreeSet<Kind>> {
    let mut paths: BTreeMap<String, BTreeSet<Kind>> = BTreeMap::new();
    let mut add = |prefix: Option<&Path>, path: &Path, kind: Kind| {
        let keys: Vec<&str> = prefix.into_iter().flat_map(Path::keys).chain(path.keys()).collect();
        paths.entry(keys.join(".")).or_default().insert(kind);
    };
    let children =
        row.children.iter().flat_map(|child| child.attributes.iter().map(move |reader| (Some(&child.path), reader)));
    for (prefix, reader) in row.readers().map(|reader| (None, reader)).chain(children) {
        if let Some(kind) = reader.schema.shape.target() {
            reader.sources.iter().for_each(|source| add(prefix, &source.path, kind));
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
