# METADATA
# title: the access endpoint of an integration service environment stays what it was created with
# description: >-
#   Internal or external is chosen when the environment is created and cannot be changed afterwards.
#   Terraform plans a replacement, which destroys an environment that cannot come back.
# custom:
#   id: ISE-ENDPOINT-IMMUTABLE
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Keep the access endpoint that the environment was created with.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       access_endpoint_type = "Internal" # as it was created
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       properties: {
#         networkConfiguration: {
#           // …
#           accessEndpoint: { type: 'Internal' } // as it was created
#         }
#       }
#     }
#   related: [ISE-CREATE-CLOSED, ISE-SKU-IMMUTABLE, ISE-ENDPOINT-VALUE]
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
package vnetguard.rules.ise.endpoint_immutable

import data.vnetguard.lib.change
import data.vnetguard.lib.ise

subjects := object.keys(ise.kept)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "access_endpoint_type"}]} if {
	some id, environment in ise.kept
	change.differs(environment, "access_endpoint_type")
	msg := sprintf(
		"The access endpoint of integration service environment '%s' would change from '%s' to '%s'; it is chosen at creation and cannot be changed.",
		[environment.after.subject, environment.before.access_endpoint_type, environment.after.access_endpoint_type],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "access_endpoint_type"}]} if {
	some id, environment in ise.kept
	not change.differs(environment, "access_endpoint_type")
	not change.agrees(environment, "access_endpoint_type")
	msg := sprintf(
		"Whether the access endpoint of integration service environment '%s' would change, which it cannot, cannot be told.",
		[environment.after.subject],
	)
}
