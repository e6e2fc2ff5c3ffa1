package vnetguard.rules.gw.p2s_rfc1918_test

import data.vnetguard.rules.gw.p2s_rfc1918

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_gateway(attributes) := gateway_sample.document({"gateway": attributes})

_pool(texts) := _gateway({"client_address_pool": [gateway_sample.prefix(text) | some text in texts]})

test_deny_other_addresses if {
	every text in ["100.64.0.0/24", "203.0.113.0/25", "11.0.0.0/24", "172.32.0.0/24", "172.15.255.0/24", "192.169.0.0/24", "10.0.0.0/7", "172.16.0.0/11"] {
		count(p2s_rfc1918.deny) == 1 with input as _pool([text])
		p2s_rfc1918.undetermined == set() with input as _pool([text])
	}
}

test_deny_names_what_is_wrong if {
	some finding in p2s_rfc1918.deny with input as _pool(["172.16.201.0/24", "203.0.113.0/25", "8.0.0.0/24"])
	finding.subject == "g"
	contains(finding.msg, "'the gateway' gives point-to-site addresses of '203.0.113.0/25', '8.0.0.0/24', which")
	contains(finding.msg, "with virtual network 'the network' needs")
	finding.evidence == [{"entity": "g", "attribute": "client_address_pool"}, {"entity": "c", "attribute": "virtual_network"}]
}

test_deny_version_6 if {
	count(p2s_rfc1918.deny) == 1 with input as _gateway({"client_address_pool": [{"text": "10.0.0.0/24", "version": 6, "unknown": {}}]})
	count(p2s_rfc1918.deny) == 1 with input as _gateway({"client_address_pool": [{"text": "fd00::/64", "version": 6, "unknown": {}}]})
}

test_deny_among_what_is_known if {
	document := _gateway({"client_address_pool": [gateway_sample.prefix("8.0.0.0/24")], "unknown": sample.unknown("client_address_pool")})
	count(p2s_rfc1918.deny) == 1 with input as document
	p2s_rfc1918.undetermined == set() with input as document
}

test_allow_private_addresses if {
	every text in ["10.255.255.0/24", "172.16.0.0/12", "172.31.255.0/24", "192.168.0.0/16", "10.0.0.0/8"] {
		p2s_rfc1918.subjects == {"g"} with input as _pool([text])
		p2s_rfc1918.deny == set() with input as _pool([text])
		p2s_rfc1918.undetermined == set() with input as _pool([text])
	}
}

test_allow_without_point_to_site if p2s_rfc1918.subjects == set() with input as _gateway({"client_address_pool": null})

test_undetermined_unknown_pool if {
	every attributes in [gateway_sample.lost("client_address_pool"), {"unknown": sample.unknown("client_address_pool")}] {
		{[each.subject, each.evidence] | some each in p2s_rfc1918.undetermined} == {["g", [{"entity": "g", "attribute": "client_address_pool"}]]} with input as _gateway(attributes)
		p2s_rfc1918.deny == set() with input as _gateway(attributes)
	}
}

test_allow_the_regional_form if {
	document := gateway_sample.document({"gateway": {"client_address_pool": [gateway_sample.prefix("8.0.0.0/24")]}, "connection": {"is_regional": true}})
	p2s_rfc1918.subjects == set() with input as document
}

test_undetermined_a_gateway_that_may_be_elsewhere_or_another if {
	every attributes in [
		object.union({"gateway_type": null, "unknown": sample.unknown("gateway_type")}, {"client_address_pool": [gateway_sample.prefix("8.0.0.0/24")]}),
		object.union({"subnets": [sample.untold]}, {"client_address_pool": [gateway_sample.prefix("8.0.0.0/24")]}),
	] {
		{each.subject | some each in p2s_rfc1918.undetermined} == {"g"} with input as _gateway(attributes)
		p2s_rfc1918.deny == set() with input as _gateway(attributes)
	}
}

test_allow_an_expressroute_gateway if {
	p2s_rfc1918.subjects == set() with input as _gateway(object.union({"gateway_type": "expressroute"}, {"client_address_pool": [gateway_sample.prefix("8.0.0.0/24")]}))
}

test_undetermined_a_connection_of_either_form if {
	document := gateway_sample.document({"gateway": {"client_address_pool": [gateway_sample.prefix("8.0.0.0/24")]}, "connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in p2s_rfc1918.undetermined} == {"g"} with input as document
	p2s_rfc1918.deny == set() with input as document
	right := gateway_sample.document({"connection": {"is_regional": null, "has_gateway": null}})
	p2s_rfc1918.undetermined == set() with input as right
}

test_undetermined_outside_of_the_input if {
	outside := json.remove(gateway_sample.document({"network": gateway_sample.external}), ["after/subnets/s/virtual_network_gateways", "after/virtual_network_gateways/g"])
	p2s_rfc1918.subjects == {"v"} with input as outside
	{each.subject | some each in p2s_rfc1918.undetermined} == {"v"} with input as outside
	some finding in p2s_rfc1918.undetermined with input as outside
	contains(finding.msg, "'the network' is not part of the input, so whether the gateway gives private (RFC 1918) point-to-site addresses cannot be told.")
}
