# METADATA
# title: a subnet's prefixes are in its network's address space and in no other subnet
# description: >-
#   Every prefix of a subnet lies in the address space of its virtual network, and no two subnets of a
#   network share an address. Azure refuses the subnet otherwise.
# custom:
#   id: NET-SUBNET-IN-VNET
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Take a part of the network's address space that no other subnet has, or extend the address space.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "example" {
#       # …
#       address_space = ["10.0.0.0/16"]
#     }
#
#     resource "azurerm_subnet" "first" {
#       # …
#       address_prefixes = [cidrsubnet(azurerm_virtual_network.example.address_space[0], 8, 0)]
#     }
#
#     resource "azurerm_subnet" "second" {
#       # …
#       address_prefixes = [cidrsubnet(azurerm_virtual_network.example.address_space[0], 8, 1)]
#     }
#   remediation_bicep: |
#     resource first 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: { addressPrefix: cidrSubnet(network.properties.addressSpace.addressPrefixes[0], 24, 0) }
#     }
#
#     resource second 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: { addressPrefix: cidrSubnet(network.properties.addressSpace.addressPrefixes[0], 24, 1) }
#     }
#   related: [NET-SUBNET-MIN29, NET-VNET-FORBIDDEN]
#   sources:
#     - document: Add, change, or delete a virtual network subnet
#       edition: "2022-06-27"
#       section: "Add a subnet"
#       url: https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet
#     - document: Azure Virtual Network frequently asked questions (FAQ)
#       edition: "2020-06-26"
#       section: "Are there any restrictions on using IP addresses within these subnets?"
#       url: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
#   editions:
#     - "2020-06-26"
#     - "2022-06-27"
package vnetguard.rules.net.subnet_in_vnet

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

subjects contains id if {
	some id, subnet in _subnets
	_is_of_interest(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in _subnets
	outside := subnet.placement.outside
	network := _network(subnet)
	presence.is_part_of_input(network)
	msg := sprintf(
		"Subnet '%s' has '%s', which is not in the address space of virtual network '%s' ('%s').",
		[subnet.subject, concat("', '", outside), network.subject, _space(network)],
	)
	evidence := [{"entity": id, "attribute": "prefixes"}, {"entity": network.id, "attribute": "address_space"}]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in _subnets
	overlap := subnet.placement.overlap
	msg := sprintf(
		"Subnet '%s' has '%s', which overlaps '%s' of subnet '%s' in the same virtual network.",
		[subnet.subject, overlap.prefix, overlap.other_prefix, input.after.subnets[overlap.other].subject],
	)
	evidence := [{"entity": id, "attribute": "prefixes"}, {"entity": overlap.other, "attribute": "prefixes"}]
}

# Where a prefix is not known, this is said of its subnet alone and not of all others that it may overlap.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id, subnet in _subnets
	not subnet.placement
	presence.is_part_of_input(_network(subnet))
	not attribute.is_known(subnet, "prefixes")
	msg := sprintf(
		"Not all prefixes of subnet '%s' are known; they must be in the address space of virtual network '%s' and in no other subnet.",
		[subnet.subject, _network(subnet).subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in _subnets
	not subnet.placement
	network := _network(subnet)
	presence.is_part_of_input(network)
	not attribute.is_known(network, "address_space")
	msg := sprintf(
		"Whether subnet '%s' is in the address space of virtual network '%s' cannot be told: not all of that is known.",
		[subnet.subject, network.subject],
	)
	evidence := [{"entity": network.id, "attribute": "address_space"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "virtual_network"}]} if {
	some id, subnet in _subnets
	subnet.unknown.virtual_network
	msg := sprintf("The virtual network of subnet '%s' is not known, so whether it fits there cannot be told.", [subnet.subject])
}

_subnets[id] := subnet if {
	some id, subnet in input.after.subnets
	presence.is_part_of_input(subnet)
}

_network(subnet) := input.after.virtual_networks[subnet.virtual_network.id]

_space(network) := concat("', '", [prefix.text | some prefix in network.address_space])

# What is wrong with it is known, or something that is asked of it alone is not.
_is_of_interest(subnet) if subnet.placement

_is_of_interest(subnet) if subnet.unknown.virtual_network

_is_of_interest(subnet) if {
	presence.is_part_of_input(_network(subnet))
	not attribute.is_known(subnet, "prefixes")
}

_is_of_interest(subnet) if {
	network := _network(subnet)
	presence.is_part_of_input(network)
	not attribute.is_known(network, "address_space")
}

# All is known, also of those that it could overlap.
_is_of_interest(subnet) if {
	id := subnet.virtual_network.id
	presence.is_part_of_input(input.after.virtual_networks[id])
	not id in _networks_with_gaps
	not _is_any_adrift
}

_networks_with_gaps contains id if {
	some id, network in input.after.virtual_networks
	network.unknown.subnets
}

_networks_with_gaps contains network if {
	some subnet in input.after.subnets
	not attribute.is_known(subnet, "prefixes")
	network := subnet.virtual_network.id
}

_is_any_adrift if {
	some subnet in input.after.subnets
	subnet.unknown.virtual_network
}
