# METADATA
# title: workflows with webhook triggers of services outside the network are in an environment with an external endpoint
# description: >-
#   The services behind some webhook triggers (Azure DevOps, Event Grid, Common Data Service, Office
#   365, SAP) call the workflow back. When they are outside the virtual network and its peers, they
#   cannot reach the internal endpoint, and the trigger never fires. By the edition of 2022 that holds
#   for the ISE version of SAP, by that of 2023 for its multi-tenant version.
# custom:
#   id: ISE-WEBHOOK-NEEDS-EXTERNAL
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/workflows
#   remediation: >-
#     Poll instead of waiting for a call, or run the workflow where it can be reached: in an environment
#     with an external endpoint, or in Logic Apps Standard.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       access_endpoint_type = "External"
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       properties: {
#         networkConfiguration: {
#           // …
#           accessEndpoint: { type: 'External' }
#         }
#       }
#     }
#   related: [ISE-ENDPOINT-VALUE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "ISE endpoint access"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
#     - "2023-08-23"
package vnetguard.rules.ise.webhook_needs_external

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

_webhooks := data.vnetguard.reference.webhook_connectors

# Workflows in environments that may wait for a call from outside.
_workflows[id] := workflow if {
	some id, workflow in input.after.workflows
	presence.is_part_of_input(workflow)
	ise.may_be_in_one(workflow)
	_may_wait(workflow)
}

subjects := object.keys(_workflows)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id, workflow)} if {
	some id, workflow in _workflows
	_endpoint(workflow) == "internal"
	some trigger in workflow.triggers
	_waits(workflow, trigger)
	msg := sprintf(
		"Trigger '%s' of workflow '%s' waits for a call by '%s', but integration service environment '%s' has an internal endpoint.",
		[trigger.name, workflow.subject, _connector(workflow, trigger).name, ise.of(workflow).subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id, workflow)} if {
	some id, workflow in _workflows
	not _can_be_called(workflow)
	msg := sprintf(
		"Whether workflow '%s' waits for calls from outside the network, which an internal endpoint does not take, cannot be told.",
		[workflow.subject],
	)
}

_endpoint(workflow) := ise.of(workflow).access_endpoint_type

_can_be_called(workflow) if _endpoint(workflow) == "external"

_waits(workflow, trigger) if {
	trigger.type == _webhooks.trigger_type
	_is_listed(_connector(workflow, trigger))
}

_may_wait(workflow) if attribute.is_unknown(workflow, "triggers")

_may_wait(workflow) if {
	some trigger in workflow.triggers
	_may_be_webhook(trigger)
	_may_be_listed(workflow, trigger)
}

_may_be_webhook(trigger) if attribute.is_unknown(trigger, "type")

_may_be_webhook(trigger) if trigger.type == _webhooks.trigger_type

_may_be_listed(workflow, trigger) if not _connector(workflow, trigger)

_may_be_listed(workflow, trigger) if _is_listed(_connector(workflow, trigger))

_is_listed(connector) if connector.name in _webhooks.every_version

_is_listed(connector) if {
	some entry in _webhooks.editions
	_is_asked_for(entry)
	entry.version == connector.version
	connector.name in entry.connectors
}

_is_asked_for(entry) if ise.is_edition_before(entry.until)

_is_asked_for(entry) if {
	since := entry.since
	not ise.is_edition_before(since)
}

# The connector of a trigger, which names its connection as @parameters('$connections')['name']['connectionId']; undefined when it cannot be told.
_connector(workflow, trigger) := {"name": name, "version": _version(api)} if {
	[_, "$connections", _, key, _, "connectionId", _] = split(trigger.connection, "'")
	some connection in workflow.connections
	connection.name == key
	api := lower(_api(connection))
	[_, name] = split(api, "/managedapis/")
	not contains(name, "{")
}

_api(connection) := connection.api_id

# Where the connector is, can be unknown, but not which it is.
_api(connection) := connection.unknown.api_id.pattern

_version(api) := "environment" if contains(api, "/integrationserviceenvironments/")

_version(api) := "multi-tenant" if not contains(api, "/integrationserviceenvironments/")

_evidence(id, workflow) := [{"entity": id, "attribute": "triggers"}, {"entity": ise.of(workflow).id, "attribute": "access_endpoint_type"}]

_evidence(id, workflow) := [{"entity": id, "attribute": "integration_service_environment"}] if not ise.is_in_one(workflow)
