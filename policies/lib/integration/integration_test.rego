package vnetguard.lib.integration_test

import data.vnetguard.lib.integration

import data.vnetguard.lib.sample

_known := {"integration_subnet": {"id": "s", "certainty": "exact"}, "unknown": {}}

_one_of(candidates) := {"unknown": {"integration_subnet": {"reason": "r", "text": "", "candidates": candidates}}}

test_is if {
	integration.is(_known)
	integration.is(_one_of(["s"]))
	none := _one_of([])
	not integration.is(none)
	not integration.is({"unknown": {}})
}

test_may_be if {
	integration.may_be(_known)
	integration.may_be(_one_of([]))
	not integration.may_be({"unknown": {}})
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
