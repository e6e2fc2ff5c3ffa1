# METADATA
# title: an integration service environment with a customer-managed key has a managed identity
# description: >-
#   An environment reads its customer-managed key with its managed identity, which is either assigned by
#   the system or by the user. Without one the creation fails.
# custom:
#   id: ISE-CMK-IDENTITY
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Give the environment a system-assigned or a user-assigned identity.
#   remediation_terraform: |
#     resource "azapi_resource" "environment" {
#       type = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
#       # …
#       identity {
#         type         = "UserAssigned"
#         identity_ids = [azurerm_user_assigned_identity.example.id]
#       }
#     }
#   remediation_bicep: |
#     resource environment 'Microsoft.Logic/integrationServiceEnvironments@2019-05-01' = {
#       // …
#       identity: {
#         type: 'UserAssigned'
#         userAssignedIdentities: { '${identity.id}': {} }
#       }
#     }
#   related: [ISE-CMK-KV-ACCESS-UAI, ISE-CMK-KV-ACCESS-SAI]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "Encrypted data at rest"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.cmk_identity

import data.vnetguard.lib.attribute
import data.vnetguard.lib.customer_key
import data.vnetguard.lib.ise

# What may have a key, except where it does not matter.
_environments[id] := environment if {
	some id, environment in ise.deployed
	customer_key.is_set(environment)
}

_environments[id] := environment if {
	some id, environment in ise.deployed
	customer_key.may_be_set(environment)
	not _has_identity(environment)
}

subjects := object.keys(_environments)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	customer_key.is_set(environment)
	_has_none(environment)
	msg := sprintf(
		"Integration service environment '%s' has a customer-managed key but no managed identity to read it with.",
		[environment.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, environment in _environments
	not _has_identity(environment)
	msg := sprintf(
		"Whether integration service environment '%s' has a customer-managed key and a managed identity to read it with cannot be told.",
		[environment.subject],
	)
}

_has_none(environment) if environment.identity_type == "none"

_has_none(environment) if attribute.is_absent(environment, "identity_type")

_has_identity(environment) if {
	attribute.is_known(environment, "identity_type")
	not _has_none(environment)
}

_evidence(id) := [{"entity": id, "attribute": "identity_type"}, {"entity": id, "attribute": "customer_managed_key_vault"}]
