# METADATA
# title: an integration service environment does not outlive its retirement
# description: >-
#   Integration service environments were retired on 31 August 2024. From 1 November 2022 until that day
#   an existing one ran on with limited support; after it there is no service behind the resource any
#   more, so workflows in it do not run.
# custom:
#   id: ISE-RETIRED
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Export the workflows to Logic Apps Standard, then remove the environment, its delegation and its
#     four subnets.
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
#   related: [ISE-CREATE-CLOSED, ISE-MIGRATE-STANDARD]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "(top note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.retired

import data.vnetguard.lib.presence

# Last day of the service.
_retirement := "2024-08-31"

# First day of the run-off.
_run_off := "2022-11-01"

subjects contains id if {
	input.context.as_of >= _run_off
	some id, environment in input.after.integration_service_environments
	presence.is_part_of_input(environment)
}

deny contains {"subject": id, "level": "error", "msg": msg, "evidence": []} if {
	some id in subjects
	input.context.as_of > _retirement
	environment := input.after.integration_service_environments[id]
	msg := sprintf(
		"Integration service environment '%s' has no service behind it: integration service environments were retired on %s.",
		[environment.subject, _retirement],
	)
}

deny contains {"subject": id, "level": "warning", "msg": msg, "evidence": []} if {
	some id in subjects
	input.context.as_of <= _retirement
	environment := input.after.integration_service_environments[id]
	msg := sprintf(
		"Integration service environment '%s' is in its run-off: integration service environments retire on %s.",
		[environment.subject, _retirement],
	)
}

# Presence and the day are always known.
undetermined := set()
