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

_named := {"unknown": {"subnets": {"reason": "r", "text": "", "pattern": "/{resourceGroup().name}/Subnets/s"}}}

_subnet := {"id": "/{resourcegroup().name}/subnets/s", "apps": ["a"]}

_template := {"after": {
	"subnets": {"/{resourcegroup().name}/subnets/s": {"id": "/{resourcegroup().name}/subnets/s", "apps": ["a"]}},
	"subnet_occupants": {"n": _named},
}}

test_of_an_expression_that_stands_for_the_subnet if {
	found := occupants.of(_subnet) with input as _template
	found == {"a": "apps", "n": "subnet_occupants"}
	other := occupants.of({"id": "another"}) with input as _template
	other == {}
	not occupants.is_somewhere(_named, "subnet_occupants") with input as _template
}

test_expressions_beside_what_stood_before_tell_nothing if {
	plan := object.union(_template, {"before": {}})
	found := occupants.of(_subnet) with input as plan
	found == {"a": "apps"}
	occupants.is_somewhere(_named, "subnet_occupants") with input as plan
}

test_an_expression_of_no_known_subnet if {
	lost := {"after": {"subnets": {}, "subnet_occupants": {"n": _named}}}
	occupants.is_somewhere(_named, "subnet_occupants") with input as lost
}
