package vnetguard.rules.gw.p2s_sstp_test

import data.vnetguard.rules.gw.p2s_sstp

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_gateway(attributes) := gateway_sample.document({"gateway": attributes})

_offering(protocols) := _gateway({"client_protocols": protocols})

test_deny_ikev2 if {
	every protocols in [["IkeV2", "SSTP"], ["IKEv2"], ["SSTP", "OpenVPN", "ikev2"]] {
		some finding in p2s_sstp.deny with input as _offering(protocols)
		finding.subject == "g"
		contains(finding.msg, "'the gateway' (SKU 'VpnGw1') offers IKEv2 for point-to-site")
		contains(finding.msg, "with virtual network 'the network' needs")
		finding.evidence == [
			{"entity": "g", "attribute": "client_protocols"}, {"entity": "g", "attribute": "sku_name"},
			{"entity": "c", "attribute": "virtual_network"},
		]
		p2s_sstp.undetermined == set() with input as _offering(protocols)
	}
}

test_deny_without_sstp if {
	some finding in p2s_sstp.deny with input as _offering(["OpenVPN"])
	contains(finding.msg, "offers 'OpenVPN' for point-to-site")
	p2s_sstp.undetermined == set() with input as _offering(["OpenVPN"])
}

test_deny_ikev2_among_what_is_known if {
	document := _gateway({"client_protocols": ["IkeV2"], "unknown": sample.unknown("client_protocols")})
	count(p2s_sstp.deny) == 1 with input as document
	p2s_sstp.undetermined == set() with input as document
}

test_allow_sstp if {
	every protocols in [["SSTP"], ["sstp", "OpenVPN"]] {
		p2s_sstp.subjects == {"g"} with input as _offering(protocols)
		p2s_sstp.deny == set() with input as _offering(protocols)
		p2s_sstp.undetermined == set() with input as _offering(protocols)
	}
}

test_allow_the_basic_sku if {
	every protocols in [["IkeV2"], ["OpenVPN"], null] {
		document := _gateway({"sku_name": "Basic", "client_protocols": protocols})
		p2s_sstp.subjects == {"g"} with input as document
		p2s_sstp.deny == set() with input as document
		p2s_sstp.undetermined == set() with input as document
	}
}

test_allow_without_point_to_site if {
	p2s_sstp.subjects == set() with input as _gateway({"client_protocols": ["OpenVPN"], "client_address_pool": null})
}

test_undetermined_unknown_protocols if {
	every attributes in [
		gateway_sample.lost("client_protocols"),
		{"client_protocols": null},
		{"client_protocols": ["SSTP"], "unknown": sample.unknown("client_protocols")},
		{"client_protocols": ["OpenVPN"], "unknown": sample.unknown("client_protocols")},
	] {
		{[each.subject, each.evidence] | some each in p2s_sstp.undetermined} == {["g", [
			{"entity": "g", "attribute": "client_protocols"}, {"entity": "g", "attribute": "sku_name"},
		]]} with input as _gateway(attributes)
		p2s_sstp.deny == set() with input as _gateway(attributes)
	}
}

test_undetermined_unknown_sku if {
	every attributes in [
		object.union(gateway_sample.lost("sku_name"), {"client_protocols": ["OpenVPN"]}),
		{"sku_name": null, "client_protocols": ["IkeV2"]},
	] {
		count(p2s_sstp.undetermined) == 1 with input as _gateway(attributes)
		p2s_sstp.deny == set() with input as _gateway(attributes)
	}
	p2s_sstp.undetermined == set() with input as _gateway(gateway_sample.lost("sku_name"))
}

test_undetermined_unknown_pool if {
	document := _gateway(object.union(gateway_sample.lost("client_address_pool"), {"client_protocols": ["OpenVPN"]}))
	count(p2s_sstp.undetermined) == 1 with input as document
	p2s_sstp.deny == set() with input as document
}

test_allow_the_regional_form if {
	document := gateway_sample.document({"gateway": {"client_protocols": ["OpenVPN"]}, "connection": {"is_regional": true}})
	p2s_sstp.subjects == set() with input as document
}

test_undetermined_a_gateway_that_may_be_elsewhere_or_another if {
	every attributes in [
		object.union({"gateway_type": null, "unknown": sample.unknown("gateway_type")}, {"client_protocols": ["OpenVPN"]}),
		object.union({"subnets": [sample.untold]}, {"client_protocols": ["OpenVPN"]}),
	] {
		{each.subject | some each in p2s_sstp.undetermined} == {"g"} with input as _gateway(attributes)
		p2s_sstp.deny == set() with input as _gateway(attributes)
	}
}

test_allow_an_expressroute_gateway if {
	p2s_sstp.subjects == set() with input as _gateway(object.union({"gateway_type": "expressroute"}, {"client_protocols": ["OpenVPN"]}))
}

test_undetermined_a_connection_of_either_form if {
	document := gateway_sample.document({"gateway": {"client_protocols": ["OpenVPN"]}, "connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in p2s_sstp.undetermined} == {"g"} with input as document
	p2s_sstp.deny == set() with input as document
	right := gateway_sample.document({"connection": {"is_regional": null, "has_gateway": null}})
	p2s_sstp.undetermined == set() with input as right
}

test_undetermined_outside_of_the_input if {
	outside := json.remove(gateway_sample.document({"network": gateway_sample.external}), ["after/subnets/s/virtual_network_gateways", "after/virtual_network_gateways/g"])
	p2s_sstp.subjects == {"v"} with input as outside
	{each.subject | some each in p2s_sstp.undetermined} == {"v"} with input as outside
	some finding in p2s_sstp.undetermined with input as outside
	contains(finding.msg, "'the network' is not part of the input, so whether the gateway offers SSTP without IKEv2 cannot be told.")
}
