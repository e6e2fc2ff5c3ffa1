# METADATA
# title: service tags stand where security rules take them, and are spelt as they are called
# description: >-
#   The plural arguments for addresses of a security rule (sourceAddressPrefixes, source_address_prefixes
#   and those of the destination) take prefixes and addresses only: a service tag, or *, stands alone in
#   the singular argument. The classic spellings VIRTUAL_NETWORK and AZURE_LOADBALANCER are gone. Azure
#   refuses the rule otherwise.
# custom:
#   id: NET-NSG-TAG-SYNTAX
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/networkSecurityGroups
#   remediation: >-
#     Write one rule for each service tag, in 'source_address_prefix' or 'destination_address_prefix'.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "example" {
#       # …
#       source_address_prefix = "LogicApps" # singular; another rule for another tag
#     }
#   remediation_bicep: |
#     resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         sourceAddressPrefix: 'LogicApps' // singular; another rule for another tag
#       }
#     }
#   related: [NET-NSG-PRIORITY]
#   sources:
#     - document: Virtual network service tags
#       edition: "2021-04-23"
#       section: "Available service tags"
#       url: https://learn.microsoft.com/azure/virtual-network/service-tags-overview
#     - document: Azure network security groups overview
#       edition: "2025-03-31"
#       section: "Security rules"
#       url: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
#   editions:
#     - "2021-04-23"
#     - "2025-03-31"
package vnetguard.rules.net.nsg_tag_syntax

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

_names := {lower(name) | some name in data.vnetguard.reference.service_tag_names.names}

_classic := {lower(name) | some name, _ in data.vnetguard.reference.service_tag_names.classic}

# For each side, the argument that takes everything and the part of it that is written in the plural.
_sides := {"source_addresses": "source_address_list", "destination_addresses": "destination_address_list"}

# Addresses that are not known are no evidence of how a tag is spelt: a group with some passes no judgement here.
subjects contains id if {
	some id, group in _groups
	not _has_unknown(group)
}

subjects contains id if {
	some id, group in _groups
	count(_faults(group)) + count(_strange(group)) > 0
}

deny contains {"subject": id, "msg": fault.msg, "evidence": [{"entity": fault.rule, "attribute": fault.attribute}]} if {
	some id, group in _groups
	some fault in _first(_faults(group))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": found.rule, "attribute": found.attribute}]} if {
	some id, group in _groups
	count(_faults(group)) == 0
	some found in _strange(group)
	msg := sprintf(
		"Whether there is a service tag '%s', which a rule of network security group '%s' names, cannot be told.",
		[found.text, group.subject],
	)
}

_groups[id] := group if {
	some id, group in input.after.network_security_groups
	presence.is_part_of_input(group)
}

_rules(group) := [input.after.security_rules[edge.id] | some edge in group.security_rules]

_has_unknown(group) if group.unknown.security_rules

_has_unknown(group) if {
	some edge in group.security_rules
	not edge.id
}

_has_unknown(group) if {
	some rule in _rules(group)
	some name, part in _sides
	_is_any_unknown(rule, {name, part})
}

_is_any_unknown(rule, names) if {
	some name in names
	attribute.is_unknown(rule, name)
}

_faults(group) := (_in_plural(group) | _misspelt(group)) | _malformed(group)

_in_plural(group) := {{"rule": rule.id, "attribute": part, "presence": rule.presence, "msg": msg} |
	some rule in _rules(group)
	some part in _sides
	some text in rule[part]
	not _is_address(text)
	msg := sprintf(
		"A rule of network security group '%s' has '%s' in an argument for several addresses; it takes prefixes and addresses, no tags.",
		[group.subject, text],
	)
}

_misspelt(group) := {{"rule": rule.id, "attribute": name, "presence": rule.presence, "msg": msg} |
	some rule in _rules(group)
	some name, _ in _sides
	some text in rule[name]
	lower(text) in _classic
	msg := sprintf(
		"A rule of network security group '%s' has the classic spelling '%s'; the tag is called '%s'.",
		[group.subject, text, data.vnetguard.reference.service_tag_names.classic[upper(text)]],
	)
}

# No tag is written as addresses are. In the plural that is another fault.
_malformed(group) := {{"rule": rule.id, "attribute": name, "presence": rule.presence, "msg": msg} |
	some rule in _rules(group)
	some name, part in _sides
	plural := object.get(rule, part, [])
	some text in rule[name]
	not text in plural
	_is_like_address(text)
	not _is_address(text)
	msg := sprintf(
		"A rule of network security group '%s' has '%s', which is neither an address nor a prefix.",
		[group.subject, text],
	)
}

# What is neither an address nor the name of a tag that is known.
_strange(group) := {{"rule": rule.id, "attribute": name, "text": text} |
	some rule in _rules(group)
	some name, _ in _sides
	some text in rule[name]
	text != "*"
	not _is_address(text)
	word := lower(text)
	not _is_name(word)
}

# Those that are there for certain; the others only when there are none.
_first(faults) := certain if {
	certain := {fault | some fault in faults; fault.presence == "declared"}
	count(certain) > 0
}

_first(faults) := faults if {
	every fault in faults {
		fault.presence != "declared"
	}
}

# The name of a tag, with or without its region.
_is_name(text) if split(text, ".")[0] in _names

_is_name(text) if text in _classic

_is_address(text) if net.cidr_is_valid(text)

_is_address(text) if {
	some length in ["32", "128"]
	net.cidr_is_valid(sprintf("%s/%s", [text, length]))
}

_is_like_address(text) if regex.match(`^[0-9.]+(/[0-9]+)?$`, text)
