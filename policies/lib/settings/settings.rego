# METADATA
# description: application settings of an app, whose names hold in any letter case
package vnetguard.lib.settings

# The settings that certainly have the name, whether or not their values are known.
named(app, name) := [setting |
	some setting in app.app_settings
	lower(setting.name) == lower(name)
]

# The value of the setting; undefined when there is none, or none that is known.
value(app, name) := found if {
	some setting in named(app, name)
	found := setting.value
}

# The value, or what is known of it: a text with the unknown parts in braces.
text(app, name) := value(app, name)

text(app, name) := found if {
	some setting in named(app, name)
	found := setting.unknown.value.pattern
}

# The app certainly has no such setting.
is_absent(app, name) if {
	not app.unknown.app_settings
	every setting in object.get(app, "app_settings", []) {
		setting.name
		lower(setting.name) != lower(name)
	}
}

# The setting is certainly there and on.
is_on(app, name) if lower(value(app, name)) in {"1", "true"}

# The setting is certainly not on: there is none, or its value is another.
is_off(app, name) if is_absent(app, name)

is_off(app, name) if {
	found := lower(value(app, name))
	not found in {"1", "true"}
}
