package vnetguard.rules.ise.customconn_gateway_test

import data.vnetguard.rules.ise.customconn_gateway

import data.vnetguard.lib.ise_sample as sample

_of(connector, environment) := sample.document({"custom_apis": {"c": connector}, "integration_service_environments": {"e": environment}})

_in := {"integration_service_environment": sample.to("e")}

_gateway := {"connection_parameters": [{"name": "user", "type": "string", "unknown": {}}, {"name": "way", "type": "gatewaysetting", "unknown": {}}]}

_plain := {"connection_parameters": [{"name": "user", "type": "string", "unknown": {}}]}

_external := {"presence": "external"}

_evidence := {[{"entity": "c", "attribute": "connection_parameters"}, {"entity": "c", "attribute": "integration_service_environment"}]}

test_deny if {
	document := _of(object.union(_in, _gateway), _external)
	sample.about(customconn_gateway.deny) == {"c"} with input as document
	sample.says(customconn_gateway.deny, "Custom connector 'the c' is in integration service environment 'the e' and its parameter 'way'") with input as document
	{finding.evidence | some finding in customconn_gateway.deny} == _evidence with input as document
}

test_allow if {
	every parameters in [_plain, {}] {
		document := _of(object.union(_in, parameters), {})
		customconn_gateway.subjects == {"c"} with input as document
		customconn_gateway.deny == set() with input as document
		customconn_gateway.undetermined == set() with input as document
	}
}

test_allow_where_no_environment_is if {
	customconn_gateway.subjects == set() with input as _of(_gateway, _external)
	customconn_gateway.subjects == set() with input as _of(object.union_n([_in, _gateway, _external]), {})
}

test_undetermined if {
	every document in [
		_of(_gateway, {}),
		_of(object.union(_gateway, sample.unknown(["integration_service_environment"])), _external),
		_of(object.union(_in, sample.unknown(["connection_parameters"])), _external),
		_of(object.union(_in, {"connection_parameters": [object.union({"name": "x"}, sample.unknown(["type"]))]}), _external),
	] {
		sample.about(customconn_gateway.undetermined) == {"c"} with input as document
		sample.says(customconn_gateway.undetermined, "Whether custom connector 'the c' is in") with input as document
		customconn_gateway.deny == set() with input as document
		{finding.evidence | some finding in customconn_gateway.undetermined} == _evidence with input as document
	}
}
