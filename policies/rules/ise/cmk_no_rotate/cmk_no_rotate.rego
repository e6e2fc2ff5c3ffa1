# METADATA
# title: a customer-managed key of an integration service environment is not rotated
# description: >-
#   The customer-managed key of an environment cannot be rotated: another vault, key or version is
#   refused. A rotation policy on the key makes versions that the environment does not use.
# custom:
#   id: ISE-CMK-NO-ROTATE
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
#   related: [ISE-CMK-CREATE-ONLY, ISE-CMK-NO-DISABLE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_no_rotate

import data.vnetguard.lib.change
import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise

# Environments that stay as they are and may have a key now and afterwards.
_environments[id] := environment if {
	some id, environment in ise.kept
	not change.goes(id)
	customer_key.may_be_set(environment.before)
	customer_key.may_be_set(environment.after)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "level": "error", "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	_has_another_key(environment)
	msg := sprintf(
		"The customer-managed key of integration service environment '%s' would change (%s); it cannot be rotated.",
		[environment.after.subject, concat(", ", _changes(environment))],
	)
}

deny contains {"subject": id, "level": "warning", "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	not _has_another_key(environment)
	key := _key(environment.after)
	key.rotates == true
	msg := sprintf(
		"Key '%s' of integration service environment '%s' has a rotation policy, but the environment cannot rotate its key.",
		[key.subject, environment.after.subject],
	)
	evidence := [{"entity": key.id, "attribute": "rotates"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	not _has_another_key(environment)
	not _has_the_same_key(environment)
	msg := sprintf(
		"Whether the customer-managed key of integration service environment '%s' would change, which it cannot, cannot be told.",
		[environment.after.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	key := _key(environment.after)
	key.unknown.rotates
	msg := sprintf(
		"Whether key '%s' of integration service environment '%s' has a rotation policy, which the environment cannot follow, cannot be told.",
		[key.subject, environment.after.subject],
	)
	evidence := [{"entity": key.id, "attribute": "rotates"}]
}

_has_another_key(environment) if count(_changes(environment)) > 0

_changes(environment) := {what |
	some name, what in {"customer_managed_key_name": "another name", "customer_managed_key_version": "another version"}
	change.differs(environment, name)
} | {"another vault" | environment.before.customer_managed_key_vault.id != environment.after.customer_managed_key_vault.id}

_has_the_same_key(environment) if {
	change.agrees(environment, "customer_managed_key_name")
	change.agrees(environment, "customer_managed_key_version")
	_has_the_same_vault(environment)
}

_has_the_same_vault(environment) if environment.before.customer_managed_key_vault.id == environment.after.customer_managed_key_vault.id

_has_the_same_vault(environment) if change.agrees(environment, "customer_managed_key_vault")

_key(environment) := key if {
	some id in input.after.key_vaults[environment.customer_managed_key_vault.id].keys
	key := input.after.key_vault_keys[id]
	lower(key.name) == lower(environment.customer_managed_key_name)
}

_evidence(id) := [{"entity": id, "attribute": sprintf("customer_managed_key_%s", [part])} | some part in ["name", "vault", "version"]]
