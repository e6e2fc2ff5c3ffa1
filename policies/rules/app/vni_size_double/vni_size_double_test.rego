package vnetguard.rules.app.vni_size_double_test

import data.vnetguard.rules.app.vni_size_double

import data.vnetguard.lib.integration_sample as sample

_subnet(length) := {"s": {"prefixes": [sample.prefix(length)]}}

_on(length, plan) := sample.with_plans(sample.with_subnets(sample.document({"a": {}}), _subnet(length)), {"p": plan})

_two(length, capacity) := sample.with_plans(
	sample.with_subnets(sample.document({"a": {}, "b": {"plan": sample.to("q")}}), _subnet(length)),
	{"p": {"capacity": capacity}, "q": {"capacity": capacity}},
)

_elastic := {"sku_name": "ep1", "capacity": 1, "maximum_elastic_workers": 20}

test_deny_less_than_double if {
	some finding in vni_size_double.deny with input as _on(27, _elastic)
	finding.subject == "s"
	finding.level == "note"
	finding.msg == "Subnet 'subnet s' ('10.0.0.0/27') has 27 usable addresses: fewer than double the 20 instances that are planned for 'plan p'."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}, {"entity": "p", "attribute": "capacity"}]
	vni_size_double.undetermined == set() with input as _on(27, _elastic)
}

test_deny_says_what_is_assumed if {
	some finding in vni_size_double.deny with input as _on(27, {"capacity": null})
	finding.msg == concat("", [
		"Subnet 'subnet s' ('10.0.0.0/27') has 27 usable addresses: fewer than double the 30 instances that 'plan p' may have, ",
		"counting as many as the tier allows for 'plan p', which states no number.",
	])
}

test_deny_says_what_is_stated if {
	elastic := _on(28, {"sku_name": "ep1", "capacity": null, "maximum_elastic_workers": 20})
	some finding in vni_size_double.deny with input as elastic
	endswith(finding.msg, "the 20 instances that are planned for 'plan p'.")
}

test_deny_warns_where_not_even_one_fits if {
	{finding.level | some finding in vni_size_double.deny} == {"warning"} with input as _on(28, {"capacity": 12})
	{finding.level | some finding in vni_size_double.deny} == {"note"} with input as _on(28, {"capacity": 11})
}

test_deny_boundary if {
	count(vni_size_double.deny) == 1 with input as _on(28, {"capacity": 6})
	vni_size_double.subjects == {"s"} with input as _on(28, {"capacity": 5})
	vni_size_double.deny == set() with input as _on(28, {"capacity": 5})
	vni_size_double.undetermined == set() with input as _on(28, {"capacity": 5})
}

test_deny_several_plans if {
	count(vni_size_double.deny) == 1 with input as _two(26, 15)
	vni_size_double.deny == set() with input as _two(26, 14)
	vni_size_double.undetermined == set() with input as _two(26, 14)
}

test_allow_one_multitenant_plan_on_26 if {
	vni_size_double.subjects == {"s"} with input as _on(26, {"capacity": 30})
	vni_size_double.deny == set() with input as _on(26, {"capacity": 30})
	vni_size_double.undetermined == set() with input as _on(26, {"capacity": 30})
}

test_deny_one_plan_of_an_environment_on_26 if {
	count(vni_size_double.deny) == 1 with input as _on(26, {"sku_name": "i1v2", "capacity": 30})
	count(vni_size_double.deny) == 1 with input as _on(26, {"capacity": 30, "app_service_environment": sample.to("e")})
}

test_undetermined_a_plan_that_may_be_in_an_environment if {
	every plan in [{"sku_name": "x", "capacity": 30}, {"capacity": 30, "unknown": sample.unknown("app_service_environment")}] {
		vni_size_double.deny == set() with input as _on(26, plan)
		count(vni_size_double.undetermined) == 1 with input as _on(26, plan)
	}
}

test_undetermined_one_plan_beside_an_app_whose_plan_may_be_the_same if {
	beside := sample.document({"a": {}, "b": {"plan": null, "unknown": sample.unknown("plan")}})
	every capacity in [3, 30] {
		document := sample.with_plans(sample.with_subnets(beside, _subnet(26)), {"p": {"capacity": capacity}})
		vni_size_double.deny == set() with input as document
		count(vni_size_double.undetermined) == 1 with input as document
	}
	smaller := sample.with_plans(sample.with_subnets(beside, _subnet(27)), {"p": {"capacity": 14}})
	count(vni_size_double.deny) == 1 with input as smaller
}

test_undetermined_one_plan_beside_an_app_that_may_be_elsewhere if {
	beside := sample.document({"a": {}, "b": object.union(sample.lost, {"plan": sample.to("q")})})
	document := sample.with_plans(sample.with_subnets(beside, _subnet(26)), {"p": {"capacity": 30}})
	vni_size_double.deny == set() with input as document
	{finding.subject | some finding in vni_size_double.undetermined} == {"s"} with input as document
}

test_undetermined_unknown_instances if {
	document := _on(27, {"capacity": null, "unknown": sample.unknown("capacity")})
	vni_size_double.deny == set() with input as document
	{finding.subject | some finding in vni_size_double.undetermined} == {"s"} with input as document
}

test_undetermined_unknown_size if {
	document := sample.with_subnets(_on(28, {"capacity": 6}), {"s": {"unknown": sample.unknown("prefixes")}})
	vni_size_double.deny == set() with input as document
	count(vni_size_double.undetermined) == 1 with input as document
}

test_undetermined_candidates if {
	one_of := sample.document({"c": sample.one_of(["s", "t"])})
	document := sample.with_plans(sample.with_subnets(one_of, _subnet(28)), {"p": {"capacity": 6}})
	vni_size_double.subjects == {"s"} with input as document
	vni_size_double.deny == set() with input as document
	{finding.subject | some finding in vni_size_double.undetermined} == {"s"} with input as document
}
