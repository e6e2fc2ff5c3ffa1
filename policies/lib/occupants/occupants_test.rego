package vnetguard.lib.occupants_test

import data.vnetguard.lib.occupants

import data.vnetguard.lib.ise_sample as sample

# Kind, how subnets list it, and where it says its subnets.
_kinds := [
	["app_service_environments", "app_service_environments", "subnet"],
	["app_service_plans", "app_service_plans", "network_subnet"],
	["apps", "apps", "integration_subnet"],
	["firewalls", "firewalls", "subnets"],
	["integration_service_environments", "integration_service_environments", "subnets"],
	["private_endpoints", "private_endpoints", "subnet"],
	["subnet_occupants", "occupants", "subnets"],
	["virtual_network_gateways", "virtual_network_gateways", "subnets"],
]

test_of if {
	occupants.of({}) == {}
	occupants.of({"apps": ["a"], "occupants": ["n", "m"]}) == {"a": "apps", "n": "subnet_occupants", "m": "subnet_occupants"}
	every entry in _kinds {
		occupants.of({entry[1]: ["x"]}) == {"x": entry[0]}
	}
	count(occupants.kinds) == count(_kinds)
}

test_is_somewhere if {
	every entry in _kinds {
		kind := entry[0]
		edge := entry[2]
		nowhere := sample.unknown([edge])
		occupants.is_somewhere(nowhere, kind)
		one := {edge: sample.to("s")}
		not occupants.is_somewhere(one, kind)
		list := {edge: [sample.to("s")]}
		not occupants.is_somewhere(list, kind)
		not occupants.is_somewhere({}, kind)
	}
	occupants.is_somewhere({"subnets": [sample.to("s"), sample.untold]}, "firewalls")
}
