# METADATA
# title: key vault references of an app with gateway-required integration lead to vaults that are publicly reachable
# description: >-
#   App Service resolves key vault references of an app's settings outside of the point-to-site connection.
#   A vault that only a private network reaches is not reached, and the settings stay unresolved.
# custom:
#   id: GW-KV-REFS
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Use regional virtual network integration for the app, or let the vault be reached from the internet.
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
#   related: [GW-NO-SERVICE-ENDPOINTS]
#   sources:
#     - document: Configure gateway-required virtual network integration
#       edition: "2023-01-20"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/configure-gateway-required-vnet-integration
#   editions:
#     - "2023-01-20"
package vnetguard.rules.gw.kv_refs

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

_marker := "@microsoft.keyvault("

subjects contains id if {
	not gateway.is_before_2023
	some id, app in input.after.apps
	gateway.may_be_connected(app)
	not _is_without(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	gateway.is_connected(app)
	some setting in app.app_settings
	vault := _vault(setting)
	_is_private(vault)
	msg := sprintf(
		"App '%s' has gateway-required integration, through which setting '%s' cannot be read from key vault '%s': the vault is not publicly reachable.",
		[app.subject, object.get(setting, "name", "…"), vault.subject],
	)
	evidence := [
		{"entity": id, "attribute": "app_settings"}, {"entity": vault.id, "attribute": "public_network_access"},
		{"entity": vault.id, "attribute": "network_default_action"}, gateway.evidence(app),
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "app_settings"}]} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_wrong(app)
	not _is_right(app)
	msg := sprintf(
		"Whether app '%s', which has gateway-required integration or may have it, refers to key vaults that are not publicly reachable cannot be told.",
		[app.subject],
	)
}

_settings(app) := object.get(app, "app_settings", [])

# There certainly are no references.
_is_without(app) if {
	not attribute.is_unknown(app, "app_settings")
	every setting in _settings(app) {
		not _may_refer(setting)
	}
}

_is_right(app) if {
	not attribute.is_unknown(app, "app_settings")
	every setting in _settings(app) {
		_is_harmless(setting)
	}
}

_is_wrong(app) if {
	gateway.is_connected(app)
	some setting in app.app_settings
	_is_private(_vault(setting))
}

_refers(setting) if startswith(_text(setting), _marker)

_may_refer(setting) if _refers(setting)

# An unknown value may turn out as a reference when what is known of its beginning allows that.
_may_refer(setting) if {
	not setting.value
	startswith(_marker, split(_text(setting), "{")[0])
}

_may_refer(setting) if not _text(setting)

_is_harmless(setting) if not _may_refer(setting)

_is_harmless(setting) if _is_public(_vault(setting))

_text(setting) := lower(setting.value)

_text(setting) := lower(setting.unknown.value.pattern) if not setting.value

# The vault of a reference, of either form; undefined when the input does not have it.
_vault(setting) := input.after.key_vaults[id] if {
	_refers(setting)
	id := min(_named[_vault_name(_text(setting))])
}

_vault_name(text) := name if {
	found := regex.find_n(`vaultname=[a-z0-9-]+ *[;)]`, text, 1)
	name := trim(trim_prefix(found[0], "vaultname="), " ;)")
}

_vault_name(text) := name if {
	found := regex.find_n(`secreturi=https://[a-z0-9-]+[.]`, text, 1)
	name := trim_suffix(trim_prefix(found[0], "secreturi=https://"), ".")
}

# Vaults by name; names are unique in all of Azure.
_named[name] contains id if {
	some id, vault in input.after.key_vaults
	name := lower(vault.name)
}

_is_private(vault) if vault.public_network_access == false

_is_private(vault) if vault.network_default_action == "deny"

_is_public(vault) if {
	vault.public_network_access == true
	vault.network_default_action == "allow"
}
