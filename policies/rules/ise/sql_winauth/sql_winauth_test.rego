package vnetguard.rules.ise.sql_winauth_test

import data.vnetguard.rules.ise.sql_winauth

import data.vnetguard.lib.ise_sample as sample

_of(connector, connection) := sample.document({
	"api_connections": {"c": object.union({"managed_api": sample.to("m")}, connection)},
	"integration_service_environment_managed_apis": {"m": {"name": connector, "presence": "external"}},
})

_authentication(value) := {"parameter_values": [
	{"name": "server", "value": "windows", "unknown": {}}, {"name": "authType", "value": value, "unknown": {}},
]}

_evidence := {[{"entity": "c", "attribute": "managed_api_id"}, {"entity": "c", "attribute": "parameter_values"}]}

test_deny if {
	every pair in [["sql", "windows"], ["SQL", "Windows"]] {
		document := _of(pair[0], _authentication(pair[1]))
		sample.about(sql_winauth.deny) == {"c"} with input as document
		sample.says(sql_winauth.deny, "Connection 'the c' uses the ISE version") with input as document
		{finding.evidence | some finding in sql_winauth.deny} == _evidence with input as document
	}
}

test_deny_parameter_set if {
	every name in ["windowsAuthentication", "WindowsAuthenticationNonShared"] {
		document := _of("sql", {"parameter_set": name})
		sample.about(sql_winauth.deny) == {"c"} with input as document
		{finding.evidence[2] | some finding in sql_winauth.deny} == {{"entity": "c", "attribute": "parameter_set"}} with input as document
	}
	sql_winauth.subjects == set() with input as _of("sap", {"parameter_set": "windowsAuthentication"})
}

_nameless(value) := {"value": value, "unknown": {"name": {"reason": "r", "text": ""}}}

test_allow if {
	every parameters in [
		_authentication("basic"), {}, {"parameter_set": "sqlAuthentication"}, {"parameter_set": "oauthMI"},
		{"parameter_values": [_nameless("basic")]},
		{"parameter_values": array.concat(_authentication("basic").parameter_values, [_nameless("windows")])},
		object.union(_authentication("basic"), sample.unknown(["parameter_values"])),
	] {
		document := _of("sql", parameters)
		sql_winauth.subjects == {"c"} with input as document
		sql_winauth.deny == set() with input as document
		sql_winauth.undetermined == set() with input as document
	}
}

test_allow_other_connections if {
	sql_winauth.subjects == set() with input as _of("sap", _authentication("windows"))
	sql_winauth.subjects == set() with input as _of("sql", object.union({"presence": "external"}, _authentication("windows")))
	sql_winauth.subjects == set() with input as sample.document({"api_connections": {"c": _authentication("windows")}})
	every connection in [object.union(_authentication("windows"), sample.unknown(["managed_api"])), sample.unknown(["managed_api", "parameter_values"])] {
		sql_winauth.subjects == set() with input as sample.document({"api_connections": {"c": connection}, "integration_service_environments": {}})
	}
	sql_winauth.subjects == set() with input as _lost(_authentication("basic"))
	beside := sample.document({"api_connections": {"c": _authentication("windows")}, "integration_service_environments": {"e": {}}})
	sql_winauth.subjects == set() with input as beside
}

test_undetermined_parameters if {
	every parameters in [
		sample.unknown(["parameter_values"]), {"parameter_values": [_nameless("Windows")]},
		{"parameter_values": [{"unknown": {"name": {"reason": "r", "text": ""}, "value": {"reason": "r", "text": ""}}}]},
		object.union({"parameter_values": [{"name": "server", "value": "s", "unknown": {}}]}, sample.unknown(["parameter_values"])),
		{"parameter_values": [object.union({"name": "authType"}, sample.unknown(["value"]))]},
	] {
		document := _of("sql", parameters)
		sample.about(sql_winauth.undetermined) == {"c"} with input as document
		sample.says(sql_winauth.undetermined, "Whether connection 'the c' uses") with input as document
		sql_winauth.deny == set() with input as document
		{finding.evidence | some finding in sql_winauth.undetermined} == _evidence with input as document
	}
}

test_undetermined_parameter_set if {
	document := _of("sql", sample.unknown(["parameter_set"]))
	sample.about(sql_winauth.undetermined) == {"c"} with input as document
	sql_winauth.deny == set() with input as document
	{finding.evidence[2] | some finding in sql_winauth.undetermined} == {{"entity": "c", "attribute": "parameter_set"}} with input as document
}

test_allow_another_parameter_that_is_not_known if {
	sql_winauth.undetermined == set() with input as _of("sql", {"parameter_values": [object.union({"name": "server"}, sample.unknown(["value"]))]})
}

_lost(connection) := sample.document({
	"api_connections": {"c": object.union(connection, {"unknown": object.union(object.get(connection, "unknown", {}), sample.unknown(["managed_api"]).unknown)})},
	"integration_service_environments": {"e": {"presence": "external"}},
})

test_undetermined_connector if {
	every document in [_lost(_authentication("windows")), _lost(sample.unknown(["parameter_values"]))] {
		sample.about(sql_winauth.undetermined) == {"c"} with input as document
		sql_winauth.deny == set() with input as document
		{finding.evidence | some finding in sql_winauth.undetermined} == _evidence with input as document
	}
}
