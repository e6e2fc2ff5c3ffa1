# METADATA
# title: an integration service environment has four subnets
# description: >-
#   An integration service environment is injected into four subnets, whatever its SKU. The Developer
#   SKU uses three of them, but four must exist all the same; with another number the deployment fails.
# custom:
#   id: ISE-SUBNET-COUNT
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Create four empty subnets and list all four.
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
#   related: [ISE-SUBNET-SIZE-MIN, ISE-SUBNET-DELEGATION-ONE]
#   advice:
#     - id: ISE-PORTAL-INVALID-NOT-BLOCKED
#       text: >-
#         The portal warns of subnets that do not fit and lets the creation go on, which then fails.
#     - id: ISE-VNET-DELETE-WAIT
#       text: >-
#         After a virtual network is deleted, Azure may hold its subnets for two hours or longer.
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_count

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

_required := 4

subjects contains id if {
	some id, environment in input.after.integration_service_environments
	presence.is_part_of_input(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id in subjects
	environment := input.after.integration_service_environments[id]
	_certainly_wrong(environment)
	msg := sprintf(
		"Integration service environment '%s' has %d subnets; it requires %d.",
		[environment.subject, count(_subnets(environment)) + _untold(environment), _required],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id in subjects
	environment := input.after.integration_service_environments[id]
	not _certainly_wrong(environment)
	not _certainly_right(environment)
	msg := sprintf(
		"How many subnets integration service environment '%s' has cannot be told; it requires %d.",
		[environment.subject, _required],
	)
}

_certainly_wrong(environment) if count(_subnets(environment)) > _required

# Elements that cannot be told may be the same subnet, so they add at most their number.
_certainly_wrong(environment) if {
	not attribute.is_unknown(environment, "subnets")
	count(_subnets(environment)) + _untold(environment) < _required
}

_certainly_right(environment) if {
	not attribute.is_unknown(environment, "subnets")
	_untold(environment) == 0
	count(_subnets(environment)) == _required
}

# Distinct subnets that are known.
_subnets(environment) := {edge.id | some edge in object.get(environment, "subnets", [])}

# Number of elements of which it is not known which subnet they are.
_untold(environment) := count([edge | some edge in object.get(environment, "subnets", []); edge.unknown])
