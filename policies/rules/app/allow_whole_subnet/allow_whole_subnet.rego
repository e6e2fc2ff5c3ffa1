# METADATA
# title: rules of targets let the whole integration subnet in
# description: >-
#   An app calls from any address of its integration subnet, and the address changes. A security rule that lets one address or a
#   part of the subnet in works until the app moves to another instance.
# custom:
#   id: APP-ALLOW-WHOLE-SUBNET
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Network/networkSecurityGroups
#   remediation: >-
#     Use the address prefix of the integration subnet as the source of the rule.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "example" {
#       # …
#       direction               = "Inbound"
#       access                  = "Allow"
#       source_address_prefixes = azurerm_subnet.integration.address_prefixes
#     }
#   remediation_bicep: |
#     resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         direction: 'Inbound'
#         access: 'Allow'
#         sourceAddressPrefix: integration.properties.addressPrefix
#       }
#     }
#   related: [APP-SE-ENABLE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Manage virtual network integration (note)"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Debugging access to VNet hosted resources"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.allow_whole_subnet

import data.vnetguard.lib.destination
import data.vnetguard.lib.ipv4
import data.vnetguard.lib.joined
import data.vnetguard.lib.neighbour

subjects contains id if {
	some id, _ in input.after.network_security_groups
	count(_parts(id)) > 0
}

subjects contains id if {
	some id, _ in input.after.network_security_groups
	_is_doubtful(id)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	some part in _certain_parts(id)
	rule := input.after.security_rules[part.rule]
	subnet := input.after.subnets[part.subnet]
	msg := sprintf(
		"Security rule '%s' of '%s' lets '%s' in, a part of integration subnet '%s': apps call from any address of the subnet.",
		[object.get(rule, "name", rule.subject), input.after.network_security_groups[id].subject, part.text, subnet.subject],
	)
	evidence := array.concat([{"entity": rule.id, "attribute": "source_addresses"}], joined.condition(subnet.apps))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "security_rules"}]} if {
	some id in subjects
	_is_open(id)
	msg := sprintf(
		"Whether '%s' lets the whole of each integration subnet in cannot be told.",
		[input.after.network_security_groups[id].subject],
	)
}

# Sources of the group's rules that are a part of an integration subnet, and not all of it together with the others.
_parts(id) := {{"rule": rule.id, "subnet": subnet, "text": text} |
	some reference in input.after.network_security_groups[id].security_rules
	rule := input.after.security_rules[reference.id]
	_lets_in(rule)
	some text in rule.source_addresses
	some subnet in _around(text)
	_reaches(id, subnet)
	not _is_let_in_by_all(id, rule, subnet, text)
}

_certain_parts(id) := {part |
	some part in _parts(id)
	rule := part.rule
	not _may_be_let_in_by_another(id, rule)
}

# Nothing is certain, and something may be.
_is_open(id) if {
	count(_certain_parts(id)) == 0
	count(_parts(id)) > 0
}

_is_open(id) if {
	count(_parts(id)) == 0
	_is_doubtful(id)
}

# Not all is known of the group's rules, so that one may let all of the subnet in.
_may_be_let_in_by_another(id, _) if input.after.network_security_groups[id].unknown.security_rules

_may_be_let_in_by_another(id, rule) if {
	count(_compared(input.after.security_rules[rule])) > 0
	count(input.after.network_security_groups[id].security_rules) > 1
}

_may_be_let_in_by_another(id, rule) if {
	some reference in input.after.network_security_groups[id].security_rules
	reference.id != rule
	other := input.after.security_rules[reference.id]
	count(_compared(other)) > 0
	object.get(other, "direction", "inbound") == "inbound"
	object.get(other, "access", "allow") == "allow"
}

# What is not known of what rules are compared by.
_compared(rule) := {name |
	some name in ["access", "direction", "protocol", "source_addresses", "destination_addresses", "destination_ports"]
	rule.unknown[name]
}

# The rule and others of the group that lead to the same let in all of the subnet's prefix that the source is a part of.
_is_let_in_by_all(id, rule, subnet, source) if {
	some prefix in input.after.subnets[subnet].prefixes
	net.cidr_contains(prefix.text, destination.as_prefix(source))
	held := [range |
		some reference in input.after.network_security_groups[id].security_rules
		other := input.after.security_rules[reference.id]
		_lets_in(other)
		_leads_to_the_same(other, rule)
		some text in other.source_addresses
		range := _range(text)
	]
	ipv4.covers(held, ipv4.range(prefix.first, prefix.last))
}

_range(text) := ipv4.block(destination.as_prefix(text))

_range(text) := ipv4.block("0.0.0.0/0") if lower(text) in {"*", "virtualnetwork"}

_leads_to_the_same(other, rule) if other.id == rule.id

_leads_to_the_same(other, rule) if {
	other.protocol in {rule.protocol, "*"}
	every range in object.get(rule, "destination_ports", []) {
		some wider in other.destination_ports
		wider.first <= range.first
		wider.last >= range.last
	}
	_has_destinations(other, rule)
}

_has_destinations(other, _) if "*" in other.destination_addresses

_has_destinations(other, rule) if {
	every text in rule.destination_addresses {
		text in other.destination_addresses
	}
}

_lets_in(rule) if {
	rule.direction == "inbound"
	rule.access == "allow"
}

# Integration subnets that the prefix is strictly inside of.
_around(text) := {subnet |
	parts := split(destination.as_prefix(text), "/")
	number := _number(parts[0])
	some length in _lengths
	length < to_number(parts[1])
	some subnet in _subnets[_block(number, length)]
}

_lengths contains prefix.prefix_length if {
	some subnet in input.after.subnets
	count(subnet.apps) > 0
	some prefix in subnet.prefixes
	prefix.version == 4
}

_subnets[block] contains id if {
	some id, subnet in input.after.subnets
	count(subnet.apps) > 0
	some prefix in subnet.prefixes
	prefix.version == 4
	block := _block(_number(prefix.first), prefix.prefix_length)
}

_block(number, length) := sprintf("%d/%d", [bits.rsh(number, 32 - length), length])

_number(address) := (((to_number(parts[0]) * 256) + to_number(parts[1])) * 65536) + ((to_number(parts[2]) * 256) + to_number(parts[3])) if {
	parts := split(address, ".")
	count(parts) == 4
}

# Address spaces repeat among networks that have nothing to do with each other.
_reaches(id, subnet) if not input.after.network_security_groups[id].subnets

_reaches(id, subnet) if {
	network := input.after.subnets[subnet].virtual_network.id
	some own in input.after.network_security_groups[id].subnets
	input.after.subnets[own].virtual_network.id in _near[network]
}

_near[id] contains other if {
	some id, network in input.after.virtual_networks
	some other in neighbour.peers(network) | {id}
}

# A rule whose sources are not known may let a part in; so may any where a subnet of the input has no known prefix.
_is_doubtful(id) if {
	count(_lengths) > 0
	some reference in input.after.network_security_groups[id].security_rules
	_may_let_part_in(input.after.security_rules[reference.id])
}

_is_doubtful(id) if {
	_some_prefix_is_unknown
	some reference in input.after.network_security_groups[id].security_rules
	rule := input.after.security_rules[reference.id]
	_lets_in(rule)
	some text in rule.source_addresses
	destination.is_private(text)
}

_may_let_part_in(rule) if {
	rule.direction == "inbound"
	rule.access == "allow"
	rule.unknown.source_addresses
}

_some_prefix_is_unknown if {
	some subnet in input.after.subnets
	count(subnet.apps) > 0
	subnet.presence != "external"
	subnet.unknown.prefixes
}
