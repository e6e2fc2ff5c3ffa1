package vnetguard.rules.app.mpsj_min26_test

import data.vnetguard.rules.app.mpsj_min26

import data.vnetguard.lib.integration_sample as sample

_two := sample.document({"a": {}, "b": {"plan": sample.to("q")}})

_sized(document, length) := sample.with_subnets(document, {"s": {"prefixes": [sample.prefix(length)]}})

test_deny_a_smaller_subnet if {
	some finding in mpsj_min26.deny with input as _sized(_two, 27)
	finding.subject == "s"
	finding.msg == "Subnet 'subnet s' has prefix '10.0.0.0/27'; the App Service plans 'plan p', 'plan q' can share only a /26 or larger."
	finding.evidence == [{"entity": "s", "attribute": "prefixes"}]
	mpsj_min26.undetermined == set() with input as _sized(_two, 27)
}

test_allow_26 if {
	mpsj_min26.subjects == {"s"} with input as _sized(_two, 26)
	mpsj_min26.deny == set() with input as _sized(_two, 26)
	mpsj_min26.undetermined == set() with input as _sized(_two, 26)
}

test_allow_one_plan if mpsj_min26.subjects == set() with input as _sized(sample.document({"a": {}, "b": {}}), 27)

test_allow_flex_consumption if {
	flex := sample.with_plans(_sized(_two, 27), {"q": {"sku_name": "fc1"}})
	mpsj_min26.subjects == set() with input as flex
}

test_undetermined_unknown_size if {
	every attributes in [{"unknown": sample.unknown("prefixes")}, {"prefixes": null}] {
		document := sample.with_subnets(_sized(_two, 27), {"s": attributes})
		mpsj_min26.deny == set() with input as document
		count(mpsj_min26.undetermined) == 1 with input as document
	}
	enough := sample.with_subnets(_sized(_two, 26), {"s": {"unknown": sample.unknown("prefixes")}})
	mpsj_min26.undetermined == set() with input as enough
}

test_undetermined_unknown_plan if {
	lost := sample.document({"a": {}, "b": {"plan": null, "unknown": sample.unknown("plan")}})
	mpsj_min26.deny == set() with input as _sized(lost, 27)
	{finding.msg | some finding in mpsj_min26.undetermined} == {"Whether several App Service plans share subnet 'subnet s' cannot be told; it would have to be a /26 or larger."} with input as _sized(lost, 27)
	mpsj_min26.subjects == set() with input as _sized(lost, 26)
}

test_undetermined_candidates if {
	other := object.union(sample.one_of(["s", "t"]), {"plan": sample.to("q")})
	beside := _sized(sample.document({"a": {}, "c": other}), 27)
	mpsj_min26.subjects == {"s"} with input as beside
	both := _sized(sample.document({"c": sample.one_of(["s", "t"]), "d": other}), 27)
	mpsj_min26.subjects == {"s"} with input as both
	mpsj_min26.deny == set() with input as both
	{finding.subject | some finding in mpsj_min26.undetermined} == {"s"} with input as both
}
