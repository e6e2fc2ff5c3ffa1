# METADATA
# title: an app with gateway-required integration does not use what only a service endpoint of the virtual network lets in
# description: >-
#   Calls through gateway-required integration come from point-to-site addresses and not from a subnet, so
#   a storage account or key vault whose network rules let in subnets of the virtual network and deny the
#   rest does not answer the app.
# custom:
#   id: GW-NO-SERVICE-ENDPOINTS
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Use regional virtual network integration for the app, or give the storage account or key vault a
#     private endpoint in the virtual network.
#   remediation_terraform: |
#     resource "azurerm_windows_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: { virtualNetworkSubnetId: integration.id }
#     }
#   related: [GW-KV-REFS]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Gateway required VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.no_service_endpoints

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

# Apps whose virtual network has subnets that network rules let in.
subjects contains id if some id, _ in _targets_of

_targets_of[id] := targets if {
	some id, app in input.after.apps
	targets := {target |
		some member in gateway.connections(app)
		some target in _targets[input.after.gateway_integrations[member].virtual_network.id]
	}
	count(targets) > 0
}

# Storage accounts and key vaults by the virtual network of subnets that they let in.
_targets[network] contains target if {
	some network in gateway.networks
	some id in input.after.virtual_networks[network].subnets
	some kind in ["storage_accounts", "key_vaults"]
	some target in input.after.subnets[id][kind]
}

_target(id) := input.after.storage_accounts[id]

_target(id) := input.after.key_vaults[id]

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, targets in _targets_of
	app := input.after.apps[id]
	gateway.is_connected(app)
	some member in targets
	_is_wrong(app, member)
	target := _target(member)
	msg := sprintf(
		"App '%s' uses '%s', which lets in subnets of the virtual network by their service endpoints only; calls through the app's gateway-required integration come from no subnet.",
		[app.subject, target.subject],
	)
	evidence := [
		{"entity": member, "attribute": "network_default_action"}, {"entity": member, "attribute": "network_subnets"},
		gateway.evidence(app),
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, targets in _targets_of
	app := input.after.apps[id]
	some member in targets
	not _is_certainly_wrong(app, member)
	not _is_right(app, member)
	target := _target(member)
	msg := sprintf(
		"Whether app '%s' has gateway-required integration and uses '%s', which lets in subnets of the virtual network by their service endpoints, cannot be told.",
		[app.subject, target.subject],
	)
	evidence := [{"entity": id, "attribute": "app_settings"}, {"entity": member, "attribute": "network_default_action"}]
}

_is_certainly_wrong(app, member) if {
	gateway.is_connected(app)
	_is_wrong(app, member)
}

_is_wrong(app, member) if {
	target := _target(member)
	target.network_default_action == "deny"
	_is_without_endpoint(target)
	_uses(app, target)
}

# What allows by default or has a private endpoint answers, and what the app does not use does not matter.
_is_right(_, member) if _target(member).network_default_action == "allow"

_is_right(_, member) if count(_endpoints(_target(member))) > 0

_is_right(app, member) if {
	target := _target(member)
	attribute.is_known(target, "name")
	not _uses(app, target)
	_tells(app)
}

_endpoints(target) := object.get(target, "private_endpoints", [])

_is_without_endpoint(target) if {
	count(_endpoints(target)) == 0
	count(_open_endpoints) == 0
}

# Private endpoints of which it cannot be told where they lead.
_open_endpoints contains id if {
	some id, endpoint in input.after.private_endpoints
	some name in ["storage_account", "key_vault"]
	attribute.is_unknown(endpoint, name)
}

_uses(app, target) if app.storage_account.id == target.id

_uses(app, target) if {
	some host in _hosts(app)
	startswith(lower(host), concat("", [lower(target.name), "."]))
}

_hosts(app) := array.concat(object.get(app, "log_storage_hosts", []), [host | host := app.backup_storage_host])

# A setting names its address, or it is part of a connection string. References to key vaults are judged elsewhere.
_uses(app, target) if {
	some setting in app.app_settings
	value := lower(setting.value)
	not startswith(value, "@microsoft.keyvault(")
	some written in [
		sprintf("//%s.", [lower(target.name)]), sprintf("accountname=%s;", [lower(target.name)]),
	]
	contains(concat("", [value, ";"]), written)
}

# All that could name a target is known.
_tells(app) if {
	every name in ["app_settings", "backup_storage_host", "log_storage_hosts", "storage_account"] {
		not attribute.is_unknown(app, name)
	}
	every setting in object.get(app, "app_settings", []) {
		attribute.is_known(setting, "value")
	}
}
