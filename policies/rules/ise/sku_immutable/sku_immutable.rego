# METADATA
# title: the SKU of an integration service environment stays what it was created with
# description: >-
#   Premium or Developer is chosen when the environment is created and cannot be changed afterwards.
#   Only the number of additional units can. Terraform plans a replacement, which destroys an
#   environment that cannot come back.
# custom:
#   id: ISE-SKU-IMMUTABLE
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Keep the SKU that the environment was created with; change only the number of units.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       sku_name = "Premium_3" # was Premium_0
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       sku: { name: 'Premium', capacity: 3 }
#     }
#   related: [ISE-CREATE-CLOSED, ISE-ENDPOINT-IMMUTABLE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "ISE SKUs"
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
package vnetguard.rules.ise.sku_immutable

import data.vnetguard.lib.change
import data.vnetguard.lib.ise

subjects := object.keys(ise.kept)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id, environment in ise.kept
	change.differs(environment, "sku_name")
	msg := sprintf(
		"The SKU of integration service environment '%s' would change from '%s' to '%s'; it is chosen at creation and cannot be changed.",
		[environment.after.subject, environment.before.sku_name, environment.after.sku_name],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id, environment in ise.kept
	not change.differs(environment, "sku_name")
	not change.agrees(environment, "sku_name")
	msg := sprintf(
		"Whether the SKU of integration service environment '%s' would change, which it cannot, cannot be told.",
		[environment.after.subject],
	)
}
