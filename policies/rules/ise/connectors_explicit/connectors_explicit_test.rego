package vnetguard.rules.ise.connectors_explicit_test

import data.vnetguard.rules.ise.connectors_explicit

import data.vnetguard.lib.ise_sample as sample

_kinds(connection, connector, environment) := {
	"api_connections": {"c": connection},
	"integration_service_environment_managed_apis": {"m": object.union({"name": "sql", "integration_service_environment": sample.to("e")}, connector)},
	"integration_service_environments": {"e": environment},
}

_uses := {"managed_api": sample.to("m")}

_lost := sample.unknown(["managed_api"])

_external := {"presence": "external"}

_template(connection, connector, environment) := sample.document(_kinds(connection, connector, environment))

_plan(connector, actions) := sample.change({}, _kinds(_uses, connector, {}), {"e": actions})

_evidence := {[{"entity": "c", "attribute": "managed_api_id"}]}

test_deny if {
	every document in [_template(_uses, _external, {}), _template(_uses, object.union(_external, sample.unknown(["name"])), {}), _plan(_external, ["create"]), _plan(_external, ["delete", "create"])] {
		sample.about(connectors_explicit.deny) == {"c"} with input as document
		sample.says(connectors_explicit.deny, "Connection 'the c' uses the connector 'the m' of integration service environment 'the e', which is not added to it.") with input as document
		connectors_explicit.undetermined == set() with input as document
		{finding.evidence | some finding in connectors_explicit.deny} == _evidence with input as document
	}
}

test_allow if {
	every document in [_template(_uses, {}, {}), _template(_uses, {}, _external), _plan({}, ["no-op"])] {
		connectors_explicit.subjects == {"c"} with input as document
		connectors_explicit.deny == set() with input as document
		connectors_explicit.undetermined == set() with input as document
	}
}

test_allow_other_connections if {
	connectors_explicit.subjects == set() with input as _template({}, {}, {})
	connectors_explicit.subjects == set() with input as _template(object.union(_uses, _external), _external, {})
	connectors_explicit.subjects == set() with input as _template(_lost, {}, _external)
}

test_allow_by_the_edition_of_2020 if {
	document := _template(_uses, _external, {})
	connectors_explicit.subjects == set() with input as sample.edition(document, "ise", "2020-03-12")
	connectors_explicit.subjects == {"c"} with input as sample.edition(document, "ise", "2022-08-20")
}

test_undetermined if {
	every document in [
		_template(_uses, _external, _external), _plan(_external, ["no-op"]), _plan(_external, ["update"]), _template(_lost, {}, {}),
		_template(_uses, {"presence": "conditional"}, {}),
		_template(_uses, object.union(_external, sample.unknown(["integration_service_environment"])), _external),
	] {
		sample.about(connectors_explicit.undetermined) == {"c"} with input as document
		sample.says(connectors_explicit.undetermined, "that connection 'the c' uses is added") with input as document
		connectors_explicit.deny == set() with input as document
		{finding.evidence | some finding in connectors_explicit.undetermined} == _evidence with input as document
	}
}
