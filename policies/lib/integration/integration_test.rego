package vnetguard.lib.integration_test

import data.vnetguard.lib.integration

import data.vnetguard.lib.sample

_known := {"integration_subnet": {"id": "s", "certainty": "exact"}, "unknown": {}}

_one_of(candidates) := {"unknown": {"integration_subnet": {"reason": "r", "text": "", "candidates": candidates}}}

_lost(presence, reason) := {"presence": presence, "unknown": {"integration_subnet": {"reason": reason, "text": ""}}}

test_is if {
	integration.is(_known)
	integration.is({"inline_integration": {"id": "s"}, "unknown": {}})
	integration.is({"unknown": {"inline_integration": {"reason": "r", "candidates": ["s"]}}})
	integration.is({"separate_integrations": [{"id": "s"}], "unknown": {}})
	integration.is({"separate_integrations": [{"unknown": {"reason": "r", "candidates": ["s"]}}], "unknown": {}})
}

test_is_not_certainly if {
	every app in [
		_one_of(["s"]),
		_one_of([]),
		{"unknown": {}},
		{"unknown": {"inline_integration": {"reason": "r", "candidates": []}}},
		{"separate_integrations": [{"unknown": {"reason": "r"}}], "unknown": {}},
		{"separate_integrations": [{"unknown": {"reason": "r", "candidates": []}}], "unknown": {}},
	] {
		not integration.is(app)
	}
}

test_may_be if {
	integration.may_be(_known)
	integration.may_be(_one_of([]))
	integration.may_be(_lost("external", "another"))
	integration.may_be(_lost("declared", "not part of the input"))
	unheard_of := _lost("external", "not part of the input")
	not integration.may_be(unheard_of)
	not integration.may_be({"unknown": {}})
}

test_subnets if {
	integration.subnets(_known) == {"s"}
	integration.subnets(_one_of(["s", "t"])) == {"s", "t"}
	none := _one_of([])
	not integration.subnets(none)
	not integration.subnets({"unknown": {}})
}

test_virtual_network if {
	integration.virtual_network(_known).id == "v" with input as sample.integration({})
	one := _one_of(["s"])
	not integration.virtual_network(one) with input as sample.integration({})
}

test_flex if {
	flex := sample.integration({"plan": {"sku_name": "FC1"}})
	app := flex.after.apps.a
	integration.is_flex(app) with input as flex
	not integration.is_not_flex(app) with input as flex
}

test_not_flex if {
	other := sample.integration({"plan": {"sku_name": "EP1"}})
	app := other.after.apps.a
	not integration.is_flex(app) with input as other
	integration.is_not_flex(app) with input as other
}

test_flex_cannot_be_told if {
	unknown := sample.integration({"plan": {"unknown": sample.unknown("sku_name")}})
	app := unknown.after.apps.a
	not integration.is_flex(app) with input as unknown
	not integration.is_not_flex(app) with input as unknown
}

test_flex_by_its_own_maximum if {
	integration.is_flex({"max_instances": 40, "unknown": {}}) with input as {}
	partly := {"max_instances": 40, "unknown": {"max_instances": {"reason": "r"}}}
	not integration.is_flex(partly) with input as {}
}
