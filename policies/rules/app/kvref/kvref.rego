# METADATA
# title: an app can read its Key Vault references
# description: >-
#   Key Vault references of app settings are read over the public route first. A vault that refuses public traffic is reached only
#   through a virtual network integration, by a private endpoint or a network rule that lets the integration subnet in;
#   otherwise the app starts without its secrets.
# custom:
#   id: APP-KVREF
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Integrate the app with a virtual network that has a private endpoint of the vault, or let its subnet in with a network rule;
#     or open the vault to public traffic.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         virtualNetworkSubnetId: integration.id
#       }
#     }
#   related: [APP-CERT-PRIVATE-KV, APP-SE-ENABLE, APP-PE-DNS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.kvref

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway
import data.vnetguard.lib.integration
import data.vnetguard.lib.presence
import data.vnetguard.lib.reach
import data.vnetguard.lib.vault_reference

subjects contains id if {
	some id, app in input.after.apps
	count(vault_reference.names(app)) > 0
}

subjects contains id if {
	some id, app in input.after.apps
	_is_doubtful(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	some name in vault_reference.names(app)
	_refuses(app, name)
	vault := vault_reference.vault(name)
	msg := sprintf(
		"App '%s' refers to secrets of key vault '%s', which refuses public traffic, and %s.",
		[app.subject, vault.subject, _why(app)],
	)
	evidence := [
		{"entity": id, "attribute": "app_settings"},
		{"entity": id, "attribute": "integration_subnet"},
		{"entity": vault.id, "attribute": "public_network_access"},
		{"entity": vault.id, "attribute": "network_default_action"},
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_refused(app)
	_is_untold(app)
	msg := sprintf(
		"Whether app '%s' can read its Key Vault references cannot be told: it depends on which vaults they are and on who may use them.",
		[app.subject],
	)
	evidence := [{"entity": id, "attribute": "app_settings"}, {"entity": id, "attribute": "integration_subnet"}]
}

_is_refused(app) if {
	some name in vault_reference.names(app)
	_refuses(app, name)
}

_is_untold(app) if _is_doubtful(app)

_is_untold(app) if {
	some name in vault_reference.names(app)
	not _admits(app, name)
}

# Settings that are not known may refer to a vault of the input that may refuse; one elsewhere is no reason for a doubt.
_is_doubtful(app) if {
	vault_reference.may_have_more(app)
	presence.is_part_of_input(app)
	not _is_in_network(app)
	some vault in input.after.key_vaults
	not reach.is_public(vault)
}

_refuses(app, name) if {
	vault := vault_reference.vault(name)
	reach.is_private(vault)
	_has_no_way(app, vault)
}

_has_no_way(app, _) if _is_outside_networks(app)

_has_no_way(app, _) if _is_on_a_gateway_alone(app)

_has_no_way(app, vault) if {
	app.integration_subnet.id
	vault.presence != "external"
	not vault.private_endpoints
	count(_untold_endpoints) == 0
	_lets_nobody_in(vault, app.integration_subnet.id)
}

_untold_endpoints contains id if {
	some id, endpoint in input.after.private_endpoints
	endpoint.unknown.key_vault
}

_lets_nobody_in(vault, _) if vault.public_network_access == false

_lets_nobody_in(vault, subnet) if {
	vault.public_network_access == true
	not vault.unknown.network_subnets
	every reference in object.get(vault, "network_subnets", []) {
		reference.id
		reference.id != subnet
	}
}

_admits(_, name) if reach.is_public(vault_reference.vault(name))

# Of a vault elsewhere it counts that the app is in a network at all.
_admits(app, name) if {
	not vault_reference.vault(name)
	_is_in_network(app)
}

_admits(app, name) if {
	vault_reference.vault(name).presence == "external"
	_is_in_network(app)
}

_admits(app, name) if {
	count(vault_reference.vault(name).private_endpoints) > 0
	_is_in_network(app)
}

_admits(app, name) if {
	vault := vault_reference.vault(name)
	vault.public_network_access == true
	some reference in vault.network_subnets
	reference.id == app.integration_subnet.id
}

_is_in_network(app) if integration.is(app)

_is_in_network(app) if {
	count(app.gateway_integrations) > 0
	not _is_on_a_gateway_alone(app)
}

_is_in_network(app) if input.after.app_service_plans[app.plan.id].app_service_environment

_is_outside_networks(app) if {
	attribute.is_absent(app, "integration_subnet")
	not app.gateway_integrations
	attribute.is_absent(input.after.app_service_plans[app.plan.id], "app_service_environment")
}

# References do not go through gateway-required integration, to whatever endpoint.
_is_on_a_gateway_alone(app) if {
	attribute.is_absent(app, "integration_subnet")
	gateway.is_connected(app)
	attribute.is_absent(input.after.app_service_plans[app.plan.id], "app_service_environment")
}

_why(app) := "references do not go through its gateway-required integration" if _is_on_a_gateway_alone(app)

_why(app) := "the app is integrated with no virtual network" if _is_outside_networks(app)

_why(app) := "neither a private endpoint nor a network rule lets its subnet in" if app.integration_subnet.id
