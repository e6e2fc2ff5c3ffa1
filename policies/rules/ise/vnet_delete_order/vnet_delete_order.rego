# METADATA
# title: a virtual network or subnet is deleted when nothing that stays is in it
# description: >-
#   A virtual network, and a subnet, can be deleted only when no resource is connected any more. What
#   stays in a subnet, an integration service environment above all, makes the deletion fail. Apps have
#   a rule of their own.
# custom:
#   id: ISE-VNET-DELETE-ORDER
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Network/virtualNetworks
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Remove or move the resources in it first, then delete the network or the subnet.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "example" {
#       # … stays as long as something is in it
#       lifecycle { prevent_destroy = true }
#     }
#   remediation_bicep: |
#     // Stays in the template as long as something is in it.
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#     }
#   related: [ISE-SUBNET-REUSE-WAIT, ISE-DELETE-LOCKS, APP-VNI-DELETE-VNET]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create your ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.vnet_delete_order

import data.vnetguard.lib.change
import data.vnetguard.lib.occupants
import data.vnetguard.lib.presence

# Apps and plans in it are the matter of other rules.
_others := {"app_service_plans", "apps"}

# What goes, with the subnets that go with it: of a network and its subnets, the network is the one to name.
_going[id] := {"what": "Virtual network", "entity": network, "subnets": object.get(network, "subnets", [])} if {
	some id, network in input.before.virtual_networks
	presence.is_part_of_input(network)
	change.goes(id)
}

_going[id] := {"what": "Subnet", "entity": subnet, "subnets": [id]} if {
	some id, subnet in input.before.subnets
	presence.is_part_of_input(subnet)
	change.goes(id)
	not _goes_with_its_network(subnet)
}

_goes_with_its_network(subnet) if change.goes(subnet.virtual_network.id)

subjects := object.keys(_going)

deny contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, found in _going
	staying := {input.before[kind][occupant].subject |
		some subnet in found.subnets
		some occupant, kind in _occupants(subnet)
		_stays_in(subnet, occupant)
	}
	count(staying) > 0
	msg := sprintf(
		"%s '%s' would be deleted, but '%s' stays in it; it can be deleted only when nothing is connected.",
		[found.what, found.entity.subject, concat("', '", staying)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, found in _going
	some subnet in found.subnets
	some occupant, kind in _occupants(subnet)
	_stays(occupant)
	occupants.is_somewhere(input.after[kind][occupant], kind)
	msg := sprintf(
		"Whether '%s' is still in %s '%s', which would be deleted, cannot be told.",
		[input.before[kind][occupant].subject, lower(found.what), found.entity.subject],
	)
}

_occupants(subnet) := {occupant: kind |
	some occupant, kind in occupants.of(input.before.subnets[subnet])
	not kind in _others
}

_stays(occupant) if {
	input.changes[occupant]
	not change.goes(occupant)
}

_stays_in(subnet, occupant) if {
	_stays(occupant)
	occupants.of(input.after.subnets[subnet])[occupant]
}

# What is no longer managed stays where it is.
_stays_in(_, occupant) if "forget" in input.changes[occupant].actions
