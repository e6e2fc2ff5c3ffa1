package vnetguard.rules.gw.same_subscription_test

import data.vnetguard.rules.gw.same_subscription

import data.vnetguard.lib.gateway_sample

_plan(subscription) := sprintf("/subscriptions/%s/resourcegroups/r/providers/microsoft.web/serverfarms/p", [subscription])

_network(subscription) := sprintf("/subscriptions/%s/resourcegroups/r/providers/microsoft.network/virtualnetworks/v", [subscription])

# The document with the plan and the network of the connection in these subscriptions.
_in(plan, network, connection) := object.union(
	gateway_sample.document({
		"app": {"plan": gateway_sample.edge(_plan(plan))},
		"connection": object.union({"virtual_network": gateway_sample.edge(_network(network))}, connection),
	}),
	{"after": {"virtual_networks": {_network(network): {"id": _network(network), "subject": "far", "unknown": {}}}}},
)

test_deny_another if {
	some finding in same_subscription.deny with input as _in("1", "2", {})
	finding.subject == "a"
	finding.msg == "'the app' has gateway-required integration with virtual network 'far' of subscription '2', but its App Service plan is in subscription '1'."
	finding.evidence == [{"entity": "a", "attribute": "plan"}, {"entity": "c", "attribute": "virtual_network"}]
	same_subscription.undetermined == set() with input as _in("1", "2", {})
}

test_deny_a_plan_that_is_connected_itself if {
	base := _in("1", "2", {"app": null})
	document := object.union(json.remove(base, ["after/apps/a"]), {"after": {"app_service_plans": {_plan("1"): {
		"id": _plan("1"), "subject": "the plan", "unknown": {}, "gateway_integrations": ["c"],
	}}}})
	some finding in same_subscription.deny with input as document
	finding.subject == _plan("1")
	contains(finding.msg, "'the plan' has gateway-required integration")
	finding.evidence == [{"entity": "c", "attribute": "virtual_network"}]
}

test_allow_the_same if {
	every subscription in ["1", "{subscription().subscriptionid}"] {
		same_subscription.subjects == {"a"} with input as _in(subscription, subscription, {})
		same_subscription.deny == set() with input as _in(subscription, subscription, {})
		same_subscription.undetermined == set() with input as _in(subscription, subscription, {})
	}
}

test_allow_the_regional_form if {
	same_subscription.subjects == set() with input as _in("1", "2", {"is_regional": true})
	lost := gateway_sample.document({"app": gateway_sample.lost("plan"), "connection": {"is_regional": true}})
	same_subscription.subjects == set() with input as lost
}

test_undetermined_unknown_subscriptions if {
	every pair in [["1", "{x}"], ["{x}", "1"], ["{x}", "{y}"]] {
		some finding in same_subscription.undetermined with input as _in(pair[0], pair[1], {})
		finding.subject == "a"
		contains(finding.msg, "that 'the app' has gateway-required integration with")
		finding.evidence == [{"entity": "a", "attribute": "plan"}, {"entity": "c", "attribute": "virtual_network"}]
		same_subscription.deny == set() with input as _in(pair[0], pair[1], {})
	}
}

test_undetermined_ids_without_a_subscription if {
	{each.subject | some each in same_subscription.undetermined} == {"a"} with input as gateway_sample.document({})
}

test_undetermined_what_is_not_known if {
	every part in [
		{"app": gateway_sample.lost("plan")},
		{"connection": gateway_sample.lost("virtual_network")},
		{"app": {"plan": null}},
	] {
		{each.subject | some each in same_subscription.undetermined} == {"a"} with input as gateway_sample.document(part)
		same_subscription.deny == set() with input as gateway_sample.document(part)
	}
}

test_undetermined_a_connection_of_either_form if {
	document := _in("1", "2", {"is_regional": null, "has_gateway": null})
	{each.subject | some each in same_subscription.undetermined} == {"a"} with input as document
	same_subscription.deny == set() with input as document
	same_subscription.undetermined == set() with input as _in("1", "1", {"is_regional": null, "has_gateway": null})
}
