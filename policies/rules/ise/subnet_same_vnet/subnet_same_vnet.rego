# METADATA
# title: the subnets of an integration service environment are in one virtual network of its region
# description: >-
#   An environment is injected into one virtual network: all four of its subnets are subnets of that
#   network. The network has to be in the region of the environment, which follows from the injection
#   without being said, so a difference of regions is reported as a warning.
# custom:
#   id: ISE-SUBNET-SAME-VNET
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Take four subnets of one virtual network, and create the environment in that network's region.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       location = azurerm_virtual_network.example.location
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       location: network.location
#     }
#   related: [ISE-SUBNET-COUNT]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_same_vnet

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence
import data.vnetguard.lib.same_region

subjects contains id if {
	some id, environment in ise.deployed
	not attribute.is_absent(environment, "subnets")
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	environment := ise.deployed[id]
	_are_several(environment)
	names := {network.subject | some network in _networks(environment)}
	msg := sprintf(
		"The subnets of integration service environment '%s' are in several virtual networks ('%s'); they must be in one.",
		[environment.subject, concat("', '", names)],
	)
	evidence := array.concat([{"entity": id, "attribute": "subnets"}], _edges(environment))
}

deny contains {"subject": id, "msg": msg, "evidence": evidence, "level": "warning"} if {
	some id in subjects
	environment := ise.deployed[id]
	not _are_several(environment)
	some other, network in _networks(environment)
	same_region.is_not(network, environment)
	msg := sprintf(
		"Integration service environment '%s' is in region '%s', its virtual network '%s' in '%s'.",
		[environment.subject, environment.region, network.subject, network.region],
	)
	evidence := [{"entity": id, "attribute": "region"}, {"entity": other, "attribute": "region"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	environment := ise.deployed[id]
	not _are_several(environment)
	not _is_one(environment)
	msg := sprintf(
		"Whether the subnets of integration service environment '%s' are in one virtual network cannot be told.",
		[environment.subject],
	)
	evidence := array.concat([{"entity": id, "attribute": "subnets"}], _edges(environment))
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence, "level": "warning"} if {
	some id in subjects
	environment := ise.deployed[id]
	not _are_several(environment)
	some other, network in _networks(environment)
	not same_region.is(network, environment)
	not same_region.is_not(network, environment)
	msg := sprintf(
		"Whether virtual network '%s' is in the region of integration service environment '%s' cannot be told.",
		[network.subject, environment.subject],
	)
	evidence := [{"entity": id, "attribute": "region"}, {"entity": other, "attribute": "region"}]
}

# The virtual networks of the subnets that are told.
_networks(environment) := {id: input.after.virtual_networks[id] |
	some subnet in ise.subnets(environment)
	id := input.after.subnets[subnet].virtual_network.id
}

_edges(environment) := [{"entity": id, "attribute": "virtual_network"} | some id in ise.subnets(environment)]

_are_several(environment) if {
	networks := object.keys(_networks(environment))
	one := min(networks)
	some other in networks
	_certainly_differ(one, other)
}

_is_one(environment) if {
	ise.names_all_subnets(environment)
	count(_networks(environment)) == 1
	every id in ise.subnets(environment) {
		input.after.subnets[id].virtual_network.id
	}
}

# Two resources of the input are two; one of them and one outside may be the same by another spelling.
_certainly_differ(one, other) if {
	one != other
	presence.is_part_of_input(input.after.virtual_networks[one])
	presence.is_part_of_input(input.after.virtual_networks[other])
}

_certainly_differ(one, other) if {
	first := lower(input.after.virtual_networks[one].name)
	second := lower(input.after.virtual_networks[other].name)
	first != second
}

_certainly_differ(one, other) if {
	one != other
	_is_whole(one)
	_is_whole(other)
}

# An ARM id without parts that are not known.
_is_whole(id) if {
	startswith(id, "/")
	not contains(id, "{")
}
