# METADATA
# description: delegations of a subnet
package vnetguard.lib.delegation

# The subnet is certainly delegated to one of the services (names in lower case).
is_to(subnet, services) if {
	some delegation in subnet.delegations
	lower(delegation.service_name) in services
}

# The subnet is certainly delegated to none of them.
is_not_to(subnet, services) if {
	not subnet.unknown.delegations
	every delegation in object.get(subnet, "delegations", []) {
		service := lower(delegation.service_name)
		not service in services
	}
}
