//! The table agrees with the model, with the provider's schemas and with the resources that rules are about.

use super::*;
use crate::model::AttributeType;
use std::collections::BTreeSet;

/// The rows with the types they are for. Panics at one that is not for this model.
fn rows(table: &Table) -> Vec<(Vec<&str>, &Row)> {
    let row = |(index, entry)| {
        let types = table.by_type.iter().filter(|(_, found)| **found == index).map(|(name, _)| name.as_str());
        (types.collect(), table.read(entry).as_ref().expect("a row for this model"))
    };
    table.entries.iter().enumerate().map(row).collect()
}

/// The Terraform resource types with their rows.
fn terraform_types() -> Vec<(&'static str, &'static Row)> {
    let rows = rows(Table::embedded()).into_iter();
    rows.flat_map(|(types, row)| types.into_iter().map(move |name| (name, row)))
        .filter(|(name, _)| !name.contains('/'))
        .collect()
}

/// The file loads strictly: every kind, attribute, field and borrowed row in it exists.
#[test]
fn the_table_loads() {
    let table = Table::load(include_str!("../table.json")).expect("a table");
    assert!(rows(&table).len() > 150);
    for (entry, (types, row)) in table.entries.iter().zip(rows(&table)) {
        assert_eq!(entry.kind, row.kind, "{types:?}");
    }
}

/// Every way to write a row that fits nothing is refused.
#[test]
fn a_row_that_fits_nothing_is_refused() {
    let load = |row: &str| {
        let text = format!(r#"{{"source": "s", "resources": [{row}], "occupants": []}}"#);
        match Table::load(&text) {
            Ok(table) => table.entries.iter().find_map(|entry| table.read(entry).as_ref().err().cloned()),
            Err(error) => Some(error),
        }
        .unwrap_or_default()
    };
    assert_eq!(load(r#"{"type": "t", "kind": "apps", "attributes": {"nme": ["name"]}}"#), "t: apps have no 'nme'");
    assert!(load(r#"{"type": "t", "kind": "app"}"#).starts_with("no kind is called 'app'"));
    assert_eq!(load(r#"{"type": "t", "as": "u"}"#), "t: no row for 'u'");
    assert_eq!(load(r#"{"type": "t", "as": "t"}"#), "t: 'as' goes in a circle");
    assert_eq!(load(r#"{"type": "t", "like": ["T"]}"#), "two rows for 'T'");
    let fields =
        r#"{"type": "t", "kind": "apps", "attributes": {"app_settings": {"paths": ["a[]"], "fields": {"x": ["y"]}}}}"#;
    assert_eq!(load(fields), "t: 'app_settings' has no field 'x'");
    assert!(load(r#"{"type": "t", "kinds": "apps"}"#).contains("unknown field"));
}

/// What a reader says fits the shape of its attribute, and every default names its source.
#[test]
fn readers_fit_their_attributes() {
    for (types, row) in rows(Table::embedded()) {
        let own = row.kind.into_iter().flat_map(|kind| row.attributes.iter().map(move |reader| (kind, reader)));
        let children = row.children.iter().flat_map(|child| child.attributes.iter().map(|it| (child.kind, it)));
        let merged = row.merges.iter().flat_map(|merge| merge.attributes.iter().map(|it| (merge.kind, it)));
        for (kind, reader) in own.chain(children).chain(merged) {
            check(&format!("{:?} {}", types, reader.schema.name), kind, reader);
        }
        let name = |kind: Kind, name: &str| attribute_schema(kind, name).and_then(|schema| schema.shape.target());
        for child in &row.children {
            assert!(child.parent.as_deref().is_none_or(|it| name(child.kind, it) == row.kind), "{:?}", types);
            let member = child.member.as_deref();
            assert!(member.is_none_or(|it| name(row.kind.expect("a kind"), it) == Some(child.kind)), "{:?}", types);
        }
        let added = row.merges.iter().flat_map(|merge| &merge.attributes).flat_map(|reader| &reader.fields);
        assert!(added.map(|field| field.schema.shape.target()).all(|it| it.is_none()), "{types:?}: nobody resolves it");
        if let Some(member) = &row.member_of {
            assert_eq!(name(member.kind.0, &member.attribute), row.kind, "{:?}", types);
        }
    }
}

fn check(place: &str, kind: Kind, reader: &Reader) {
    let (shape, spec) = (reader.schema.shape, &reader.spec);
    // Without an argument the documented default counts.
    let is_default = matches!(spec.when_omitted, Some(Omitted::Default(_)));
    let is_elsewhere = spec.parent
        || spec.scope
        || spec.resource_type
        || spec.inherit.is_some()
        || spec.constant.is_some()
        || is_default;
    assert!(is_elsewhere || reader.paths().next().is_some(), "{place}: nothing to read");
    assert!(reader.paths().all(Path::is_sound), "{place}: a path");
    assert!(!(spec.parent || spec.alternative || spec.named) || shape.target().is_some(), "{place}: no reference");
    assert!(matches!(shape, AttributeType::Records(_)) != reader.fields.is_empty(), "{place}: fields");
    if let Some(through) = &spec.inherit {
        assert!(attribute_schema(kind, through).is_some_and(|schema| schema.shape.target().is_some()), "{place}");
    }
    let fits = |value: &serde_json::Value| match shape {
        AttributeType::Bool => value.is_boolean(),
        AttributeType::Integer => value.is_i64(),
        AttributeType::Word => value.as_str().is_some_and(|word| word.to_lowercase() == word),
        AttributeType::Text => value.is_string(),
        _ => false,
    };
    assert!(spec.cases.iter().all(|case| fits(&case.value)), "{place}: a case");
    assert!(spec.constant.iter().all(fits), "{place}: the constant");
    assert!(reader.sources.iter().flat_map(|source| source.words.values()).all(fits), "{place}: a word");
    if let Some(Omitted::Default(documented)) = &spec.when_omitted {
        assert!(fits(&documented.default), "{place}: the default");
        assert!(documented.source.starts_with("https://"), "{place}: the default's source");
    }
}

/// Attributes that one of the two vocabularies cannot express. Everything else is read from both.
const ONLY_AZURERM: [&str; 3] =
    ["apps.content_share_disabled", "provider_registrations.name", "role_assignments.role_name"];
const ONLY_ARM: [&str; 28] = [
    "api_connections.parameter_set",
    "app_service_plans.network_subnet",
    "apps.backup_databases",
    "apps.ip_mode",
    "apps.private_ports",
    "custom_apis.connection_parameters",
    "custom_apis.integration_service_environment",
    "custom_apis.name",
    "custom_apis.region",
    "gateway_integrations.app",
    "gateway_integrations.dns_servers",
    "gateway_integrations.gateway_virtual_network",
    "gateway_integrations.has_gateway",
    "gateway_integrations.is_regional",
    "gateway_integrations.name",
    "gateway_integrations.plan",
    "gateway_integrations.routes",
    "gateway_integrations.virtual_network",
    "integration_service_environment_managed_apis.integration_service_environment",
    "integration_service_environment_managed_apis.name",
    "integration_service_environment_managed_apis.region",
    "integration_service_environments.customer_managed_key_name",
    "integration_service_environments.customer_managed_key_vault",
    "integration_service_environments.customer_managed_key_version",
    "integration_service_environments.identity_ids",
    "integration_service_environments.identity_type",
    "integration_service_environments.state",
    "integration_service_environments.virtual_network_address_space",
];

/// Every attribute of every kind is read from both vocabularies, unless one cannot express it.
#[test]
fn every_attribute_has_a_source_in_both_vocabularies() {
    let table = Table::embedded();
    let mut read: [BTreeSet<String>; 2] = Default::default();
    for (types, row) in rows(table) {
        let is_arm = usize::from(types.iter().any(|name| name.contains('/')));
        let mut add = |kind: Kind, name: &str| {
            read[is_arm].insert(format!("{}.{name}", kind.schema().plural));
        };
        for reader in &row.attributes {
            add(row.kind.expect("a kind"), reader.schema.name);
        }
        for child in &row.children {
            child.attributes.iter().for_each(|reader| add(child.kind, reader.schema.name));
            child.parent.iter().for_each(|name| add(child.kind, name));
            child.member.iter().for_each(|name| add(row.kind.expect("a kind"), name));
        }
        for merge in &row.merges {
            merge.attributes.iter().for_each(|reader| add(merge.kind, reader.schema.name));
        }
        row.member_of.iter().for_each(|member| add(member.kind.0, &member.attribute));
    }
    let all: BTreeSet<String> = KINDS
        .iter()
        .flat_map(|kind| kind.attributes.iter().map(move |it| format!("{}.{}", kind.plural, it.name)))
        .collect();
    let missing = |is_arm: usize| all.difference(&read[is_arm]).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(missing(1), ONLY_AZURERM, "not read from ARM");
    assert_eq!(missing(0), ONLY_ARM, "not read from azurerm");
}

/// Arguments and targets that the Terraform reader asks for.
#[test]
fn arguments_and_targets() {
    const SUBNETS: [&str; 2] = ["azurerm_subnet", "Microsoft.Network/virtualNetworks/subnets"];
    let arguments = Table::arguments("azurerm_subnet").expect("a row");
    assert!(arguments.contains(&"virtual_network_name") && arguments.contains(&"delegation"), "{arguments:?}");
    assert_eq!(Table::targets("azurerm_integration_service_environment", "virtual_network_subnet_ids"), SUBNETS);
    let network = ["azurerm_virtual_network", "Microsoft.Network/virtualNetworks"];
    assert_eq!(Table::targets("azurerm_subnet", "virtual_network_name"), network);
    assert_eq!(Table::targets("azurerm_subnet_network_security_group_association", "subnet_id"), SUBNETS);
    let group = ["azurerm_network_security_group", "Microsoft.Network/networkSecurityGroups"];
    assert_eq!(Table::targets("azurerm_virtual_network", "subnet.security_group"), group);
    assert_eq!(Table::targets("microsoft.web/SITES", "properties.virtualNetworkSubnetId"), SUBNETS);
    assert_eq!(Table::equivalent_types("microsoft.network/virtualnetworks/subnets"), SUBNETS);
    assert!(Table::equivalent_types("Microsoft.Web/sites/networkConfig").is_empty());
    let paths: Vec<_> = Table::paths("Microsoft.Web/sites/networkConfig").collect();
    // Once as what counts, once as one of what is stated.
    assert_eq!(paths, [["properties", "subnetResourceId"], ["properties", "subnetResourceId"]]);
    let ip_groups = ["azurerm_ip_group", "Microsoft.Network/ipGroups"];
    let rules = "azurerm_firewall_policy_rule_collection_group";
    assert_eq!(Table::targets(rules, "network_rule_collection.rule.source_ip_groups"), ip_groups);
    assert_eq!(Table::targets("azurerm_firewall_network_rule_collection", "rule.destination_ip_groups"), ip_groups);
    let policies = Table::targets("azurerm_subnet", "service_endpoint_policy_ids");
    assert_eq!(policies, ["azurerm_subnet_service_endpoint_storage_policy"]);
    let slot = "azurerm_app_service_slot_virtual_network_swift_connection";
    assert!(Table::targets(slot, "slot_name").contains(&"azurerm_linux_web_app_slot"));
    let endpoint =
        Table::targets("azurerm_private_endpoint", "private_service_connection.private_connection_resource_id");
    assert!(endpoint.contains(&"azurerm_key_vault") && endpoint.contains(&"azurerm_linux_web_app"), "{endpoint:?}");
    let is_block = Table::is_block;
    assert!(is_block("azurerm_subnet", "delegation.service_delegation"));
    assert!(is_block("azurerm_firewall_policy_rule_collection_group", "network_rule_collection.rule"));
    assert!(!is_block("azurerm_linux_web_app", "site_config.always_on"));
    assert!(is_block("azurerm_subnet", "delegation") && is_block("azurerm_subnet", "service_endpoint"));
    assert!(!is_block("azurerm_subnet", "address_prefixes") && !is_block("azurerm_linux_web_app", "app_settings"));
    assert!(is_block("azurerm_linux_web_app", "site_config") && is_block("azurerm_route_table", "route"));
    assert!(Table::targets("azurerm_subnet", "address_prefixes").is_empty());
    assert!(Table::arguments("azurerm_resource_group").is_none());
}

fn testdata<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name);
    let text = std::fs::read_to_string(path).expect("testdata");
    serde_json::from_str(&text).expect("JSON")
}

/// Every resource type that a requirement is about has a row.
#[test]
fn every_type_of_the_requirements_has_a_row() {
    #[derive(Deserialize)]
    struct Types {
        types: Vec<String>,
    }
    let types: Types = testdata("resource-types.json");
    let table = Table::embedded();
    let missing: Vec<&String> = types.types.iter().filter(|name| !table.has(name)).collect();
    assert!(types.types.len() > 90 && missing.is_empty(), "{missing:?}");
}

/// The provider's arguments by resource type: each path with its flags in three majors.
fn provider_arguments() -> BTreeMap<String, BTreeMap<String, String>> {
    #[derive(Deserialize)]
    struct Arguments {
        types: BTreeMap<String, BTreeMap<String, String>>,
    }
    let arguments: Arguments = testdata("azurerm-arguments.json");
    let ungroup = |by_flags: BTreeMap<String, String>| {
        let paths = |(flags, paths): (String, String)| {
            paths.split(' ').map(|path| (path.to_owned(), flags.clone())).collect::<Vec<_>>()
        };
        by_flags.into_iter().flat_map(paths).collect()
    };
    arguments.types.into_iter().map(|(name, by_flags)| (name, ungroup(by_flags))).collect()
}

/// Arguments of the provider's majors before the third, which the extract does not have.
const OLDER: [&str; 3] = [
    "azurerm_key_vault.soft_delete_enabled",
    "azurerm_storage_account_network_rules.storage_account_name",
    "azurerm_subnet.address_prefix",
];

/// Every path that is read from a Terraform resource exists in the provider, in one of its majors.
#[test]
fn every_path_exists_in_the_provider() {
    let provider = provider_arguments();
    let mut missing = BTreeSet::new();
    let mut checked = 0;
    for (name, row) in terraform_types() {
        let Some(arguments) = provider.get(name) else { continue };
        let mut check = |path: String| {
            checked += 1;
            // What stands inside a JSON document or a map is not the provider's.
            let is_inside = row.json.iter().any(|json| path.starts_with(&format!("{json}.")));
            if !is_inside && !path.is_empty() && !arguments.contains_key(&path) {
                missing.insert(format!("{name}.{path}"));
            }
        };
        row.paths().for_each(|path| check(joined([path])));
        let children = row.children.iter().flat_map(|child| {
            let paths = child.attributes.iter().flat_map(Reader::paths);
            paths.map(|path| joined([&child.path, path])).collect::<Vec<_>>()
        });
        children.for_each(&mut check);
        let placeholders = row.ids.iter().flat_map(|id| placeholders(id));
        placeholders.for_each(|name| check(name.to_owned()));
        for reader in row.attributes.iter().filter(|reader| reader.sources.iter().all(|source| !source.path.is_map())) {
            for field in reader.fields.iter().flat_map(Reader::paths) {
                reader.sources.iter().for_each(|source| check(joined([&source.path, field])));
            }
        }
    }
    assert!(checked > 400, "{checked}");
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), OLDER);
}

fn joined<const N: usize>(paths: [&Path; N]) -> String {
    paths.into_iter().flat_map(Path::keys).collect::<Vec<_>>().join(".")
}

/// Top-level arguments that the provider fills in when they are left out, and for which the table knows no default.
const LEFT_TO_PROVIDER: [&str; 6] = [
    "azurerm_app_service_plan.maximum_elastic_worker_count",
    "azurerm_service_plan.maximum_elastic_worker_count",
    "azurerm_service_plan.worker_count",
    "azurerm_subnet.enforce_private_link_endpoint_network_policies",
    "azurerm_subnet.private_endpoint_network_policies",
    "azurerm_subnet.private_endpoint_network_policies_enabled",
];

/// For every argument that the provider fills in when it is left out, the table says what that means, or it is listed.
#[test]
fn what_is_left_to_the_provider_is_listed() {
    let provider = provider_arguments();
    let mut open = BTreeSet::new();
    for (name, row) in terraform_types() {
        let Some(arguments) = provider.get(name) else { continue };
        let is_filled_in = |path: &&Path| arguments.get(&joined([*path])).is_some_and(|flags| flags.contains("oc"));
        let readers = row.attributes.iter().filter(|reader| reader.spec.when_omitted.is_none());
        let paths = readers.flat_map(Reader::paths);
        let children = row.children.iter().filter(|child| child.when_omitted.is_none()).map(|child| &child.path);
        let left = paths.chain(children).filter(is_filled_in).filter(|path| path.keys().count() == 1);
        open.extend(left.map(|path| format!("{name}.{}", joined([path]))));
    }
    assert_eq!(open.into_iter().collect::<Vec<_>>(), LEFT_TO_PROVIDER);
}
