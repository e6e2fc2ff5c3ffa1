# METADATA
# title: an integration account in an integration service environment has a tier that the environment takes
# description: >-
#   A Premium environment takes integration accounts of the tier Standard, a Developer environment those
#   of the tiers Free, and of them one, and Standard. The tier Basic is not offered in environments.
# custom:
#   id: ISE-IA-SKU
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationAccounts
#   remediation: >-
#     Choose the tier Standard, or Free for the one account of a Developer environment.
#   remediation_terraform: |
#     resource "azurerm_logic_app_integration_account" "example" {
#       # …
#       sku_name                           = "Standard"
#       integration_service_environment_id = azurerm_integration_service_environment.example.id
#     }
#   remediation_bicep: |
#     resource account 'Microsoft.Logic/integrationAccounts@2019-05-01' = {
#       // …
#       sku: { name: 'Standard' }
#       properties: { integrationServiceEnvironment: { id: environment.id } }
#     }
#   related: [ISE-IA-COUNT, ISE-IA-SAME-ISE]
#   sources:
#     - document: Access to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2023-08-23"
#       section: "ISE SKUs"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment-overview
#   editions:
#     - "2023-08-23"
package vnetguard.rules.ise.ia_sku

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.presence

_limits := data.vnetguard.reference.integration_accounts

# Tiers that some environment takes.
_offered := {sku | some skus in _limits.skus; some sku in skus}

_accounts[id] := account if {
	some id, account in input.after.integration_accounts
	presence.is_part_of_input(account)
	ise.may_be_in_one(account)
}

subjects := object.keys(_accounts)

deny contains {"subject": id, "level": "error", "msg": msg, "evidence": _evidence(id)} if {
	some id, account in _accounts
	ise.is_in_one(account)
	_is_not_offered(account)
	msg := sprintf(
		"Integration account '%s' has the tier '%s', which integration service environments such as '%s' do not take.",
		[account.subject, account.sku_name, ise.of(account).subject],
	)
}

deny contains {"subject": id, "level": "warning", "msg": msg, "evidence": _evidence(id)} if {
	some id, account in _accounts
	_is_offered(account)
	environment := ise.of(account)
	_limits.skus[environment.sku_name]
	not _is_taken(account, environment)
	msg := sprintf(
		"Integration account '%s' has the tier '%s', which integration service environment '%s' with the SKU '%s' does not take.",
		[account.subject, account.sku_name, environment.subject, environment.sku_name],
	)
}

deny contains {"subject": id, "level": "warning", "msg": msg, "evidence": _evidence(id)} if {
	some id, account in _accounts
	_is_free_in_developer(account)
	found := count([other | some other in _accounts_in(ise.of(account)); other.sku_name == "free"])
	found > _limits.most_free_in_an_environment
	msg := sprintf(
		"Integration account '%s' is one of %d with the tier 'free' in integration service environment '%s', which takes %d.",
		[account.subject, found, ise.of(account).subject, _limits.most_free_in_an_environment],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id, account in _accounts
	not _is_right(account)
	msg := sprintf("Whether integration account '%s' has a tier that its integration service environment takes cannot be told.", [account.subject])
}

# Tiers that every environment takes.
_is_right(account) if {
	every skus in _limits.skus {
		account.sku_name in skus
	}
}

_is_right(account) if {
	_is_free_in_developer(account)
	within := [other | some other in _accounts_in(ise.of(account)); _may_be_free(other)]
	count(within) + count(_lost) <= _limits.most_free_in_an_environment
}

_is_not_offered(account) if {
	attribute.is_known(account, "sku_name")
	not _is_offered(account)
}

_is_offered(account) if account.sku_name in _offered

_is_taken(account, environment) if account.sku_name in _limits.skus[environment.sku_name]

_is_free_in_developer(account) if {
	account.sku_name == "free"
	ise.of(account).sku_name == "developer"
}

# The accounts that are certainly in the environment.
_accounts_in(environment) := [_accounts[id] | some id in environment.integration_accounts]

# Accounts that may be in any environment.
_lost := [account | some account in _accounts; not ise.is_in_one(account); _may_be_free(account)]

_may_be_free(account) if account.sku_name == "free"

_may_be_free(account) if attribute.is_unknown(account, "sku_name")

_evidence(id) := [{"entity": id, "attribute": "sku_name"}, {"entity": id, "attribute": "integration_service_environment"}]
