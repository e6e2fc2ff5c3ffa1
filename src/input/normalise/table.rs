//! The table that says where each attribute of the model is read in each input vocabulary.
//!
//! Data: `table.json`. A new resource type or attribute is a row there, not code.

use crate::model::{AttributeSchema, KINDS, Kind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The whole table, indexed by resource type.
pub(super) struct Table {
    rows: Vec<Row>,
    by_type: BTreeMap<String, usize>,
}

/// What is read from one resource type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    /// Provider or ARM resource type.
    #[serde(rename = "type")]
    resource_type: String,
    /// Other types that are read the same way.
    #[serde(default)]
    like: Vec<String>,
    /// The kind of entity it becomes; `None` for a pure link.
    pub(super) kind: Option<KindName>,
    /// Terraform: how the ARM resource id follows from its arguments.
    pub(super) id: Option<String>,
    /// Attributes by their name in the model.
    #[serde(default)]
    pub(super) attributes: BTreeMap<String, AttributeSpec>,
    /// Sub-resources written inline.
    #[serde(default)]
    pub(super) children: Vec<ChildSpec>,
    /// For a resource that only connects two others.
    pub(super) link: Option<LinkSpec>,
    /// For a resource that belongs to a list of another one.
    pub(super) member_of: Option<MemberSpec>,
}

/// Where one attribute is read.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributeSpec {
    /// Paths below the resource: `a.b[0].c`, or `a[].b` for a member of each element.
    #[serde(default)]
    pub(super) paths: Vec<String>,
    /// For records: the paths of their fields below each element.
    #[serde(default)]
    pub(super) fields: BTreeMap<String, Vec<String>>,
    /// For references by name: the ARM id that the names stand for.
    pub(super) target: Option<String>,
    /// The reference is to the resource this one is a child of.
    #[serde(default)]
    pub(super) parent: bool,
    /// The part of a compound value that is meant.
    pub(super) part: Option<Part>,
    /// What it means that the configuration leaves the argument out.
    pub(super) when_omitted: Option<Omitted>,
}

/// A part of a compound value such as `Premium_2`.
#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    BeforeUnderscore,
    BehindUnderscore,
}

/// The documented meaning of an optional and computed argument that is left out.
#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Omitted {
    /// It is not set.
    Absent,
}

/// A sub-resource written inline.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChildSpec {
    /// Where the list of sub-resources stands.
    pub(super) path: String,
    /// The kind of entity each becomes.
    pub(super) kind: KindName,
    /// The last segment of its ARM type.
    pub(super) collection: String,
    /// The child's attribute that refers to the parent.
    pub(super) parent: Option<String>,
    /// The parent's list attribute that refers to the child.
    pub(super) member: Option<String>,
    /// Read its attributes as those of this resource type.
    #[serde(rename = "as")]
    same_as: Option<String>,
    /// Attributes by their name in the model, where `as` does not say it.
    #[serde(default)]
    attributes: BTreeMap<String, AttributeSpec>,
    /// What it means that the configuration leaves the list out.
    pub(super) when_omitted: Option<Omitted>,
}

/// A resource that sets an attribute of another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkSpec {
    /// Kind of the entity that gets the attribute.
    pub(super) kind: KindName,
    /// Paths of the reference to it.
    #[serde(default)]
    pub(super) subject: Vec<String>,
    /// It is the resource this one is a child of.
    #[serde(default)]
    pub(super) subject_is_parent: bool,
    /// The attribute that is set.
    pub(super) attribute: String,
    /// Paths of the reference it is set to.
    pub(super) value: Vec<String>,
}

/// A resource that stands in a list of another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberSpec {
    /// Kind of the entity that has the list.
    pub(super) kind: KindName,
    /// The list.
    pub(super) attribute: String,
    /// Paths of the reference to it.
    #[serde(default)]
    pub(super) paths: Vec<String>,
    /// The ARM id that the names stand for.
    pub(super) target: Option<String>,
    /// It is the resource this one is a child of.
    #[serde(default)]
    pub(super) parent: bool,
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

impl ChildSpec {
    /// Its attributes, own or borrowed.
    pub(super) fn attributes<'a>(&'a self, table: &'a Table) -> &'a BTreeMap<String, AttributeSpec> {
        self.same_as.as_deref().and_then(|other| table.row(other)).map_or(&self.attributes, |row| &row.attributes)
    }
}

impl Table {
    /// The embedded table.
    pub(super) fn embedded() -> &'static Self {
        #[derive(Deserialize)]
        struct File {
            resources: Vec<Row>,
        }
        static TABLE: LazyLock<Table> = LazyLock::new(|| {
            // A test reads the file strictly, so the fallback is never taken.
            let file: File =
                serde_json::from_str(include_str!("table.json")).unwrap_or_else(|_| File { resources: Vec::new() });
            let mut by_type = BTreeMap::new();
            for (index, row) in file.resources.iter().enumerate() {
                for name in std::iter::once(&row.resource_type).chain(&row.like) {
                    by_type.insert(name.to_lowercase(), index);
                }
            }
            Table { rows: file.resources, by_type }
        });
        &TABLE
    }

    /// The row for a resource type, in any letter case.
    pub(super) fn row(&self, resource_type: &str) -> Option<&Row> {
        let index = self.by_type.get(resource_type).or_else(|| self.by_type.get(&resource_type.to_lowercase()))?;
        self.rows.get(*index)
    }

    /// The top-level arguments that are read from a Terraform resource type, sorted; `None` when it has no row.
    pub(super) fn arguments(&self, resource_type: &str) -> Option<Vec<&str>> {
        let row = self.row(resource_type)?;
        let mut names = BTreeSet::from(["id", "name", "location", "resource_group_name"]);
        let templates = [row.id.as_deref(), row.member_of.as_ref().and_then(|member| member.target.as_deref())];
        names.extend(templates.into_iter().flatten().flat_map(placeholders));
        let specs = row.attributes.values().flat_map(|spec| &spec.paths);
        let links = row.link.iter().flat_map(|link| link.subject.iter().chain(&link.value));
        let members = row.member_of.iter().flat_map(|member| &member.paths);
        let children = row.children.iter().map(|child| &child.path);
        names
            .extend(specs.chain(links).chain(members).chain(children).filter_map(|path| path.split(['.', '[']).next()));
        Some(names.into_iter().collect())
    }

    /// The Terraform resource types that `argument` (a path) of `resource_type` can refer to; empty when it refers to
    /// none that matters.
    pub(super) fn targets(&self, resource_type: &str, argument: &str) -> Vec<&str> {
        let Some(row) = self.row(resource_type) else { return Vec::new() };
        let mut kinds = Vec::new();
        let reads = |paths: &[String]| paths.iter().any(|path| path.trim_end_matches("[]") == argument);
        for (kind, name, spec) in self.references(row) {
            if reads(&spec.paths) || spec.paths.iter().any(|path| path == argument) {
                kinds.extend(edge_target(kind, name));
            }
        }
        if let Some(link) = &row.link {
            if reads(&link.subject) {
                kinds.push(link.kind.0);
            }
            if reads(&link.value) {
                kinds.extend(edge_target(link.kind.0, &link.attribute));
            }
        }
        kinds.extend(row.member_of.iter().filter(|member| reads(&member.paths)).map(|member| member.kind.0));
        self.types_of(&kinds)
    }

    /// Every attribute spec of a row and of its children, children's paths made absolute by the caller's look-up.
    fn references<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (Kind, &'a str, &'a AttributeSpec)> {
        let own = row
            .kind
            .into_iter()
            .flat_map(|kind| row.attributes.iter().map(move |(name, spec)| (kind.0, name.as_str(), spec)));
        let children = row.children.iter().flat_map(move |child| {
            child.attributes(self).iter().map(|(name, spec)| (child.kind.0, name.as_str(), spec))
        });
        own.chain(children)
    }

    fn types_of(&self, kinds: &[Kind]) -> Vec<&str> {
        self.rows
            .iter()
            .filter(|row| row.kind.is_some_and(|kind| kinds.contains(&kind.0)))
            .flat_map(|row| std::iter::once(&row.resource_type).chain(&row.like))
            .map(String::as_str)
            .filter(|name| !name.contains('/'))
            .collect()
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

/// The kind that an attribute refers to; `None` when it is no reference.
pub(super) fn edge_target(kind: Kind, name: &str) -> Option<Kind> {
    attribute_schema(kind, name)?.shape.target()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file is read strictly, and every name in it exists in the model.
    #[test]
    fn table_agrees_with_the_model() {
        let strict: Result<serde_json::Value, _> = serde_json::from_str(include_str!("table.json"));
        assert!(strict.is_ok());
        let table = Table::embedded();
        assert!(table.rows.len() > 15, "the table did not parse");
        for row in &table.rows {
            for (kind, name, spec) in table.references(row) {
                let schema = attribute_schema(kind, name);
                assert!(schema.is_some(), "{}: {name}", row.resource_type);
                assert!(spec.parent || !spec.paths.is_empty(), "{}: {name}", row.resource_type);
            }
            for child in &row.children {
                assert!(!child.attributes(table).is_empty(), "{}", row.resource_type);
                if let Some(name) = &child.parent {
                    assert!(edge_target(child.kind.0, name).is_some(), "{name}");
                }
            }
            if let Some(link) = &row.link {
                assert!(edge_target(link.kind.0, &link.attribute).is_some(), "{}", link.attribute);
            }
        }
    }

    /// Every attribute of every kind is read from both vocabularies, or from neither side of a list of members.
    #[test]
    fn every_attribute_has_a_source_in_both_vocabularies() {
        let table = Table::embedded();
        for schema in KINDS {
            for attribute in schema.attributes.iter().filter(|attribute| attribute.name != "security_rules") {
                for is_arm in [false, true] {
                    let is_read =
                        table.rows.iter().filter(|row| row.resource_type.contains('/') == is_arm).any(|row| {
                            table.references(row).any(|(kind, name, _)| kind == schema.kind && name == attribute.name)
                        });
                    assert!(is_read, "{}.{} (ARM: {is_arm})", schema.plural, attribute.name);
                }
            }
        }
    }

    /// Arguments and targets that the Terraform reader asks for.
    #[test]
    fn arguments_and_targets() {
        let table = Table::embedded();
        let arguments = table.arguments("azurerm_subnet").expect("a row");
        assert!(arguments.contains(&"virtual_network_name") && arguments.contains(&"delegation"), "{arguments:?}");
        assert_eq!(
            table.targets("azurerm_integration_service_environment", "virtual_network_subnet_ids"),
            ["azurerm_subnet"]
        );
        assert_eq!(table.targets("azurerm_subnet", "virtual_network_name"), ["azurerm_virtual_network"]);
        assert_eq!(table.targets("azurerm_subnet_network_security_group_association", "subnet_id"), ["azurerm_subnet"]);
        assert!(table.targets("azurerm_subnet", "address_prefixes").is_empty());
        assert!(table.arguments("azurerm_resource_group").is_none());
    }
}
