# METADATA
# title: routing properties and app settings of an app agree
# description: >-
#   Where a site property and the app setting for the same traffic are both there, the property counts and the setting
#   does nothing. Two different values show that the app does not do what one of them asks for.
# custom:
#   id: APP-ROUTEALL-SETTING-CONFLICT
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Decide on one value, state it with the property, and remove the app setting.
#   remediation_terraform: |
#     resource "azurerm_linux_function_app" "example" {
#       # … without WEBSITE_VNET_ROUTE_ALL in app_settings
#       site_config {
#         vnet_route_all_enabled = true
#       }
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // … without WEBSITE_VNET_ROUTE_ALL in its app settings
#       properties: {
#         vnetRouteAllEnabled: true
#       }
#     }
#   related: [APP-ROUTEALL-SETTING-LEGACY, APP-CONTENT-SETTING-LEGACY, APP-IMAGEPULL-SETTING-LEGACY]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Routing app settings"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.routeall_setting_conflict

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence
import data.vnetguard.lib.settings

_rows := data.vnetguard.reference.app_routing_settings.rows

subjects contains id if {
	some id, app in input.after.apps
	some row in _rows
	_may_be_both(app, row)
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id, row)} if {
	some id in subjects
	app := input.after.apps[id]
	some row in _rows
	_differs(app, row)
	msg := sprintf(
		"The site property of app '%s' for %s is %s, its app setting '%s' is %s; the property counts and the setting does nothing.",
		[app.subject, row.traffic, _word[_property(app, row)], row.setting, _word[_setting(app, row)]],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id, row)} if {
	some id in subjects
	app := input.after.apps[id]
	every other in _rows {
		not _differs(app, other)
	}
	some row in _rows
	_may_be_both(app, row)
	not _agrees(app, row)
	msg := sprintf(
		"Whether app setting '%s' of app '%s' agrees with the site property for %s cannot be told.",
		[row.setting, app.subject, row.traffic],
	)
}

_may_be_both(app, row) if {
	not _has_no_property(app, row)
	_may_be_set(app, row)
}

_may_be_set(app, row) if count(settings.named(app, row.setting)) > 0

# Settings that are not known are asked about only where the setting would mean anything.
_may_be_set(app, row) if {
	not _has_no_setting(app, row)
	presence.is_part_of_input(app)
	settings.is_about(app, row.needs)
}

_has_no_property(app, row) if attribute.is_absent(app, row.attribute)

_has_no_setting(app, row) if settings.is_absent(app, row.setting)

_differs(app, row) if {
	property := _property(app, row)
	property != _setting(app, row)
}

_agrees(app, row) if {
	property := _property(app, row)
	property == _setting(app, row)
}

_property(app, row) := app[row.attribute] if attribute.is_known(app, row.attribute)

_setting(app, row) := true if settings.is_on(app, row.setting)

_setting(app, row) := false if {
	settings.value(app, row.setting)
	settings.is_off(app, row.setting)
}

_word := {true: "on", false: "off"}

_evidence(id, row) := [{"entity": id, "attribute": row.attribute}, {"entity": id, "attribute": "app_settings"}]
