package vnetguard.rules.gw.peering_remote_test

import data.vnetguard.rules.gw.peering_remote

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_peering(attributes) := gateway_sample.document({"far": attributes})

# The document without the peering that is judged.
_alone(parts) := json.remove(
	gateway_sample.document(parts),
	["after/virtual_network_peerings/to-v", "after/virtual_networks/v/remote_peerings", "after/virtual_networks/w/peerings"],
)

test_deny_each_flag if {
	every flag in ["allow_virtual_network_access", "allow_forwarded_traffic", "use_remote_gateways"] {
		some finding in peering_remote.deny with input as _peering({flag: false})
		finding.subject == "to-v"
		finding.msg == sprintf("Peering 'the far peering' does not have '%s' on, so apps with gateway-required integration with virtual network 'the network' do not reach across it.", [flag])
		finding.evidence == [{"entity": "to-v", "attribute": flag}, {"entity": "c", "attribute": "virtual_network"}]
		peering_remote.undetermined == set() with input as _peering({flag: false})
	}
}

test_deny_names_all_flags if {
	document := _peering({"allow_forwarded_traffic": false, "use_remote_gateways": false})
	some finding in peering_remote.deny with input as document
	contains(finding.msg, "'allow_forwarded_traffic', 'use_remote_gateways'")
	count(peering_remote.deny) == 1 with input as document
}

test_deny_without_a_peering if {
	some finding in peering_remote.deny with input as _alone({})
	finding.subject == "to-w"
	contains(finding.msg, "Virtual network 'the other network' has no peering that answers 'the near peering'")
	contains(finding.msg, "integration with virtual network 'the network' do not reach")
	finding.evidence == [{"entity": "to-w", "attribute": "remote_virtual_network"}, {"entity": "c", "attribute": "virtual_network"}]
	peering_remote.undetermined == set() with input as _alone({})
}

test_deny_a_peering_does_not_answer_another if {
	third := object.union(gateway_sample.document({"network": {"peerings": ["to-w", "third"]}}), {"after": {
		"virtual_network_peerings": {"third": {
			"id": "third", "subject": "the third peering", "unknown": {},
			"virtual_network": gateway_sample.edge("v"), "remote_virtual_network": gateway_sample.edge("u"),
		}},
		"virtual_networks": {"u": {"id": "u", "subject": "a third network", "presence": "declared", "unknown": {}}},
	}})
	{each.subject | some each in peering_remote.deny} == {"third"} with input as third
}

test_allow_all_flags if {
	peering_remote.subjects == {"to-v"} with input as _peering({})
	peering_remote.deny == set() with input as _peering({})
	peering_remote.undetermined == set() with input as _peering({})
}

test_allow_the_regional_form if {
	document := gateway_sample.document({"far": {"use_remote_gateways": false}, "connection": {"is_regional": true}})
	peering_remote.subjects == set() with input as document
}

test_undetermined_unknown_flags if {
	every flag in ["allow_virtual_network_access", "allow_forwarded_traffic", "use_remote_gateways"] {
		every attributes in [gateway_sample.lost(flag), {flag: null}] {
			some finding in peering_remote.undetermined with input as _peering(attributes)
			finding.subject == "to-v"
			contains(finding.msg, sprintf("Whether peering 'the far peering' has '%s' on, which", [flag]))
			finding.evidence == [{"entity": "to-v", "attribute": flag}]
			count(peering_remote.undetermined) == 1 with input as _peering(attributes)
			peering_remote.deny == set() with input as _peering(attributes)
		}
	}
}

test_deny_beside_an_unknown_flag if {
	document := _peering(object.union(gateway_sample.lost("allow_forwarded_traffic"), {"use_remote_gateways": false}))
	count(peering_remote.deny) == 1 with input as document
	peering_remote.undetermined == set() with input as document
}

test_undetermined_a_connection_of_either_form if {
	document := gateway_sample.document({"far": {"use_remote_gateways": false}, "connection": {"is_regional": null, "has_gateway": null}})
	some finding in peering_remote.undetermined with input as document
	finding.subject == "to-v"
	contains(finding.msg, "Peering 'the far peering' does not have 'use_remote_gateways' on; whether apps")
	finding.evidence == [{"entity": "to-v", "attribute": "use_remote_gateways"}]
	peering_remote.deny == set() with input as document
	peering_remote.undetermined == set() with input as gateway_sample.document({"connection": {"is_regional": null, "has_gateway": null}})
	{[each.subject, each.evidence] | some each in peering_remote.undetermined} == {["to-w", [{"entity": "to-w", "attribute": "remote_virtual_network"}]]} with input as _alone({"connection": {"is_regional": null, "has_gateway": null}})
	peering_remote.deny == set() with input as _alone({"connection": {"is_regional": null, "has_gateway": null}})
}

test_undetermined_without_a_peering_outside_of_the_input if {
	outside := _alone({"remote": gateway_sample.external})
	some finding in peering_remote.undetermined with input as outside
	finding.subject == "to-w"
	contains(finding.msg, "The peering that answers 'the near peering' is not part of the input")
	peering_remote.deny == set() with input as outside
}

test_undetermined_a_peering_that_may_answer if {
	every attributes in [
		{"virtual_network": gateway_sample.edge("v"), "unknown": sample.unknown("remote_virtual_network")},
		{"remote_virtual_network": gateway_sample.edge("v"), "unknown": sample.unknown("virtual_network")},
	] {
		document := object.union(_alone({}), {"after": {"virtual_network_peerings": {"x": object.union({"id": "x"}, attributes)}}})
		{each.subject | some each in peering_remote.undetermined} == {"to-w"} with input as document
		peering_remote.deny == set() with input as document
	}
}
