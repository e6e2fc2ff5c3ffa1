package vnetguard.lib.occupants_of_apps_test

import data.vnetguard.lib.occupants

_unknown := {"unknown": {"reason": "r", "text": ""}}

test_of if {
	occupants.of({}) == {}
	occupants.of({"apps": ["a"], "occupants": ["n", "m"]}) == {"a": "apps", "n": "subnet_occupants", "m": "subnet_occupants"}
	every kind, names in occupants.kinds {
		occupants.of({names.listed: ["x"]}) == {"x": kind}
	}
}

test_is_somewhere if {
	every kind, names in occupants.kinds {
		list := {names.edge: [{"id": "s"}, _unknown]}
		occupants.is_somewhere(list, kind)
		single := {"unknown": {names.edge: {"reason": "r", "text": ""}}}
		occupants.is_somewhere(single, kind)
	}
}

test_is_told if {
	known := {"subnets": [{"id": "s"}], "unknown": {}}
	not occupants.is_somewhere(known, "firewalls")
	absent := {"unknown": {}}
	not occupants.is_somewhere(absent, "private_endpoints")
}
