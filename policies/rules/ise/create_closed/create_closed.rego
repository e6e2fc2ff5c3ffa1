# METADATA
# title: no integration service environment is created
# description: >-
#   Since 1 November 2022 Azure creates no new integration service environments. A replacement destroys
#   one that cannot come back.
# custom:
#   id: ISE-CREATE-CLOSED
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Use Logic Apps Standard. Where the plan shows a replacement, take back the change that forces it:
#     name, region, access endpoint, subnets or SKU family.
#   remediation_terraform: |
#     # Instead of azurerm_integration_service_environment:
#     resource "azurerm_logic_app_standard" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     // Instead of Microsoft.Logic/integrationServiceEnvironments:
#     resource workflows 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       kind: 'functionapp,workflowapp'
#       properties: { virtualNetworkSubnetId: integration.id }
#     }
#   related: [ISE-RETIRED]
#   advice:
#     - id: ISE-DEPLOY-TIME
#       text: >-
#         While it was possible, creating an environment took up to two hours, occasionally four: a pipeline
#         that replaces one waits that long before it fails.
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.create_closed

import data.vnetguard.lib.presence

# First day without creation.
_closed := "2022-11-01"

subjects contains id if {
	input.context.as_of >= _closed
	some id, environment in input.after.integration_service_environments
	presence.is_part_of_input(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in subjects
	actions := input.changes[id].actions
	"create" in actions
	msg := sprintf(
		"Integration service environment '%s' would be %s, but Azure has created no new ones since %s.",
		[input.after.integration_service_environments[id].subject, _verb(actions), _closed],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in subjects
	not input.changes[id]
	msg := sprintf(
		"Whether integration service environment '%s' would be created cannot be told: the input does not say what exists.",
		[input.after.integration_service_environments[id].subject],
	)
}

_verb(actions) := "replaced" if "delete" in actions

_verb(actions) := "created" if not "delete" in actions
