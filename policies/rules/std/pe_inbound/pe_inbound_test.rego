package vnetguard.rules.std.pe_inbound_test

import data.vnetguard.rules.std.pe_inbound

import data.vnetguard.lib.ise_sample as sample

_kinds(app, others) := object.union(
	{"apps": {"a": app}, "integration_service_environments": {"e": {"access_endpoint_type": "internal"}}},
	others,
)

_beside(app, others) := sample.document(_kinds(app, others))

_closed := {"app_kind": "workflow", "public_network_access": false}

_lost := {"private_endpoints": {"p": sample.unknown(["app"])}}

_endpoint(type) := {"integration_service_environments": {"e": type}}

_evidence := {[{"entity": "a", "attribute": "public_network_access"}]}

test_deny if {
	every document in [
		_beside(_closed, {}),
		_beside(_closed, {"private_endpoints": {"p": {}}}),
		sample.change({}, _kinds(_closed, {}), {"a": ["create"]}),
		sample.change({"integration_service_environments": {"e": {"access_endpoint_type": "internal"}}}, {"apps": {"a": _closed}}, {"a": ["create"], "e": ["delete"]}),
	] {
		sample.about(pe_inbound.deny) == {"a"} with input as document
		sample.says(pe_inbound.deny, "Standard logic app 'the a' has neither public access nor a private endpoint") with input as document
		{finding.evidence | some finding in pe_inbound.deny} == _evidence with input as document
	}
}

test_allow if {
	document := _beside(object.union(_closed, {"private_endpoints": ["p"]}), {})
	pe_inbound.subjects == {"a"} with input as document
	pe_inbound.deny == set() with input as document
	pe_inbound.undetermined == set() with input as document
}

test_allow_others if {
	every document in [
		_beside({"app_kind": "workflow", "public_network_access": true}, {}),
		_beside({"app_kind": "web", "public_network_access": false}, {}),
		_beside(object.union({"presence": "external"}, _closed), {}),
		_beside(_closed, _endpoint({"access_endpoint_type": "external"})),
		sample.document({"apps": {"a": _closed}}),
	] {
		pe_inbound.subjects == set() with input as document
	}
}

test_allow_by_an_earlier_edition if {
	pe_inbound.subjects == set() with input as sample.edition(_beside(_closed, {}), "ise", "2022-08-20")
	pe_inbound.subjects == {"a"} with input as sample.edition(_beside(_closed, {}), "ise", "2022-11-01")
}

test_undetermined if {
	every document in [
		_beside(_closed, _lost),
		sample.document({"apps": {"a": _closed}, "integration_service_environments": {"e": sample.unknown(["access_endpoint_type"])}}),
		_beside(object.union({"app_kind": "workflow"}, sample.unknown(["public_network_access"])), {}),
		_beside(object.union({"public_network_access": false}, sample.unknown(["app_kind"])), {}),
		sample.change({}, _kinds(_closed, {}), {"a": ["no-op"]}),
	] {
		sample.about(pe_inbound.undetermined) == {"a"} with input as document
		sample.says(pe_inbound.undetermined, "Whether 'the a' is a Standard logic app") with input as document
		pe_inbound.deny == set() with input as document
		{finding.evidence | some finding in pe_inbound.undetermined} == _evidence with input as document
	}
}
