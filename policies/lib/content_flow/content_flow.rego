# METADATA
# description: whether an app gets at its content share through its integration subnet
package vnetguard.lib.content_flow

import data.vnetguard.lib.app_flow
import data.vnetguard.lib.content

# The flows of which one is needed: to the private endpoint of the account, or to its public address.
rows(app) := {"APP-CONTENT-PORTS-PRIVATE"} if count(content.account(app).private_endpoints) > 0

rows(app) := {"APP-CONTENT-PORTS"} if _has_no_endpoint(app)

rows(app) := {"APP-CONTENT-PORTS", "APP-CONTENT-PORTS-PRIVATE"} if {
	not _has_endpoint(app)
	not _has_no_endpoint(app)
}

# The network security group certainly keeps the app away, by this flow.
dropped(subnet, app) := flow if {
	every row in rows(app) {
		app_flow.is_dropped(subnet.flows[row])
	}
	flow := subnet.flows[min(rows(app))]
}

# It certainly does not, and no appliance stands in the way.
is_open(subnet, app) if {
	every row in rows(app) {
		subnet.flows[row].verdict == "allow"
	}
	_is_direct(subnet, app)
}

# Without a network security group everything leaves the subnet.
is_open(subnet, app) if {
	not subnet.flows
	_is_direct(subnet, app)
}

_is_direct(subnet, _) if not app_flow.may_meet_appliance(subnet)

_is_direct(_, app) if rows(app) == {"APP-CONTENT-PORTS-PRIVATE"}

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
