package vnetguard.lib.occupants_test

import data.vnetguard.lib.occupants

import data.vnetguard.lib.ise_sample as sample

test_of if {
	occupants.of({}) == {}
	occupants.of({"apps": ["a"], "occupants": ["n", "m"]}) == {"a": "apps", "n": "subnet_occupants", "m": "subnet_occupants"}
	every kind, names in occupants.kinds {
		occupants.of({names.listed: ["x"]}) == {"x": kind}
	}
}

test_is_somewhere if {
	every kind, names in occupants.kinds {
		nowhere := sample.unknown([names.edge])
		occupants.is_somewhere(nowhere, kind)
		one := {names.edge: sample.to("s")}
		not occupants.is_somewhere(one, kind)
		list := {names.edge: [sample.to("s")]}
		not occupants.is_somewhere(list, kind)
		not occupants.is_somewhere({}, kind)
	}
	occupants.is_somewhere({"subnets": [sample.to("s"), sample.untold]}, "firewalls")
}
