# METADATA
# description: what an app sends through its virtual network integration
package vnetguard.lib.routing

import data.vnetguard.lib.attribute
import data.vnetguard.lib.integration
import data.vnetguard.lib.presence
import data.vnetguard.lib.settings

# The settings that stand in for properties, by attribute.
_settings := {row.attribute: row.setting | some row in data.vnetguard.reference.app_routing_settings.rows}

# The app certainly sends it: by the property, or by the setting where there is no property.
is_on(app, option) if {
	app[option] == true
	not app.unknown[option]
}

is_on(app, option) if {
	attribute.is_absent(app, option)
	settings.is_on(app, _settings[option])
}

# The app certainly does not send it.
is_off(app, option) if {
	app[option] == false
	not app.unknown[option]
}

is_off(app, option) if {
	attribute.is_absent(app, option)
	settings.is_off(app, _settings[option])
}

# There is no setting for it, so that the property alone counts.
is_off(app, option) if {
	attribute.is_absent(app, option)
	not _settings[option]
}

# The input integrates the app, or may do so; of an app elsewhere it has to say so.
may_be_integrated(app) if integration.is(app)

may_be_integrated(app) if {
	integration.may_be(app)
	presence.is_part_of_input(app)
}

# Routing all traffic is certainly a choice: the app is not of a Flex Consumption plan, which has none.
is_choice(app) if integration.is_not_flex(app)

is_choice(app) if app.app_kind in {"web", "workflow"}

# The app keeps its traffic to the internet out of the virtual network, though it could send it there.
keeps_internet_out(app) if {
	is_off(app, "route_all")
	is_choice(app)
}

# It sends it there, or has no choice.
sends_internet(app) if is_on(app, "route_all")

sends_internet(app) if integration.is_flex(app)
