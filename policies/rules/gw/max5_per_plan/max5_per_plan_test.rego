package vnetguard.rules.gw.max5_per_plan_test

import data.vnetguard.rules.gw.max5_per_plan

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

# The document with apps on the plan, each connected to a network of its own; attributes by number override.
_apps(numbers, overrides) := object.union(gateway_sample.document({"plan": {"apps": [sprintf("a%d", [n]) | some n in numbers]}}), {"after": {
	"apps": {app: {"id": app, "unknown": {}, "plan": gateway_sample.edge("p"), "gateway_integrations": [sprintf("c%d", [n])]} |
		some n in numbers
		app := sprintf("a%d", [n])
	},
	"gateway_integrations": {id: gateway_sample.entity(id, "a connection", object.union({
		"is_regional": false, "app": gateway_sample.edge(sprintf("a%d", [n])),
		"virtual_network": gateway_sample.edge(sprintf("v%d", [n])),
	}, object.get(overrides, sprintf("%d", [n]), {}))) |
		some n in numbers
		id := sprintf("c%d", [n])
	},
}})

_outside := {"presence": "external", "unknown": {}}

test_deny_six if {
	some finding in max5_per_plan.deny with input as _apps([1, 2, 3, 4, 5, 6], {})
	finding.subject == "p"
	finding.msg == "Apps of App Service plan 'the plan' have gateway-required integration with 6 virtual networks; a plan can be connected to 5."
	{part.entity | some part in finding.evidence} == {"c1", "c2", "c3", "c4", "c5", "c6"}
	{part.attribute | some part in finding.evidence} == {"virtual_network"}
	max5_per_plan.undetermined == set() with input as _apps([1, 2, 3, 4, 5, 6], {})
}

test_deny_with_one_of_the_plan_itself if {
	document := object.union(_apps([1, 2, 3, 4, 5], {}), {"after": {
		"app_service_plans": {"p": {"gateway_integrations": ["c"]}},
		"apps": {"a": {"plan": gateway_sample.edge("q")}},
	}})
	count(max5_per_plan.deny) == 1 with input as document
}

test_allow_five if {
	max5_per_plan.subjects == {"p"} with input as _apps([1, 2, 3, 4, 5], {})
	max5_per_plan.deny == set() with input as _apps([1, 2, 3, 4, 5], {})
	max5_per_plan.undetermined == set() with input as _apps([1, 2, 3, 4, 5], {})
}

test_allow_six_apps_of_one_network if {
	same := {"virtual_network": gateway_sample.edge("v")}
	document := _apps([1, 2, 3, 4, 5, 6], {"1": same, "2": same, "3": same, "4": same, "5": same, "6": same})
	max5_per_plan.subjects == {"p"} with input as document
	max5_per_plan.deny == set() with input as document
	max5_per_plan.undetermined == set() with input as document
}

test_allow_the_regional_form if {
	max5_per_plan.subjects == set() with input as gateway_sample.document({"connection": {"is_regional": true}})
}

test_undetermined_the_sixth_is_not_known if {
	every attributes in [
		{"virtual_network": null, "unknown": sample.unknown("virtual_network")},
		{"is_regional": null},
		{"presence": "conditional"},
	] {
		document := _apps([1, 2, 3, 4, 5, 6], {"6": attributes})
		some finding in max5_per_plan.undetermined with input as document
		finding.subject == "p"
		contains(finding.msg, "apps of App Service plan 'the plan' have gateway-required integration cannot be told; a plan can be connected to 5.")
		max5_per_plan.deny == set() with input as document
	}
}

test_undetermined_the_plan_of_the_sixth_is_not_known if {
	elsewhere := {"after": {"apps": {"b": {"id": "b", "unknown": sample.unknown("plan"), "gateway_integrations": ["cb"]}}, "gateway_integrations": {"cb": {
		"id": "cb", "presence": "declared", "unknown": {}, "is_regional": false, "app": gateway_sample.edge("b"),
		"virtual_network": gateway_sample.edge("vb"),
	}}}}
	document := object.union(_apps([1, 2, 3, 4, 5], {}), elsewhere)
	{each.subject | some each in max5_per_plan.undetermined} == {"p"} with input as document
	placed := object.union(document, {"after": {"apps": {"b": {"plan": gateway_sample.edge("q")}}}})
	max5_per_plan.undetermined == set() with input as placed
}

test_undetermined_the_app_of_the_sixth_is_not_known if {
	more := {"after": {"gateway_integrations": {"cb": {
		"id": "cb", "presence": "declared", "unknown": sample.unknown("app"), "is_regional": false,
		"virtual_network": gateway_sample.edge("vb"),
	}}}}
	document := object.union(_apps([1, 2, 3, 4, 5], {}), more)
	{each.subject | some each in max5_per_plan.undetermined} == {"p"} with input as document
}

test_undetermined_outside_of_the_input if {
	document := gateway_sample.document({"plan": _outside})
	some finding in max5_per_plan.undetermined with input as document
	finding.subject == "p"
	contains(finding.msg, "'the plan' is not part of the input")
	contains(finding.msg, "it can be connected to 5.")
	more := object.union(_apps([1, 2, 3, 4, 5, 6], {}), {"after": {"app_service_plans": {"p": _outside}}})
	max5_per_plan.undetermined == set() with input as more
	count(max5_per_plan.deny) == 1 with input as more
}
