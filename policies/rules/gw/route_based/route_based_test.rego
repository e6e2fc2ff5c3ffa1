package vnetguard.rules.gw.route_based_test

import data.vnetguard.rules.gw.route_based

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_gateway(attributes) := gateway_sample.document({"gateway": attributes})

test_deny_policy_based if {
	some finding in route_based.deny with input as _gateway({"vpn_type": "policybased"})
	finding.subject == "g"
	contains(finding.msg, "'the gateway' is policy-based")
	contains(finding.msg, "with virtual network 'the network' needs")
	finding.evidence == [{"entity": "g", "attribute": "vpn_type"}, {"entity": "c", "attribute": "virtual_network"}]
	route_based.undetermined == set() with input as _gateway({"vpn_type": "policybased"})
}

test_allow_route_based if {
	route_based.subjects == {"g"} with input as _gateway({})
	route_based.deny == set() with input as _gateway({})
	route_based.undetermined == set() with input as _gateway({})
}

test_undetermined_unknown_type if {
	every attributes in [gateway_sample.lost("vpn_type"), {"vpn_type": null}] {
		{[each.subject, each.evidence] | some each in route_based.undetermined} == {["g", [{"entity": "g", "attribute": "vpn_type"}]]} with input as _gateway(attributes)
		route_based.deny == set() with input as _gateway(attributes)
	}
}

test_allow_the_regional_form if {
	document := gateway_sample.document({"gateway": {"vpn_type": "policybased"}, "connection": {"is_regional": true}})
	route_based.subjects == set() with input as document
}

test_undetermined_a_gateway_that_may_be_elsewhere_or_another if {
	every attributes in [
		object.union({"gateway_type": null, "unknown": sample.unknown("gateway_type")}, {"vpn_type": "policybased"}),
		object.union({"subnets": [sample.untold]}, {"vpn_type": "policybased"}),
	] {
		{each.subject | some each in route_based.undetermined} == {"g"} with input as _gateway(attributes)
		route_based.deny == set() with input as _gateway(attributes)
	}
}

test_allow_an_expressroute_gateway if {
	route_based.subjects == set() with input as _gateway(object.union({"gateway_type": "expressroute"}, {"vpn_type": "policybased"}))
}

test_undetermined_a_connection_of_either_form if {
	document := gateway_sample.document({"gateway": {"vpn_type": "policybased"}, "connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in route_based.undetermined} == {"g"} with input as document
	route_based.deny == set() with input as document
	right := gateway_sample.document({"connection": {"is_regional": null, "has_gateway": null}})
	route_based.undetermined == set() with input as right
}

test_undetermined_outside_of_the_input if {
	outside := json.remove(gateway_sample.document({"network": gateway_sample.external}), ["after/subnets/s/virtual_network_gateways", "after/virtual_network_gateways/g"])
	route_based.subjects == {"v"} with input as outside
	{each.subject | some each in route_based.undetermined} == {"v"} with input as outside
	some finding in route_based.undetermined with input as outside
	contains(finding.msg, "'the network' is not part of the input, so whether the gateway is route-based cannot be told.")
}
