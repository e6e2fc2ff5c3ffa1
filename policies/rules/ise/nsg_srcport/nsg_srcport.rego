# METADATA
# title: security rules for an integration service environment take every source port
# description: >-
#   Source ports are ephemeral: the one that opens a connection takes any. A rule that lets a required
#   port in or out from certain source ports only lets next to nothing pass, and counts as if it were not
#   there.
# custom:
#   id: ISE-NSG-SRCPORT
#   level: error
#   kind: nsg
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Set the source port range of the rule to '*'.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "example" {
#       # …
#       source_port_range = "*"
#     }
#   remediation_bicep: |
#     resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         sourcePortRange: '*'
#       }
#     }
#   related: [ISE-NSG-PROTOCOLS]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Network ports used by your ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Network ports used by your ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.nsg_srcport

import data.vnetguard.lib.ise_subnet

_levels := {row.id: row.level | some row in data.vnetguard.reference.ise_ports.rows}

subjects contains id if {
	some id, subnet in ise_subnet.used
	count(subnet.flows) > 0
}

# The worst of the rows that are not open decides the level.
deny contains {"subject": id, "msg": msg, "evidence": evidence, "level": level} if {
	some id, subnet in ise_subnet.used
	rules := _opening(subnet)
	count(rules) > 0
	names := {rule.name | some rule in rules}
	level := _worst({_levels[row] | some row, flow in subnet.flows; _is_opened_by(flow, names)})
	msg := sprintf(
		"Security rule '%s' of subnet '%s' takes certain source ports only; source ports are ephemeral, so it does not open what an integration service environment requires.",
		[concat("', '", names), subnet.subject],
	)
	evidence := array.concat([{"entity": rule.id, "attribute": "source_ports"} | some rule in rules], ise_subnet.flow_conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "network_security_group"}]} if {
	some id, subnet in ise_subnet.used
	count(_opening(subnet)) == 0
	_may_be_narrow(subnet)
	_is_unsettled(subnet)
	msg := sprintf(
		"Whether security rules of subnet '%s' take every source port for what an integration service environment requires cannot be told.",
		[subnet.subject],
	)
}

_group(subnet) := input.after.network_security_groups[subnet.network_security_group.id]

_rules(subnet) := [input.after.security_rules[edge.id] | some edge in _group(subnet).security_rules]

# Rules that open something, but from certain source ports only.
_opening(subnet) := [rule |
	openers := {part.rule |
		some flow in subnet.flows
		flow.verdict == "partial"
		some part in flow.parts.allowed
	}
	some rule in _rules(subnet)
	rule.access == "allow"
	not rule.unknown.source_ports
	_is_narrow(rule)
	rule.name in openers
]

_is_opened_by(flow, names) if {
	flow.verdict == "partial"
	some part in flow.parts.allowed
	part.rule in names
}

_is_narrow(rule) if {
	count(rule.source_ports) > 0
	not _takes_all(rule)
}

# A packet from port 0 there is not.
_takes_all(rule) if {
	some range in rule.source_ports
	range.first <= 1
	range.last == 65535
}

# There is, or may be, a rule that allows something from certain source ports only.
_may_be_narrow(subnet) if subnet.unknown.network_security_group

_may_be_narrow(subnet) if _group(subnet).unknown.security_rules

_may_be_narrow(subnet) if {
	some edge in _group(subnet).security_rules
	not edge.id
}

_may_be_narrow(subnet) if {
	some rule in _rules(subnet)
	_may_allow(rule)
	_is_or_may_be_narrow(rule)
}

_may_allow(rule) if rule.access == "allow"

_may_allow(rule) if rule.unknown.access

_is_or_may_be_narrow(rule) if rule.unknown.source_ports

_is_or_may_be_narrow(rule) if _is_narrow(rule)

_is_unsettled(subnet) if {
	some flow in subnet.flows
	flow.verdict == "unknown"
}

_is_unsettled(subnet) if {
	some flow in subnet.flows
	count(flow.parts.undecided) > 0
}

# A rule whose name is not known cannot be found among those that open something.
_is_unsettled(subnet) if {
	some flow in subnet.flows
	flow.verdict == "partial"
	some rule in _rules(subnet)
	rule.unknown.name
	_is_or_may_be_narrow(rule)
}

_worst(levels) := "error" if "error" in levels

_worst(levels) := "warning" if {
	"warning" in levels
	not "error" in levels
}
