# METADATA
# title: the subnets of an integration service environment are different ones
# description: >-
#   Each of the four subnets holds another component of the environment. A subnet that is listed twice
#   cannot take a second one, and the deployment fails.
# custom:
#   id: ISE-SUBNET-DISTINCT
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     List four different subnets, one for each component.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       virtual_network_subnet_ids = [
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
#           subnets: [ { id: ise1.id }, { id: ise2.id }, { id: ise3.id }, { id: ise4.id } ]
#         }
#       }
#     }
#   related: [ISE-SUBNET-COUNT, ISE-SUBNET-EXCLUSIVE]
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
package vnetguard.rules.ise.subnet_distinct

import data.vnetguard.lib.ise

subjects := object.keys(ise.deployed)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in ise.deployed
	repeated := _repeated(environment)
	count(repeated) > 0
	msg := sprintf(
		"Integration service environment '%s' lists '%s' more than once; its subnets must be different ones.",
		[environment.subject, concat("', '", {_name(key) | some key in repeated})],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id, environment in ise.deployed
	count(_repeated(environment)) == 0
	not ise.names_all_subnets(environment)
	msg := sprintf(
		"Not all subnets of integration service environment '%s' are known; whether they are different ones cannot be told.",
		[environment.subject],
	)
}

# Two references that are not told are the same when they are the same expression.
_repeated(environment) := {key |
	listed := sort([_key(edge) | some edge in object.get(environment, "subnets", [])])
	some at, key in listed
	listed[at + 1] == key
}

_key(edge) := edge.id

_key(edge) := edge.unknown.pattern

_name(key) := input.after.subnets[key].subject

_name(key) := key if not input.after.subnets[key]
