# METADATA
# description: virtual network integration of apps
package vnetguard.lib.integration

import data.vnetguard.lib.tier

# The app is certainly integrated with a virtual network, though it may not be known with which.
is(app) if app.integration_subnet.id

is(app) if count(app.unknown.integration_subnet.candidates) > 0

# The app is integrated, or it cannot be told that it is not.
may_be(app) if is(app)

may_be(app) if app.unknown.integration_subnet

# The virtual network of the integration subnet; undefined when it cannot be told.
virtual_network(app) := input.after.virtual_networks[input.after.subnets[app.integration_subnet.id].virtual_network.id]

# The app certainly runs on a Flex Consumption plan.
is_flex(app) if tier.of(input.after.app_service_plans[app.plan.id]) == "flexconsumption"

# It certainly does not.
is_not_flex(app) if tier.of(input.after.app_service_plans[app.plan.id]) != "flexconsumption"
