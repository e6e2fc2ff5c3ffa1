package vnetguard.rules.gw.p2s_enabled_test

import data.vnetguard.rules.gw.p2s_enabled

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_gateway(attributes) := gateway_sample.document({"gateway": attributes})

_maybe := {"is_regional": null, "has_gateway": null}

# The network without its gateway.
_bare(parts) := object.union(
	json.remove(gateway_sample.document(parts), ["after/virtual_network_gateways/g", "after/subnets/s/virtual_network_gateways"]),
	{"after": {"virtual_network_gateways": {}}},
)

test_deny_without_a_pool if {
	document := _gateway({"client_address_pool": null})
	some finding in p2s_enabled.deny with input as document
	finding.subject == "g"
	contains(finding.msg, "'the gateway' has no point-to-site configuration")
	contains(finding.msg, "with virtual network 'the network' needs")
	finding.evidence == [{"entity": "g", "attribute": "client_address_pool"}, {"entity": "c", "attribute": "virtual_network"}]
	p2s_enabled.undetermined == set() with input as document
}

test_deny_without_a_gateway if {
	some finding in p2s_enabled.deny with input as _bare({})
	finding.subject == "v"
	contains(finding.msg, "Virtual network 'the network' has no VPN gateway")
	finding.evidence == [{"entity": "c", "attribute": "virtual_network"}]
	p2s_enabled.undetermined == set() with input as _bare({})
}

test_deny_with_an_expressroute_gateway_alone if {
	document := _gateway({"gateway_type": "expressroute", "client_address_pool": null})
	{each.subject | some each in p2s_enabled.deny} == {"v"} with input as document
}

test_allow_with_a_pool if {
	p2s_enabled.subjects == {"g"} with input as _gateway({})
	p2s_enabled.deny == set() with input as _gateway({})
	p2s_enabled.undetermined == set() with input as _gateway({})
}

test_allow_a_pool_that_is_known_in_part if {
	p2s_enabled.undetermined == set() with input as _gateway({"unknown": sample.unknown("client_address_pool")})
}

test_allow_the_regional_form if {
	document := gateway_sample.document({"gateway": {"client_address_pool": null}, "connection": {"is_regional": true}})
	p2s_enabled.subjects == set() with input as document
}

test_allow_a_gateway_elsewhere if {
	document := object.union(_gateway({}), {"after": {"virtual_network_gateways": {"h": {
		"id": "h", "subject": "another", "unknown": {}, "gateway_type": "vpn", "subnets": [gateway_sample.edge("t")],
	}}, "subnets": {"t": {"id": "t", "unknown": {}, "virtual_network": gateway_sample.edge("w")}}}})
	p2s_enabled.subjects == {"g"} with input as document
}

test_undetermined_unknown_pool if {
	document := _gateway(gateway_sample.lost("client_address_pool"))
	{[each.subject, each.evidence] | some each in p2s_enabled.undetermined} == {["g", [{"entity": "g", "attribute": "client_address_pool"}]]} with input as document
	p2s_enabled.deny == set() with input as document
}

test_undetermined_a_gateway_that_may_be_elsewhere_or_another if {
	every attributes in [
		{"client_address_pool": null, "gateway_type": null, "unknown": sample.unknown("gateway_type")},
		{"client_address_pool": null, "subnets": [sample.untold]},
	] {
		"g" in {each.subject | some each in p2s_enabled.undetermined} with input as _gateway(attributes)
		p2s_enabled.deny == set() with input as _gateway(attributes)
	}
}

test_undetermined_a_connection_of_either_form if {
	document := gateway_sample.document({"gateway": {"client_address_pool": null}, "connection": _maybe})
	{each.subject | some each in p2s_enabled.undetermined} == {"g"} with input as document
	p2s_enabled.deny == set() with input as document
	bare := _bare({"connection": _maybe})
	some finding in p2s_enabled.undetermined with input as bare
	finding.subject == "v"
	contains(finding.msg, "Whether virtual network 'the network' has the VPN gateway")
	p2s_enabled.deny == set() with input as bare
}

test_undetermined_the_gateway_may_be_one_that_cannot_be_placed if {
	document := object.union(_bare({}), {"after": {"virtual_network_gateways": {"h": {
		"id": "h", "subject": "another", "unknown": {}, "gateway_type": "vpn", "subnets": [sample.untold],
		"client_address_pool": [gateway_sample.prefix("10.1.0.0/24")],
	}}}})
	{each.subject | some each in p2s_enabled.undetermined} == {"v"} with input as document
	p2s_enabled.deny == set() with input as document
}

test_undetermined_outside_of_the_input if {
	outside := _bare({"network": gateway_sample.external})
	{[each.subject, each.msg] | some each in p2s_enabled.undetermined} == {[
		"v",
		"The VPN gateway of virtual network 'the network' is not part of the input, so whether the gateway has point-to-site configured cannot be told.",
	]} with input as outside
	p2s_enabled.subjects == {"v"} with input as outside
	p2s_enabled.deny == set() with input as outside
}

test_undetermined_unknown_network if {
	document := gateway_sample.document({"connection": gateway_sample.lost("virtual_network"), "network": {"gateway_integrations": null}})
	p2s_enabled.subjects == {"a"} with input as document
	{each.subject | some each in p2s_enabled.undetermined} == {"a"} with input as document
}

test_undetermined_a_gateway_that_may_not_be_deployed if {
	document := _gateway({"presence": "conditional"})
	p2s_enabled.deny == set() with input as document
	{finding.subject | some finding in p2s_enabled.undetermined} == {"g"} with input as document
}
