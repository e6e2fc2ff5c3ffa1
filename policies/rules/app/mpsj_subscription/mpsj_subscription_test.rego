package vnetguard.rules.app.mpsj_subscription_test

import data.vnetguard.rules.app.mpsj_subscription

import data.vnetguard.lib.integration_sample as sample

_plan(subscription, name) := sprintf("/subscriptions/%s/resourcegroups/rg/providers/microsoft.web/serverfarms/%s", [subscription, name])

_one := "00000000-0000-0000-0000-000000000001"

_other := "00000000-0000-0000-0000-000000000002"

_shared(plans) := sample.with_plans(
	sample.document({sprintf("a%d", [i]): {"plan": sample.to(plan)} | some i, plan in plans}),
	{plan: {"apps": []} | some plan in plans},
)

test_deny_two_subscriptions if {
	plans := [_plan(_one, "p"), _plan(_other, "p")]
	some finding in mpsj_subscription.deny with input as _shared(plans)
	finding.subject == "s"
	endswith(finding.msg, sprintf("share subnet 'subnet s', but are in different subscriptions ('%s', '%s').", [_one, _other]))
	finding.evidence == [{"entity": "a0", "attribute": "plan"}, {"entity": "a1", "attribute": "plan"}]
	mpsj_subscription.undetermined == set() with input as _shared(plans)
}

test_allow_one_subscription if {
	every plans in [
		[_plan(_one, "p"), _plan(_one, "q")],
		[_plan("{azurerm}", "p"), _plan("{azurerm}", "q")],
	] {
		mpsj_subscription.subjects == {"s"} with input as _shared(plans)
		mpsj_subscription.deny == set() with input as _shared(plans)
		mpsj_subscription.undetermined == set() with input as _shared(plans)
	}
}

test_allow_one_plan if mpsj_subscription.subjects == set() with input as _shared([_plan(_one, "p")])

test_undetermined_unknown_subscriptions if {
	every plans in [
		[_plan(_one, "p"), _plan("{azurerm}", "p")],
		[_plan("{azurerm.other}", "p"), _plan("{azurerm}", "p")],
		[_plan(_one, "p"), "azurerm_service_plan.p"],
		["azurerm_service_plan.q", "azurerm_service_plan.p"],
	] {
		mpsj_subscription.deny == set() with input as _shared(plans)
		{finding.subject | some finding in mpsj_subscription.undetermined} == {"s"} with input as _shared(plans)
	}
}

test_deny_beside_an_unknown_one if {
	plans := [_plan(_one, "p"), _plan(_other, "p"), _plan("{azurerm}", "p")]
	count(mpsj_subscription.deny) == 1 with input as _shared(plans)
	mpsj_subscription.undetermined == set() with input as _shared(plans)
}

test_undetermined_unknown_plan if {
	plan := _plan(_one, "p")
	apps := sample.document({"a": {"plan": sample.to(plan)}, "b": {"plan": null, "unknown": sample.unknown("plan")}})
	document := sample.with_plans(apps, {plan: {"apps": ["a"]}})
	mpsj_subscription.subjects == {"s"} with input as document
	count(mpsj_subscription.undetermined) == 1 with input as document
}

test_undetermined_candidates if {
	plans := [_plan(_one, "p"), _plan(_other, "p")]
	document := sample.with_plans(
		sample.document({"a": {"plan": sample.to(plans[0])}, "c": object.union(sample.one_of(["s", "t"]), {"plan": sample.to(plans[1])})}),
		{plan: {"apps": []} | some plan in plans},
	)
	mpsj_subscription.subjects == {"s"} with input as document
	mpsj_subscription.deny == set() with input as document
	count(mpsj_subscription.undetermined) == 1 with input as document
	same := sample.document({"a": {}, "c": object.union(sample.one_of(["s", "t"]), {"plan": sample.to("p")})})
	mpsj_subscription.subjects == set() with input as same
}
