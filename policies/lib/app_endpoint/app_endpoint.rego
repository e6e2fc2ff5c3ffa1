# METADATA
# description: private endpoints of apps, and other ways to them by private link
package vnetguard.lib.app_endpoint

import data.vnetguard.lib.presence

# By private link an app is called through an endpoint in a virtual network, or by Azure Front Door.
_links := ["private_endpoints", "front_door_origins"]

# A private endpoint certainly leads to the app.
leads_to(id) if _leads_to(id, "private_endpoints")

# One leads to the app, or may.
may_lead_to(id) if _may_lead_to(id, "private_endpoints")

# The app certainly is called by private link.
is_reached(id) if {
	some kind in _links
	_leads_to(id, kind)
}

# It is, or may be.
may_be_reached(id) if {
	some kind in _links
	_may_lead_to(id, kind)
}

_leads_to(id, kind) if {
	some link in input.after.apps[id][kind]
	not _is_conditional(kind, link)
}

_is_conditional(kind, link) if presence.is_conditional(input.after[kind][link])

_may_lead_to(id, kind) if count(input.after.apps[id][kind]) > 0

_may_lead_to(id, kind) if [kind, id] in _meant

_may_lead_to(id, kind) if {
	input.after.apps[id]
	kind in _lost
}

# Apps that links lead to of which the target is one of several.
_meant contains [kind, id] if {
	some kind in _links
	some link in input.after[kind]
	some id in link.unknown.app.candidates
}

# Kinds of links of which one may lead anywhere.
_lost contains kind if {
	some kind in _links
	some link in input.after[kind]
	link.presence != "external"
	link.unknown.app
	count(object.get(link.unknown.app, "candidates", [])) == 0
}
