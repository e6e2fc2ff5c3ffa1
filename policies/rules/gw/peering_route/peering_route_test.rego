package vnetguard.rules.gw.peering_route_test

import data.vnetguard.rules.gw.peering_route

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_route(first, last) := {"name": "r", "start_address": first, "end_address": last, "unknown": {}}

_prefix(text) := {"name": "r", "start_address": text, "unknown": {}}

# The document with a connection `x` of the plan, which has these routes.
_with(attributes, parts) := object.union(
	gateway_sample.document(object.union({"plan": {"gateway_integrations": ["x"]}}, parts)),
	{"after": {"gateway_integrations": {"x": gateway_sample.entity("x", "the plan's connection", object.union(
		{"name": "V", "plan": gateway_sample.edge("p")},
		attributes,
	))}}},
)

test_deny_without_routes if {
	some finding in peering_route.deny with input as _with({}, {})
	finding.subject == "p"
	finding.msg == "The routes of App Service plan 'the plan' into virtual network 'the network' do not hold the address space of 'the other network', which is peered with it."
	finding.evidence == [
		{"entity": "x", "attribute": "routes"}, {"entity": "w", "attribute": "address_space"},
		{"entity": "to-w", "attribute": "remote_virtual_network"}, {"entity": "c", "attribute": "virtual_network"},
	]
	peering_route.undetermined == set() with input as _with({}, {})
}

test_deny_routes_that_leave_a_part_out if {
	every routes in [
		[_route("10.25.0.0", "10.25.255.254")],
		[_route("10.25.0.1", "10.25.255.255")],
		[_prefix("10.25.0.0/17")],
		[_route("10.26.0.0", "10.26.255.255")],
	] {
		count(peering_route.deny) == 1 with input as _with({"routes": routes}, {})
		peering_route.undetermined == set() with input as _with({"routes": routes}, {})
	}
}

test_deny_one_of_two_ranges if {
	parts := {"remote": {"address_space": [gateway_sample.prefix("10.25.0.0/16"), gateway_sample.prefix("10.26.0.0/16")]}}
	count(peering_route.deny) == 1 with input as _with({"routes": [_prefix("10.25.0.0/16")]}, parts)
}

test_deny_by_the_network_that_is_stated if {
	count(peering_route.deny) == 1 with input as _with({"name": "x", "virtual_network": gateway_sample.edge("v")}, {})
}

test_allow_routes if {
	every routes in [
		[_route("10.25.0.0", "10.25.255.255")],
		[_prefix("10.25.0.0/16")],
		[_prefix("10.25.0.0/17"), _prefix("10.25.128.0/17")],
		[_route("10.0.0.0", "10.255.255.255")],
	] {
		peering_route.subjects == {"p"} with input as _with({"routes": routes}, {})
		peering_route.deny == set() with input as _with({"routes": routes}, {})
		peering_route.undetermined == set() with input as _with({"routes": routes}, {})
	}
}

test_allow_routes_of_the_app if {
	document := gateway_sample.document({"connection": {"routes": [_prefix("10.25.0.0/16")]}})
	peering_route.subjects == {"p"} with input as document
	peering_route.undetermined == set() with input as document
}

test_allow_version_6 if {
	parts := {"remote": {"address_space": [{"text": "fd00::/64", "version": 6, "unknown": {}}]}}
	peering_route.deny == set() with input as _with({}, parts)
	peering_route.undetermined == set() with input as _with({}, parts)
}

test_allow_without_peerings if peering_route.subjects == set() with input as _with({}, {"network": {"peerings": null}})

test_allow_the_regional_form if peering_route.subjects == set() with input as _with({}, {"connection": {"is_regional": true}})

test_deny_a_plan_that_is_connected_itself if {
	document := object.union(
		_with({"has_gateway": true, "virtual_network": gateway_sample.edge("v")}, {"connection": {"is_regional": true}}),
		{"after": {"virtual_networks": {"v": {"gateway_integrations": ["x"]}}}},
	)
	{each.subject | some each in peering_route.deny} == {"p"} with input as document
}

test_undetermined_without_the_plans_connection if {
	some finding in peering_route.undetermined with input as gateway_sample.document({})
	finding.subject == "p"
	contains(finding.msg, "that peering 'the near peering' leads to cannot be told")
	finding.evidence == [{"entity": "c", "attribute": "routes"}, {"entity": "to-w", "attribute": "remote_virtual_network"}]
	peering_route.deny == set() with input as gateway_sample.document({})
	other := _with({"name": "other"}, {})
	count(peering_route.undetermined) == 1 with input as other
	elsewhere := _with({"virtual_network": gateway_sample.edge("w")}, {})
	count(peering_route.undetermined) == 1 with input as elsewhere
}

test_undetermined_routes if {
	every attributes in [
		gateway_sample.lost("routes"),
		{"routes": [_prefix("10.25.0.0/17")], "unknown": sample.unknown("routes")},
		{"routes": [_route("10.25.0.0", "x")]},
		{"routes": [{"name": "r", "start_address": "10.25.0.0", "unknown": sample.unknown("end_address")}]},
		{"presence": "external"},
	] {
		count(peering_route.undetermined) == 1 with input as _with(attributes, {})
		peering_route.deny == set() with input as _with(attributes, {})
	}
	count(peering_route.undetermined) == 1 with input as _with({}, {"connection": {"unknown": sample.unknown("routes")}})
}

test_undetermined_the_other_network if {
	every parts in [
		{"remote": gateway_sample.lost("address_space")},
		{"local": gateway_sample.lost("remote_virtual_network")},
		{"remote": {"unknown": sample.unknown("address_space")}},
	] {
		document := _with({"routes": [_prefix("10.25.0.0/16")]}, parts)
		count(peering_route.undetermined) == 1 with input as document
		peering_route.deny == set() with input as document
	}
}

test_undetermined_unknown_plan if {
	document := gateway_sample.document({"app": gateway_sample.lost("plan")})
	{each.subject | some each in peering_route.undetermined} == {"a"} with input as document
}

test_undetermined_a_connection_of_either_form if {
	document := _with({}, {"connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in peering_route.undetermined} == {"p"} with input as document
	peering_route.deny == set() with input as document
	right := _with({"routes": [_prefix("10.25.0.0/16")]}, {"connection": {"is_regional": null, "has_gateway": null}})
	peering_route.undetermined == set() with input as right
}
