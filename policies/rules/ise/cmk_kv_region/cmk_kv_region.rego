# METADATA
# title: the key vault of a customer-managed key is in the region of its integration service environment
# description: >-
#   An environment takes its customer-managed key from a key vault in its own region.
# custom:
#   id: ISE-CMK-KV-REGION
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Create the key vault in the region of the environment.
#   remediation_terraform: |
#     resource "azurerm_key_vault" "example" {
#       # …
#       location = azurerm_resource_group.environment.location # the region of the environment
#     }
#   remediation_bicep: |
#     resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
#       // …
#       location: environmentLocation // the region of the environment
#     }
#   related: [ISE-CMK-REGION, ISE-CMK-KV-PROTECT]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_kv_region

import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise
import data.vnetguard.lib.same_region

_environments[id] := environment if {
	some id, environment in ise.deployed
	customer_key.may_be_set(environment)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id, environment)} if {
	some id, environment in _environments
	vault := _vault(environment)
	same_region.is_not(environment, vault)
	msg := sprintf(
		"Integration service environment '%s' is in the region '%s', but key vault '%s' with its key is in '%s'.",
		[environment.subject, environment.region, vault.subject, vault.region],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id, environment)} if {
	some id, environment in _environments
	not _is_told(environment)
	msg := sprintf(
		"Whether the key vault with the key of integration service environment '%s' is in its region cannot be told.",
		[environment.subject],
	)
}

_is_told(environment) if same_region.is(environment, _vault(environment))

_is_told(environment) if same_region.is_not(environment, _vault(environment))

_vault(environment) := input.after.key_vaults[environment.customer_managed_key_vault.id]

_evidence(id, environment) := [{"entity": id, "attribute": "region"}, {"entity": _vault(environment).id, "attribute": "region"}]

_evidence(id, environment) := [{"entity": id, "attribute": "customer_managed_key_vault"}] if not environment.customer_managed_key_vault.id
