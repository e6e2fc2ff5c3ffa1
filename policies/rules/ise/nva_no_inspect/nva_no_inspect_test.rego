package vnetguard.rules.ise.nva_no_inspect_test

import data.vnetguard.rules.ise.nva_no_inspect

import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_sample as sample

_is_denied(parts, text) if {
	document := walls.document(parts)
	sample.about(nva_no_inspect.deny) == {"e"} with input as document
	sample.says(nva_no_inspect.deny, text) with input as document
	nva_no_inspect.undetermined == set() with input as document
}

_is_fine(parts) if {
	document := walls.document(parts)
	nva_no_inspect.subjects == {"e"} with input as document
	nva_no_inspect.deny == set() with input as document
	nva_no_inspect.undetermined == set() with input as document
}

_is_undetermined(parts, text) if _is_undetermined_in(walls.document(parts), text)

_is_undetermined_in(document, text) if {
	sample.about(nva_no_inspect.undetermined) == {"e"} with input as document
	sample.says(nva_no_inspect.undetermined, text) with input as document
	nva_no_inspect.deny == set() with input as document
}

_shows(parts, evidence) if {
	document := walls.document(parts)
	{finding.evidence | some finding in nva_no_inspect.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nva_no_inspect.subjects == set() with input as document
	nva_no_inspect.deny == set() with input as document
	nva_no_inspect.undetermined == set() with input as document
}

_routes := [{"entity": "s", "attribute": "route_table"}]

test_undetermined_an_appliance_that_is_not_seen if {
	every document in walls.unseen {
		_is_undetermined_in(document, "integration service environment 'the e'")
		{finding.evidence | some finding in nva_no_inspect.undetermined} == {_routes} with input as document
	}
}

test_allow_without_an_appliance if {
	_is_no_subject(walls.document({"route": {"next_hop": "internet"}}))
	_is_no_subject(object.union(walls.document({"route": {"next_hop": "virtualappliance"}}), {"after": {"integration_service_environments": {"e": {"presence": "external"}}}}))
	without := json.remove(walls.document({"route": {"source": "user"}}), ["after/firewalls"])
	_is_no_subject(without)
}

_inspecting(mode, bypass) := {"policy": {"intrusion_detection_mode": mode, "intrusion_detection_bypass": bypass}}

_bypass := {"source_addresses": ["10.0.0.0/24"], "destination_addresses": ["*"], "destination_ports": ["*"], "protocol": "ANY", "unknown": {}}

test_deny if {
	every mode in ["alert", "deny"] {
		every bypass in [[], [object.union(_bypass, {"source_addresses": ["10.1.0.0/24"]})]] {
			parts := _inspecting(mode, bypass)
			document := walls.document(parts)
			sample.about(nva_no_inspect.deny) == {"e"} with input as document
			sample.says(nva_no_inspect.deny, sprintf("Firewall policy 'the p' inspects traffic (intrusion detection: %s) from subnet 'the s' of integration service environment 'the e'.", [mode])) with input as document
			_shows(parts, [
				{"entity": "p", "attribute": "intrusion_detection_mode"}, {"entity": "f", "attribute": "firewall_policy"},
				{"entity": "s", "attribute": "route_table"},
			])
		}
	}
}

# Certainly less than everything: by ports, by protocol, by destination, or by these together.
test_deny_with_a_bypass_for_a_part if {
	every bypass in [
		[{"destination_ports": ["443"]}], [{"destination_ports": ["0-443"]}, {"destination_ports": ["445-65535"]}], [{"destination_ports": ["1-65535"]}],
		[{"protocol": "TCP"}], [{"protocol": "UDP"}], [{"destination_addresses": ["10.1.0.0/16"]}],
		[{"destination_addresses": ["0.0.0.0/1"]}, {"destination_addresses": ["128.0.0.0/1"], "protocol": "TCP"}],
		[{"destination_addresses": ["Internet"], "destination_ports": ["443"]}],
	] {
		document := walls.document(_inspecting("alert", [object.union(_bypass, part) | some part in bypass]))
		sample.about(nva_no_inspect.deny) == {"e"} with input as document
	}
}

test_deny_without_any_bypass if {
	document := walls.document({"policy": {"intrusion_detection_mode": "alert"}})
	sample.about(nva_no_inspect.deny) == {"e"} with input as document
}

test_allow if {
	_is_fine({})
	_is_fine({"policy": {"intrusion_detection_mode": "off"}})
	_is_fine(_inspecting("alert", [_bypass]))
	_is_fine(_inspecting("deny", [object.union(_bypass, {"source_addresses": ["*"], "protocol": "any"})]))
	classic := json.remove(walls.document({}), ["after/firewalls/f/firewall_policy"])
	nva_no_inspect.subjects == {"e"} with input as classic
	nva_no_inspect.undetermined == set() with input as classic
}

_cannot := "Whether firewall 'the f' inspects traffic of integration service environment 'the e' cannot be told."

test_undetermined if {
	every parts in [
		{"policy": sample.unknown(["intrusion_detection_mode"])}, {"policy": sample.unknown(["base_policy"])}, {"policy": {"presence": "external"}},
		{"firewall": {"presence": "external"}}, {"firewall": sample.unknown(["firewall_policy"])},
		_inspecting("alert", [object.union(_bypass, {"source_addresses": ["10.0.0.0/28"]})]),
		_inspecting("alert", [object.union(_bypass, {"destination_addresses": ["Internet"]})]),
		_inspecting("alert", [object.union(_bypass, {"protocol": "TCP"}), object.union(_bypass, {"protocol": "UDP"})]),
		_inspecting("alert", [object.union(_bypass, {"destination_ports": ["0-443"]}), object.union(_bypass, {"destination_ports": ["444-65535"]})]),
		_inspecting("alert", [object.union(_bypass, {"destination_addresses": ["0.0.0.0/1"]}), object.union(_bypass, {"destination_addresses": ["128.0.0.0/1"]})]),
		_inspecting("alert", [json.remove(_bypass, ["destination_ports"])]),
		_inspecting("alert", [json.remove(_bypass, ["protocol"])]),
		_inspecting("alert", [object.union(_bypass, {"source_addresses": [], "source_ip_groups": sample.all(["g"])})]),
		object.union({"policy": {"intrusion_detection_mode": "alert"}}, {"policy": object.union({"intrusion_detection_mode": "alert"}, sample.unknown(["intrusion_detection_bypass"]))}),
		object.union(_inspecting("alert", [_bypass]), {"subnet": sample.unknown(["prefixes"])}),
	] {
		_is_undetermined(parts, _cannot)
	}
	{finding.evidence | some finding in nva_no_inspect.undetermined} == {[{"entity": "f", "attribute": "firewall_policy"}]} with input as walls.document({"policy": sample.unknown(["base_policy"])})
}

test_undetermined_a_subnet_without_prefixes if {
	gone := json.remove(walls.document({"policy": {"intrusion_detection_mode": "alert"}}), ["after/subnets/s/prefixes"])
	_is_undetermined_in(gone, _cannot)
}

test_undetermined_a_subnet_that_is_not_told if {
	document := walls.with_untold_subnet(walls.document({}))
	"e" in {finding.subject | some finding in nva_no_inspect.undetermined} with input as document
}
