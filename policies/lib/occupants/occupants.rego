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

# Those that the subnet lists, by id with their kind, and those that name it by an expression that stands for its id.
of(subnet) := object.union(_listed(subnet), {id: kind | some [id, kind] in _by_expression[subnet.id]})

_listed(subnet) := {id: kind |
	some kind, names in kinds
	some id in object.get(subnet, names.listed, [])
}

# In a template, what can be told of an id is as good as the id: equal expressions have equal values.
_by_expression[subnet] contains [id, kind] if {
	not input.before
	some kind, names in kinds
	some id, entity in input.after[kind]
	subnet := _meant(entity, names.edge)
}

_meant(entity, edge) := subnet if {
	subnet := lower(entity.unknown[edge].pattern)
	input.after.subnets[subnet]
}

# It cannot be told in which subnets the entity is.
is_somewhere(entity, kind) if {
	attribute.is_unknown(entity, kinds[kind].edge)
	not _is_told(entity, kind)
}

_is_told(entity, kind) if {
	not input.before
	_meant(entity, kinds[kind].edge)
}

is_somewhere(entity, kind) if {
	some edge in entity[kinds[kind].edge]
	edge.unknown
}
