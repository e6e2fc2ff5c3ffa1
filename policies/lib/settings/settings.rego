# METADATA
# description: application settings of an app, whose names hold in any letter case
package vnetguard.lib.settings

import data.vnetguard.lib.attribute

# The settings that certainly have the name, whether or not their values are known.
named(app, name) := [setting |
	some setting in app.app_settings
	lower(setting.name) == lower(name)
]

# The value of the setting; undefined when there is none, none that is known, or several.
value(app, name) := _only([object.get(setting, "value", null) | some setting in named(app, name)])

# The value, or what is known of it: a text with the unknown parts in braces.
text(app, name) := _only([_text(setting) | some setting in named(app, name)])

# The same of one setting; undefined when nothing is known of its value.
known(setting) := found if {
	found := _text(setting)
	found != null
}

_text(setting) := object.get(setting, "value", object.get(setting, ["unknown", "value", "pattern"], null))

_only(values) := only if {
	distinct := {found | some found in values}
	count(distinct) == 1
	some only in distinct
	only != null
}

# The app certainly has no such setting.
is_absent(app, name) if {
	not app.unknown.app_settings
	every setting in object.get(app, "app_settings", []) {
		setting.name
		lower(setting.name) != lower(name)
	}
}

# A setting about this would mean anything to the app, as the table of routing settings says what it needs.
is_about(_, needs) if needs == "nothing"

is_about(app, "content") if app.app_kind in {"function", "workflow"}

is_about(app, "image") if app.container_image

# The setting is certainly there and on.
is_on(app, name) if lower(value(app, name)) in {"1", "true"}

# The setting is certainly not on: there is none, it has no value, or its value is another.
is_off(app, name) if is_absent(app, name)

is_off(app, name) if {
	settings := named(app, name)
	count(settings) > 0
	every setting in settings {
		attribute.is_absent(setting, "value")
	}
}

is_off(app, name) if {
	found := lower(value(app, name))
	not found in {"1", "true"}
}
