package vnetguard.rules.gw.one_vnet_per_app_test

import data.vnetguard.rules.gw.one_vnet_per_app

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

# The document with another connection `d` of the app.
_with(attributes) := object.union(
	gateway_sample.document({"app": {"gateway_integrations": ["c", "d"]}}),
	{"after": {"gateway_integrations": {"d": gateway_sample.entity("d", "another connection", object.union(
		{"name": "other", "app": gateway_sample.edge("a"), "virtual_network": gateway_sample.edge("w"), "is_regional": false},
		attributes,
	))}}},
)

test_deny_two if {
	some finding in one_vnet_per_app.deny with input as _with({})
	finding.subject == "a"
	finding.msg == "App 'the app' has gateway-required integration with 2 virtual networks ('v', 'other'); it can be connected to 1 at a time."
	finding.evidence == [{"entity": "c", "attribute": "virtual_network"}, {"entity": "d", "attribute": "virtual_network"}]
	one_vnet_per_app.undetermined == set() with input as _with({})
}

test_allow_one if {
	one := gateway_sample.document({})
	one_vnet_per_app.subjects == {"a"} with input as one
	one_vnet_per_app.deny == set() with input as one
	one_vnet_per_app.undetermined == set() with input as one
}

test_allow_the_same_twice if {
	document := _with({"virtual_network": gateway_sample.edge("v")})
	one_vnet_per_app.deny == set() with input as document
	one_vnet_per_app.undetermined == set() with input as document
}

test_allow_a_regional_one_beside_it if {
	document := _with({"is_regional": true})
	one_vnet_per_app.deny == set() with input as document
	one_vnet_per_app.undetermined == set() with input as document
}

test_allow_the_regional_form if {
	one_vnet_per_app.subjects == set() with input as gateway_sample.document({"connection": {"is_regional": true}})
}

test_undetermined_the_other_is_not_known if {
	every attributes in [gateway_sample.lost("virtual_network"), {"is_regional": null}, {"presence": "conditional"}] {
		some finding in one_vnet_per_app.undetermined with input as _with(attributes)
		finding.subject == "a"
		{part.entity | some part in finding.evidence} == {"c", "d"}
		{part.attribute | some part in finding.evidence} == {"virtual_network"}
		contains(finding.msg, "of app 'the app' lead to more than one virtual network cannot be told; it can be connected to 1")
		one_vnet_per_app.deny == set() with input as _with(attributes)
	}
}
