# METADATA
# title: the ISE version of the SQL Server connector is not used with Windows authentication
# description: >-
#   The ISE version of the SQL Server connector does not support Windows authentication. It takes the
#   multi-tenant version of the connector and the on-premises data gateway.
# custom:
#   id: ISE-SQL-WINAUTH
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/connections
#   remediation: >-
#     Point the connection at the multi-tenant connector with a gateway, or use SQL Server authentication.
#   remediation_terraform: |
#     resource "azurerm_api_connection" "sql" {
#       # …
#       managed_api_id = data.azurerm_managed_api.sql.id # the multi-tenant connector, with a gateway
#     }
#   remediation_bicep: |
#     resource sql 'Microsoft.Web/connections@2016-06-01' = {
#       // …
#       properties: {
#         api: { id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'sql') } // multi-tenant
#         parameterValues: { authType: 'windows', gateway: { id: gateway.id } }
#       }
#     }
#   related: [ISE-CONNECTORS-EXPLICIT]
#   advice:
#     - id: ISE-ONPREM-GATEWAY
#       text: >-
#         On-premises systems without an ISE connector, and those that the virtual network is not connected
#         to, still take the on-premises data gateway.
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Access to on-premises systems"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.sql_winauth

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

_connector := "sql"

_parameter := "authtype"

_refused := "windows"

# Parameter sets are named by what they authenticate with; this one may be shared or not.
_refused_set := "windowsauthentication"

# Connections that use the ISE version of the connector, or may use it with what that refuses.
_connections[id] := connection if {
	some id, connection in input.after.api_connections
	presence.is_part_of_input(connection)
	_may_use_the_connector(connection)
}

_may_use_the_connector(connection) if _uses_the_connector(connection)

_may_use_the_connector(connection) if {
	attribute.is_unknown(connection, "managed_api")
	_may_be_refused(connection)
	count(input.after.integration_service_environments) > 0
}

_uses_the_connector(connection) if lower(_name(connection)) == _connector

# The name of its connector in an environment.
_name(connection) := input.after.integration_service_environment_managed_apis[connection.managed_api.id].name

subjects := object.keys(_connections)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, connection in _connections
	_uses_the_connector(connection)
	_is_refused(connection)
	msg := sprintf(
		"Connection '%s' uses the ISE version of the SQL Server connector with Windows authentication, which only the multi-tenant version supports.",
		[connection.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, connection in _connections
	_may_be_refused(connection)
	msg := sprintf(
		"Whether connection '%s' uses the ISE version of the SQL Server connector with Windows authentication cannot be told.",
		[connection.subject],
	)
}

_is_refused(connection) if {
	some parameter in connection.parameter_values
	lower(parameter.name) == _parameter
	lower(parameter.value) == _refused
}

_is_refused(connection) if startswith(lower(connection.parameter_set), _refused_set)

_may_be_refused(connection) if _is_refused(connection)

_may_be_refused(connection) if attribute.is_unknown(connection, "parameter_set")

_may_be_refused(connection) if {
	attribute.is_unknown(connection, "parameter_values")
	not _states_it(connection)
}

_may_be_refused(connection) if {
	some parameter in connection.parameter_values
	lower(parameter.name) == _parameter
	attribute.is_unknown(parameter, "value")
}

# A parameter of any name may be this one, unless that is stated, or the value is another.
_may_be_refused(connection) if {
	some parameter in connection.parameter_values
	not parameter.name
	not _states_it(connection)
	_may_be_of_refused_value(parameter)
}

_states_it(connection) if {
	some parameter in connection.parameter_values
	lower(parameter.name) == _parameter
}

_may_be_of_refused_value(parameter) if attribute.is_unknown(parameter, "value")

_may_be_of_refused_value(parameter) if lower(parameter.value) == _refused

_evidence(id) := [{"entity": id, "attribute": name} | some name in _read(input.after.api_connections[id])]

_read(connection) := ["managed_api_id", "parameter_values"] if attribute.is_absent(connection, "parameter_set")

_read(connection) := ["managed_api_id", "parameter_values", "parameter_set"] if not attribute.is_absent(connection, "parameter_set")
