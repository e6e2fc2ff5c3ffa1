# METADATA
# title: a connector is added to the integration service environment before connections use its ISE version
# description: >-
#   The ISE versions of connectors are not there when an environment is created: each is added and
#   deployed to it, as a child of the environment. A connection to one that was not added cannot be
#   made.
# custom:
#   id: ISE-CONNECTORS-EXPLICIT
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/connections
#   remediation: >-
#     Add the connector to the environment, and let the connection depend on it.
#   remediation_terraform: |
#     resource "azapi_resource" "sql" {
#       type      = "Microsoft.Logic/integrationServiceEnvironments/managedApis@2019-05-01"
#       name      = "sql"
#       parent_id = azurerm_integration_service_environment.example.id
#       # …
#     }
#   remediation_bicep: |
#     resource sql 'Microsoft.Logic/integrationServiceEnvironments/managedApis@2019-05-01' = {
#       parent: environment
#       name: 'sql'
#       // …
#     }
#   related: [ISE-SQL-WINAUTH, ISE-CUSTOMCONN-GATEWAY]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE, last step"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create your ISE, last step"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.connectors_explicit

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# Before the edition of 2022 only connectors that came out later had to be added, and which those are no input shows.
_connections[id] := connection if {
	not ise.is_edition_before("2022")
	some id, connection in input.after.api_connections
	presence.is_part_of_input(connection)
	_may_use_an_environment(connection)
}

_may_use_an_environment(connection) if connection.managed_api.id

_may_use_an_environment(connection) if {
	attribute.is_unknown(connection, "managed_api")
	count(ise.deployed) > 0
}

subjects := object.keys(_connections)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "managed_api_id"}]} if {
	some id, connection in _connections
	connector := _connector(connection)
	_is_not_added(connector)
	msg := sprintf(
		"Connection '%s' uses the connector '%s' of integration service environment '%s', which is not added to it.",
		[connection.subject, connector.subject, ise.deployed[connector.integration_service_environment.id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "managed_api_id"}]} if {
	some id, connection in _connections
	not _is_told(connection)
	msg := sprintf(
		"Whether the connector that connection '%s' uses is added to its integration service environment cannot be told.",
		[connection.subject],
	)
}

_connector(connection) := input.after.integration_service_environment_managed_apis[connection.managed_api.id]

# It is not in the input, and its environment is made there, so nobody has added it.
_is_not_added(connector) if {
	connector.presence == "external"
	id := connector.integration_service_environment.id
	ise.deployed[id]
	not _exists(id)
}

_exists(id) if {
	actions := input.changes[id].actions
	not "create" in actions
}

_is_told(connection) if _connector(connection).presence == "declared"

_is_told(connection) if _is_not_added(_connector(connection))
