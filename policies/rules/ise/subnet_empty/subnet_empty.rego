# METADATA
# title: nothing else stands in a subnet of an integration service environment
# description: >-
#   The four subnets of an environment must be empty when it is created: no network interface, private
#   endpoint, gateway or other resource takes addresses in them. Otherwise the deployment fails.
# custom:
#   id: ISE-SUBNET-EMPTY
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Move the other resource to a subnet of its own.
#   remediation_terraform: |
#     resource "azurerm_network_interface" "example" {
#       # …
#       ip_configuration {
#         name                          = "internal"
#         subnet_id                     = azurerm_subnet.machines.id # no subnet of the environment
#         private_ip_address_allocation = "Dynamic"
#       }
#     }
#   remediation_bicep: |
#     resource nic 'Microsoft.Network/networkInterfaces@2023-11-01' = {
#       // …
#       properties: {
#         ipConfigurations: [
#           {
#             name: 'internal'
#             properties: { subnet: { id: machines.id } } // no subnet of the environment
#           }
#         ]
#       }
#     }
#   related: [ISE-SUBNET-EXCLUSIVE, ISE-SUBNET-DELEGATION-OTHERS-NONE]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create subnet"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_empty

import data.vnetguard.lib.ise_subnet
import data.vnetguard.lib.occupants
import data.vnetguard.lib.presence
import data.vnetguard.lib.whereabouts

subjects := object.keys(ise_subnet.used)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	others := _others(subnet)
	count(others) > 0
	names := sort([input.after[kind][other].subject | some other, kind in others])
	msg := sprintf(
		"Subnet '%s' of an integration service environment also holds '%s'; it must be empty.",
		[subnet.subject, concat("', '", names)],
	)
	evidence := array.concat([{"entity": other, "attribute": occupants.kinds[kind].edge} | some other, kind in others], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, subnet in ise_subnet.used
	count(_others(subnet)) == 0
	not presence.is_part_of_input(subnet)
	msg := sprintf(
		"Subnet '%s' is not part of the input, so what stands in it is not known; an integration service environment needs it empty.",
		[subnet.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": other, "attribute": found.edge}]} if {
	some id, subnet in ise_subnet.used
	count(_others(subnet)) == 0
	some other, found in _adrift
	whereabouts.may_be(found.entity, found.edge, id)
	msg := sprintf(
		"In which subnet '%s' stands is not known; it may be '%s', which an integration service environment needs empty.",
		[found.entity.subject, subnet.subject],
	)
}

# What shares the subnet, by id with its kind; what is there under a condition only when nothing else is.
_others(subnet) := declared if {
	declared := _present(subnet, _certain)
	count(declared) > 0
}

_others(subnet) := _present(subnet, {"conditional"}) if count(_present(subnet, _certain)) == 0

# What the input does not deploy stands in the subnet all the same: the input says so of it.
_certain := {"declared", "external"}

# Two environments in one subnet are another rule's matter.
_present(subnet, presences) := {id: kind |
	some id, kind in occupants.of(subnet)
	kind != "integration_service_environments"
	input.after[kind][id].presence in presences
}

# What stands in subnets that are not told. Resources outside the input that it says nothing of were there before and have theirs.
_adrift[id] := {"entity": occupant, "edge": names.edge} if {
	some kind, names in occupants.kinds
	kind != "integration_service_environments"
	some id, occupant in input.after[kind]
	_is_spoken_of(occupant, names.edge)
	occupants.is_somewhere(occupant, kind)
}

_is_spoken_of(occupant, _) if presence.is_part_of_input(occupant)

_is_spoken_of(occupant, edge) if occupant.stated_by[edge]
