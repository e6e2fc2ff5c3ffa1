package vnetguard.lib.instances_test

import data.vnetguard.lib.instances

import data.vnetguard.lib.integration_sample as sample

_plan(attributes) := object.union({"id": "p", "sku_name": "p1v3", "unknown": {}}, attributes)

_setting(attributes) := object.union({"id": "x", "enabled": true, "maximum": 7, "plan": sample.to("p"), "unknown": {}}, attributes)

_scaled(attributes) := {"after": {"autoscale_settings": {"x": _setting(attributes)}}}

_own := {"autoscale_settings": ["x"], "capacity": 2}

_unknown(names) := {"unknown": {name: {"reason": "r", "text": ""} | some name in names}}

_left_out(name) := {"unknown": sample.left_out(name)}

test_known if {
	plan := _plan({"capacity": 4})
	instances.fewest(plan) == 4
	instances.most(plan) == 4
}

test_left_out if {
	plan := _plan(_left_out("capacity"))
	instances.fewest(plan) == 1
	instances.most(plan) == 1
}

test_unknown if {
	plan := _plan(_unknown(["capacity"]))
	instances.fewest(plan) == 1
	instances.most(plan) == 30
}

test_absent if {
	instances.fewest(_plan({})) == 1
	instances.most(_plan({})) == 30
}

test_unbounded if {
	plan := _plan({"sku_name": "x", "unknown": _unknown(["capacity"]).unknown})
	not instances.most(plan)
	not instances.planned(plan)
	not instances.planned_most(plan)
}

test_planned_autoscale if {
	instances.planned(_plan(_own)) == 7 with input as _scaled({})
	instances.planned_most(_plan(_own)) == 7 with input as _scaled({})
}

test_planned_largest_autoscale if {
	two := object.union(_scaled({}), {"after": {"autoscale_settings": {"y": _setting({"maximum": 9})}}})
	instances.planned(_plan({"autoscale_settings": ["x", "y"], "capacity": 2})) == 9 with input as two
}

test_planned_autoscale_switched_off if instances.planned(_plan(_own)) == 2 with input as _scaled({"enabled": false})

test_planned_autoscale_elsewhere if instances.planned(_plan({"capacity": 2})) == 2 with input as _scaled({})

test_planned_vague_autoscale if {
	plan := _plan(_own)
	every setting in [
		_unknown(["maximum"]),
		_unknown(["enabled"]),
		{"maximum": 7, "unknown": {"maximum": {"reason": "r"}}},
	] {
		not instances.planned(plan) with input as _scaled(setting)
		instances.planned_most(plan) == 30 with input as _scaled(setting)
	}
}

test_planned_autoscale_of_some_plan if {
	plan := _plan({"capacity": 2})
	some_plan := {"plan": null, "unknown": {"plan": {"reason": "r", "text": ""}}}
	not instances.planned(plan) with input as _scaled(some_plan)
	instances.planned(plan) == 2 with input as _scaled(object.union(some_plan, {"enabled": false}))
}

test_planned_autoscale_of_one_of_some if {
	plan := _plan({"capacity": 2})
	one_of := {"plan": {"reason": "r", "text": "", "candidates": ["p", "q"]}}
	not instances.planned(plan) with input as _scaled({"unknown": one_of})
	other := {"plan": {"reason": "r", "text": "", "candidates": ["q"]}}
	instances.planned(plan) == 2 with input as _scaled({"unknown": other})
}

test_planned_elastic if {
	every sku in ["ep1", "ws1"] {
		instances.planned(_plan({"sku_name": sku, "capacity": 1, "maximum_elastic_workers": 20})) == 20 with input as {}
	}
	instances.planned(_plan({"capacity": 1, "elastic_scale": true, "maximum_elastic_workers": 20})) == 20 with input as {}
}

test_planned_not_elastic if {
	every scale in [{"elastic_scale": false}, {}] {
		plan := _plan(object.union({"capacity": 3, "maximum_elastic_workers": 20}, scale))
		instances.planned(plan) == 3 with input as {}
	}
}

test_planned_perhaps_elastic if {
	plan := _plan(object.union({"capacity": 3}, _unknown(["elastic_scale"])))
	not instances.planned(plan) with input as {}
	partly := object.union(plan, {"elastic_scale": true, "maximum_elastic_workers": 20})
	not instances.planned(partly) with input as {}
}

test_planned_elastic_without_a_maximum if {
	instances.planned(_plan(object.union({"sku_name": "ep1", "capacity": 3}, _left_out("maximum_elastic_workers")))) == 3 with input as {}
	instances.planned(_plan({"sku_name": "ep1", "capacity": 3})) == 3 with input as {}
	plan := _plan(object.union({"sku_name": "ep1", "capacity": 3}, _unknown(["maximum_elastic_workers"])))
	not instances.planned(plan) with input as {}
	instances.planned_most(plan) == 100 with input as {}
}

test_planned_without_a_number if {
	instances.planned(_plan(_left_out("capacity"))) == 30 with input as {}
	instances.planned(_plan({"sku_name": "b1"})) == 3 with input as {}
	plan := _plan(_unknown(["capacity"]))
	not instances.planned(plan) with input as {}
}

test_planned_of_an_unknown_tier if {
	plan := _plan({"sku_name": "x", "capacity": 3})
	not instances.planned(plan) with input as {}
}

test_states_maximum if {
	instances.states_maximum(_plan(_own)) with input as _scaled({})
	instances.states_maximum(_plan({"sku_name": "ep1", "capacity": 1, "maximum_elastic_workers": 20})) with input as {}
}

test_states_no_maximum if {
	vague := _unknown(["maximum"])
	every plan in [
		_plan({"capacity": 2, "maximum_elastic_workers": 20}),
		_plan({"sku_name": "ep1", "capacity": 2}),
		_plan(object.union({"sku_name": "ep1", "maximum_elastic_workers": 20, "autoscale_settings": ["x"]}, {})),
		_plan(object.union({"sku_name": "ep1", "capacity": 1, "maximum_elastic_workers": 20}, _unknown(["maximum_elastic_workers"]))),
	] {
		not instances.states_maximum(plan) with input as _scaled(vague)
	}
}

test_is_assumed if {
	instances.is_assumed(_plan({})) with input as {}
	every plan in [
		_plan({"capacity": 2}), _plan({"sku_name": "x"}), _plan(_own),
		_plan({"sku_name": "ep1", "maximum_elastic_workers": 20}),
	] {
		not instances.is_assumed(plan) with input as _scaled({})
	}
}

test_is_multitenant if {
	instances.is_multitenant(_plan({}))
	every plan in [
		_plan({"sku_name": "i1v2"}),
		_plan({"sku_name": "x"}),
		_plan({"app_service_environment": sample.to("e")}),
		_plan(_unknown(["app_service_environment"])),
	] {
		not instances.is_multitenant(plan)
	}
}

test_is_isolated if {
	instances.is_isolated(_plan({"sku_name": "i1"}))
	instances.is_isolated(_plan({"sku_name": "i1v2"}))
	plan := _plan({})
	not instances.is_isolated(plan)
}

test_usable if {
	instances.usable({"prefixes": [sample.prefix(28)]}) == 11
	instances.usable({"prefixes": [sample.prefix(28), sample.prefix(26)]}) == 70
	instances.usable({"prefixes": [{"version": 6, "address_count": 256}]}) == 0
	instances.usable({"prefixes": [{"version": 4, "address_count": 2}]}) == 0
	instances.usable({}) == 0
}

test_has_prefix if {
	instances.has_prefix({"prefixes": [sample.prefix(28), sample.prefix(26)]}, 26)
	small := {"prefixes": [sample.prefix(27)]}
	not instances.has_prefix(small, 26)
	six := {"prefixes": [{"version": 6, "prefix_length": 26}]}
	not instances.has_prefix(six, 26)
	not instances.has_prefix({}, 26)
}

test_prefixes if {
	instances.prefixes({"prefixes": [sample.prefix(28), sample.prefix(26)]}) == "10.0.0.0/28', '10.0.0.0/26"
	instances.prefixes({}) == ""
}

test_cores if {
	instances.cores(_plan({"sku_name": "I1v2"})) == 2
	plan := _plan({"sku_name": "b1"})
	not instances.cores(plan)
}

test_planned_conditional_autoscale if {
	plan := _plan(_own)
	not instances.planned(plan) with input as _scaled({"presence": "conditional"})
	instances.planned(plan) == 2 with input as _scaled({"presence": "conditional", "enabled": false})
}
