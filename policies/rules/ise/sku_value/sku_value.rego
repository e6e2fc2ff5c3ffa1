# METADATA
# title: the SKU of an integration service environment is Premium or Developer
# description: >-
#   There are two SKUs of environments, Premium and Developer. The word NotSpecified in the description
#   of the REST API is none that can be deployed.
# custom:
#   id: ISE-SKU-VALUE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Set the SKU to Premium, or to Developer for experiments.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       sku_name = "Premium_0"
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       sku: { name: 'Premium', capacity: 0 }
#     }
#   related: [ISE-CAPACITY-PREMIUM, ISE-CAPACITY-DEV, ISE-SKU-IMMUTABLE]
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
package vnetguard.rules.ise.sku_value

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise

_allowed := data.vnetguard.reference.ise_environment.skus

subjects := object.keys(ise.deployed)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id, environment in ise.deployed
	attribute.is_known(environment, "sku_name")
	not _is_allowed(environment)
	msg := sprintf(
		"Integration service environment '%s' has the SKU '%s'; the SKU is one of '%s'.",
		[environment.subject, environment.sku_name, concat("', '", _allowed)],
	)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id, environment in ise.deployed
	attribute.is_absent(environment, "sku_name")
	msg := sprintf("Integration service environment '%s' does not state the SKU; it is one of '%s'.", [environment.subject, concat("', '", _allowed)])
}

_is_allowed(environment) if environment.sku_name in _allowed

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id, environment in ise.deployed
	attribute.is_unknown(environment, "sku_name")
	msg := sprintf("What the SKU of integration service environment '%s' is not known.", [environment.subject])
}
