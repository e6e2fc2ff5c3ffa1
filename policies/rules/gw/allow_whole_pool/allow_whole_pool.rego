# METADATA
# title: network security groups that let apps in by their addresses let the whole point-to-site pool in
# description: >-
#   An app calls from any address of the gateway's point-to-site pool, and from another one tomorrow. A
#   security rule that allows a part of the pool lets some calls pass and drops others.
# custom:
#   id: GW-ALLOW-WHOLE-POOL
#   level: warning
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Allow the whole point-to-site address pool of the gateway as the source.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "example" {
#       # …
#       direction             = "Inbound"
#       access                = "Allow"
#       source_address_prefix = "172.16.201.0/24" # the whole pool
#     }
#   remediation_bicep: |
#     resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         direction: 'Inbound'
#         access: 'Allow'
#         sourceAddressPrefix: '172.16.201.0/24' // the whole pool
#       }
#     }
#   related: [GW-P2S-RFC1918]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Debugging access to VNet hosted resources"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.allow_whole_pool

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway
import data.vnetguard.lib.ipv4

# Groups on subnets of virtual networks that apps are, or may be, connected to.
subjects contains group if some group, _ in _network_of

_network_of[group] contains network if {
	some network in gateway.networks
	some id in input.after.virtual_networks[network].subnets
	group := input.after.subnets[id].network_security_group.id
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, networks in _network_of
	_is_told(id)
	some network in networks
	gateway.is_connected(input.after.virtual_networks[network])
	some found in _gateways(network)
	some rule in _rules(id)
	_is_wrong(id, rule, found)
	msg := sprintf(
		"Security rule '%s' of '%s' allows '%s', a part of the point-to-site addresses of gateway '%s'; apps may call from any of them.",
		[object.get(rule, "name", rule.subject), input.after.network_security_groups[id].subject, concat("', '", _parts(rule, found)), found.subject],
	)
	evidence := [
		{"entity": rule.id, "attribute": "source_addresses"}, {"entity": found.id, "attribute": "client_address_pool"},
		gateway.evidence(input.after.virtual_networks[network]),
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "security_rules"}]} if {
	some id, networks in _network_of
	some network in networks
	_is_doubtful(id, network)
	msg := sprintf(
		"Whether network security group '%s' lets the whole of the point-to-site addresses in that apps may call from cannot be told.",
		[input.after.network_security_groups[id].subject],
	)
}

# There are, or may be, addresses to let in, and not all rules are known.
_is_doubtful(group, network) if {
	not _is_told(group)
	_may_give_addresses(network)
}

# Some rule lets single addresses in, and it is not known which the pool has.
_is_doubtful(group, network) if {
	_has_open_pool(network)
	some rule in _rules(group)
	some source in rule.source_addresses
	ipv4.block(source)
}

# The connection may be of another form.
_is_doubtful(group, network) if {
	entity := input.after.virtual_networks[network]
	not gateway.is_connected(entity)
	some found in _gateways(network)
	some rule in _rules(group)
	_is_wrong(group, rule, found)
}

_may_give_addresses(network) if count(_gateways(network)) > 0

_may_give_addresses(network) if _has_open_pool(network)

_has_open_pool(network) if {
	some id in gateway.gateways_in(input.after.virtual_networks[network])
	attribute.is_unknown(input.after.virtual_network_gateways[id], "client_address_pool")
}

_has_open_pool(network) if gateway.unseen[network]

_has_open_pool(_) if count(gateway.open_gateways) > 0

# VPN gateways of the virtual network that give addresses.
_gateways(network) := {found |
	some id in gateway.gateways_in(input.after.virtual_networks[network])
	found := input.after.virtual_network_gateways[id]
	found.client_address_pool
}

# Inbound rules of the group that allow.
_rules(group) := [rule |
	some edge in input.after.network_security_groups[group].security_rules
	rule := input.after.security_rules[edge.id]
	rule.access == "allow"
	rule.direction == "inbound"
]

# All of its rules are known, in all that matters here.
_is_told(group) if {
	entity := input.after.network_security_groups[group]
	not attribute.is_unknown(entity, "security_rules")
	every edge in object.get(entity, "security_rules", []) {
		rule := input.after.security_rules[edge.id]
		every name in ["access", "direction", "protocol", "source_addresses", "destination_ports"] {
			not attribute.is_unknown(rule, name)
		}
	}
}

# Sources of the rule that are a part of the pool.
_parts(rule, found) := [source |
	some source in rule.source_addresses
	some prefix in found.client_address_pool
	_is_part(source, ipv4.block(prefix.text))
]

_is_part(source, pool) if {
	block := ipv4.block(source)
	ipv4.covers([pool], block)
	not ipv4.covers([block], pool)
}

_is_wrong(group, rule, found) if {
	some prefix in found.client_address_pool
	pool := ipv4.block(prefix.text)
	some source in rule.source_addresses
	_is_part(source, pool)
	not _lets_in(rule, pool)
	not _is_let_in_otherwise(group, rule, pool)
}

_lets_in(rule, pool) if ipv4.covers([block | some source in rule.source_addresses; block := _block(source)], pool)

_block(source) := ipv4.block(source)

# These hold all addresses that reach the virtual network.
_block(source) := {"first": 0, "last": 4294967295} if lower(source) in {"*", "virtualnetwork"}

# Another rule of the group lets the pool in to the same ports.
_is_let_in_otherwise(group, rule, pool) if {
	some other in _rules(group)
	_lets_in(other, pool)
	other.protocol in {rule.protocol, "*"}
	every port in object.get(rule, "destination_ports", []) {
		some range in other.destination_ports
		range.first <= port.first
		range.last >= port.last
	}
}
