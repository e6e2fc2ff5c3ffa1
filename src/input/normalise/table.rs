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
    pub(super) fn arguments(resource_type: &str) -> Option<&'static [&'static str]> {
        static ARGUMENTS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
            let table = Table::embedded();
            let of_row = |row: &'static Row| arguments(row);
            table.terraform_types().map(|(name, row)| (name, of_row(row))).collect()
        });
        ARGUMENTS.get(resource_type).map(Vec::as_slice)
    }

    /// The Terraform resource types that an argument of `resource_type` can refer to, the argument as a dotted path without
    /// indexes (`subnet.security_group`); none when it refers to nothing that matters.
    pub(super) fn targets(resource_type: &str, argument: &str) -> &'static [&'static str] {
        type Targets = BTreeMap<&'static str, BTreeMap<String, Vec<&'static str>>>;
        static TARGETS: LazyLock<Targets> = LazyLock::new(|| {
            let table = Table::embedded();
            let mut all = Targets::new();
            for (name, row) in table.terraform_types() {
                for (path, kind) in reference_paths(table, row) {
                    all.entry(name).or_default().entry(path).or_default().extend(table.types_of(kind));
                }
            }
            all
        });
        TARGETS.get(resource_type).and_then(|paths| paths.get(argument)).map_or(&[], Vec::as_slice)
    }

    /// Whether an argument is written as a block, so that a `dynamic` block may make it.
    pub(super) fn is_block(&self, resource_type: &str, argument: &str) -> bool {
        self.row(resource_type).is_some_and(|row| {
            row.children.iter().any(|child| child.path == argument)
                || row.attributes.values().any(|spec| {
                    let is_nested = |path: &String| {
                        path.starts_with(&format!("{argument}[")) || (path == argument && !spec.fields.is_empty())
                    };
                    spec.paths.iter().any(is_nested)
                })
        })
    }

    /// The Terraform resource types with their rows.
    fn terraform_types(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.rows
            .iter()
            .flat_map(|row| std::iter::once(&row.resource_type).chain(&row.like).map(move |name| (name.as_str(), row)))
            .filter(|(name, _)| !name.contains('/'))
    }

    fn types_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.terraform_types()
            .filter(move |(_, row)| row.kind.is_some_and(|found| found.0 == kind))
            .map(|(name, _)| name)
    }

    #[cfg(test)]
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
}

/// The top-level arguments that a row reads, sorted.
fn arguments(row: &Row) -> Vec<&str> {
    let mut names = BTreeSet::from(["id", "name", "location", "resource_group_name"]);
    let templates = [row.id.as_deref(), row.member_of.as_ref().and_then(|member| member.target.as_deref())];
    names.extend(templates.into_iter().flatten().flat_map(placeholders));
    let specs = row.attributes.values().flat_map(|spec| &spec.paths);
    let links = row.link.iter().flat_map(|link| link.subject.iter().chain(&link.value));
    let members = row.member_of.iter().flat_map(|member| &member.paths);
    let children = row.children.iter().map(|child| &child.path);
    names.extend(specs.chain(links).chain(members).chain(children).filter_map(|path| path.split(['.', '[']).next()));
    names.into_iter().collect()
}

/// The paths of a row that hold references, without indexes, each with the kind it refers to.
fn reference_paths(table: &Table, row: &Row) -> Vec<(String, Kind)> {
    let mut paths = Vec::new();
    let mut add = |prefix: &str, kind: Kind, attributes: &BTreeMap<String, AttributeSpec>| {
        for (name, spec) in attributes {
            if let Some(target) = edge_target(kind, name) {
                paths.extend(spec.paths.iter().map(|path| (without_indexes(&format!("{prefix}{path}")), target)));
            }
        }
    };
    if let Some(kind) = row.kind {
        add("", kind.0, &row.attributes);
    }
    for child in &row.children {
        add(&format!("{}.", child.path), child.kind.0, child.attributes(table));
    }
    if let Some(link) = &row.link {
        paths.extend(link.subject.iter().map(|path| (path.clone(), link.kind.0)));
        if let Some(target) = edge_target(link.kind.0, &link.attribute) {
            paths.extend(link.value.iter().map(|path| (path.clone(), target)));
        }
    }
    if let Some(member) = &row.member_of {
        paths.extend(member.paths.iter().map(|path| (path.clone(), member.kind.0)));
    }
    paths
}

/// `a[0].b[]` as `a.b`.
fn without_indexes(path: &str) -> String {
    path.split('.').filter_map(|step| step.split('[').next()).collect::<Vec<_>>().join(".")
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
            let members = ["security_rules", "routes"];
            for attribute in schema.attributes.iter().filter(|attribute| !members.contains(&attribute.name)) {
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
        let arguments = Table::arguments("azurerm_subnet").expect("a row");
        assert!(arguments.contains(&"virtual_network_name") && arguments.contains(&"delegation"), "{arguments:?}");
        assert_eq!(
            Table::targets("azurerm_integration_service_environment", "virtual_network_subnet_ids"),
            ["azurerm_subnet"]
        );
        assert_eq!(Table::targets("azurerm_subnet", "virtual_network_name"), ["azurerm_virtual_network"]);
        assert_eq!(
            Table::targets("azurerm_subnet_network_security_group_association", "subnet_id"),
            ["azurerm_subnet"]
        );
        assert_eq!(
            Table::targets("azurerm_virtual_network", "subnet.security_group"),
            ["azurerm_network_security_group"]
        );
        assert!(
            table.is_block("azurerm_subnet", "delegation") && !table.is_block("azurerm_subnet", "address_prefixes")
        );
        assert!(Table::targets("azurerm_subnet", "address_prefixes").is_empty());
        assert!(Table::arguments("azurerm_resource_group").is_none());
    }
}
