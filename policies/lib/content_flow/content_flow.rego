# METADATA
# description: whether an app gets at its content share through its integration subnet
package vnetguard.lib.content_flow

import data.vnetguard.lib.app_flow
import data.vnetguard.lib.attribute
import data.vnetguard.lib.content
import data.vnetguard.lib.ipv4

_private := "APP-CONTENT-PORTS-PRIVATE"

_ports := {port | some row in data.vnetguard.reference.app_ports.rows; row.id == _private; some port in row.ports}

# The flows of which one is needed: to the private endpoint of the account, or to its public address.
rows(app) := {_private} if count(content.account(app).private_endpoints) > 0

rows(app) := {"APP-CONTENT-PORTS"} if _has_no_endpoint(app)

rows(app) := {"APP-CONTENT-PORTS", _private} if {
	not _has_endpoint(app)
	not _has_no_endpoint(app)
}

# The network security group certainly keeps the app away, by this flow.
dropped(subnet, app) := flow if {
	every row in rows(app) {
		_is_dropped(subnet.flows[row], app, row)
	}
	flow := subnet.flows[min(rows(app))]
}

# It certainly does not, and no appliance stands in the way.
is_open(subnet, app) if {
	every row in rows(app) {
		_passes(subnet, app, row)
	}
	_is_direct(subnet, app)
}

# Without a network security group everything leaves the subnet.
is_open(subnet, app) if {
	not subnet.flows
	_is_direct(subnet, app)
}

_is_dropped(flow, _, row) if {
	row != _private
	app_flow.is_dropped(flow)
}

_is_dropped(flow, _, _) if flow.verdict == "deny"

# Of the virtual network, only the subnets of the account's endpoints matter: all of each is cut off.
_is_dropped(flow, app, row) if {
	row == _private
	count(_endpoints(app)) > 0
	every endpoint in _endpoints(app) {
		_is_cut_off(flow, endpoint)
	}
}

_is_cut_off(flow, endpoint) if {
	some port in _ports
	denied := [range |
		some part in flow.parts.denied
		part.is_certain
		port in part.destination_ports
		some range in _ranges(part.destination)
	]
	_cover(denied, _prefixes(_subnet(endpoint)))
}

_passes(subnet, _, row) if subnet.flows[row].verdict == "allow"

# All of each is let through.
_passes(subnet, app, row) if {
	row == _private
	count(_endpoints(app)) > 0
	every endpoint in _endpoints(app) {
		_is_let_through(subnet, endpoint)
	}
}

_is_let_through(subnet, endpoint) if {
	sources := _prefixes(subnet)
	every port in _ports {
		allowed := [range |
			some part in subnet.flows[_private].parts.allowed
			port in part.destination_ports
			not part.source_ports
			_cover(_ranges(part.source), sources)
			some range in _ranges(part.destination)
		]
		_cover(allowed, _prefixes(_subnet(endpoint)))
	}
}

_cover(ranges, prefixes) if {
	every wanted in prefixes {
		ipv4.covers(ranges, wanted)
	}
}

_endpoints(app) := content.account(app).private_endpoints

_subnet(endpoint) := input.after.subnets[input.after.private_endpoints[endpoint].subnet.id]

# The addresses of a subnet; undefined where they are not known, or not of version 4.
_prefixes(subnet) := ranges if {
	attribute.is_known(subnet, "prefixes")
	ranges := [ipv4.range(prefix.first, prefix.last) | some prefix in subnet.prefixes]
	count(ranges) == count(subnet.prefixes)
	count(ranges) > 0
}

# The addresses that a part of a flow tells, which may be the first of more; none where it names anything else.
_ranges(text) := [range |
	regex.match(`^[0-9./, …-]+$`, text)
	some item in split(text, ", ")
	range := _range(item)
]

_range(item) := ipv4.block(item) if not contains(item, "-")

_range(item) := ipv4.range(ends[0], ends[1]) if {
	ends := split(item, "-")
	count(ends) == 2
}

_is_direct(subnet, _) if not app_flow.may_meet_appliance(subnet)

_is_direct(_, app) if rows(app) == {_private}

# Endpoints of the service have routes of their own.
_is_direct(subnet, _) if {
	some endpoint in subnet.service_endpoints
	startswith(lower(endpoint), "microsoft.storage")
}

_has_endpoint(app) if count(content.account(app).private_endpoints) > 0

_has_no_endpoint(app) if {
	account := content.account(app)
	account.presence != "external"
	not account.private_endpoints
	count(_untold_endpoints) == 0
}

_untold_endpoints contains id if {
	some id, endpoint in input.after.private_endpoints
	endpoint.unknown.storage_account
}
