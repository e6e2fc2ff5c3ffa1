//! Attributes that Azure composes of names: the address of a vault, of a registry, of a storage account, and of what is in them.
//!
//! It owns which attributes these are (`derived.json`) and how their texts are made; where names and regions come from is the
//! business of the front ends. The domain is the cloud's, which the region of the resource tells.
//!
//! Shape: a resource type and an attribute in; the [`Piece`]s of the text out.

use crate::network::cloud;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// All of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Domains by what they are for, then by cloud.
    domains: BTreeMap<String, BTreeMap<String, String>>,
    rows: Vec<Derived>,
}

/// One attribute that follows from names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Derived {
    /// The document that says so.
    #[serde(rename = "source")]
    _source: String,
    terraform: Terraform,
    arm: Option<Arm>,
    /// Its text, with what it is made of in braces: an argument of the resource, an attribute of the resource that an argument
    /// refers to, `{domain}`.
    text: String,
    domain: Option<String>,
    /// It does not hold where one of these arguments is set.
    #[serde(default)]
    unless: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terraform {
    #[serde(rename = "type")]
    resource_type: String,
    attribute: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arm {
    #[serde(rename = "type")]
    resource_type: String,
    property: String,
}

/// What a text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    Text(&'t str),
    /// An argument of the resource.
    Own(&'t str),
    /// An attribute of the resource that an argument refers to.
    Other {
        argument: &'t str,
        attribute: &'t str,
    },
    /// The domain, which the region tells.
    Domain,
}

/// Types that are read only because attributes of theirs follow from names, with the arguments that these are made of.
const CARRIERS: [&str; 2] = ["azurerm_key_vault_secret", "azurerm_key_vault_certificate"];

/// The arguments that are read from a resource type that matters for its derived attributes alone; `None` for any other type.
pub(crate) fn wanted_arguments(resource_type: &str) -> Option<&'static [&'static str]> {
    CARRIERS.contains(&resource_type).then_some(&["name", "key_vault_id"])
}

fn table() -> &'static Table {
    // A test reads the table, so the fallback is never taken.
    static TABLE: LazyLock<Table> =
        LazyLock::new(|| serde_json::from_str(include_str!("derived.json")).unwrap_or_default());
    &TABLE
}

/// The attribute of a Terraform type, when it follows from names.
pub(crate) fn of_terraform(resource_type: &str, attribute: &str) -> Option<&'static Derived> {
    let is_meant =
        |row: &&Derived| row.terraform.resource_type == resource_type && row.terraform.attribute == attribute;
    table().rows.iter().find(is_meant)
}

/// The runtime property of an ARM type at a dotted path, or one below it, when it follows from names: its own path, too.
pub(crate) fn of_arm(resource_type: &str, path: &str) -> Option<(&'static str, &'static Derived)> {
    let is_meant = |property: &str| {
        let rest = property.get(path.len()..).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        rest.is_some() && property.get(..path.len()).is_some_and(|start| start.eq_ignore_ascii_case(path))
    };
    let mut rows = table().rows.iter().filter_map(|row| Some((row.arm.as_ref()?, row)));
    let found =
        rows.find(|(arm, _)| arm.resource_type.eq_ignore_ascii_case(resource_type) && is_meant(&arm.property))?;
    Some((found.0.property.as_str(), found.1))
}

impl Derived {
    /// The arguments that must not be set, in either vocabulary.
    pub(crate) fn unless(&self) -> impl Iterator<Item = &str> {
        self.unless.iter().map(String::as_str)
    }

    /// What the text is made of.
    pub(crate) fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut rest = self.text.as_str();
        while let Some((before, (inside, behind))) =
            rest.split_once('{').and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
        {
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            pieces.push(match (inside, inside.split_once('.')) {
                ("domain", _) => Piece::Domain,
                (_, Some((argument, attribute))) => Piece::Other { argument, attribute },
                (own, None) => Piece::Own(own),
            });
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        pieces
    }

    /// The domain in the cloud that has a region.
    pub(crate) fn domain(&self, region: &str) -> Option<&'static str> {
        let region = region.to_lowercase().replace(' ', "");
        let domains = table().domains.get(self.domain.as_ref()?)?;
        domains.get(cloud(Some(&region).filter(|region| !region.is_empty()).map(String::as_str))).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table can be read, and every domain that a row asks for is there for each cloud.
    #[test]
    fn the_table_is_whole() {
        let table: Table = serde_json::from_str(include_str!("derived.json")).expect("a table");
        for row in &table.rows {
            assert_eq!(row.pieces().contains(&Piece::Domain), row.domain.is_some(), "{row:?}");
            for region in row.domain.iter().flat_map(|_| ["West Europe", "usgovvirginia", "chinanorth3"]) {
                assert!(row.domain(region).is_some(), "{row:?} in {region}");
            }
        }
    }

    /// A text is taken apart into what it is made of.
    #[test]
    fn pieces_of_texts() {
        let uri = of_terraform("azurerm_key_vault", "vault_uri").expect("a row");
        assert_eq!(
            uri.pieces(),
            [Piece::Text("https://"), Piece::Own("name"), Piece::Text("."), Piece::Domain, Piece::Text("/")]
        );
        assert_eq!(uri.domain("West Europe"), Some("vault.azure.net"));
        let id = of_terraform("azurerm_key_vault_secret", "versionless_id").expect("a row");
        let vault = Piece::Other { argument: "key_vault_id", attribute: "vault_uri" };
        assert_eq!(id.pieces(), [vault, Piece::Text("secrets/"), Piece::Own("name")]);
        assert!(of_terraform("azurerm_key_vault", "id").is_none());
        let blob = |path| of_arm("microsoft.storage/storageaccounts", path).map(|(property, _)| property);
        assert_eq!(["PrimaryEndpoints", "primaryEndpoints.blob"].map(blob), [Some("primaryEndpoints.blob"); 2]);
        assert_eq!(["primary", "primaryEndpoints.file"].map(blob), [None; 2]);
    }
}
