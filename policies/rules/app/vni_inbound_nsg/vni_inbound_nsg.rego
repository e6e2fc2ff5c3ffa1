# METADATA
# title: the network security group of an integration subnet has outbound rules only
# description: >-
#   Nothing reaches an app through its integration subnet, so inbound rules there neither protect the app nor open it; who relies on
#   them relies on nothing. Rules for the private ports between instances, and groups that also stand on other subnets, are left
#   alone.
# custom:
#   id: APP-VNI-INBOUND-NSG
#   level: note
#   kind: nsg
#   applies_to:
#     - Microsoft.Network/networkSecurityGroups
#   remediation: >-
#     Control inbound traffic with access restrictions of the app or with a private endpoint, and remove the inbound rules.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       site_config {
#         ip_restriction_default_action = "Deny"
#         ip_restriction {
#           virtual_network_subnet_id = azurerm_subnet.clients.id
#         }
#       }
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         siteConfig: {
#           ipSecurityRestrictionsDefaultAction: 'Deny'
#           ipSecurityRestrictions: [{ vnetSubnetResourceId: clients.id, action: 'Allow', priority: 100 }]
#         }
#       }
#     }
#   related: [APP-PRIVATEPORTS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Network routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "When you use virtual network integration"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_inbound_nsg

import data.vnetguard.lib.joined

_ports := data.vnetguard.reference.private_ports

subjects contains id if {
	some id, group in input.after.network_security_groups
	count(group.subnets) > 0
	every subnet in group.subnets {
		count(input.after.subnets[subnet].apps) > 0
	}
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	group := input.after.network_security_groups[id]
	rules := _inbound(group)
	count(rules) > 0
	names := [object.get(rule, "name", rule.subject) | some rule in rules]
	msg := sprintf(
		"Network security group '%s' stands on integration subnets alone, where its inbound rule '%s' applies to no traffic of the apps.",
		[group.subject, concat("', '", names)],
	)
	evidence := array.concat(
		[{"entity": rule.id, "attribute": "direction"} | some rule in rules],
		[item | some subnet in group.subnets; some item in joined.condition(input.after.subnets[subnet].apps)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "security_rules"}]} if {
	some id in subjects
	group := input.after.network_security_groups[id]
	count(_inbound(group)) == 0
	_may_have_inbound(group)
	msg := sprintf(
		"Whether network security group '%s', which stands on integration subnets alone, has inbound rules cannot be told.",
		[group.subject],
	)
}

_inbound(group) := [rule |
	some reference in group.security_rules
	rule := input.after.security_rules[reference.id]
	rule.direction == "inbound"
	not _may_be_for_instances(group, rule)
]

# An app with private ports may need the rule, or may need it once its ports are known.
_may_be_for_instances(group, rule) if {
	some app in _apps(group)
	_may_have_private_ports(app)
	_is_within_private_ports(rule)
}

_apps(group) := {app |
	some subnet in group.subnets
	some id in input.after.subnets[subnet].apps
	app := input.after.apps[id]
}

_may_have_private_ports(app) if app.private_ports > 0

_may_have_private_ports(app) if app.unknown.private_ports

_is_within_private_ports(rule) if rule.unknown.destination_ports

_is_within_private_ports(rule) if {
	count(rule.destination_ports) > 0
	every range in rule.destination_ports {
		range.first >= _ports.first
		range.last <= _ports.last
	}
}

_may_have_inbound(group) if group.unknown.security_rules

_may_have_inbound(group) if {
	some reference in group.security_rules
	reference.unknown
}

_may_have_inbound(group) if {
	some reference in group.security_rules
	input.after.security_rules[reference.id].unknown.direction
}

# The rule is for the private ports, or for others: only one of the two is known.
_may_have_inbound(group) if {
	some reference in group.security_rules
	rule := input.after.security_rules[reference.id]
	rule.direction == "inbound"
	some app in _apps(group)
	_is_in_doubt(app, rule)
}

_is_in_doubt(app, rule) if {
	app.unknown.private_ports
	_is_within_private_ports(rule)
}

_is_in_doubt(app, rule) if {
	app.private_ports > 0
	rule.unknown.destination_ports
}
