# METADATA
# title: the access endpoint of an integration service environment is Internal or External
# description: >-
#   An environment is created with an internal or an external access endpoint, which decides whether its
#   triggers can be called and its run history can be read from outside the virtual network. It has to
#   be stated, because it cannot be changed afterwards.
# custom:
#   id: ISE-ENDPOINT-VALUE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Set the access endpoint to Internal or External.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       access_endpoint_type = "Internal"
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       properties: {
#         networkConfiguration: {
#           // …
#           accessEndpoint: { type: 'Internal' }
#         }
#       }
#     }
#   related: [ISE-ENDPOINT-IMMUTABLE, ISE-WEBHOOK-NEEDS-EXTERNAL]
#   advice:
#     - id: ISE-INTERNAL-CLIENT-CONNECTIVITY
#       text: >-
#         With an internal endpoint, inputs and outputs in the run history can be read only from a machine
#         that reaches the virtual network: in it, peered with it, or connected by a gateway.
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "ISE endpoint access"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
#     - "2023-08-23"
package vnetguard.rules.ise.endpoint_value

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise

_allowed := data.vnetguard.reference.ise_environment.access_endpoints

subjects := object.keys(ise.deployed)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "access_endpoint_type"}]} if {
	some id, environment in ise.deployed
	attribute.is_known(environment, "access_endpoint_type")
	not _is_allowed(environment)
	msg := sprintf(
		"Integration service environment '%s' has the access endpoint '%s'; the access endpoint is one of '%s'.",
		[environment.subject, environment.access_endpoint_type, concat("', '", _allowed)],
	)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "access_endpoint_type"}]} if {
	some id, environment in ise.deployed
	attribute.is_absent(environment, "access_endpoint_type")
	msg := sprintf("Integration service environment '%s' does not state the access endpoint; it is one of '%s'.", [environment.subject, concat("', '", _allowed)])
}

_is_allowed(environment) if environment.access_endpoint_type in _allowed

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "access_endpoint_type"}]} if {
	some id, environment in ise.deployed
	attribute.is_unknown(environment, "access_endpoint_type")
	msg := sprintf("What the access endpoint of integration service environment '%s' is not known.", [environment.subject])
}
