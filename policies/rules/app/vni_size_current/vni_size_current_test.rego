package vnetguard.rules.app.vni_size_current_test

import data.vnetguard.rules.app.vni_size_current

import data.vnetguard.lib.integration_sample as sample

_subnet(length) := {"s": {"prefixes": [sample.prefix(length)]}}

_on(length, capacity) := sample.with_plans(sample.with_subnets(sample.document({"a": {}}), _subnet(length)), {"p": {"capacity": capacity}})

_unknown := {"capacity": null, "unknown": sample.unknown("capacity")}

test_deny_more_instances if {
	some finding in vni_size_current.deny with input as _on(28, 12)
	finding.subject == "s"
	finding.msg == "Subnet 'subnet s' ('10.0.0.0/28') has 11 usable addresses, and the 12 instances of 'plan p' take one each."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}, {"entity": "p", "attribute": "capacity"}]
	vni_size_current.undetermined == set() with input as _on(28, 12)
}

test_deny_the_sum_of_plans if {
	apps := sample.with_subnets(sample.document({"a": {}, "b": {"plan": sample.to("q")}}), _subnet(28))
	document := sample.with_plans(apps, {"p": {"capacity": 6}, "q": {"capacity": 6}})
	count(vni_size_current.deny) == 1 with input as document
	fewer := sample.with_plans(apps, {"p": {"capacity": 6}, "q": {"capacity": 5}})
	vni_size_current.deny == set() with input as fewer
	vni_size_current.undetermined == set() with input as fewer
}

test_allow_as_many if {
	vni_size_current.subjects == {"s"} with input as _on(28, 11)
	vni_size_current.deny == set() with input as _on(28, 11)
	vni_size_current.undetermined == set() with input as _on(28, 11)
}

test_allow_flex_consumption if {
	flex := sample.with_plans(_on(28, 12), {"p": {"sku_name": "fc1"}})
	vni_size_current.subjects == set() with input as flex
}

test_allow_unknown_within_the_tier if {
	document := sample.with_plans(_on(26, 1), {"p": _unknown})
	vni_size_current.undetermined == set() with input as document
}

test_undetermined_unknown_instances if {
	document := sample.with_plans(_on(27, 1), {"p": _unknown})
	vni_size_current.deny == set() with input as document
	{finding.subject | some finding in vni_size_current.undetermined} == {"s"} with input as document
}

test_undetermined_unknown_size if {
	document := sample.with_subnets(_on(28, 1), {"s": {"prefixes": null, "unknown": sample.unknown("prefixes")}})
	vni_size_current.deny == set() with input as document
	count(vni_size_current.undetermined) == 1 with input as document
}

test_undetermined_candidates if {
	one_of := sample.document({"c": sample.one_of(["s", "t"])})
	document := sample.with_plans(sample.with_subnets(one_of, _subnet(28)), {"p": {"capacity": 12}})
	vni_size_current.subjects == {"s"} with input as document
	vni_size_current.deny == set() with input as document
	{finding.subject | some finding in vni_size_current.undetermined} == {"s"} with input as document
}
