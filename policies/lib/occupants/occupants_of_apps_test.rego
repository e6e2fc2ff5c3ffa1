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

_id := "/subscriptions/{subscription().subscriptionid}/subnets/s"

_named := {"unknown": {"subnets": {"reason": "r", "text": "", "pattern": "/subscriptions/{subscription().subscriptionId}/Subnets/s"}}}

_subnet := {"id": _id, "apps": ["a"]}

_template := {"after": {"subnets": {id: _subnet | id := _id}, "subnet_occupants": {"n": _named}}}

test_of_an_expression_that_stands_for_the_subnet if {
	occupants.of(_subnet) == {"a": "apps", "n": "subnet_occupants"} with input as _template
	occupants.of({"id": "another"}) == {} with input as _template
	not occupants.is_somewhere(_named, "subnet_occupants") with input as _template
}

test_expressions_beside_what_stood_before_tell_nothing if {
	plan := object.union(_template, {"before": {}})
	occupants.of(_subnet) == {"a": "apps"} with input as plan
	occupants.is_somewhere(_named, "subnet_occupants") with input as plan
}

test_an_expression_of_no_known_subnet if {
	lost := {"after": {"subnets": {}, "subnet_occupants": {"n": _named}}}
	occupants.is_somewhere(_named, "subnet_occupants") with input as lost
}
