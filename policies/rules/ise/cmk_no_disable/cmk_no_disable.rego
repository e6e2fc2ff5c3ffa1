# METADATA
# title: a customer-managed key of an integration service environment stays
# description: >-
#   The customer-managed key of an environment cannot be disabled after the environment is created. An
#   update that removes it is refused.
# custom:
#   id: ISE-CMK-NO-DISABLE
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Take back the change of the key reference.
#   remediation_terraform: |
#     resource "azapi_resource" "environment" {
#       type = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
#       # …
#       body = {
#         properties = {
#           # …
#           encryptionConfiguration = { # as it was created
#             encryptionKeyReference = {
#               keyVault   = { id = azurerm_key_vault.example.id }
#               keyName    = azurerm_key_vault_key.example.name
#               keyVersion = azurerm_key_vault_key.example.version
#             }
#           }
#         }
#       }
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       properties: {
#         // …
#         encryptionConfiguration: { // as it was created
#           encryptionKeyReference: { keyVault: { id: vault.id }, keyName: key.name, keyVersion: keyVersion }
#         }
#       }
#     }
#   related: [ISE-CMK-CREATE-ONLY, ISE-CMK-NO-ROTATE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_no_disable

import data.vnetguard.lib.change
import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise

# Environments that stay as they are and may have a key now.
_environments[id] := environment if {
	some id, environment in ise.kept
	not change.goes(id)
	customer_key.may_be_set(environment.before)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	customer_key.is_set(environment.before)
	customer_key.is_not_set(environment.after)
	msg := sprintf(
		"Integration service environment '%s' would lose its customer-managed key, which cannot be disabled.",
		[environment.after.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	not _keeps(environment)
	msg := sprintf(
		"Whether integration service environment '%s' would lose its customer-managed key, which cannot be disabled, cannot be told.",
		[environment.after.subject],
	)
}

_keeps(environment) if customer_key.is_set(environment.after)

_evidence(id) := [{"entity": id, "attribute": "customer_managed_key_vault"}]
