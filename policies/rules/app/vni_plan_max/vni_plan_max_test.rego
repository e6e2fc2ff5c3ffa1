package vnetguard.rules.app.vni_plan_max_test

import data.vnetguard.rules.app.vni_plan_max

import data.vnetguard.lib.integration_sample as sample

_three := sample.with_subnets(
	sample.document({"a": {}, "b": {"integration_subnet": sample.to("t")}, "c": {"integration_subnet": sample.to("u")}}),
	{"u": {"subject": "subnet u"}},
)

_two := sample.document({"a": {}, "b": {"integration_subnet": sample.to("t")}, "c": {}})

_with(app) := sample.document({"a": {}, "b": {"integration_subnet": sample.to("t")}, "c": app})

test_deny_three_subnets if {
	some finding in vni_plan_max.deny with input as _three
	finding.subject == "p"
	finding.msg == "The apps of App Service plan 'plan p' are integrated with 3 subnets ('subnet s', 'subnet t', 'subnet u'), of at most 2."
	finding.evidence == [{"entity": id, "attribute": "integration_subnet"} | some id in ["a", "b", "c"]]
	vni_plan_max.undetermined == set() with input as _three
}

test_deny_two_by_the_edition_of_2019 if {
	some finding in vni_plan_max.deny with input as sample.by_edition(_two, "2019-07-09")
	contains(finding.msg, "with 2 subnets ('subnet s', 'subnet t'), of at most 1.")
}

test_allow_two if {
	vni_plan_max.subjects == {"p"} with input as _two
	vni_plan_max.deny == set() with input as _two
	vni_plan_max.undetermined == set() with input as _two
}

test_allow_one_by_the_edition_of_2019 if {
	one := sample.by_edition(sample.document({"a": {}, "b": {}}), "2019-07-09")
	vni_plan_max.subjects == {"p"} with input as one
	vni_plan_max.deny == set() with input as one
	vni_plan_max.undetermined == set() with input as one
}

test_allow_without_integration if vni_plan_max.subjects == set() with input as sample.document({"n": {"integration_subnet": null}})

test_undetermined_a_third_that_is_lost if {
	every app in [sample.lost, sample.one_of(["s", "t", "u"]), sample.one_of(["u"])] {
		vni_plan_max.deny == set() with input as _with(app)
		{finding.subject | some finding in vni_plan_max.undetermined} == {"p"} with input as _with(app)
	}
}

test_allow_a_third_in_one_of_the_two if vni_plan_max.undetermined == set() with input as _with(sample.one_of(["s", "t"]))

test_allow_one_in_one_of_two if {
	one := sample.document({"c": sample.one_of(["s", "t"])})
	vni_plan_max.subjects == {"p"} with input as one
	vni_plan_max.undetermined == set() with input as one
}

test_deny_beside_one_that_is_lost if {
	document := sample.with_apps(_three, object.union(_three.after.apps, {"d": sample.lost}))
	count(vni_plan_max.deny) == 1 with input as document
	vni_plan_max.undetermined == set() with input as document
}

test_undetermined_an_app_whose_plan_is_not_known if {
	stray := {"plan": null, "integration_subnet": sample.to("u"), "unknown": sample.unknown("plan")}
	vni_plan_max.deny == set() with input as _with(stray)
	{finding.subject | some finding in vni_plan_max.undetermined} == {"p"} with input as _with(stray)
	same := object.union(stray, {"integration_subnet": sample.to("t")})
	vni_plan_max.undetermined == set() with input as _with(same)
	elsewhere := object.union(stray, {"unknown": {"plan": {"reason": "r", "text": "", "candidates": ["q"]}}})
	vni_plan_max.undetermined == set() with input as _with(elsewhere)
	here := object.union(stray, {"unknown": {"plan": {"reason": "r", "text": "", "candidates": ["p", "q"]}}})
	count(vni_plan_max.undetermined) == 1 with input as _with(here)
}

test_undetermined_a_plan_outside if {
	outside := sample.with_plans(_two, {"p": {"presence": "external"}})
	vni_plan_max.deny == set() with input as outside
	{finding.msg | some finding in vni_plan_max.undetermined} == {"Whether the apps of App Service plan 'plan p' are integrated with more than 2 subnets cannot be told."} with input as outside
}

test_undetermined_a_third_that_is_conditional if {
	document := sample.with_apps(_three, {
		"a": {}, "b": {"integration_subnet": sample.to("t")},
		"c": {"integration_subnet": sample.to("u"), "presence": "conditional"},
	})
	vni_plan_max.deny == set() with input as document
	{finding.subject | some finding in vni_plan_max.undetermined} == {"p"} with input as document
}

test_deny_three_beside_a_conditional_one if {
	document := sample.with_apps(_three, {
		"a": {}, "b": {"integration_subnet": sample.to("t")}, "c": {"integration_subnet": sample.to("u")}, "k": {"presence": "conditional"},
	})
	some finding in vni_plan_max.deny with input as document
	finding.evidence == [{"entity": id, "attribute": "integration_subnet"} | some id in ["a", "b", "c"]]
}
