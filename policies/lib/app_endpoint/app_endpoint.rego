# METADATA
# description: private endpoints of apps
package vnetguard.lib.app_endpoint

import data.vnetguard.lib.presence

# A private endpoint certainly leads to the app.
leads_to(id) if {
	some endpoint in input.after.apps[id].private_endpoints
	not _is_conditional(endpoint)
}

_is_conditional(endpoint) if presence.is_conditional(input.after.private_endpoints[endpoint])

# One leads to the app, or may.
may_lead_to(id) if count(input.after.apps[id].private_endpoints) > 0

may_lead_to(id) if id in _meant

may_lead_to(id) if {
	input.after.apps[id]
	_is_lost
}

# Apps that endpoints lead to of which the target is one of several.
_meant contains id if {
	some endpoint in input.after.private_endpoints
	some id in endpoint.unknown.app.candidates
}

_is_lost if {
	some endpoint in input.after.private_endpoints
	endpoint.presence != "external"
	endpoint.unknown.app
	count(object.get(endpoint.unknown.app, "candidates", [])) == 0
}
