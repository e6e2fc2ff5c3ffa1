# METADATA
# title: the network of an integration service environment has no addresses that it cannot resolve
# description: >-
#   Azure Logic Apps cannot resolve 0.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 168.63.129.16 and
#   169.254.169.254. Neither the virtual network of an environment nor its subnets may hold any of them,
#   even in a part that the environment does not use.
# custom:
#   id: ISE-SUBNET-ADDR-RESERVED
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
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
#   related: [NET-VNET-FORBIDDEN]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_addr_reserved

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise_subnet
import data.vnetguard.lib.prefixes

_reserved := data.vnetguard.reference.ise_reserved_addresses.prefixes

subjects := {_place(subnet) | some subnet in ise_subnet.used}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	network := input.after.virtual_networks[id]
	some found in _in_space(network)
	msg := sprintf(
		"Virtual network '%s' of an integration service environment has '%s', which holds addresses of '%s'; Azure Logic Apps cannot resolve them.",
		[network.subject, found.prefix, found.range],
	)
	evidence := array.concat([{"entity": id, "attribute": "address_space"}], _conditions(network))
}

# A prefix of the network itself is said of the network, once.
deny contains {"subject": _place(subnet), "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	not _is_reported(subnet)
	some found in prefixes.meeting(object.get(subnet, "prefixes", []), _reserved)
	msg := sprintf(
		"Subnet '%s' of an integration service environment has '%s', which holds addresses of '%s'; Azure Logic Apps cannot resolve them.",
		[subnet.subject, found.prefix, found.range],
	)
	evidence := array.concat([{"entity": id, "attribute": "prefixes"}], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in subjects
	network := input.after.virtual_networks[id]
	not attribute.is_known(network, "address_space")
	msg := sprintf(
		"The address space of virtual network '%s' is not known; an integration service environment cannot resolve some addresses.",
		[network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "virtual_network"}]} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	msg := sprintf(
		"The virtual network of subnet '%s' is not known; an integration service environment cannot resolve some addresses.",
		[subnet.subject],
	)
}

_in_space(network) := prefixes.meeting(object.get(network, "address_space", []), _reserved)

_is_reported(subnet) if count(_in_space(input.after.virtual_networks[subnet.virtual_network.id])) > 0

# Where the network is not known the subnet stands for it.
_place(subnet) := subnet.virtual_network.id

_place(subnet) := subnet.id if subnet.unknown.virtual_network

# Where no subnet of the network is certainly used: what may use them.
_conditions(network) := [condition |
	every id in _used(network) {
		count(ise_subnet.conditions(ise_subnet.used[id])) > 0
	}
	some id in _used(network)
	some condition in ise_subnet.conditions(ise_subnet.used[id])
]

_used(network) := {id |
	some id in network.subnets
	ise_subnet.used[id]
}
