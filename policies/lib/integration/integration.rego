# METADATA
# description: virtual network integration of apps
package vnetguard.lib.integration

import data.vnetguard.lib.attribute
import data.vnetguard.lib.tier

# The app is certainly integrated with a virtual network, though it may not be known with which. Candidates of the integration
# alone do not tell: they are also those of a connection that may be another app's, or may not be deployed.
is(app) if app.integration_subnet.id

is(app) if app.inline_integration.id

is(app) if count(app.unknown.inline_integration.candidates) > 0

is(app) if {
	some connection in app.separate_integrations
	_leads_somewhere(connection)
}

_leads_somewhere(connection) if connection.id

_leads_somewhere(connection) if count(connection.unknown.candidates) > 0

# The app is integrated, or it cannot be told that it is not. Of an app that is only named nothing speaks for it.
may_be(app) if is(app)

may_be(app) if {
	app.unknown.integration_subnet
	not _is_unheard_of(app)
}

_is_unheard_of(app) if {
	app.presence == "external"
	app.unknown.integration_subnet.reason == "not part of the input"
}

# The subnets of which the app is integrated with one, where that much is known.
subnets(app) := {app.integration_subnet.id}

subnets(app) := {id | some id in app.unknown.integration_subnet.candidates} if {
	count(app.unknown.integration_subnet.candidates) > 0
}

# The virtual network of the integration subnet; undefined when it cannot be told.
virtual_network(app) := input.after.virtual_networks[input.after.subnets[app.integration_subnet.id].virtual_network.id]

# The app certainly runs on a Flex Consumption plan.
is_flex(app) if tier.of(input.after.app_service_plans[app.plan.id]) == "flexconsumption"

# Only such an app states how many instances it may have itself.
is_flex(app) if attribute.is_known(app, "max_instances")

# It certainly does not.
is_not_flex(app) if tier.of(input.after.app_service_plans[app.plan.id]) != "flexconsumption"
