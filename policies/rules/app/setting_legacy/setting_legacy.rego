# METADATA
# title: properties, not app settings, route the traffic of an app
# description: >-
#   Each row of the table of routing settings is a rule of its own: where the resource type has the property, the property
#   is set and not the app setting that came before it.
# custom:
#   table: app_routing_settings
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # … without {setting} in app_settings
#       {terraform}
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // … without {setting} in its app settings
#       properties: {
#         {bicep}
#       }
#     }
#   related: [APP-ROUTEALL-SETTING-CONFLICT]
package vnetguard.rules.app.setting_legacy

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence
import data.vnetguard.lib.settings

_rows := {row.rule: row | some row in data.vnetguard.reference.app_routing_settings.rows}

subjects contains {"rule": rule, "subject": id} if {
	some id, app in input.after.apps
	some rule, row in _rows
	_may_be_set(app, row)
	_may_have_property(app, row)
}

deny contains {"rule": rule, "subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "app_settings"}]} if {
	some subject in subjects
	rule := subject.rule
	id := subject.subject
	app := input.after.apps[id]
	_is_denied(app, _rows[rule])
	msg := sprintf(
		"App '%s' states with app setting '%s' whether it sends %s into the virtual network; the site property is the way to say so.",
		[app.subject, _rows[rule].setting, _rows[rule].traffic],
	)
}

undetermined contains {"rule": rule, "subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "app_settings"}]} if {
	some subject in subjects
	rule := subject.rule
	id := subject.subject
	app := input.after.apps[id]
	row := _rows[rule]
	not _is_denied(app, row)
	msg := sprintf(
		"Whether app '%s' has app setting '%s' in place of the site property cannot be told.",
		[app.subject, _rows[rule].setting],
	)
}

_is_denied(app, row) if {
	count(settings.named(app, row.setting)) > 0
	_has_property(app, row)
}

_may_be_set(app, row) if count(settings.named(app, row.setting)) > 0

# Settings that are not known are asked about only where the setting would mean anything.
_may_be_set(app, row) if {
	not _is_absent(app, row)
	presence.is_part_of_input(app)
	settings.is_about(app, row.needs)
}

_is_absent(app, row) if settings.is_absent(app, row.setting)

# What a provider's resource type has shows in the attribute: it is always there.
_has_property(app, _) if app.has_all_routing_properties

_has_property(app, row) if attribute.is_known(app, row.attribute)

_has_property(app, row) if attribute.is_unknown(app, row.attribute)

_has_property(_, row) if row.attribute == "route_all"

_may_have_property(app, row) if _has_property(app, row)

_may_have_property(app, _) if app.unknown.has_all_routing_properties
