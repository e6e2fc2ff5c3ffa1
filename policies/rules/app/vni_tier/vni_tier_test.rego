package vnetguard.rules.app.vni_tier_test

import data.vnetguard.rules.app.vni_tier

import data.vnetguard.lib.sample

_on(plan) := sample.integration({"plan": plan})

_by_2019(sku) := sample.integration({"plan": {"sku_name": sku}, "editions": {"app": "2019-07-09"}})

test_deny_small_tiers if {
	every sku in ["f1", "d1", "y1"] {
		count(vni_tier.deny) == 1 with input as _on({"sku_name": sku})
	}
}

test_deny_names_plan_and_app if {
	some finding in vni_tier.deny with input as _on({"sku_name": "F1"})
	finding.subject == "p"
	contains(finding.msg, "'the plan' has SKU 'F1' (free)")
	contains(finding.msg, "'the app'")
}

test_deny_by_the_edition_of_2019 if {
	every sku in ["b1", "ep1", "i1v2", "p1v3"] {
		count(vni_tier.deny) == 1 with input as _by_2019(sku)
	}
}

test_deny_a_tier_without_a_name if {
	some finding in vni_tier.deny with input as _on({"sku_tier": "shared"})
	contains(finding.msg, "has SKU 'shared' (shared)")
}

test_allow_supported_tiers if {
	every sku in ["b1", "s1", "p1", "p1v2", "p1v3", "p1v4", "ep1", "ws1", "i1v2"] {
		vni_tier.subjects == {"p"} with input as _on({"sku_name": sku})
		vni_tier.deny == set() with input as _on({"sku_name": sku})
		vni_tier.undetermined == set() with input as _on({"sku_name": sku})
	}
	vni_tier.deny == set() with input as _by_2019("s1")
}

test_allow_flex_consumption_has_its_own_rules if vni_tier.subjects == set() with input as _on({"sku_name": "fc1"})

test_allow_without_integration if {
	vni_tier.subjects == set() with input as sample.without(_on({"sku_name": "f1"}), "apps", "a", "integration_subnet")
}

test_undetermined_unknown_sku if {
	every plan in [{"unknown": sample.unknown("sku_name")}, {"sku_name": "x9"}, {}] {
		{finding.subject | some finding in vni_tier.undetermined} == {"p"} with input as _on(plan)
		vni_tier.deny == set() with input as _on(plan)
	}
}

test_undetermined_integration_on_a_small_tier if {
	maybe := sample.without(
		sample.integration({"plan": {"sku_name": "f1"}, "app": {"unknown": sample.unknown("integration_subnet")}}),
		"apps", "a", "integration_subnet",
	)
	{finding.subject | some finding in vni_tier.undetermined} == {"p"} with input as maybe
	vni_tier.deny == set() with input as maybe
}

test_undetermined_unknown_plan if {
	lost := json.remove(sample.integration({"app": {"unknown": sample.unknown("plan")}}), ["after/apps/a/plan", "after/app_service_plans/p"])
	{finding.subject | some finding in vni_tier.undetermined} == {"a"} with input as lost
}

_maybe_integrated(sku) := sample.without(
	sample.integration({"plan": {"sku_name": sku}, "app": {"unknown": sample.unknown("integration_subnet")}}),
	"apps", "a", "integration_subnet",
)

test_deny_is_not_undetermined_too if vni_tier.undetermined == set() with input as _on({"sku_name": "f1"})

test_deny_isolated_of_the_first_version if {
	count(vni_tier.deny) == 1 with input as _on({"sku_name": "i1"})
	count(vni_tier.deny) == 1 with input as _by_2019("i1")
}

test_deny_isolated_v2_by_the_edition_of_2019_only if {
	vni_tier.deny == set() with input as _on({"sku_name": "i1v2"})
	count(vni_tier.deny) == 1 with input as _by_2019("i1v2")
}

test_allow_premium_by_the_edition_of_2019 if {
	every sku in ["p1", "p1v2"] {
		vni_tier.deny == set() with input as _by_2019(sku)
	}
}

test_allow_integration_that_is_not_known_on_a_supported_tier if {
	vni_tier.subjects == {"p"} with input as _maybe_integrated("p1v3")
	vni_tier.undetermined == set() with input as _maybe_integrated("p1v3")
}

test_undetermined_names_the_apps_that_may_be_integrated if {
	document := object.union(_maybe_integrated("f1"), {"after": {
		"apps": {"b": {"id": "b", "subject": "another", "unknown": {}, "plan": {"id": "p", "certainty": "exact"}}},
		"app_service_plans": {"p": {"apps": ["a", "b"]}},
	}})
	{finding.evidence | some finding in vni_tier.undetermined} == {[{"entity": "a", "attribute": "integration_subnet"}]} with input as document
}

test_undetermined_names_the_plan if {
	lost := json.remove(sample.integration({"app": {"unknown": sample.unknown("plan")}}), ["after/apps/a/plan", "after/app_service_plans/p"])
	{finding.evidence | some finding in vni_tier.undetermined} == {[{"entity": "a", "attribute": "plan"}]} with input as lost
}

test_allow_an_unknown_plan_without_integration if {
	lost := json.remove(sample.integration({"app": {"unknown": sample.unknown("plan")}}), ["after/apps/a/plan", "after/apps/a/integration_subnet"])
	vni_tier.subjects == set() with input as lost
}

test_undetermined_no_plan if {
	none := json.remove(sample.integration({}), ["after/apps/a/plan", "after/app_service_plans/p"])
	{finding.subject | some finding in vni_tier.undetermined} == {"a"} with input as none
}

test_undetermined_a_conditional_app if {
	document := sample.integration({"plan": {"sku_name": "f1"}, "app": {"presence": "conditional"}})
	vni_tier.deny == set() with input as document
	{finding.subject | some finding in vni_tier.undetermined} == {"p"} with input as document
}
