# METADATA
# title: workflows and integration accounts do not stay in an integration service environment
# description: >-
#   Workflows in an environment are to be exported to Logic Apps Standard before its retirement on 31
#   August 2024. Afterwards there is no environment left that they could run in. Terraform providers
#   since version 4 no longer know environments, but still accept workflows that name one.
# custom:
#   id: ISE-MIGRATE-STANDARD
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Logic/workflows
#     - Microsoft.Logic/integrationAccounts
#   remediation: >-
#     Export the workflows to a Standard logic app on a WS1 to WS3 plan with virtual network integration,
#     then remove the reference to the environment.
#   remediation_terraform: |
#     # Instead of azurerm_logic_app_workflow with integration_service_environment_id:
#     resource "azurerm_logic_app_standard" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     // Instead of a workflow with integrationServiceEnvironment:
#     resource workflows 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       kind: 'functionapp,workflowapp'
#       properties: { virtualNetworkSubnetId: integration.id }
#     }
#   related: [ISE-RETIRED, STD-VNET-OUTBOUND, STD-PE-INBOUND]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "(top note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Next steps"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.migrate_standard

import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# First day of the run-off.
_run_off := "2022-11-01"

# Last day of the service.
_retirement := "2024-08-31"

_what := {"workflows": "Workflow", "integration_accounts": "Integration account"}

_entities[id] := {"what": what, "entity": entity} if {
	input.context.as_of >= _run_off
	not ise.is_edition_before(_run_off)
	some kind, what in _what
	some id, entity in input.after[kind]
	presence.is_part_of_input(entity)
	ise.may_be_in_one(entity)
}

subjects := object.keys(_entities)

deny contains {"subject": id, "level": "note", "msg": msg, "evidence": _evidence(id)} if {
	some id, found in _entities
	ise.is_in_one(found.entity)
	input.context.as_of <= _retirement
	msg := sprintf(
		"%s '%s' is in integration service environment '%s'; those retire on %s, so it is to be exported to Logic Apps Standard.",
		[found.what, found.entity.subject, ise.of(found.entity).subject, _retirement],
	)
}

deny contains {"subject": id, "level": "error", "msg": msg, "evidence": _evidence(id)} if {
	some id, found in _entities
	ise.is_in_one(found.entity)
	input.context.as_of > _retirement
	msg := sprintf(
		"%s '%s' is in integration service environment '%s', but those were retired on %s; it belongs into Logic Apps Standard.",
		[found.what, found.entity.subject, ise.of(found.entity).subject, _retirement],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, found in _entities
	entity := found.entity
	not ise.is_in_one(entity)
	msg := sprintf(
		"Whether %s '%s' is in an integration service environment, all of which retire on %s, cannot be told.",
		[lower(found.what), entity.subject, _retirement],
	)
}

_evidence(id) := [{"entity": id, "attribute": "integration_service_environment"}]
