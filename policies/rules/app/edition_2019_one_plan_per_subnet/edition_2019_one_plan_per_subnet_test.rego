package vnetguard.rules.app.edition_2019_one_plan_per_subnet_test

import data.vnetguard.rules.app.edition_2019_one_plan_per_subnet

import data.vnetguard.lib.integration_sample as sample

_old(apps) := sample.by_edition(sample.document(apps), "2019-07-09")

_two := {"a": {}, "b": {"plan": sample.to("q")}}

test_deny_two_plans if {
	some finding in edition_2019_one_plan_per_subnet.deny with input as _old(_two)
	finding.subject == "s"
	finding.msg == "Subnet 'subnet s' is used by the App Service plans 'plan p', 'plan q'; by the 2019 edition only one can use it."
	finding.evidence == [{"entity": "a", "attribute": "plan"}, {"entity": "b", "attribute": "plan"}]
	edition_2019_one_plan_per_subnet.undetermined == set() with input as _old(_two)
}

test_allow_by_the_newest_edition if edition_2019_one_plan_per_subnet.subjects == set() with input as sample.document(_two)

test_allow_one_plan if {
	edition_2019_one_plan_per_subnet.subjects == {"s"} with input as _old({"a": {}, "b": {}})
	edition_2019_one_plan_per_subnet.deny == set() with input as _old({"a": {}, "b": {}})
	edition_2019_one_plan_per_subnet.undetermined == set() with input as _old({"a": {}, "b": {}})
}

test_undetermined_unknown_plan if {
	lost := _old({"a": {}, "b": {"plan": null, "unknown": sample.unknown("plan")}})
	edition_2019_one_plan_per_subnet.deny == set() with input as lost
	{finding.msg | some finding in edition_2019_one_plan_per_subnet.undetermined} == {"Whether a single App Service plan uses subnet 'subnet s' cannot be told."} with input as lost
	newest := sample.by_edition(lost, "2025-03-14")
	edition_2019_one_plan_per_subnet.subjects == set() with input as newest
}

test_undetermined_candidates if {
	other := object.union(sample.one_of(["s", "t"]), {"plan": sample.to("q")})
	both := _old({"c": sample.one_of(["s", "t"]), "d": other})
	edition_2019_one_plan_per_subnet.subjects == {"s", "t"} with input as both
	{finding.subject | some finding in edition_2019_one_plan_per_subnet.undetermined} == {"s", "t"} with input as both
	edition_2019_one_plan_per_subnet.subjects == set() with input as _old({"c": sample.one_of(["s", "t"])})
	edition_2019_one_plan_per_subnet.subjects == set() with input as sample.by_edition(both, "2025-03-14")
}
