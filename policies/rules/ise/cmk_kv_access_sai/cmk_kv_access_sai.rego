# METADATA
# title: the key vault lets a system-assigned identity in within 30 minutes after the creation is asked for
# description: >-
#   The system-assigned identity of an integration service environment exists only once the creation has
#   been asked for. The key vault has to grant it access within 30 minutes; otherwise the creation fails
#   with a permissions error. A grant that is told the identity by the environment waits until the
#   environment is there, which takes hours.
# custom:
#   id: ISE-CMK-KV-ACCESS-SAI
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Give the environment a user-assigned identity that the vault lets in before, or grant access by hand
#     within 30 minutes.
#   remediation_terraform: |
#     resource "azapi_resource" "environment" {
#       type = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
#       # …
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.example.id]
#       }
#       depends_on = [azurerm_key_vault_access_policy.example]
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       identity: {
#         type: 'UserAssigned'
#         userAssignedIdentities: { '${identity.id}': {} }
#       }
#       dependsOn: [ grant ]
#     }
#   related: [ISE-CMK-IDENTITY, ISE-CMK-KV-PROTECT, ISE-CMK-KV-ACCESS-UAI]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_kv_access_sai

import data.vnetguard.lib.attribute
import data.vnetguard.lib.customer_key

_environments[id] := environment if {
	some id, environment in customer_key.created
	_may_be_system_assigned(environment)
}

_may_be_system_assigned(environment) if environment.identity_type == "systemassigned"

_may_be_system_assigned(environment) if attribute.is_unknown(environment, "identity_type")

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, environment in _environments
	_is_too_late(environment)
	msg := sprintf(
		"The grant on key vault '%s' waits for integration service environment '%s' to be created, but the creation fails unless its system-assigned identity is let in within 30 minutes.",
		[customer_key.vault(environment).subject, environment.subject],
	)
	evidence := [where | some where in _waiting(environment)]
}

# Grants may be made by hand while the environment is created.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "identity_type"}]} if {
	some id, environment in _environments
	not _is_too_late(environment)
	msg := sprintf(
		"Whether the system-assigned identity of integration service environment '%s' is let into the key vault within 30 minutes after its creation is asked for cannot be told.",
		[environment.subject],
	)
}

_is_too_late(environment) if {
	customer_key.is_set(environment)
	environment.identity_type == "systemassigned"
	count(_waiting(environment)) > 0
}

# What names the identity in terms of the environment is there after the environment.
_waiting(environment) := _policies(environment) | _assignments(environment)

_policies(environment) := {{"entity": vault.id, "attribute": "access_policies"} |
	vault := customer_key.vault(environment)
	vault.rbac_authorization == false
	some policy in vault.access_policies
	_is_told_by(policy.unknown.object_id, environment)
}

_assignments(environment) := {{"entity": id, "attribute": "principal_id"} |
	vault := customer_key.vault(environment)
	vault.rbac_authorization == true
	some id in vault.role_assignments
	_is_told_by(input.after.role_assignments[id].unknown.principal_id, environment)
}

# In the words of Terraform, and of a template.
_is_told_by(unknown, environment) if startswith(unknown.text, sprintf("%s.", [environment.subject]))

_is_told_by(unknown, environment) if contains(lower(unknown.text), sprintf("reference('%s'", [environment.id]))
