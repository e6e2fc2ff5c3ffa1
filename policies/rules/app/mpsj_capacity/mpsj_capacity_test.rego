package vnetguard.rules.app.mpsj_capacity_test

import data.vnetguard.rules.app.mpsj_capacity

import data.vnetguard.lib.integration_sample as sample

_two(length, capacity) := sample.with_plans(
	sample.with_subnets(sample.document({"a": {}, "b": {"plan": sample.to("q")}}), {"s": {"prefixes": [sample.prefix(length)]}}),
	{"p": {"capacity": capacity}, "q": {"capacity": capacity}},
)

_unknown := {"capacity": null, "unknown": sample.unknown("capacity")}

test_deny_more_instances if {
	some finding in mpsj_capacity.deny with input as _two(26, 30)
	finding.subject == "s"
	finding.level == "error"
	finding.msg == "Subnet 'subnet s' ('10.0.0.0/26') has 59 usable addresses, and 'plan p', 'plan q' have 60 instances together."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}, {"entity": "p", "attribute": "capacity"}, {"entity": "q", "attribute": "capacity"}]
	count(mpsj_capacity.deny) == 1 with input as _two(26, 30)
	mpsj_capacity.undetermined == set() with input as _two(26, 30)
}

test_deny_notes_less_than_double if {
	some finding in mpsj_capacity.deny with input as _two(26, 15)
	finding.level == "note"
	finding.msg == "Subnet 'subnet s' ('10.0.0.0/26') has 59 usable addresses: fewer than double the 30 instances that are planned for 'plan p', 'plan q' together."
	mpsj_capacity.undetermined == set() with input as _two(26, 15)
}

test_allow_double if {
	mpsj_capacity.subjects == {"s"} with input as _two(26, 14)
	mpsj_capacity.deny == set() with input as _two(26, 14)
	mpsj_capacity.undetermined == set() with input as _two(26, 14)
}

test_allow_one_plan if {
	one := sample.with_plans(sample.document({"a": {}, "b": {}}), {"p": {"capacity": 400}})
	mpsj_capacity.subjects == set() with input as one
}

test_undetermined_unknown_instances if {
	document := sample.with_plans(_two(26, 14), {"q": _unknown})
	mpsj_capacity.deny == set() with input as document
	{finding.subject | some finding in mpsj_capacity.undetermined} == {"s"} with input as document
}

test_undetermined_unknown_maximum if {
	elastic := {"sku_name": "ep1", "capacity": 1, "unknown": sample.unknown("maximum_elastic_workers")}
	document := sample.with_plans(_two(26, 14), {"q": elastic})
	mpsj_capacity.deny == set() with input as document
	count(mpsj_capacity.undetermined) == 1 with input as document
}

test_undetermined_unknown_plan if {
	lost := sample.document({"a": {}, "b": {"plan": null, "unknown": sample.unknown("plan")}})
	mpsj_capacity.subjects == {"s"} with input as lost
	count(mpsj_capacity.undetermined) == 1 with input as lost
}

test_undetermined_candidates if {
	one_of := object.union(sample.one_of(["s", "t"]), {"plan": sample.to("q")})
	subnets := {"s": {"prefixes": [sample.prefix(28)]}}
	document := sample.with_subnets(sample.with_plans(sample.document({"a": {}, "c": one_of}), {"p": {"capacity": 5}, "q": {"capacity": 5}}), subnets)
	mpsj_capacity.subjects == {"s"} with input as document
	mpsj_capacity.deny == set() with input as document
	count(mpsj_capacity.undetermined) == 1 with input as document
	few := sample.with_plans(document, {"p": {"capacity": 2}, "q": {"capacity": 2}})
	mpsj_capacity.subjects == set() with input as few
	both := sample.with_subnets(sample.with_plans(sample.document({"c": one_of, "d": sample.one_of(["s"])}), {"p": {"capacity": 5}, "q": {"capacity": 5}}), subnets)
	mpsj_capacity.subjects == {"s"} with input as both
}
