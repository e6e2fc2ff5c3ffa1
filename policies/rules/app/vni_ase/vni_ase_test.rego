package vnetguard.rules.app.vni_ase_test

import data.vnetguard.rules.app.vni_ase

import data.vnetguard.lib.integration_sample as sample

_on(plan) := sample.with_plans(sample.document({"a": {}}), {"p": plan})

_old(plan) := sample.by_edition(_on(plan), "2019-07-09")

test_deny_isolated if {
	some finding in vni_ase.deny with input as _on({"sku_name": "I1"})
	finding.subject == "a"
	finding.level == "error"
	finding.msg == "App 'app a' is integrated with a virtual network, but its App Service plan 'plan p' is in an App Service Environment, which has one."
	finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}, {"entity": "p", "attribute": "app_service_environment"}]
	vni_ase.undetermined == set() with input as _on({"sku_name": "I1"})
}

test_deny_notes_isolated_v2 if {
	{finding.level | some finding in vni_ase.deny} == {"note"} with input as _on({"sku_name": "I1v2"})
	{finding.level | some finding in vni_ase.deny} == {"error"} with input as _old({"sku_name": "I1v2"})
}

test_deny_an_environment_whatever_the_tier if {
	plan := {"sku_name": "x", "app_service_environment": sample.to("e")}
	{finding.level | some finding in vni_ase.deny} == {"note"} with input as _on(plan)
	vni_ase.undetermined == set() with input as _on(plan)
}

test_allow_multitenant if {
	vni_ase.subjects == {"a"} with input as _on({})
	vni_ase.deny == set() with input as _on({})
	vni_ase.undetermined == set() with input as _on({})
}

test_allow_without_integration if {
	document := sample.with_plans(sample.document({"n": {"integration_subnet": null}}), {"p": {"sku_name": "i1v2"}})
	vni_ase.subjects == set() with input as document
}

test_undetermined_unknown_plan if {
	every plan in [{"sku_name": "x"}, {"unknown": sample.unknown("app_service_environment")}] {
		vni_ase.deny == set() with input as _on(plan)
		{finding.subject | some finding in vni_ase.undetermined} == {"a"} with input as _on(plan)
	}
	lost := sample.document({"a": {"plan": null, "unknown": sample.unknown("plan")}})
	{finding.evidence | some finding in vni_ase.undetermined} == {[{"entity": "a", "attribute": "plan"}]} with input as lost
}

test_undetermined_an_app_that_may_be_integrated if {
	lost := sample.document({"d": sample.lost})
	isolated := sample.with_plans(lost, {"p": {"sku_name": "i1"}})
	vni_ase.deny == set() with input as isolated
	count(vni_ase.undetermined) == 1 with input as isolated
	vni_ase.undetermined == set() with input as lost
}

test_a_plan_that_is_only_read_is_judged_by_its_sku if {
	every name in ["f1", "p1v2", "p1v3", "ep1"] {
		read := _on({"presence": "external", "sku_name": name, "unknown": sample.unknown("app_service_environment")})
		vni_ase.subjects == {"a"} with input as read
		vni_ase.undetermined == set() with input as read
		vni_ase.deny == set() with input as read
	}
	every name in ["p1", "x"] {
		read := _on({"presence": "external", "sku_name": name, "unknown": sample.unknown("app_service_environment")})
		count(vni_ase.undetermined) == 1 with input as read
	}
}
