# METADATA
# title: a Premium environment has 0 to 10 additional units
# description: >-
#   An environment of the Premium SKU has its base unit and scales by at most 10 additional ones. How
#   many is part of the deployment; Azure refuses any other number.
# custom:
#   id: ISE-CAPACITY-PREMIUM
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Set the number of additional units to 0 to 10.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       sku_name = "Premium_2" # two additional units
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       sku: { name: 'Premium', capacity: 2 }
#     }
#   related: [ISE-SKU-VALUE, ISE-CAPACITY-DEV]
#   sources:
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
package vnetguard.rules.ise.capacity_premium

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise

_units := data.vnetguard.reference.ise_environment.units.premium

_environments[id] := environment if {
	some id, environment in ise.deployed
	environment.sku_name == "premium"
}

# Of an unknown SKU only what a Premium environment could not have.
_environments[id] := environment if {
	some id, environment in ise.deployed
	attribute.is_unknown(environment, "sku_name")
	not _is_allowed(environment)
}

subjects := object.keys(_environments)

_is_allowed(environment) if {
	environment.capacity >= _units.least
	environment.capacity <= _units.most
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	environment.sku_name == "premium"
	attribute.is_known(environment, "capacity")
	not _is_allowed(environment)
	msg := sprintf(
		"Integration service environment '%s' has the SKU Premium with %d additional units; %d to %d are allowed.",
		[environment.subject, environment.capacity, _units.least, _units.most],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	not attribute.is_known(environment, "capacity")
	msg := sprintf(
		"How many additional units integration service environment '%s' has cannot be told; with the SKU Premium, %d to %d are allowed.",
		[environment.subject, _units.least, _units.most],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	attribute.is_unknown(environment, "sku_name")
	attribute.is_known(environment, "capacity")
	msg := sprintf(
		"Whether integration service environment '%s' has the SKU Premium cannot be told; it has %d additional units, and Premium allows %d to %d.",
		[environment.subject, environment.capacity, _units.least, _units.most],
	)
}

_evidence(id) := [{"entity": id, "attribute": "capacity"}, {"entity": id, "attribute": "sku_name"}]
