# METADATA
# title: the key vault lets a user-assigned identity in before the environment is created
# description: >-
#   An integration service environment that reads its customer-managed key with a user-assigned identity
#   reads it while it is created. The key vault has to grant that identity access before; otherwise the
#   creation fails with a permissions error.
# custom:
#   id: ISE-CMK-KV-ACCESS-UAI
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Grant the identity get, list, wrap key and unwrap key on the vault, and make the environment depend
#     on the grant.
#   remediation_terraform: |
#     resource "azapi_resource" "environment" {
#       type = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
#       # …
#       depends_on = [azurerm_key_vault_access_policy.example]
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       dependsOn: [ grant ]
#     }
#   related: [ISE-CMK-IDENTITY, ISE-CMK-KV-PROTECT, ISE-CMK-KV-ACCESS-SAI]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_kv_access_uai

import data.vnetguard.lib.attribute
import data.vnetguard.lib.customer_key
import data.vnetguard.lib.order

_environments[id] := environment if {
	some id, environment in customer_key.created
	_may_be_user_assigned(environment)
}

_may_be_user_assigned(environment) if environment.identity_type == "userassigned"

_may_be_user_assigned(environment) if attribute.is_unknown(environment, "identity_type")

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	_is_refused(environment)
	vault := customer_key.vault(environment)
	msg := sprintf(
		"Key vault '%s' grants nobody access to keys, so integration service environment '%s' cannot read its key with its user-assigned identity while it is created.",
		[vault.subject, environment.subject],
	)
	evidence := [{"entity": vault.id, "attribute": "access_policies"}]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	_comes_too_early(environment)
	vault := customer_key.vault(environment)
	msg := sprintf(
		"Integration service environment '%s' does not wait for '%s' to grant access to the keys of key vault '%s', so its user-assigned identity may not be let in while it is created.",
		[environment.subject, concat("', '", order.setters(vault, "access_policies")), vault.subject],
	)
	evidence := [{"entity": vault.id, "attribute": "access_policies"}]
}

# Whose object id a grant names is certain only where both name one resource.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "customer_managed_key_vault"}]} if {
	some id, environment in _environments
	not _is_refused(environment)
	not _comes_too_early(environment)
	not _is_let_in(environment)
	msg := sprintf(
		"Whether a user-assigned identity of integration service environment '%s' can read the key before the environment is created cannot be told.",
		[environment.subject],
	)
}

_is_refused(environment) if {
	_has_user_assigned_key(environment)
	vault := customer_key.vault(environment)
	customer_key.grants_nobody(vault)
}

_has_user_assigned_key(environment) if {
	customer_key.is_set(environment)
	environment.identity_type == "userassigned"
}

# The vault is new, so that what grants access is new as well.
_comes_too_early(environment) if {
	_has_user_assigned_key(environment)
	vault := customer_key.vault(environment)
	vault.rbac_authorization == false
	not attribute.is_unknown(vault, "access_policies")
	not customer_key.grants_nobody(vault)
	"create" in input.changes[vault.id].actions
	order.ignores_setters(environment.id, vault, "access_policies")
}

# A policy that the environment waits for names its only identity, and grants enough.
_is_let_in(environment) if {
	_has_user_assigned_key(environment)
	vault := customer_key.vault(environment)
	vault.rbac_authorization == false
	order.waits_for_setters(environment.id, vault, "access_policies")
	some policy in vault.access_policies
	customer_key.is_enough(policy)
	_identity(environment.unknown.identity_ids, "id") == _identity(policy.unknown.object_id, "principal_id")
	every written in array.concat([environment.subject], order.setters(vault, "access_policies")) {
		not startswith(written, "module.")
	}
}

# The resource of whose attribute a value is; in one module the same words mean the same.
_identity(unknown, attribute) := trim_suffix(text, suffix) if {
	text := unknown.text
	suffix := sprintf(".%s", [attribute])
	endswith(text, suffix)
	not contains(text, ",")
}
