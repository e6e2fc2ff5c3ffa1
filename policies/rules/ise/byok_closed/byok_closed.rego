# METADATA
# title: no integration service environment gets a customer-managed key
# description: >-
#   Customer-managed keys could be set only when an environment was created. Since 1 November 2022 that
#   is no longer offered, so they cannot be set at all.
# custom:
#   id: ISE-BYOK-CLOSED
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Remove the key reference. In Logic Apps Standard, put the customer-managed key on the storage
#     account of the app.
#   remediation_terraform: |
#     # Instead of encryptionConfiguration of the environment:
#     resource "azurerm_storage_account_customer_managed_key" "example" {
#       storage_account_id = azurerm_storage_account.workflows.id
#       key_vault_id       = azurerm_key_vault.example.id
#       key_name           = azurerm_key_vault_key.example.name
#     }
#   remediation_bicep: |
#     // Instead of encryptionConfiguration of the environment:
#     resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
#       // …
#       properties: {
#         encryption: {
#           keySource: 'Microsoft.Keyvault'
#           keyvaultproperties: { keyvaulturi: vault.properties.vaultUri, keyname: key.name }
#         }
#       }
#     }
#   related: [ISE-CREATE-CLOSED, ISE-CMK-CREATE-ONLY, ISE-MIGRATE-STANDARD]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.byok_closed

import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise

# First day on which none is set.
_closed := "2022-11-01"

_environments[id] := environment if {
	input.context.as_of >= _closed
	some id, environment in ise.deployed
	customer_key.may_be_set(environment)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	customer_key.is_set(environment)
	_had_none(id)
	msg := sprintf(
		"Integration service environment '%s' would get a customer-managed key, but none can be set since %s.",
		[environment.subject, _closed],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	not _had_one(id)
	msg := sprintf(
		"Whether integration service environment '%s' would get a customer-managed key, which none can since %s, cannot be told.",
		[environment.subject, _closed],
	)
}

_had_one(id) if customer_key.is_set(input.before.integration_service_environments[id])

_had_none(id) if customer_key.is_not_set(input.before.integration_service_environments[id])

_had_none(id) if {
	"create" in input.changes[id].actions
	not input.before.integration_service_environments[id]
}

_evidence(id) := [{"entity": id, "attribute": "customer_managed_key_vault"}]
