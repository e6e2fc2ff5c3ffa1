# METADATA
# title: a virtual network has none of the addresses that Azure reserves
# description: >-
#   Virtual networks cannot hold multicast addresses (224.0.0.0/4), 255.255.255.255, loopback addresses
#   (127.0.0.0/8), link-local addresses (169.254.0.0/16) or 168.63.129.16, which is Azure's own. Azure
#   refuses the network.
# custom:
#   id: NET-VNET-FORBIDDEN
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks
#   remediation: >-
#     Use private addresses: '10.0.0.0/8', '172.16.0.0/12' or '192.168.0.0/16'.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "example" {
#       # …
#       address_space = ["10.0.0.0/16"]
#     }
#   remediation_bicep: |
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       properties: {
#         addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] }
#       }
#     }
#   related: [ISE-SUBNET-ADDR-RESERVED, NET-SUBNET-IN-VNET]
#   sources:
#     - document: Azure Virtual Network frequently asked questions (FAQ)
#       edition: "2020-06-26"
#       section: "What address ranges can I use in my virtual networks?"
#       url: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
#   editions:
#     - "2020-06-26"
package vnetguard.rules.net.vnet_forbidden

import data.vnetguard.lib.attribute
import data.vnetguard.lib.prefixes
import data.vnetguard.lib.presence

_forbidden := data.vnetguard.reference.network_forbidden_addresses.prefixes

subjects contains id if {
	some id, network in input.after.virtual_networks
	presence.is_part_of_input(network)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in subjects
	network := input.after.virtual_networks[id]
	some found in _found(network)
	msg := sprintf(
		"Virtual network '%s' has '%s', which holds addresses of '%s'; Azure does not allow them in a virtual network.",
		[network.subject, found.prefix, found.range],
	)
}

# Without an address space in the input it comes from a pool.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in subjects
	network := input.after.virtual_networks[id]
	count(_found(network)) == 0
	not attribute.is_known(network, "address_space")
	msg := sprintf("The address space of virtual network '%s' is not known.", [network.subject])
}

_found(network) := prefixes.meeting(object.get(network, "address_space", []), _forbidden)
