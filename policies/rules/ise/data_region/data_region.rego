# METADATA
# title: workflows and integration accounts have the region of their integration service environment
# description: >-
#   The data of an environment stays in the region where the environment was created. What is placed in
#   it has that region too; another one in its declaration misleads about where its data is.
# custom:
#   id: ISE-DATA-REGION
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Logic/workflows
#     - Microsoft.Logic/integrationAccounts
#   remediation: >-
#     Give the workflow or the integration account the location of its environment.
#   remediation_terraform: |
#     resource "azurerm_logic_app_workflow" "example" {
#       # …
#       location                           = azurerm_integration_service_environment.example.location
#       integration_service_environment_id = azurerm_integration_service_environment.example.id
#     }
#   remediation_bicep: |
#     resource workflow 'Microsoft.Logic/workflows@2019-05-01' = {
#       // …
#       location: environment.location
#       properties: { integrationServiceEnvironment: { id: environment.id } }
#     }
#   related: [ISE-IA-SAME-ISE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "How an ISE works with a virtual network"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.data_region

import data.vnetguard.lib.ise
import data.vnetguard.lib.presence
import data.vnetguard.lib.same_region

_what := {"workflows": "workflow", "integration_accounts": "integration account"}

_entities[id] := {"what": what, "entity": entity} if {
	some kind, what in _what
	some id, entity in input.after[kind]
	presence.is_part_of_input(entity)
	ise.may_be_in_one(entity)
}

subjects := object.keys(_entities)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id, found.entity)} if {
	some id, found in _entities
	environment := ise.of(found.entity)
	same_region.is_not(found.entity, environment)
	msg := sprintf(
		"The region of %s '%s' is '%s', but its integration service environment '%s' keeps its data in '%s'.",
		[found.what, found.entity.subject, found.entity.region, environment.subject, environment.region],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id, found.entity)} if {
	some id, found in _entities
	entity := found.entity
	not _is_told(entity)
	msg := sprintf(
		"Whether %s '%s' has the region of its integration service environment cannot be told.",
		[found.what, entity.subject],
	)
}

_is_told(entity) if same_region.is(entity, ise.of(entity))

_is_told(entity) if same_region.is_not(entity, ise.of(entity))

_evidence(id, entity) := [{"entity": id, "attribute": "region"}, {"entity": ise.of(entity).id, "attribute": "region"}]

_evidence(id, entity) := [{"entity": id, "attribute": "integration_service_environment"}] if not ise.is_in_one(entity)
