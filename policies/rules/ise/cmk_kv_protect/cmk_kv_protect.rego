# METADATA
# title: the key vault and key of an integration service environment are protected, and usable by it
# description: >-
#   The vault of a customer-managed key has soft delete and purge protection, so that the key cannot be
#   lost. The key is an RSA key of 2048 bits that is enabled, and an access policy grants get, list, wrap
#   key and unwrap key.
# custom:
#   id: ISE-CMK-KV-PROTECT
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Turn on soft delete and purge protection, use an RSA key of 2048 bits that is enabled, and grant
#     the four permissions.
#   remediation_terraform: |
#     resource "azurerm_key_vault" "example" {
#       # …
#       purge_protection_enabled = true
#
#       access_policy {
#         # …
#         key_permissions = ["Get", "List", "WrapKey", "UnwrapKey"]
#       }
#     }
#   remediation_bicep: |
#     resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
#       // …
#       properties: {
#         // …
#         enableSoftDelete: true
#         enablePurgeProtection: true
#         accessPolicies: [
#           {
#             tenantId: tenant().tenantId
#             objectId: identity.properties.principalId
#             permissions: { keys: [ 'get', 'list', 'wrapKey', 'unwrapKey' ] }
#           }
#         ]
#       }
#     }
#   related: [ISE-CMK-KV-REGION, ISE-CMK-KV-ACCESS-UAI]
#   sources:
#     - document: Set up customer-managed keys to encrypt data at rest for integration service environments in Azure Logic Apps
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/customer-managed-keys-integration-service-environment
#   editions:
#     - "2020-03-12"
package vnetguard.rules.ise.cmk_kv_protect

import data.vnetguard.lib.attribute
import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise

_required := data.vnetguard.reference.ise_customer_keys.key

_environments[id] := environment if {
	some id, environment in ise.deployed
	customer_key.may_be_set(environment)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	vault := _vault(environment)
	some name, what in {"soft_delete": "soft delete", "purge_protection": "purge protection"}
	vault[name] == false
	msg := sprintf(
		"Key vault '%s' with the key of integration service environment '%s' has no %s.",
		[vault.subject, environment.subject, what],
	)
	evidence := [{"entity": vault.id, "attribute": name}]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	key := _key(environment)
	type := key.key_type
	not _is_of_right_type(key)
	msg := sprintf(
		"Key '%s' of integration service environment '%s' has the type '%s'; an RSA key is required.",
		[key.subject, environment.subject, type],
	)
	evidence := [{"entity": key.id, "attribute": "key_type"}]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	key := _key(environment)
	_is_of_right_type(key)
	key.key_size != _required.size
	msg := sprintf(
		"Key '%s' of integration service environment '%s' has %d bits; %d are required.",
		[key.subject, environment.subject, key.key_size, _required.size],
	)
	evidence := [{"entity": key.id, "attribute": "key_size"}]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	key := _key(environment)
	key.enabled == false
	msg := sprintf(
		"Key '%s' of integration service environment '%s' is disabled.",
		[key.subject, environment.subject],
	)
	evidence := [{"entity": key.id, "attribute": "enabled"}]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	vault := _vault(environment)
	customer_key.grants_nobody(vault)
	msg := sprintf(
		"No access policy of key vault '%s' grants all of '%s', which integration service environment '%s' needs.",
		[vault.subject, concat("', '", _required.permissions), environment.subject],
	)
	evidence := [{"entity": vault.id, "attribute": "access_policies"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "customer_managed_key_vault"}]} if {
	some id, environment in _environments
	not _is_right(environment)
	msg := sprintf(
		"Whether the key vault and the key of integration service environment '%s' are protected and usable cannot be told.",
		[environment.subject],
	)
}

# Who gets the permissions, no input shows: the id of an identity is known only afterwards.
_is_right(environment) if {
	vault := _vault(environment)
	vault.soft_delete == true
	vault.purge_protection == true
	_may_be_granted(vault)
	key := _key(environment)
	key.enabled == true
	_is_of_right_type(key)
	_is_of_right_size(key)
}

_vault(environment) := input.after.key_vaults[environment.customer_managed_key_vault.id]

_key(environment) := key if {
	some id in _vault(environment).keys
	key := input.after.key_vault_keys[id]
	lower(key.name) == lower(environment.customer_managed_key_name)
}

_is_of_right_type(key) if key.key_type in _required.types

_is_of_right_size(key) if key.key_size == _required.size

# A template that states no size gets this one.
_is_of_right_size(key) if attribute.is_absent(key, "key_size")

# Roles grant access, some of them on the vault itself.
_may_be_granted(vault) if {
	vault.rbac_authorization == true
	count(vault.role_assignments) > 0
}

_may_be_granted(vault) if {
	some policy in vault.access_policies
	customer_key.is_enough(policy)
}
