//! `table.json` as it is written: rows before what they take over from one another is put in.

use super::spec::{Reader, Source, Spec, Written, WrittenSource};
use super::{KindName, MemberSpec, Merge, Mode, Omitted, attribute_schema};
use crate::input::normalise::path::Path;
use crate::model::Kind;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// `table.json` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(rename = "source")]
    pub(super) _source: String,
    pub(super) resources: Vec<Box<RawValue>>,
    pub(super) occupants: Vec<Box<RawValue>>,
}

/// The members of a row that tell what it is about.
#[derive(Deserialize)]
pub(super) struct Header {
    #[serde(rename = "type")]
    pub(super) resource_type: String,
    #[serde(default)]
    pub(super) like: Vec<String>,
    pub(super) kind: Option<KindName>,
    #[serde(rename = "as")]
    pub(super) same_as: Option<String>,
}

pub(super) type Attributes = BTreeMap<String, Option<Written>>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRow {
    #[serde(rename = "type")]
    pub(super) resource_type: String,
    /// Other types that are read the same way; see [`Header`].
    #[serde(default, rename = "like")]
    pub(super) _like: Vec<String>,
    /// Take over the attributes, children, and what they add, of this type; own attributes stand above them, and null
    /// removes one.
    #[serde(rename = "as")]
    pub(super) same_as: Option<String>,
    pub(super) kind: Option<KindName>,
    #[serde(default)]
    pub(super) id: Vec<String>,
    pub(super) needs: Option<String>,
    #[serde(default)]
    pub(super) json: Vec<String>,
    #[serde(default)]
    pub(super) attributes: Attributes,
    #[serde(default)]
    pub(super) children: Vec<WrittenChild>,
    #[serde(default)]
    pub(super) merges: Vec<WrittenMerge>,
    pub(super) member_of: Option<MemberSpec>,
    /// Terraform: arguments that the provider reads back where the configuration leaves them out, with the resource types that
    /// state the same.
    #[serde(default)]
    pub(super) also_stated_by: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenChild {
    pub(super) path: Path,
    pub(super) kind: KindName,
    pub(super) collection: String,
    pub(super) parent: Option<String>,
    pub(super) member: Option<String>,
    /// Read its attributes as those of this resource type.
    #[serde(rename = "as")]
    pub(super) same_as: Option<String>,
    #[serde(default)]
    pub(super) attributes: Attributes,
    pub(super) when_omitted: Option<Omitted>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenMerge {
    pub(super) kind: KindName,
    #[serde(default)]
    pub(super) subject: Vec<WrittenSource>,
    pub(super) subject_child: Option<(String, Path)>,
    pub(super) named: Option<String>,
    #[serde(default)]
    pub(super) mode: Mode,
    pub(super) attributes: Attributes,
}

/// A resource of which only the subnets matter that it takes addresses in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOccupant {
    #[serde(rename = "type")]
    pub(super) resource_type: String,
    #[serde(default, rename = "like")]
    pub(super) _like: Vec<String>,
    #[serde(default)]
    pub(super) id: Vec<String>,
    pub(super) subnets: Vec<WrittenSource>,
    /// Its subnets are one argument that is a list.
    #[serde(default)]
    pub(super) is_list: bool,
}

impl From<WrittenOccupant> for WrittenRow {
    fn from(occupant: WrittenOccupant) -> Self {
        let name = Written::Sources(vec![WrittenSource::Path("name".to_owned().into())]);
        let resource_type = Written::Spec(Box::new(Spec { resource_type: true, ..Spec::default() }));
        // What is not known of a single value is one reference, not a list of them. No service looks for a subnet by itself:
        // where it is told none, it takes no address in one that the input declares.
        let subnets = Spec {
            paths: occupant.subnets,
            single: !occupant.is_list,
            when_omitted: Some(Omitted::Absent),
            ..Spec::default()
        };
        let subnets = Written::Spec(Box::new(subnets));
        let attributes = [("name", name), ("resource_type", resource_type), ("subnets", subnets)];
        Self {
            resource_type: occupant.resource_type,
            _like: occupant._like,
            same_as: None,
            kind: Some(KindName(Kind::SubnetOccupant)),
            id: occupant.id,
            needs: Some("subnets".to_owned()),
            json: Vec::new(),
            attributes: attributes.map(|(name, written)| (name.to_owned(), Some(written))).into(),
            children: Vec::new(),
            merges: Vec::new(),
            member_of: None,
            also_stated_by: BTreeMap::new(),
        }
    }
}

pub(super) fn merge(written: &WrittenMerge) -> Result<Merge, String> {
    Ok(Merge {
        kind: written.kind.0,
        subject: written.subject.iter().cloned().map(Source::from).collect(),
        subject_child: written.subject_child.clone(),
        named: written.named.clone(),
        mode: written.mode,
        attributes: readers(written.kind.0, &written.attributes)?,
    })
}

/// `own` over `borrowed`; null removes.
pub(super) fn overlay(borrowed: &Attributes, own: &Attributes) -> Attributes {
    let mut all = borrowed.clone();
    all.extend(own.clone());
    all
}

pub(super) fn readers(kind: Kind, attributes: &Attributes) -> Result<Vec<Reader>, String> {
    let present = attributes.iter().filter_map(|(name, written)| Some((name, written.as_ref()?)));
    present
        .map(|(name, written)| {
            let schema = attribute_schema(kind, name);
            Reader::of(schema.ok_or_else(|| format!("{} have no '{name}'", kind.schema().plural))?, written)
        })
        .collect()
}
