# METADATA
# title: several environments in one network leave it through one firewall
# description: >-
#   Each integration service environment calls other systems from addresses of its own. Several of them
#   in one network that call systems which let in only some addresses leave best through one firewall or
#   appliance with one static public address, so that only that one has to be let in.
# custom:
#   id: ISE-SINGLE-OUTBOUND-IP
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks
#   remediation: >-
#     Where the called systems restrict addresses, deploy an Azure Firewall and send the default route of
#     the subnets to it, with the routes that forced tunnelling takes.
#   remediation_terraform: |
#     resource "azurerm_route" "default" {
#       # … in the route table of the subnets of the environments
#       address_prefix         = "0.0.0.0/0"
#       next_hop_type          = "VirtualAppliance"
#       next_hop_in_ip_address = azurerm_firewall.example.ip_configuration[0].private_ip_address
#     }
#   remediation_bicep: |
#     resource outbound 'Microsoft.Network/routeTables/routes@2023-11-01' = {
#       // … in the route table of the subnets of the environments
#       properties: {
#         addressPrefix: '0.0.0.0/0'
#         nextHopType: 'VirtualAppliance'
#         nextHopIpAddress: firewall.properties.ipConfigurations[0].properties.privateIPAddress
#       }
#     }
#   related: [ISE-FT-SERVICE-ENDPOINTS, ISE-ER-DEFAULT-ROUTE]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Enable access for ISE"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Enable access for ISE"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.single_outbound_ip

import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

_appliance := "virtualappliance"

# Networks with more than one environment, as far as can be told: those certainly in each.
_networks[id] := environments if {
	some id, network in input.after.virtual_networks
	environments := {environment |
		some subnet in object.get(network, "subnets", [])
		some environment in object.get(input.after.subnets[subnet], "integration_service_environments", [])
		ise.deployed[environment]
	}
	_is_concerned(network, environments)
}

_is_concerned(_, environments) if count(environments) > 1

_is_concerned(network, environments) if {
	presence.is_part_of_input(network)
	count(environments | _lost) > 1
}

# Environments of which not all networks are told.
_lost := {id |
	some id, environment in ise.deployed
	not _is_told(environment)
}

_is_told(environment) if {
	ise.names_all_subnets(environment)
	every subnet in ise.subnets(environment) {
		input.after.subnets[subnet].virtual_network.id
	}
}

subjects := object.keys(_networks)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(environments)} if {
	some id, environments in _networks
	count(environments) > 1
	some one in environments
	_certainly_leaves_alone(ise.deployed[one])
	msg := sprintf(
		"Integration service environments '%s' in virtual network '%s' leave it by addresses of their own; no default route leads through one firewall.",
		[concat("', '", {ise.deployed[environment].subject | some environment in environments}), input.after.virtual_networks[id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(environments)} if {
	some id, environments in _networks
	some one in environments | _lost
	environment := ise.deployed[one]
	not _leaves_by_appliance(environment)
	msg := sprintf(
		"Whether several integration service environments in virtual network '%s' leave it through one firewall cannot be told.",
		[input.after.virtual_networks[id].subject],
	)
}

_leaves_by_appliance(environment) if {
	some subnet in ise.subnets(environment)
	input.after.subnets[subnet].default_route.next_hop == _appliance
}

_certainly_leaves_alone(environment) if {
	ise.names_all_subnets(environment)
	every subnet in ise.subnets(environment) {
		_has_no_way(input.after.subnets[subnet])
	}
}

# None of the routes that may be its default route, or a part of it, leads to an appliance.
_has_no_way(subnet) if {
	every route in subnet.default_route.routes {
		hop := route.next_hop
		hop != _appliance
	}
}

_evidence(environments) := [{"entity": id, "attribute": "subnets"} | some id in environments]
