# METADATA
# title: a Developer environment has no additional units
# description: >-
#   An environment of the Developer SKU does not scale: additional units do not apply to it, and Azure
#   refuses them.
# custom:
#   id: ISE-CAPACITY-DEV
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Set the number of additional units to 0 or leave it out, or use the SKU Premium.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       sku_name = "Developer_0"
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       sku: { name: 'Developer' }
#     }
#   related: [ISE-SKU-VALUE, ISE-CAPACITY-PREMIUM]
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
package vnetguard.rules.ise.capacity_dev

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise

_units := data.vnetguard.reference.ise_environment.units.developer

_environments[id] := environment if {
	some id, environment in ise.deployed
	environment.sku_name == "developer"
}

# Of an unknown SKU only what a Developer environment could not have.
_environments[id] := environment if {
	some id, environment in ise.deployed
	attribute.is_unknown(environment, "sku_name")
	not _is_allowed(environment)
}

subjects := object.keys(_environments)

_is_allowed(environment) if attribute.is_absent(environment, "capacity")

_is_allowed(environment) if environment.capacity == _units.most

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	environment.sku_name == "developer"
	attribute.is_known(environment, "capacity")
	not _is_allowed(environment)
	msg := sprintf(
		"Integration service environment '%s' has the SKU Developer with %d additional units; that SKU takes none.",
		[environment.subject, environment.capacity],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	attribute.is_unknown(environment, "capacity")
	msg := sprintf(
		"How many additional units integration service environment '%s' has cannot be told; the SKU Developer takes none.",
		[environment.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	attribute.is_unknown(environment, "sku_name")
	attribute.is_known(environment, "capacity")
	msg := sprintf(
		"Whether integration service environment '%s' has the SKU Developer cannot be told; it has %d additional units, and Developer takes none.",
		[environment.subject, environment.capacity],
	)
}

_evidence(id) := [{"entity": id, "attribute": "capacity"}, {"entity": id, "attribute": "sku_name"}]
