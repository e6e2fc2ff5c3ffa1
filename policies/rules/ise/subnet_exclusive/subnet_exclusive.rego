# METADATA
# title: a subnet serves one integration service environment
# description: >-
#   An environment needs subnets that are empty, so no two environments can share one. The second one to
#   be deployed fails.
# custom:
#   id: ISE-SUBNET-EXCLUSIVE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give each environment four subnets of its own.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "second" {
#       # …
#       virtual_network_subnet_ids = [ # none of those of the first
#         azurerm_subnet.ise5.id,
#         azurerm_subnet.ise6.id,
#         azurerm_subnet.ise7.id,
#         azurerm_subnet.ise8.id,
#       ]
#     }
#   remediation_bicep: |
#     resource second 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       properties: {
#         networkConfiguration: { // none of those of the first
#           subnets: [ { id: ise5.id }, { id: ise6.id }, { id: ise7.id }, { id: ise8.id } ]
#         }
#       }
#     }
#   related: [ISE-SUBNET-EMPTY, ISE-SUBNET-DISTINCT]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_exclusive

import data.vnetguard.lib.ise
import data.vnetguard.lib.ise_subnet
import data.vnetguard.lib.whereabouts

subjects contains id if {
	count(ise.deployed) > 1
	some id, _ in ise_subnet.used
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	users := _users(id)
	count(users) > 1
	names := {ise.deployed[user].subject | some user in users}
	msg := sprintf(
		"Subnet '%s' is used by the integration service environments '%s'; it can serve one.",
		[ise_subnet.used[id].subject, concat("' and '", names)],
	)
	evidence := [{"entity": user, "attribute": "subnets"} | some user in users]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": other, "attribute": "subnets"}]} if {
	some id in subjects
	users := _users(id)
	count(users) == 1
	some other, environment in ise.deployed
	not other in users
	whereabouts.may_be(environment, "subnets", id)
	msg := sprintf(
		"Not all subnets of integration service environment '%s' are known; '%s', which another one uses, may be among them.",
		[environment.subject, ise_subnet.used[id].subject],
	)
}

_users(id) := {user |
	some user in ise_subnet.used[id].integration_service_environments
	ise.deployed[user]
}
