//! The table that says where each attribute of the model is read in each input vocabulary.
//!
//! Data: `table.json`. A new resource type or attribute is a row there, not code. This module turns it into what the
//! builder uses; [`asked`] answers what a Terraform reader must keep of a plan.

mod asked;
mod spec;
#[cfg(test)]
mod tests;
mod written;
pub(super) use spec::{Case, Omitted, Part, Reader, Source};

use super::path::Path;
use crate::model::{AttributeSchema, KINDS, Kind};
use asked::Asked;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};
use written::{File, Header, WrittenChild, WrittenOccupant, WrittenRow, merge, overlay, readers};

/// The whole table, indexed by resource type. A row is read when it is asked for: an input has few of all types.
#[derive(Default)]
pub(super) struct Table {
    entries: Vec<Entry>,
    by_type: BTreeMap<String, usize>,
    /// The Terraform resource types that become entities of a kind.
    by_kind: BTreeMap<Kind, Vec<String>>,
}

/// A row and what is known of it before it is read.
struct Entry {
    kind: Option<Kind>,
    json: Box<RawValue>,
    /// Of the list of occupants, whose rows are shorter.
    is_occupant: bool,
    row: OnceLock<Result<Row, String>>,
}

/// What is read from one resource type.
#[derive(Debug)]
pub(super) struct Row {
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
    /// Terraform: arguments that the provider reads back where they are left out, with the types that state the same.
    pub(super) also_stated_by: BTreeMap<String, Vec<String>>,
    /// What a Terraform reader asks of it, worked out when it does.
    asked: OnceLock<Asked>,
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

/// Rows that take over from one another, at most.
const LONGEST_CHAIN: usize = 8;

impl Table {
    /// The embedded table.
    pub(super) fn embedded() -> &'static Self {
        // A test loads the table strictly, so the fallback is never taken.
        static TABLE: LazyLock<Table> =
            LazyLock::new(|| Table::load(include_str!("../table.json")).unwrap_or_default());
        &TABLE
    }

    /// # Errors
    /// Says what in `text` is not a table. Whether its rows are for this model shows when they are asked for.
    fn load(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut table = Self::default();
        let rows = file.resources.into_iter().map(|json| (json, false));
        for (json, is_occupant) in rows.chain(file.occupants.into_iter().map(|json| (json, true))) {
            let header: Header = serde_json::from_str(json.get()).map_err(|error| error.to_string())?;
            let borrowed = header.same_as.and_then(|other| table.entry(&other)).and_then(|entry| entry.kind);
            let occupant = is_occupant.then_some(Kind::SubnetOccupant);
            let kind = header.kind.map(|kind| kind.0).or(borrowed).or(occupant);
            for name in std::iter::once(header.resource_type).chain(header.like) {
                if table.by_type.insert(name.to_lowercase(), table.entries.len()).is_some() {
                    return Err(format!("two rows for '{name}'"));
                }
                if let Some(kind) = kind {
                    table.by_kind.entry(kind).or_default().push(name);
                }
            }
            table.entries.push(Entry { kind, json, is_occupant, row: OnceLock::new() });
        }
        Ok(table)
    }

    fn entry(&self, resource_type: &str) -> Option<&Entry> {
        let index = self.by_type.get(resource_type).or_else(|| self.by_type.get(&resource_type.to_lowercase()))?;
        self.entries.get(*index)
    }

    /// Whether there is a row for a resource type, in any letter case.
    pub(super) fn has(&self, resource_type: &str) -> bool {
        self.entry(resource_type).is_some()
    }

    /// The row for a resource type, in any letter case.
    pub(super) fn row(&self, resource_type: &str) -> Option<&Row> {
        self.read(self.entry(resource_type)?).as_ref().ok()
    }

    /// The resource types of both vocabularies that become entities of `kind`.
    fn types_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.by_kind.get(&kind).into_iter().flatten().map(String::as_str)
    }

    /// Whether resources of an ARM type become entities of `kind`.
    pub(super) fn is_of_kind(&self, arm_type: &str, kind: Kind) -> bool {
        arm_type.eq_ignore_ascii_case(kind.schema().arm_type)
            || self.entry(arm_type).is_some_and(|entry| entry.kind == Some(kind))
    }

    fn read<'t>(&'t self, entry: &'t Entry) -> &'t Result<Row, String> {
        entry.row.get_or_init(|| {
            let written = entry.written()?;
            self.convert(&written).map_err(|error| format!("{}: {error}", written.resource_type))
        })
    }

    fn convert(&self, written: &WrittenRow) -> Result<Row, String> {
        let written = self.complete(written, LONGEST_CHAIN)?;
        let kind = written.kind.map(|kind| kind.0);
        Ok(Row {
            kind,
            attributes: kind.map_or(Ok(Vec::new()), |kind| readers(kind, &written.attributes))?,
            children: written.children.iter().map(|child| self.child(child)).collect::<Result<_, _>>()?,
            merges: written.merges.iter().map(merge).collect::<Result<_, _>>()?,
            ids: written.id.clone(),
            needs: written.needs.clone(),
            json: written.json.clone(),
            member_of: written.member_of.clone(),
            also_stated_by: written.also_stated_by.clone(),
            asked: OnceLock::new(),
        })
    }

    /// The row with what it takes over from others.
    fn complete<'w>(&self, written: &'w WrittenRow, chain: usize) -> Result<Cow<'w, WrittenRow>, String> {
        let Some(other) = &written.same_as else { return Ok(Cow::Borrowed(written)) };
        let chain = chain.checked_sub(1).ok_or("'as' goes in a circle")?;
        let other = self.other(other)?;
        let other = self.complete(&other, chain)?;
        let mut written = written.clone();
        written.attributes = overlay(&other.attributes, &written.attributes);
        written.children.extend(other.children.iter().cloned());
        written.merges.extend(other.merges.iter().cloned());
        written.kind = written.kind.or(other.kind);
        if written.also_stated_by.is_empty() {
            written.also_stated_by.clone_from(&other.also_stated_by);
        }
        written.member_of = written.member_of.or_else(|| other.member_of.clone());
        Ok(Cow::Owned(written))
    }

    fn child(&self, written: &WrittenChild) -> Result<Child, String> {
        let attributes = match &written.same_as {
            Some(other) => {
                let borrowed = self.other(other)?;
                let borrowed = self.complete(&borrowed, LONGEST_CHAIN)?;
                Cow::Owned(overlay(&borrowed.attributes, &written.attributes))
            }
            None => Cow::Borrowed(&written.attributes),
        };
        Ok(Child {
            path: written.path.each(),
            kind: written.kind.0,
            collection: written.collection.clone(),
            parent: written.parent.clone(),
            member: written.member.clone(),
            attributes: readers(written.kind.0, &attributes)?,
            when_omitted: written.when_omitted.clone(),
        })
    }

    fn other(&self, resource_type: &str) -> Result<WrittenRow, String> {
        self.entry(resource_type).ok_or_else(|| format!("no row for '{resource_type}'"))?.written()
    }
}

impl Entry {
    fn written(&self) -> Result<WrittenRow, String> {
        let row = if self.is_occupant {
            serde_json::from_str::<WrittenOccupant>(self.json.get()).map(WrittenRow::from)
        } else {
            serde_json::from_str(self.json.get())
        };
        row.map_err(|error| error.to_string())
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
