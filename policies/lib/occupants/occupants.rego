# METADATA
# description: what takes addresses in a subnet
package vnetguard.lib.occupants

import data.vnetguard.lib.attribute

# For each kind: how subnets list it, and the attribute that says where it is.
kinds := {
	"app_service_environments": {"listed": "app_service_environments", "edge": "subnet"},
	"app_service_plans": {"listed": "app_service_plans", "edge": "network_subnet"},
	"apps": {"listed": "apps", "edge": "integration_subnet"},
	"firewalls": {"listed": "firewalls", "edge": "subnets"},
	"integration_service_environments": {"listed": "integration_service_environments", "edge": "subnets"},
	"private_endpoints": {"listed": "private_endpoints", "edge": "subnet"},
	"subnet_occupants": {"listed": "occupants", "edge": "subnets"},
	"virtual_network_gateways": {"listed": "virtual_network_gateways", "edge": "subnets"},
}

# Those that the subnet lists, by id with their kind.
of(subnet) := {id: kind |
	some kind, names in kinds
	some id in object.get(subnet, names.listed, [])
}

# It cannot be told in which subnets the entity is.
is_somewhere(entity, kind) if attribute.is_unknown(entity, kinds[kind].edge)

is_somewhere(entity, kind) if {
	some edge in entity[kinds[kind].edge]
	edge.unknown
}
