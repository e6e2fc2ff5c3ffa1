package vnetguard.rules.gw.no_expressroute_test

import data.vnetguard.rules.gw.no_expressroute

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_gateway(attributes) := gateway_sample.document({"gateway": attributes})

test_deny_an_expressroute_gateway if {
	document := _gateway({"gateway_type": "expressroute"})
	no_expressroute.subjects == {"g"} with input as document
	some finding in no_expressroute.deny with input as document
	finding.subject == "g"
	contains(finding.msg, "ExpressRoute gateway 'the gateway' stands in virtual network 'the network'")
	finding.evidence == [{"entity": "g", "attribute": "gateway_type"}, {"entity": "c", "attribute": "virtual_network"}]
	no_expressroute.undetermined == set() with input as document
}

test_allow_a_vpn_gateway if {
	no_expressroute.subjects == {"v"} with input as _gateway({})
	no_expressroute.deny == set() with input as _gateway({})
	no_expressroute.undetermined == set() with input as _gateway({})
}

test_allow_the_regional_form if {
	document := gateway_sample.document({"gateway": {"gateway_type": "expressroute"}, "connection": {"is_regional": true}})
	no_expressroute.subjects == set() with input as document
}

test_allow_an_expressroute_gateway_elsewhere if {
	document := object.union(_gateway({}), {"after": {
		"virtual_network_gateways": {"h": {
			"id": "h", "subject": "another", "unknown": {}, "gateway_type": "expressroute", "subnets": [gateway_sample.edge("t")],
		}},
		"subnets": {"t": {"id": "t", "unknown": {}, "virtual_network": gateway_sample.edge("w")}},
	}})
	no_expressroute.subjects == {"v"} with input as document
}

test_undetermined_a_gateway_of_either_kind_or_place if {
	every attributes in [
		gateway_sample.lost("gateway_type"),
		{"gateway_type": "expressroute", "subnets": null, "unknown": sample.unknown("subnets")},
	] {
		no_expressroute.subjects == {"g"} with input as _gateway(attributes)
		some finding in no_expressroute.undetermined with input as _gateway(attributes)
		finding.subject == "g"
		contains(finding.msg, "Whether gateway 'the gateway' is an ExpressRoute gateway")
		finding.evidence == [{"entity": "g", "attribute": "gateway_type"}, {"entity": "g", "attribute": "subnets"}]
		no_expressroute.deny == set() with input as _gateway(attributes)
	}
}

test_undetermined_a_gateway_of_unknown_kind_elsewhere if {
	document := object.union(_gateway({}), {"after": {
		"virtual_network_gateways": {"h": {
			"id": "h", "subject": "another", "unknown": sample.unknown("gateway_type"), "subnets": [gateway_sample.edge("t")],
		}},
		"subnets": {"t": {"id": "t", "unknown": {}, "virtual_network": gateway_sample.edge("w")}},
	}})
	no_expressroute.undetermined == set() with input as document
}

test_undetermined_a_connection_of_either_form if {
	document := gateway_sample.document({
		"gateway": {"gateway_type": "expressroute"},
		"connection": {"is_regional": null, "has_gateway": null},
	})
	{each.subject | some each in no_expressroute.undetermined} == {"g"} with input as document
	no_expressroute.deny == set() with input as document
}

test_undetermined_outside_of_the_input if {
	outside := gateway_sample.document({"network": gateway_sample.external})
	some finding in no_expressroute.undetermined with input as outside
	finding.subject == "v"
	contains(finding.msg, "Whether virtual network 'the network'")
	no_expressroute.deny == set() with input as outside
	known := gateway_sample.document({"network": gateway_sample.external, "gateway": {"gateway_type": "expressroute"}})
	no_expressroute.undetermined == set() with input as known
	{each.subject | some each in no_expressroute.deny} == {"g"} with input as known
}

test_undetermined_unknown_network if {
	document := gateway_sample.document({"connection": gateway_sample.lost("virtual_network"), "network": {"gateway_integrations": null}})
	no_expressroute.subjects == {"a"} with input as document
	some finding in no_expressroute.undetermined with input as document
	finding.msg == "Which virtual network app 'the app' is connected to cannot be told, so whether it has an ExpressRoute gateway cannot be told."
}
