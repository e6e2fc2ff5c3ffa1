# METADATA
# title: the rules of a network security group have priorities of their own between 100 and 4096
# description: >-
#   A security rule's priority is a number from 100 to 4096, and no two rules of a network security group
#   have the same priority in the same direction. Azure refuses the group or the rule otherwise.
# custom:
#   id: NET-NSG-PRIORITY
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/networkSecurityGroups
#   remediation: >-
#     Give every rule of a direction a priority of its own between 100 and 4096, with gaps for rules to
#     come.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "second" {
#       # …
#       direction = "Inbound"
#       priority  = 110 # the first has 100
#     }
#   remediation_bicep: |
#     resource second 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         direction: 'Inbound'
#         priority: 110 // the first has 100
#       }
#     }
#   related: [NET-NSG-TAG-SYNTAX]
#   sources:
#     - document: Azure network security groups overview
#       edition: "2025-03-31"
#       section: "Security rules"
#       url: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
#   editions:
#     - "2025-03-31"
package vnetguard.rules.net.nsg_priority

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

_lowest := 100

_highest := 4096

subjects contains id if {
	some id, group in input.after.network_security_groups
	presence.is_part_of_input(group)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	group := input.after.network_security_groups[id]
	rules := _out_of_range(group)
	count(rules) > 0
	msg := sprintf(
		"Network security group '%s' has rules with priorities outside of %d to %d: %s.",
		[group.subject, _lowest, _highest, _listed(rules)],
	)
	evidence := [{"entity": rule.id, "attribute": "priority"} | some rule in rules]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	group := input.after.network_security_groups[id]
	rules := _repeated(group)
	count(rules) > 0
	msg := sprintf(
		"Network security group '%s' has several rules with the same priority and direction: %s.",
		[group.subject, _listed(rules)],
	)
	evidence := [{"entity": rule.id, "attribute": "priority"} | some rule in rules]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "security_rules"}]} if {
	some id in subjects
	group := input.after.network_security_groups[id]
	_has_unknown_rules(group)
	msg := sprintf(
		"Not all rules of network security group '%s' are known; whether their priorities are right cannot be told.",
		[group.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": rule.id, "attribute": name}]} if {
	some id in subjects
	group := input.after.network_security_groups[id]
	some rule in _rules(group)
	some name in ["priority", "direction"]
	not attribute.is_known(rule, name)
	msg := sprintf(
		"The %s of security rule '%s' is not known; whether another one of network security group '%s' has it too cannot be told.",
		[name, _name(rule), group.subject],
	)
}

_has_unknown_rules(group) if group.unknown.security_rules

_has_unknown_rules(group) if {
	some edge in group.security_rules
	not edge.id
}

_rules(group) := [input.after.security_rules[edge.id] | some edge in group.security_rules]

# What is wrong with rules that are there for certain; with all of them only when that is nothing.
_out_of_range(group) := wrong if {
	wrong := _outside(_declared(group))
	count(wrong) > 0
}

_out_of_range(group) := _outside(_rules(group)) if count(_outside(_declared(group))) == 0

_repeated(group) := wrong if {
	wrong := _alike(_declared(group))
	count(wrong) > 0
}

_repeated(group) := _alike(_rules(group)) if count(_alike(_declared(group))) == 0

_declared(group) := [rule | some rule in _rules(group); rule.presence == "declared"]

_outside(rules) := [rule |
	some rule in rules
	priority := rule.priority
	not _is_in_range(priority)
]

_is_in_range(priority) if {
	priority >= _lowest
	priority <= _highest
}

# Rules whose direction and priority another one has. Sorted, equal ones are neighbours.
_alike(rules) := [rule | some rule in rules; _key(rule) in repeated] if {
	keys := sort([_key(rule) | some rule in rules])
	repeated := {key | some at, key in keys; keys[at + 1] == key}
}

_key(rule) := sprintf("%s, %d", [rule.direction, rule.priority])

_listed(rules) := concat(", ", [sprintf("'%s' (%s)", [_name(rule), _shown(rule)]) | some rule in rules])

_shown(rule) := _key(rule)

_shown(rule) := format_int(rule.priority, 10) if not rule.direction

_name(rule) := rule.name

_name(rule) := rule.subject if not rule.name
