# METADATA
# title: a custom connector in an integration service environment does not use the on-premises data gateway
# description: >-
#   Custom connectors that are created inside an environment reach systems in the virtual network
#   directly. The on-premises data gateway does not work with them.
# custom:
#   id: ISE-CUSTOMCONN-GATEWAY
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/customApis
#   remediation: >-
#     Drop the gateway from the connector's parameters, or create the connector outside the environment.
#   remediation_terraform: |
#     resource "azapi_resource" "connector" {
#       type = "Microsoft.Web/customApis@2016-06-01"
#       # …
#       body = {
#         properties = {
#           integrationServiceEnvironment = { id = azurerm_integration_service_environment.example.id }
#           connectionParameters          = { username = { type = "securestring" } } # no gatewaySetting
#         }
#       }
#     }
#   remediation_bicep: |
#     resource connector 'Microsoft.Web/customApis@2016-06-01' = {
#       // …
#       properties: {
#         integrationServiceEnvironment: { id: environment.id }
#         connectionParameters: { username: { type: 'securestring' } } // no gatewaySetting
#       }
#     }
#   related: [ISE-SQL-WINAUTH]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Dedicated versus multi-tenant"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Access to on-premises systems"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.customconn_gateway

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

# Connectors that may be in an environment; where one is, the public schema has no word for.
_connectors[id] := connector if {
	some id, connector in input.after.custom_apis
	presence.is_part_of_input(connector)
	_may_be_in_one(connector)
}

_may_be_in_one(connector) if ise.may_be_in_one(connector)

_may_be_in_one(_) if count(ise.deployed) > 0

subjects := object.keys(_connectors)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, connector in _connectors
	ise.is_in_one(connector)
	some parameter in connector.connection_parameters
	parameter.type == "gatewaysetting"
	msg := sprintf(
		"Custom connector '%s' is in integration service environment '%s' and its parameter '%s' asks for the on-premises data gateway, which does not work there.",
		[connector.subject, ise.of(connector).subject, parameter.name],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, connector in _connectors
	_may_use_the_gateway(connector)
	msg := sprintf(
		"Whether custom connector '%s' is in an integration service environment and uses the on-premises data gateway cannot be told.",
		[connector.subject],
	)
}

_may_use_the_gateway(connector) if attribute.is_unknown(connector, "connection_parameters")

_may_use_the_gateway(connector) if {
	some parameter in connector.connection_parameters
	_may_be_the_gateway(parameter)
}

_may_be_the_gateway(parameter) if parameter.type == "gatewaysetting"

_may_be_the_gateway(parameter) if attribute.is_unknown(parameter, "type")

_evidence(id) := [{"entity": id, "attribute": "connection_parameters"}, {"entity": id, "attribute": "integration_service_environment"}]
