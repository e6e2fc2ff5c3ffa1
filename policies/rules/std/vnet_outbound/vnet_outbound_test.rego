package vnetguard.rules.std.vnet_outbound_test

import data.vnetguard.rules.std.vnet_outbound

import data.vnetguard.lib.ise_sample as sample

_beside(app, others) := sample.document(object.union({"apps": {"a": app}, "integration_service_environments": {}}, others))

_standard := {"app_kind": "workflow"}

_environment := {"integration_service_environments": {"e": {"presence": "external"}}}

_storage := {"private_endpoints": {"p": {"storage_account": sample.to("s")}}}

_lost := {"private_endpoints": {"p": sample.unknown(["app"])}}

_evidence := {[{"entity": "a", "attribute": "integration_subnet"}]}

test_deny if {
	every others in [_environment, _storage, object.union(_environment, _lost)] {
		document := _beside(_standard, others)
		sample.about(vnet_outbound.deny) == {"a"} with input as document
		sample.says(vnet_outbound.deny, "Standard logic app 'the a' has no virtual network integration") with input as document
		{finding.evidence | some finding in vnet_outbound.deny} == _evidence with input as document
	}
}

test_deny_beside_an_environment_that_goes if {
	document := sample.change({"integration_service_environments": {"e": {}}}, {"apps": {"a": _standard}}, {"e": ["delete"]})
	sample.about(vnet_outbound.deny) == {"a"} with input as document
}

test_allow if {
	every integration in [{"integration_subnet": sample.to("s")}, {"gateway_integrations": ["g"]}] {
		document := _beside(object.union(_standard, integration), _environment)
		vnet_outbound.subjects == {"a"} with input as document
		vnet_outbound.deny == set() with input as document
		vnet_outbound.undetermined == set() with input as document
	}
}

test_allow_with_nothing_private if {
	vnet_outbound.subjects == set() with input as _beside(_standard, {})
	vnet_outbound.subjects == set() with input as _beside(_standard, {"private_endpoints": {"p": {"app": sample.to("a")}}})
	vnet_outbound.subjects == set() with input as sample.change({"integration_service_environments": {}}, {"apps": {"a": _standard}, "integration_service_environments": {}}, {})
}

test_allow_other_apps if {
	vnet_outbound.subjects == set() with input as _beside({"app_kind": "web"}, _environment)
	vnet_outbound.subjects == set() with input as _beside(object.union({"presence": "external"}, _standard), _environment)
}

test_allow_by_an_earlier_edition if {
	every edition in ["2020-03-12", "2022-08-20"] {
		vnet_outbound.subjects == set() with input as sample.edition(_beside(_standard, _environment), "ise", edition)
	}
	every edition in ["2022-11-01", "2023-08-23"] {
		vnet_outbound.subjects == {"a"} with input as sample.edition(_beside(_standard, _environment), "ise", edition)
	}
}

test_undetermined if {
	every document in [
		_beside(sample.unknown(["app_kind"]), _environment),
		_beside(object.union(_standard, sample.unknown(["integration_subnet"])), _environment),
		_beside(object.union(_standard, sample.unknown(["integration_subnet"])), _lost),
		_beside(sample.unknown(["app_kind"]), _lost),
	] {
		sample.about(vnet_outbound.undetermined) == {"a"} with input as document
		sample.says(vnet_outbound.undetermined, "Whether 'the a' is a Standard logic app") with input as document
		{finding.evidence | some finding in vnet_outbound.undetermined} == _evidence with input as document
	}
}

test_undetermined_where_endpoints_lead if {
	several := {"private_endpoints": {"p": sample.unknown(["app"]), "q": sample.unknown(["app"]), "r": {"app": sample.to("a")}}}
	document := _beside(_standard, several)
	sample.about(vnet_outbound.undetermined) == {"a"} with input as document
	sample.says(vnet_outbound.undetermined, "whether private endpoint 'the p', 'the q' leads to something") with input as document
	{finding.evidence | some finding in vnet_outbound.undetermined} == {[{"entity": "p", "attribute": "app"}, {"entity": "q", "attribute": "app"}]} with input as document
	vnet_outbound.deny == set() with input as document
}

test_a_failure_leaves_nothing_open if {
	vnet_outbound.undetermined == set() with input as _beside(_standard, object.union(_environment, _lost))
}

test_undetermined_does_not_fail if {
	every document in [
		_beside(sample.unknown(["app_kind"]), _environment),
		_beside(object.union(_standard, sample.unknown(["integration_subnet"])), _environment),
		_beside(_standard, _lost),
	] {
		vnet_outbound.deny == set() with input as document
	}
}
