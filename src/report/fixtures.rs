//! Verdicts and reports made by hand, for tests of this module.

use super::{Drawing, Report};
use crate::finding::{Evidence, Notice, NoticeKind, Outcome, Suppression, SuppressionKind, Verdict};
use crate::model::{Accounting, EntityId, Location, Place, Precision, ResourceHandle};
use crate::rule::{Level, Rule, RuleId, Source};
use std::collections::BTreeMap;

/// A verdict without a message, evidence or place.
pub(super) fn verdict(rule: &str, outcome: Outcome, level: Level, subject: &str) -> Verdict {
    Verdict {
        rule: RuleId(rule.to_owned()),
        outcome,
        level,
        entity: EntityId(subject.to_lowercase().into()),
        subject: subject.to_owned(),
        message: String::new(),
        evidence: Vec::new(),
        remediation: String::new(),
        location: None,
        elsewhere: None,
        suppression: None,
        place: None,
    }
}

/// An acceptance in the configuration.
pub(super) fn suppression() -> Suppression {
    Suppression {
        kind: SuppressionKind::Configuration,
        reason: "Moved in <spring> | \u{1b}[31mred".to_owned(),
        owner: Some("network team".to_owned()),
        until: Some("2030-01-31".to_owned()),
        origin: ".vnetguard.toml:12".to_owned(),
    }
}

/// A location within one line.
pub(super) fn location(file: &str, line: usize, column: usize, end_column: usize, precision: Precision) -> Location {
    Location { file: file.to_owned(), line, column, end_line: line, end_column, precision }
}

/// A known value.
pub(super) fn evidence(subject: &str, attribute: &str, value: &str) -> Evidence {
    Evidence {
        subject: subject.to_owned(),
        attribute: attribute.to_owned(),
        value: Some(value.to_owned()),
        unknown: None,
        location: None,
        place: None,
    }
}

/// A value that is not known.
pub(super) fn unknown_evidence(subject: &str, attribute: &str, reason: &str) -> Evidence {
    Evidence { value: None, unknown: Some(reason.to_owned()), ..evidence(subject, attribute, "") }
}

/// The location of `needle` on the only line of `text` that holds it, in UTF-16 columns.
pub(super) fn find(file: &str, text: &str, needle: &str, precision: Precision) -> Location {
    let mut lines = text.lines().zip(1..).filter(|(line, _)| line.contains(needle));
    let (line, number) = lines.next().expect("the text holds the needle");
    assert!(lines.next().is_none(), "'{needle}' stands on one line only");
    let before = line.find(needle).and_then(|at| line.get(..at)).expect("a character boundary");
    let units = |text: &str| text.encode_utf16().count();
    location(file, number, units(before) + 1, units(before) + units(needle) + 1, precision)
}

/// A rule of the catalogue.
pub(super) fn rule(id: &str, title: &str, level: Level, kind: &str, remediation: &str) -> Rule {
    Rule {
        id: RuleId(id.to_owned()),
        title: title.to_owned(),
        description: format!("{title}. Without it the deployment is refused."),
        level,
        kind: kind.to_owned(),
        applies_to: vec!["Microsoft.Network/virtualNetworks/subnets".to_owned()],
        remediation: remediation.to_owned(),
        sources: vec![Source {
            document: "Connect to Azure virtual networks".to_owned(),
            edition: "2020-03-12".to_owned(),
            section: "Prerequisites".to_owned(),
            url: "https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment"
                .to_owned(),
        }],
        editions: vec!["2020-03-12".to_owned(), "2022-08-20".to_owned()],
        policy_file: "rules/ise/x/x.rego".to_owned(),
        guide: crate::rule::Guide::default(),
    }
}

/// The rules of [`mixed`].
pub(super) fn rules() -> Vec<Rule> {
    vec![
        rule(
            "APP-SUBNET-DELEGATION",
            "The integration subnet is delegated to Microsoft.Web/serverFarms",
            Level::Warning,
            "static",
            "Delegate the subnet to Microsoft.Web/serverFarms.",
        ),
        rule(
            "ISE-NSG-IN-443",
            "The management port 443 is open to the internet side",
            Level::Error,
            "nsg",
            "Allow inbound TCP 443 from 'Internet'.",
        ),
        rule(
            "ISE-SUBNET-COUNT",
            "An integration service environment has four subnets",
            Level::Error,
            "static",
            "List four different subnets.",
        ),
        rule(
            "ISE-SUBNET-SIZE-MIN",
            "Each subnet has 32 addresses or more",
            Level::Error,
            "static",
            "Give each subnet a /27 or larger prefix.",
        ),
        rule("NET-NAME", "Names are short", Level::Note, "static", "Shorten the name."),
        rule("NET-UNUSED", "A rule without a subject", Level::Note, "static", "Do nothing."),
    ]
}

/// Terraform with a character outside the basic plane, a very long line, and a line that nothing points at.
pub(super) const NETWORK: &str = concat!(
    "resource \"azurerm_subnet\" \"ise\" {\n",
    "  for_each         = local.subnets # private: NEIGHBOUR\n",
    "  address_prefixes = [each.value]\n",
    "}\n",
    "\n",
    "resource \"azurerm_integration_service_environment\" \"main\" {\n",
    "  name = \"😀-ise\" /* 😀 */ ; sku_name = \"Developer_0\"\n",
    "\tvirtual_network_subnet_ids = [azurerm_subnet.ise[\"a\"].id, azurerm_subnet.ise[\"b\"].id]\n",
    "}\n",
);

/// A minified template: one line of several thousand characters.
pub(super) fn minified() -> String {
    let padding = "x".repeat(3000);
    format!("{{\"a\":\"{padding}\",\"delegations\":[],\"b\":\"{padding}\"}}")
}

fn placed(mut verdict: Verdict, message: &str, location: Location, path: &str) -> Verdict {
    verdict.message = message.to_owned();
    verdict.location = Some(location);
    let handle = ResourceHandle { input: 0, name: verdict.subject.as_str().into() };
    verdict.place = Some(if path.is_empty() { Place::of(handle) } else { Place::of(handle).key(path) });
    verdict
}

fn small_subnet(key: &str) -> Verdict {
    let subject = format!("azurerm_subnet.ise[\"{key}\"]");
    let mut found = placed(
        verdict("ISE-SUBNET-SIZE-MIN", Outcome::Fail, Level::Error, &subject),
        &format!("Subnet '{subject}' has prefix length 28 ('10.0.0.0/28'); an environment requires 27 or shorter."),
        find("infra/network.tf", NETWORK, "address_prefixes = [each.value]", Precision::Attribute),
        "address_prefixes",
    );
    found.evidence = vec![evidence(&subject, "prefixes", "10.0.0.0/28")];
    found.remediation = "Give each subnet a /27 or larger prefix.".to_owned();
    found
}

fn subnet_count() -> Verdict {
    let subject = "azurerm_integration_service_environment.main";
    let mut found = placed(
        verdict("ISE-SUBNET-COUNT", Outcome::Fail, Level::Error, subject),
        "Environment '😀-ise' lists 2 subnets; an integration service environment has four.",
        find("infra/network.tf", NETWORK, "virtual_network_subnet_ids", Precision::Attribute),
        "virtual_network_subnet_ids",
    );
    let mut other = evidence("azurerm_subnet.ise[\"a\"]", "name", "snet-a");
    other.location = Some(find("infra/network.tf", NETWORK, "resource \"azurerm_subnet\" \"ise\" {", Precision::Block));
    found.evidence = vec![evidence(subject, "subnets", "2 subnets"), other];
    found.remediation = "List four different subnets.".to_owned();
    found
}

fn sku_note() -> Verdict {
    let mut found = placed(
        verdict("NET-NAME", Outcome::Fail, Level::Note, "azurerm_integration_service_environment.main"),
        "Environment '😀-ise' has SKU 'Developer_0', which is without a service-level agreement.",
        find("infra/network.tf", NETWORK, "sku_name = \"Developer_0\"", Precision::Attribute),
        "sku_name",
    );
    found.remediation = "Use the premium SKU in production.".to_owned();
    found
}

fn delegation() -> Verdict {
    let mut found = placed(
        verdict(
            "APP-SUBNET-DELEGATION",
            Outcome::Fail,
            Level::Warning,
            "Microsoft.Network/virtualNetworks/v/subnets/apps",
        ),
        "Subnet 'apps' has no delegation; regional virtual network integration requires 'Microsoft.Web/serverFarms'.",
        find("arm/main template.json", &minified(), "\"delegations\":[]", Precision::Input),
        "delegations",
    );
    found.remediation = "Delegate the subnet to Microsoft.Web/serverFarms.".to_owned();
    found
}

/// A finding of which only the plan file is known.
fn unplaced(subject: &str) -> Verdict {
    let mut found = placed(
        verdict("ISE-NSG-IN-443", Outcome::Fail, Level::Error, subject),
        &format!("Network security group '{subject}' denies inbound TCP 443; the environment requires it."),
        location("plan.json", 1, 1, 2, Precision::File),
        "",
    );
    found.remediation = "Allow inbound TCP 443 from 'Internet'.".to_owned();
    found
}

fn undecided(key: &str) -> Verdict {
    let subject = format!("azurerm_subnet.ise[\"{key}\"]");
    let mut found = placed(
        verdict("ISE-SUBNET-SIZE-MIN", Outcome::Unknown, Level::Error, &subject),
        "",
        find("infra/network.tf", NETWORK, "address_prefixes = [each.value]", Precision::Attribute),
        "address_prefixes",
    );
    found.evidence = vec![unknown_evidence(&subject, "prefixes", "known only after apply")];
    found
}

/// A report with every kind of verdict: instances on one line, a character outside the basic plane before a column, a
/// minified template, places of which only the file is known, no place at all, unknowns and passes.
pub(super) fn mixed() -> Report {
    let mut nowhere = verdict("NET-NAME", Outcome::Fail, Level::Note, "module.net.azurerm_subnet.z");
    nowhere.message = "Subnet 'z' has a name of 90 characters; 80 are allowed.".to_owned();
    let mut elsewhere = verdict("ISE-NSG-IN-443", Outcome::Unknown, Level::Error, "azurerm_subnet.other");
    elsewhere.message = "The rules of 'azurerm_network_security_group.x' are not known.".to_owned();
    let mut verdicts = vec![delegation()];
    verdicts.extend(["a", "b", "c", "d", "e", "f", "g"].map(small_subnet));
    verdicts.extend([undecided("x"), undecided("y"), sku_note(), subnet_count()]);
    verdicts.extend(["azurerm_network_security_group.a", "azurerm_network_security_group.b[0]"].map(unplaced));
    verdicts.extend([nowhere, elsewhere]);
    verdicts.push(verdict("ISE-SUBNET-SIZE-MIN", Outcome::Pass, Level::Error, "azurerm_subnet.large"));
    verdicts.push(Verdict { suppression: Some(suppression()), ..unplaced("azurerm_network_security_group.accepted") });
    Report {
        inputs: vec!["plan.json".to_owned()],
        rules: rules(),
        verdicts,
        accounting: Accounting {
            resources_seen: 14,
            resources_understood: 10,
            resources_deleted: 1,
            not_understood: BTreeMap::from([("azurerm_storage_account".to_owned(), 3), ("random_id".to_owned(), 1)]),
            references_resolved: 20,
            references_unresolved: 1,
            notes: vec!["The sources are not those the plan was made from: 'infra/app.tf' is missing.".to_owned()],
        },
        notices: vec![
            Notice {
                kind: NoticeKind::Expired,
                message: "The suppression of 'NET-NAME' held until 2025-01-31. 1 finding counts again.".to_owned(),
                location: Some(location("infra/network.tf", 2, 37, 59, Precision::Attribute)),
            },
            Notice {
                kind: NoticeKind::Unused,
                message: "The suppression of 'APP-*' at .vnetguard.toml:20 covers no finding.".to_owned(),
                location: None,
            },
        ],
        sources: BTreeMap::from([
            ("infra/network.tf".to_owned(), NETWORK.to_owned()),
            ("arm/main template.json".to_owned(), minified()),
        ]),
        ..Report::default()
    }
}

/// A report in which everything holds.
pub(super) fn clean() -> Report {
    let passes = ["azurerm_subnet.a", "azurerm_subnet.b"]
        .map(|subject| verdict("ISE-SUBNET-SIZE-MIN", Outcome::Pass, Level::Error, subject));
    let accounting =
        Accounting { resources_seen: 3, resources_understood: 3, references_resolved: 4, ..Accounting::default() };
    Report {
        inputs: vec!["plan.json".to_owned()],
        rules: rules(),
        verdicts: passes.into(),
        accounting,
        ..Report::default()
    }
}

/// A drawing in which `name` is part of every name.
pub(super) fn drawing(name: &str) -> Drawing {
    let subnet = |letter: &str, verdict: &str| {
        serde_json::json!({
            "name": format!("{name}-{letter}"), "subject": format!("azurerm_subnet.ise[\"{letter}\"]"),
            "virtual_network": {"id": "v"}, "network_security_group": {"id": "g"}, "route_table": {"id": "r"},
            "prefixes": [{"text": format!("10.0.{}.0/28", letter.len())}],
            "delegations": [{"service_name": format!("Microsoft.Logic/{name}")}],
            "integration_service_environments": ["i"], "unknown": {},
            "flows": {
                "ISE-NSG-IN-454-AZURECONNECTORS": {"verdict": verdict, "decided_by": {"name": format!("Deny {name}"), "priority": 110},
                    "witness": {"protocol": "tcp", "port": 454, "peer": name}},
                (format!("ROW {name}")): {"verdict": "unknown", "reason": format!("not known: {name}")},
            },
        })
    };
    Drawing::of(&serde_json::json!({"after": {
        "virtual_networks": {
            "v": {"name": format!("vnet {name}"), "subject": "azurerm_virtual_network.v", "region": "westeurope",
                "address_space": [{"text": "10.0.0.0/16"}], "unknown": {}},
            "w": {"name": "hub", "subject": "azurerm_virtual_network.hub", "presence": "external",
                "unknown": {"address_space": {"reason": "not part of the input"}}},
        },
        "virtual_network_peerings": {"p": {"virtual_network": {"id": "v"}, "remote_virtual_network": {"id": "w"}, "unknown": {}}},
        "subnets": {
            "a": subnet("a", "deny"), "b": subnet("b", "allow"), "x": subnet("x", "partial"), "z": subnet("large", "allow"),
        },
        "network_security_groups": {"g": {"name": format!("nsg {name}"), "security_rules": [], "unknown": {}}},
        "route_tables": {"r": {"name": format!("rt {name}"), "routes": [{"id": "route"}], "unknown": {}}},
        "routes": {"route": {"prefix": "0.0.0.0/0", "next_hop_type": "virtualappliance", "next_hop_address": "10.1.0.4", "unknown": {}}},
        "integration_service_environments": {"i": {"name": format!("ise {name}"), "kind": "Microsoft.Logic/integrationServiceEnvironments", "unknown": {}}},
    }}))
}

/// The part of [`mixed`] whose places are all in its sources.
pub(super) fn located() -> Report {
    let mut report = mixed();
    report.verdicts.retain(|verdict| {
        verdict.location.as_ref().is_some_and(|location| report.sources.contains_key(&location.file))
    });
    report
}
