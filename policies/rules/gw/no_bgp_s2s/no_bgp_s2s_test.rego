package vnetguard.rules.gw.no_bgp_s2s_test

import data.vnetguard.rules.gw.no_bgp_s2s

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

# The document with a connection `x` of the gateway.
_with(attributes, parts) := object.union(gateway_sample.document(parts), {"after": {"virtual_network_gateway_connections": {"x": gateway_sample.entity(
	"x", "the site", object.union({
		"connection_type": "ipsec", "bgp_enabled": false, "virtual_network_gateway": gateway_sample.edge("g"),
	}, attributes),
)}}})

_on := {"bgp_enabled": true}

test_deny_on_the_connection if {
	some finding in no_bgp_s2s.deny with input as _with(_on, {})
	finding.subject == "x"
	finding.level == "warning"
	finding.msg == "BGP is on for site-to-site connection 'the site' of gateway 'the gateway': its routes do not reach the gateway-required integration of apps with virtual network 'the network'."
	finding.evidence == [
		{"entity": "x", "attribute": "bgp_enabled"}, {"entity": "g", "attribute": "bgp_enabled"},
		{"entity": "c", "attribute": "virtual_network"},
	]
	no_bgp_s2s.undetermined == set() with input as _with(_on, {})
}

test_deny_on_the_gateway if {
	{each.subject | some each in no_bgp_s2s.deny} == {"x"} with input as _with({}, {"gateway": _on})
	no_bgp_s2s.undetermined == set() with input as _with({}, {"gateway": _on})
}

test_deny_by_the_edition_of_2019_is_an_error if {
	some finding in no_bgp_s2s.deny with input as _with(_on, {"editions": {"gw": "2019-07-09"}})
	finding.level == "error"
	contains(finding.msg, "it excludes the gateway-required integration of apps")
}

test_allow_without if {
	no_bgp_s2s.subjects == {"x"} with input as _with({}, {})
	no_bgp_s2s.deny == set() with input as _with({}, {})
	no_bgp_s2s.undetermined == set() with input as _with({}, {})
}

test_allow_other_connections if no_bgp_s2s.subjects == set() with input as _with({"connection_type": "vnet2vnet", "bgp_enabled": true}, {})

test_allow_the_regional_form if no_bgp_s2s.subjects == set() with input as _with(_on, {"connection": {"is_regional": true}})

test_allow_an_unknown_gateway_without_integration if {
	lost := object.union(gateway_sample.lost("virtual_network_gateway"), _on)
	no_bgp_s2s.subjects == set() with input as _with(lost, {"connection": {"is_regional": true}})
}

test_undetermined_what_is_not_known if {
	every attributes in [
		gateway_sample.lost("bgp_enabled"),
		{"bgp_enabled": null},
		object.union(gateway_sample.lost("connection_type"), _on),
		{"connection_type": null, "bgp_enabled": true},
		gateway_sample.lost("virtual_network_gateway"),
		object.union(gateway_sample.lost("virtual_network_gateway"), _on),
	] {
		{[each.subject, each.evidence, each.level] | some each in no_bgp_s2s.undetermined} == {["x", [
			{"entity": "x", "attribute": "bgp_enabled"}, {"entity": "x", "attribute": "virtual_network_gateway"},
		], "warning"]} with input as _with(attributes, {})
		no_bgp_s2s.deny == set() with input as _with(attributes, {})
	}
}

test_undetermined_unknown_gateway if {
	count(no_bgp_s2s.undetermined) == 1 with input as _with({}, {"gateway": gateway_sample.lost("bgp_enabled")})
	maybe := _with(_on, {"gateway": {"subnets": [sample.untold]}})
	count(no_bgp_s2s.undetermined) == 1 with input as maybe
	no_bgp_s2s.deny == set() with input as maybe
}

test_undetermined_a_connection_of_either_form if {
	document := _with(_on, {"connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in no_bgp_s2s.undetermined} == {"x"} with input as document
	no_bgp_s2s.deny == set() with input as document
	no_bgp_s2s.undetermined == set() with input as _with({}, {"connection": {"is_regional": null, "has_gateway": null}})
}
