package vnetguard.rules.app.accessrestr_pe_test

import data.vnetguard.rules.app.accessrestr_pe

import data.vnetguard.lib.integration_sample as sample

_app(attributes) := sample.with_entities(sample.document({"a": attributes}), "private_endpoints", {"e": {"subject": "the endpoint", "app": sample.to("a")}})

_addresses := {"access_restriction_addresses": ["192.0.2.0/24"], "private_endpoints": ["e"]}

_subnets := {"access_restriction_subnets": [sample.to("t")], "private_endpoints": ["e"]}

test_deny_both if {
	every app in [_addresses, _subnets] {
		some finding in accessrestr_pe.deny with input as _app(app)
		finding.subject == "a"
		finding.msg == "The access restrictions of app 'app a' do not apply to what comes through 'the endpoint'."
		finding.evidence == [{"entity": "a", "attribute": name} | some name in ["access_restriction_addresses", "access_restriction_subnets"]]
		accessrestr_pe.undetermined == set() with input as _app(app)
	}
}

test_allow_one_of_them if {
	restricted := _app(object.remove(_addresses, ["private_endpoints"]))
	accessrestr_pe.subjects == {"a"} with input as restricted
	accessrestr_pe.deny == set() with input as restricted
	accessrestr_pe.undetermined == set() with input as restricted
	accessrestr_pe.subjects == set() with input as _app({"private_endpoints": ["e"]})
	accessrestr_pe.subjects == set() with input as _app(object.union(_addresses, {"presence": "external"}))
}

test_undetermined_unknown_restrictions if {
	unknown := _app({"private_endpoints": ["e"], "unknown": sample.unknown("access_restriction_addresses")})
	accessrestr_pe.deny == set() with input as unknown
	{finding.subject | some finding in accessrestr_pe.undetermined} == {"a"} with input as unknown
	accessrestr_pe.subjects == set() with input as _app({"unknown": sample.unknown("access_restriction_addresses")})
	outside := _app({"presence": "external", "private_endpoints": ["e"], "unknown": sample.unknown("access_restriction_addresses")})
	accessrestr_pe.subjects == set() with input as outside
}

test_undetermined_unknown_target if {
	document := sample.with_entities(
		sample.document({"a": {"access_restriction_addresses": ["192.0.2.0/24"]}}),
		"private_endpoints", {"e": {"unknown": sample.unknown("app")}},
	)
	accessrestr_pe.deny == set() with input as document
	count(accessrestr_pe.undetermined) == 1 with input as document
}
