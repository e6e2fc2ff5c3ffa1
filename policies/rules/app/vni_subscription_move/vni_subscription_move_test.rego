package vnetguard.rules.app.vni_subscription_move_test

import data.vnetguard.rules.app.vni_subscription_move

import data.vnetguard.lib.integration_sample as sample

_id(subscription, name) := sprintf("/subscriptions/%s/resourcegroups/rg/providers/microsoft.web/sites/%s", [subscription, name])

_app := {"name": "app", "inline_integration": sample.to("s")}

_moved(from, to) := sample.changed(
	sample.document({_id(from, "app"): _app}),
	sample.document({_id(to, "app"): _app}),
	{_id(from, "app"): ["delete"], _id(to, "app"): ["create"]},
)

test_undetermined_another_subscription if {
	some finding in vni_subscription_move.undetermined with input as _moved("1", "2")
	finding.subject == _id("2", "app")
	contains(finding.msg, "is deleted in subscription '1' and created in '2'. It could be moved only once its apps are disconnected.")
	finding.evidence == [{"entity": _id("2", "app"), "attribute": "name"}]
	vni_subscription_move.deny == set() with input as _moved("1", "2")
}

test_undetermined_a_plan if {
	before := sample.with_plans(sample.document({"a": object.union(_app, {"plan": sample.to(_id("1", "plan"))})}), {_id("1", "plan"): {"name": "plan"}})
	after := sample.with_plans(sample.document({}), {_id("2", "plan"): {"name": "plan"}})
	moved := sample.changed(before, after, {_id("1", "plan"): ["delete"], _id("2", "plan"): ["create"], "a": ["delete"]})
	{finding.subject | some finding in vni_subscription_move.undetermined} == {_id("2", "plan")} with input as moved
}

test_allow_what_stays if {
	kept := sample.changed(sample.document({"a": {}}), sample.document({"a": {}}), {"a": ["update"], "p": ["no-op"]})
	vni_subscription_move.subjects == {"a", "p"} with input as kept
	vni_subscription_move.undetermined == set() with input as kept
}

test_allow_others if {
	every pair in [["1", "{azurerm}"], ["{azurerm}", "2"]] {
		unknown := _moved(pair[0], pair[1])
		vni_subscription_move.subjects == {"p"} with input as unknown
	}
	one := sample.changed(
		sample.document({_id("1", "app"): _app}), sample.document({_id("1", "rg2/app"): _app}),
		{_id("1", "app"): ["delete"], _id("1", "rg2/app"): ["create"]},
	)
	vni_subscription_move.subjects == {"p"} with input as one
	other := sample.changed(
		sample.document({_id("1", "app"): _app}), sample.document({_id("2", "b"): object.union(_app, {"name": "b"})}),
		{_id("1", "app"): ["delete"], _id("2", "b"): ["create"]},
	)
	vni_subscription_move.subjects == {"p"} with input as other
	copied := object.union(_moved("1", "2"), {"changes": {_id("1", "app"): {"actions": ["no-op"]}}})
	vni_subscription_move.undetermined == set() with input as copied
	there := object.union(_moved("1", "2"), {"changes": {_id("2", "app"): {"actions": ["no-op"]}}})
	vni_subscription_move.undetermined == set() with input as there
	apart := sample.changed(
		sample.document({_id("1", "app"): {"name": "app", "integration_subnet": null}}), sample.document({_id("2", "app"): _app}),
		{_id("1", "app"): ["delete"], _id("2", "app"): ["create"]},
	)
	vni_subscription_move.subjects == set() with input as apart
	vni_subscription_move.subjects == set() with input as sample.document({"a": _app})
}
