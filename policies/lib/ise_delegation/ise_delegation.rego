# METADATA
# description: delegation of subnets to integration service environments
package vnetguard.lib.ise_delegation

# The name means the service of integration service environments, however it is spelt: both editions misprint it.
is_meant(service) if contains(lower(service), "integrationserviceenvironment")

# A delegation of the subnet certainly is to that service.
is_delegated(subnet) if {
	some delegation in subnet.delegations
	is_meant(delegation.service_name)
}

# The subnet certainly has none to it.
is_not_delegated(subnet) if {
	not subnet.unknown.delegations
	every delegation in object.get(subnet, "delegations", []) {
		service := delegation.service_name
		not is_meant(service)
	}
}

# The subnet has, or may have, a delegation of which the service is not known.
is_unclear(subnet) if subnet.unknown.delegations

is_unclear(subnet) if {
	some delegation in subnet.delegations
	not delegation.service_name
}
