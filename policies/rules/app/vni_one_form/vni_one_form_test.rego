package vnetguard.rules.app.vni_one_form_test

import data.vnetguard.rules.app.vni_one_form

import data.vnetguard.lib.integration_sample as sample

_with(app, connection) := sample.with_entities(
	sample.document({"a": object.union({"gateway_integrations": ["g"]}, app)}),
	"gateway_integrations", {"g": object.union({"subject": "the connection", "app": sample.to("a")}, connection)},
)

test_deny_both if {
	some finding in vni_one_form.deny with input as _with({}, {})
	finding.subject == "a"
	finding.msg == "App 'app a' has regional virtual network integration and, with 'the connection', gateway-required integration; only one of them is possible."
	finding.evidence == [{"entity": "a", "attribute": "integration_subnet"}, {"entity": "g", "attribute": "app"}]
	vni_one_form.undetermined == set() with input as _with({}, {})
	count(vni_one_form.deny) == 1 with input as _with({}, {"is_regional": false})
}

test_allow_the_regional_form_twice if {
	vni_one_form.subjects == {"a"} with input as _with({}, {"is_regional": true})
	vni_one_form.deny == set() with input as _with({}, {"is_regional": true})
	vni_one_form.undetermined == set() with input as _with({}, {"is_regional": true})
}

test_allow_one_form if {
	vni_one_form.subjects == {"a"} with input as sample.document({"a": {}})
	vni_one_form.undetermined == set() with input as sample.document({"a": {}})
	vni_one_form.subjects == set() with input as _with({"integration_subnet": null}, {})
	vni_one_form.subjects == set() with input as sample.document({"d": sample.lost})
}

test_undetermined_which_form if {
	every connection in [{"unknown": sample.unknown("is_regional")}, {"is_regional": true, "unknown": sample.unknown("is_regional")}] {
		vni_one_form.deny == set() with input as _with({}, connection)
		{finding.subject | some finding in vni_one_form.undetermined} == {"a"} with input as _with({}, connection)
	}
}

test_undetermined_whether_integrated if {
	vni_one_form.subjects == {"a"} with input as _with(sample.lost, {})
	vni_one_form.deny == set() with input as _with(sample.lost, {})
	{finding.evidence | some finding in vni_one_form.undetermined} == {[{"entity": "a", "attribute": "integration_subnet"}, {"entity": "g", "attribute": "app"}]} with input as _with(sample.lost, {})
}

test_undetermined_whose_connection if {
	every unknown in [sample.unknown("app"), {"app": {"reason": "r", "text": "", "candidates": ["a", "b"]}}] {
		stray := _with({"gateway_integrations": []}, {"app": null, "unknown": unknown})
		vni_one_form.deny == set() with input as stray
		count(vni_one_form.undetermined) == 1 with input as stray
	}
	other := _with({"gateway_integrations": []}, {"app": null, "unknown": {"app": {"reason": "r", "text": "", "candidates": ["b"]}}})
	vni_one_form.undetermined == set() with input as other
	regional := _with({"gateway_integrations": []}, {"app": null, "is_regional": true, "unknown": sample.unknown("app")})
	vni_one_form.undetermined == set() with input as regional
}
