# METADATA
# title: an environment that is marked as production does not have the Developer SKU
# description: >-
#   The Developer SKU has no service level agreement, no redundancy while it is recycled, and does not
#   scale. It is for experiments and tests, neither for production nor for performance tests. What is
#   production is told by a tag such as 'environment'.
# custom:
#   id: ISE-DEV-NOT-PROD
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Use the SKU Premium for production. The SKU of an environment that exists cannot be changed.
#   remediation_terraform: |
#     resource "azurerm_integration_service_environment" "example" {
#       # …
#       sku_name = "Premium_0"
#       tags     = { environment = "production" }
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       sku: { name: 'Premium', capacity: 0 }
#       tags: { environment: 'production' }
#     }
#   related: [ISE-SKU-VALUE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "ISE SKUs"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.dev_not_prod

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise

_production := data.vnetguard.reference.production_tags

# Those that may be both.
_environments[id] := environment if {
	some id, environment in ise.deployed
	_may_be_developer(environment)
}

_may_be_developer(environment) if environment.sku_name == "developer"

_may_be_developer(environment) if {
	attribute.is_unknown(environment, "sku_name")
	_may_be_production(environment)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	environment.sku_name == "developer"
	some tag in _marks(environment)
	lower(tag.value) in _production.values
	msg := sprintf(
		"Integration service environment '%s' is marked as production (tag '%s' is '%s') and has the SKU Developer, which is not for production.",
		[environment.subject, tag.name, tag.value],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	_may_be_production(environment)
	msg := sprintf(
		"Whether integration service environment '%s' is for production and has the SKU Developer, which is not, cannot be told.",
		[environment.subject],
	)
}

_may_be_production(environment) if attribute.is_unknown(environment, "tags")

_may_be_production(environment) if {
	some tag in _marks(environment)
	_may_mean_production(tag)
}

_may_mean_production(tag) if attribute.is_unknown(tag, "value")

_may_mean_production(tag) if lower(tag.value) in _production.values

# Tags that tell what the environment is for.
_marks(environment) := [tag |
	some tag in object.get(environment, "tags", [])
	lower(tag.name) in _production.names
]

_evidence(id) := [{"entity": id, "attribute": "sku_name"}, {"entity": id, "attribute": "tags"}]
