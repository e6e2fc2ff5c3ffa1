# METADATA
# title: a customer-managed key is set when an integration service environment is created, not afterwards
# description: >-
#   An environment gets a customer-managed key when it is created or never. An update that adds one is
#   refused.
# custom:
#   id: ISE-CMK-CREATE-ONLY
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
#   related: [ISE-BYOK-CLOSED, ISE-CMK-NO-DISABLE, ISE-CMK-NO-ROTATE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_create_only

import data.vnetguard.lib.change
import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise

# Environments that stay as they are and may have a key now or afterwards.
_environments[id] := environment if {
	some id, environment in ise.kept
	not change.goes(id)
	_may_have_key(environment)
}

_may_have_key(environment) if customer_key.may_be_set(environment.before)

_may_have_key(environment) if customer_key.may_be_set(environment.after)

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	_is_added(environment)
	msg := sprintf(
		"Integration service environment '%s' exists without a customer-managed key and would get one, which is possible at creation only.",
		[environment.after.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	not _is_added(environment)
	not _is_not_added(environment)
	msg := sprintf(
		"Whether integration service environment '%s', which exists, would get a customer-managed key only now cannot be told.",
		[environment.after.subject],
	)
}

_is_added(environment) if {
	customer_key.is_not_set(environment.before)
	customer_key.is_set(environment.after)
}

_is_not_added(environment) if customer_key.is_set(environment.before)

_is_not_added(environment) if customer_key.is_not_set(environment.after)

_evidence(id) := [{"entity": id, "attribute": "customer_managed_key_vault"}]
