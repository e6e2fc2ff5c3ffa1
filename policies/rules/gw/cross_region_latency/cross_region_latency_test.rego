package vnetguard.rules.gw.cross_region_latency_test

import data.vnetguard.rules.gw.cross_region_latency

import data.vnetguard.lib.gateway_sample

_in(region, connection) := gateway_sample.document({"network": {"region": region}, "connection": connection})

_unknown(pattern) := {"region": null, "unknown": {"region": {"reason": "known only after apply", "text": "", "pattern": pattern}}}

test_deny_another_region if {
	some finding in cross_region_latency.deny with input as _in("northeurope", {})
	finding.subject == "a"
	finding.msg == "App 'the app' is in region 'westeurope', the virtual network 'the network' that it has gateway-required integration with in 'northeurope': calls between them may be slow."
	finding.evidence == [
		{"entity": "a", "attribute": "region"}, {"entity": "v", "attribute": "region"},
		{"entity": "c", "attribute": "virtual_network"},
	]
	cross_region_latency.undetermined == set() with input as _in("northeurope", {})
}

test_allow_the_same_region if {
	cross_region_latency.subjects == {"a"} with input as _in("westeurope", {})
	cross_region_latency.deny == set() with input as _in("westeurope", {})
	cross_region_latency.undetermined == set() with input as _in("westeurope", {})
}

test_allow_the_region_of_the_group if {
	document := gateway_sample.document({"app": _unknown("{group}"), "network": _unknown("{group}")})
	cross_region_latency.undetermined == set() with input as document
	cross_region_latency.deny == set() with input as document
}

test_allow_the_regional_form if cross_region_latency.subjects == set() with input as _in("northeurope", {"is_regional": true})

test_undetermined_unknown_regions if {
	every parts in [
		{"app": _unknown("{x}"), "network": _unknown("{y}")},
		{"app": gateway_sample.lost("region")},
		{"network": gateway_sample.lost("region")},
		{"app": {"region": null}},
		{"network": {"region": null}},
		{"connection": gateway_sample.lost("virtual_network")},
	] {
		{[each.subject, each.evidence] | some each in cross_region_latency.undetermined} == {["a", [
			{"entity": "a", "attribute": "region"}, {"entity": "c", "attribute": "virtual_network"},
		]]} with input as gateway_sample.document(parts)
		cross_region_latency.deny == set() with input as gateway_sample.document(parts)
	}
}

test_undetermined_a_region_that_is_known_in_part if {
	document := gateway_sample.document({"network": {"region": "northeurope"}, "app": {"unknown": {"region": {"reason": "r", "text": ""}}}})
	cross_region_latency.deny == set() with input as document
	count(cross_region_latency.undetermined) == 1 with input as document
}

test_undetermined_a_connection_of_either_form if {
	document := _in("northeurope", {"is_regional": null, "has_gateway": null})
	{each.subject | some each in cross_region_latency.undetermined} == {"a"} with input as document
	cross_region_latency.deny == set() with input as document
	cross_region_latency.undetermined == set() with input as _in("westeurope", {"is_regional": null, "has_gateway": null})
}
