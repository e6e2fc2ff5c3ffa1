//! The table that says where each attribute of the model is read in each input vocabulary.
//!
//! Data: `table.json`. A new resource type or attribute is a row there, not code. This module turns it into what the
//! builder uses; [`asked`] answers what a Terraform reader must keep of a plan.

mod asked;
mod spec;
#[cfg(test)]
mod tests;
pub(super) use spec::{Case, Omitted, Part, Reader, Source, Spec};

use super::path::Path;
use crate::model::{AttributeSchema, KINDS, Kind};
use serde::Deserialize;
use spec::{Written, WrittenSource};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The whole table, indexed by resource type.
pub(super) struct Table {
    rows: Vec<Row>,
    by_type: BTreeMap<String, usize>,
}

/// What is read from one resource type.
#[derive(Debug)]
pub(super) struct Row {
    /// Provider or ARM resource type, and others that are read the same way.
    types: Vec<String>,
    /// The kind of entity it becomes; `None` for one that only adds to others.
    pub(super) kind: Option<Kind>,
    /// Terraform: how the ARM resource id follows from its arguments; the first that can be filled in.
    pub(super) ids: Vec<String>,
    /// The attribute without which it is no entity.
    pub(super) needs: Option<String>,
    /// Top-level arguments whose text is a JSON document, to be read as what it says.
    pub(super) json: Vec<String>,
    /// Its attributes.
    pub(super) attributes: Vec<Reader>,
    /// Sub-resources written inline.
    pub(super) children: Vec<Child>,
    /// What it adds to other entities.
    pub(super) merges: Vec<Merge>,
    /// For a resource that belongs to a list of another one.
    pub(super) member_of: Option<MemberSpec>,
}

/// A sub-resource written inline.
#[derive(Debug)]
pub(super) struct Child {
    /// The list of sub-resources.
    pub(super) path: Path,
    /// The kind of entity each becomes.
    pub(super) kind: Kind,
    /// The last segment of its ARM type.
    pub(super) collection: String,
    /// The child's attribute that refers to the parent.
    pub(super) parent: Option<String>,
    /// The parent's list attribute that refers to the child.
    pub(super) member: Option<String>,
    /// Its attributes.
    pub(super) attributes: Vec<Reader>,
    /// What it means that the configuration leaves the list out.
    pub(super) when_omitted: Option<Omitted>,
}

/// What a resource adds to another entity.
#[derive(Debug)]
pub(super) struct Merge {
    /// Kind of the entity that gets the attributes.
    pub(super) kind: Kind,
    /// The references to it; none when it is the resource this one is a child of.
    pub(super) subject: Vec<Source>,
    /// The subject is a child, of this collection, of the entity that `subject` refers to; its name stands here.
    pub(super) subject_child: Option<(String, Path)>,
    /// Only a resource of this name adds this.
    pub(super) named: Option<String>,
    /// How the attributes meet those the entity has.
    pub(super) mode: Mode,
    /// The attributes, read from the resource that adds them.
    pub(super) attributes: Vec<Reader>,
}

/// How an added attribute meets the one the entity has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mode {
    /// There can be one value: two different ones leave it unknown.
    #[default]
    Set,
    /// The added one counts.
    Replace,
    /// Its elements join the list.
    Append,
}

/// A resource that stands in a list of another one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberSpec {
    /// Kind of the entity that has the list.
    pub(super) kind: KindName,
    /// The list.
    pub(super) attribute: String,
    /// Path of the reference to it; none when it is the resource this one is a child of.
    pub(super) path: Option<Path>,
    /// The ARM id that the names stand for.
    pub(super) target: Option<String>,
}

/// A kind, by the key of its map in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct KindName(pub(super) Kind);

impl TryFrom<String> for KindName {
    type Error = String;

    fn try_from(plural: String) -> Result<Self, Self::Error> {
        KINDS
            .iter()
            .find(|schema| schema.plural == plural)
            .map(|schema| Self(schema.kind))
            .ok_or_else(|| format!("no kind is called '{plural}'"))
    }
}

/// `table.json` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    resources: Vec<WrittenRow>,
    occupants: Vec<WrittenOccupant>,
}

type Attributes = BTreeMap<String, Option<Written>>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRow {
    #[serde(rename = "type")]
    resource_type: String,
    /// Other types that are read the same way.
    #[serde(default)]
    like: Vec<String>,
    /// Take over the attributes, children, and what they add, of this type; own attributes stand above them, and null
    /// removes one.
    #[serde(rename = "as")]
    same_as: Option<String>,
    kind: Option<KindName>,
    #[serde(default)]
    id: Vec<String>,
    needs: Option<String>,
    #[serde(default)]
    json: Vec<String>,
    #[serde(default)]
    attributes: Attributes,
    #[serde(default)]
    children: Vec<WrittenChild>,
    #[serde(default)]
    merges: Vec<WrittenMerge>,
    member_of: Option<MemberSpec>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChild {
    path: Path,
    kind: KindName,
    collection: String,
    parent: Option<String>,
    member: Option<String>,
    /// Read its attributes as those of this resource type.
    #[serde(rename = "as")]
    same_as: Option<String>,
    #[serde(default)]
    attributes: Attributes,
    when_omitted: Option<Omitted>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMerge {
    kind: KindName,
    #[serde(default)]
    subject: Vec<WrittenSource>,
    subject_child: Option<(String, Path)>,
    named: Option<String>,
    #[serde(default)]
    mode: Mode,
    attributes: Attributes,
}

/// A resource of which only the subnets matter that it takes addresses in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOccupant {
    #[serde(rename = "type")]
    resource_type: String,
    #[serde(default)]
    like: Vec<String>,
    #[serde(default)]
    id: Vec<String>,
    subnets: Vec<WrittenSource>,
}

impl From<WrittenOccupant> for WrittenRow {
    fn from(occupant: WrittenOccupant) -> Self {
        let name = Written::Sources(vec![WrittenSource::Path("name".to_owned().into())]);
        let resource_type = Written::Spec(Box::new(Spec { resource_type: true, ..Spec::default() }));
        let attributes =
            [("name", name), ("resource_type", resource_type), ("subnets", Written::Sources(occupant.subnets))];
        Self {
            resource_type: occupant.resource_type,
            like: occupant.like,
            same_as: None,
            kind: Some(KindName(Kind::SubnetOccupant)),
            id: occupant.id,
            needs: Some("subnets".to_owned()),
            json: Vec::new(),
            attributes: attributes.map(|(name, written)| (name.to_owned(), Some(written))).into(),
            children: Vec::new(),
            merges: Vec::new(),
            member_of: None,
        }
    }
}

/// Rows that take over from one another, at most.
const LONGEST_CHAIN: usize = 8;

/// Turns written rows into rows.
struct Loader {
    written: BTreeMap<String, WrittenRow>,
}

impl Loader {
    fn row(&self, written: &WrittenRow) -> Result<Row, String> {
        let written = self.complete(written, LONGEST_CHAIN)?;
        let kind = written.kind.map(|kind| kind.0);
        Ok(Row {
            kind,
            attributes: kind.map_or(Ok(Vec::new()), |kind| readers(kind, &written.attributes))?,
            children: written.children.iter().map(|child| self.child(child)).collect::<Result<_, _>>()?,
            merges: written.merges.into_iter().map(merge).collect::<Result<_, _>>()?,
            types: std::iter::once(written.resource_type).chain(written.like).collect(),
            ids: written.id,
            needs: written.needs,
            json: written.json,
            member_of: written.member_of,
        })
    }

    /// The row with what it takes over from others.
    fn complete(&self, written: &WrittenRow, chain: usize) -> Result<WrittenRow, String> {
        let mut written = written.clone();
        if let Some(other) = &written.same_as {
            let chain = chain.checked_sub(1).ok_or("'as' goes in a circle")?;
            let other = self.complete(self.other(other)?, chain)?;
            written.attributes = overlay(&other.attributes, &written.attributes);
            written.children.extend(other.children);
            written.merges.extend(other.merges);
            written.kind = written.kind.or(other.kind);
            written.member_of = written.member_of.or(other.member_of);
        }
        Ok(written)
    }

    fn child(&self, written: &WrittenChild) -> Result<Child, String> {
        let borrowed = match &written.same_as {
            Some(other) => self.complete(self.other(other)?, LONGEST_CHAIN)?.attributes,
            None => Attributes::new(),
        };
        Ok(Child {
            path: written.path.each(),
            kind: written.kind.0,
            collection: written.collection.clone(),
            parent: written.parent.clone(),
            member: written.member.clone(),
            attributes: readers(written.kind.0, &overlay(&borrowed, &written.attributes))?,
            when_omitted: written.when_omitted.clone(),
        })
    }

    fn other(&self, resource_type: &str) -> Result<&WrittenRow, String> {
        self.written.get(resource_type).ok_or_else(|| format!("no row for '{resource_type}'"))
    }
}

fn merge(written: WrittenMerge) -> Result<Merge, String> {
    Ok(Merge {
        kind: written.kind.0,
        subject: written.subject.into_iter().map(Source::from).collect(),
        subject_child: written.subject_child,
        named: written.named,
        mode: written.mode,
        attributes: readers(written.kind.0, &written.attributes)?,
    })
}

/// `own` over `borrowed`; null removes.
fn overlay(borrowed: &Attributes, own: &Attributes) -> Attributes {
    let mut all = borrowed.clone();
    all.extend(own.clone());
    all
}

fn readers(kind: Kind, attributes: &Attributes) -> Result<Vec<Reader>, String> {
    let present = attributes.iter().filter_map(|(name, written)| Some((name, written.as_ref()?)));
    present
        .map(|(name, written)| {
            let schema = attribute_schema(kind, name);
            Reader::of(schema.ok_or_else(|| format!("{} have no '{name}'", kind.schema().plural))?, written)
        })
        .collect()
}

impl Table {
    /// The embedded table.
    pub(super) fn embedded() -> &'static Self {
        static TABLE: LazyLock<Table> = LazyLock::new(|| {
            // A test loads the table strictly, so the fallback is never taken.
            Table::load(include_str!("../table.json"))
                .unwrap_or_else(|_| Table { rows: Vec::new(), by_type: BTreeMap::new() })
        });
        &TABLE
    }

    /// # Errors
    /// Says what in `text` is not a table for this model.
    fn load(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let written: Vec<WrittenRow> =
            file.resources.into_iter().chain(file.occupants.into_iter().map(WrittenRow::from)).collect();
        let loader = Loader { written: written.iter().map(|row| (row.resource_type.clone(), row.clone())).collect() };
        let mut table = Self { rows: Vec::new(), by_type: BTreeMap::new() };
        for written in &written {
            let row = loader.row(written).map_err(|error| format!("{}: {error}", written.resource_type))?;
            for name in &row.types {
                if table.by_type.insert(name.to_lowercase(), table.rows.len()).is_some() {
                    return Err(format!("two rows for '{name}'"));
                }
            }
            table.rows.push(row);
        }
        Ok(table)
    }

    /// The row for a resource type, in any letter case.
    pub(super) fn row(&self, resource_type: &str) -> Option<&Row> {
        let index = self.by_type.get(resource_type).or_else(|| self.by_type.get(&resource_type.to_lowercase()))?;
        self.rows.get(*index)
    }

    /// Whether resources of an ARM type become entities of `kind`.
    pub(super) fn is_of_kind(&self, arm_type: &str, kind: Kind) -> bool {
        arm_type.eq_ignore_ascii_case(kind.schema().arm_type)
            || self.row(arm_type).is_some_and(|row| row.kind == Some(kind))
    }
}

/// The names in braces of an id template.
pub(super) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The schema of an attribute.
pub(super) fn attribute_schema(kind: Kind, name: &str) -> Option<&'static AttributeSchema> {
    kind.schema().attributes.iter().find(|attribute| attribute.name == name)
}
