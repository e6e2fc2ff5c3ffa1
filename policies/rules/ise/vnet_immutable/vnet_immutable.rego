# METADATA
# title: an integration service environment stays in its virtual network
# description: >-
#   An environment is injected into a virtual network when it is created, and only then. Subnets of
#   another network in its place mean another environment.
# custom:
#   id: ISE-VNET-IMMUTABLE
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Name the subnets that the environment was created with.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       virtual_network_subnet_ids = [ # the subnets it was created with
#         azurerm_subnet.ise1.id,
#         azurerm_subnet.ise2.id,
#         azurerm_subnet.ise3.id,
#         azurerm_subnet.ise4.id,
#       ]
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       properties: {
#         networkConfiguration: {
#           // …
#           subnets: [ { id: ise1.id }, { id: ise2.id }, { id: ise3.id }, { id: ise4.id } ] // those it was created with
#         }
#       }
#     }
#   related: [ISE-SUBNET-ADDR-IMMUTABLE, ISE-CREATE-CLOSED]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "How an ISE works with a virtual network"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
#     - "2023-08-23"
package vnetguard.rules.ise.vnet_immutable

import data.vnetguard.lib.ise

subjects := object.keys(ise.kept)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in ise.kept
	count(_others(environment)) > 0
	msg := sprintf(
		"Integration service environment '%s' would move to another virtual network ('%s'); it is injected at creation and stays there.",
		[environment.after.subject, concat("', '", _others(environment))],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in ise.kept
	count(_others(environment)) == 0
	not _stays(environment)
	msg := sprintf(
		"Whether integration service environment '%s' would move to another virtual network, which it cannot, cannot be told.",
		[environment.after.subject],
	)
}

# Virtual networks in which it certainly was not.
_others(environment) := {input.after.virtual_networks[network].subject |
	_is_told(input.before, environment.before)
	some network in _networks(input.after, environment.after) - _networks(input.before, environment.before)
}

_stays(environment) if {
	_is_told(input.before, environment.before)
	_is_told(input.after, environment.after)
	_networks(input.after, environment.after) == _networks(input.before, environment.before)
}

_networks(side, environment) := {side.subnets[subnet].virtual_network.id | some subnet in ise.subnets(environment)}

_is_told(side, environment) if {
	ise.names_all_subnets(environment)
	every subnet in ise.subnets(environment) {
		side.subnets[subnet].virtual_network.id
	}
}
