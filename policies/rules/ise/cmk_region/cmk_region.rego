# METADATA
# title: an integration service environment with a customer-managed key is in a region that offers it
# description: >-
#   Customer-managed keys for environments are offered in West US 2, East US and South Central US, and
#   in Azure Government in Arizona, Virginia and Texas. Elsewhere the creation fails.
# custom:
#   id: ISE-CMK-REGION
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Create the environment in one of these regions, or leave the key to Microsoft.
#   remediation_terraform: |
#     resource "azapi_resource" "environment" {
#       type = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
#       # …
#       location = "eastus"
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       location: 'eastus'
#     }
#   related: [ISE-CMK-KV-REGION, ISE-BYOK-CLOSED]
#   advice:
#     - id: ISE-CMK-API
#       text: >-
#         A customer-managed key is set through the REST API, so by a template or azapi: the azurerm provider
#         has no argument for it.
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_region

import data.vnetguard.lib.attribute
import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise

_regions := data.vnetguard.reference.ise_customer_keys.regions

# What may have a key, except where it does not matter.
_environments[id] := environment if {
	some id, environment in ise.deployed
	customer_key.is_set(environment)
}

_environments[id] := environment if {
	some id, environment in ise.deployed
	customer_key.may_be_set(environment)
	not _is_offered(environment)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	customer_key.is_set(environment)
	attribute.is_known(environment, "region")
	not _is_offered(environment)
	msg := sprintf(
		"Integration service environment '%s' has a customer-managed key and is in the region '%s'; such keys are offered in '%s' only.",
		[environment.subject, environment.region, concat("', '", _regions)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	not _is_offered(environment)
	msg := sprintf(
		"Whether integration service environment '%s' has a customer-managed key in a region that offers it cannot be told.",
		[environment.subject],
	)
}

_is_offered(environment) if environment.region in _regions

_evidence(id) := [{"entity": id, "attribute": "region"}, {"entity": id, "attribute": "customer_managed_key_vault"}]
