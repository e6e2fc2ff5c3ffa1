# METADATA
# title: an integration service environment has at most five integration accounts
# description: >-
#   An environment takes five integration accounts, of all tiers together: one is part of its price,
#   four more can be added.
# custom:
#   id: ISE-IA-COUNT
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Logic/integrationAccounts
#   remediation: >-
#     Use fewer integration accounts, or place some in another environment.
#   remediation_terraform: |
#     resource "azurerm_logic_app_integration_account" "example" {
#       count = 5 # at most
#       # …
#       integration_service_environment_id = azurerm_integration_service_environment.example.id
#     }
#   remediation_bicep: |
#     resource account 'Microsoft.Logic/integrationAccounts@2019-05-01' = [for n in range(0, 5): { // at most 5
#       // …
#       properties: { integrationServiceEnvironment: { id: environment.id } }
#     }]
#   related: [ISE-IA-SKU, ISE-IA-SAME-ISE]
#   sources:
#     - document: Limits and configuration reference for Azure Logic Apps
#       edition: "2023-08-23"
#       section: "Integration account limits"
#       url: https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.ia_count

import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

_most := data.vnetguard.reference.integration_accounts.most_in_an_environment

# Environments with accounts: how many are certainly in each.
_counts[id] := found if {
	some id, environment in input.after.integration_service_environments
	found := count(object.get(environment, "integration_accounts", []))
	found > 0
}

# How many may be in any of them.
_lost := count([id |
	some id, account in input.after.integration_accounts
	presence.is_part_of_input(account)
	ise.may_be_in_one(account)
	not ise.is_in_one(account)
])

subjects := object.keys(_counts)

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, found in _counts
	found > _most
	msg := sprintf(
		"Integration service environment '%s' has %d integration accounts; it takes %d.",
		[input.after.integration_service_environments[id].subject, found, _most],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, found in _counts
	found <= _most
	not _are_all(id, found)
	msg := sprintf(
		"Integration service environment '%s' has %d integration accounts that are known of; whether it has more than %d cannot be told.",
		[input.after.integration_service_environments[id].subject, found, _most],
	)
}

# No more can be there than it takes.
_are_all(id, found) if {
	ise.deployed[id]
	found + _lost <= _most
}

_evidence(id) := [{"entity": account, "attribute": "integration_service_environment"} |
	some account in input.after.integration_service_environments[id].integration_accounts
]
