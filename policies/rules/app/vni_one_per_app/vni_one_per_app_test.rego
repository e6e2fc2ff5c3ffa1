package vnetguard.rules.app.vni_one_per_app_test

import data.vnetguard.rules.app.vni_one_per_app

import data.vnetguard.lib.integration_sample as sample

_app(attributes) := sample.document({"a": attributes})

_both := object.union(sample.one_of(["s", "t"]), {
	"inline_integration": sample.to("s"),
	"separate_integrations": [sample.to("t")],
})

_kept := {"after": {}, "before": {"apps": {"a": {"inline_integration": sample.to("s"), "separate_integrations": [sample.to("s")]}}}}

test_deny_two_forms if {
	some finding in vni_one_per_app.deny with input as _app(_both)
	finding.subject == "a"
	finding.msg == "App 'app a' is integrated with the subnets 'subnet s', 'subnet t', and can be with one only."
	finding.evidence == [{"entity": "a", "attribute": "inline_integration"}, {"entity": "a", "attribute": "separate_integrations"}]
	vni_one_per_app.undetermined == set() with input as _app(_both)
}

test_deny_two_connections if {
	twice := object.union(sample.one_of(["s", "t"]), {"separate_integrations": [sample.to("t"), sample.to("s")]})
	count(vni_one_per_app.deny) == 1 with input as _app(twice)
}

test_allow_one if {
	every app in [
		{"inline_integration": sample.to("s")},
		{"separate_integrations": [sample.to("s")]},
		{"inline_integration": sample.to("s"), "separate_integrations": [sample.to("s")]},
		object.union(sample.lost, {"unknown": sample.unknown("inline_integration")}),
	] {
		vni_one_per_app.subjects == {"a"} with input as _app(app)
		vni_one_per_app.deny == set() with input as _app(app)
		vni_one_per_app.undetermined == set() with input as _app(app)
	}
}

# The app and a connection state the same subnet.
_twice := {
	"inline_integration": sample.to("s"), "separate_integrations": [sample.to("s")],
	"subject": "module.m.azurerm_linux_web_app.a",
}

test_deny_warns_of_one_subnet_in_two_forms if {
	vni_one_per_app.deny == {{
		"subject": "a", "level": "warning",
		"msg": concat("", [
			"App 'module.m.azurerm_linux_web_app.a' states its integration with subnet 'subnet s', and a connection states it too; ",
			"the provider can undo the one by the other.",
		]),
		"evidence": [{"entity": "a", "attribute": "inline_integration"}, {"entity": "a", "attribute": "separate_integrations"}],
	}} with input as _app(_twice)
	vni_one_per_app.undetermined == set() with input as _app(_twice)
}

test_allow_one_subnet_in_two_forms_where_nothing_advises_against_it if {
	every document in [
		_app(object.union(_twice, {"subject": "Microsoft.Web/sites/azurerm_a"})),
		_app(object.union(_twice, {"inline_integration": null})),
		object.union(_app(_twice), {"before": {"apps": {"a": {"inline_integration": sample.to("s")}}}}),
		object.union(_app(_twice), {"before": {"apps": {"a": {"unknown": sample.unknown("inline_integration")}}}}),
	] {
		vni_one_per_app.deny == set() with input as document
	}
	{finding.level | some finding in vni_one_per_app.deny} == {"warning"} with input as object.union(_app(_twice), {"before": {"apps": {"a": {}}}})
	{object.get(finding, "level", "error") | some finding in vni_one_per_app.deny} == {"error"} with input as _app(object.union(_both, {"subject": "azurerm_linux_web_app.a"}))
}

test_allow_without_integration if vni_one_per_app.subjects == set() with input as _app({"integration_subnet": null})

test_allow_an_app_that_is_only_named if {
	outside := "not part of the input"
	named := {"presence": "external", "integration_subnet": null, "unknown": {
		"integration_subnet": {"reason": outside},
		"inline_integration": {"reason": outside},
		"separate_integrations": {"reason": outside},
	}}
	vni_one_per_app.subjects == set() with input as _app(named)
}

test_undetermined_a_form_that_is_not_known if {
	every app in [
		{"inline_integration": sample.to("s"), "unknown": sample.unknown("separate_integrations")},
		{"inline_integration": sample.to("s"), "separate_integrations": [{"unknown": {"reason": "r", "text": ""}}]},
		{"separate_integrations": [sample.to("s")], "unknown": sample.unknown("inline_integration")},
		{"unknown": object.union(sample.unknown("inline_integration"), sample.unknown("separate_integrations"))},
	] {
		vni_one_per_app.deny == set() with input as _app(app)
		{finding.msg | some finding in vni_one_per_app.undetermined} == {"Whether app 'app a' is integrated with more than one subnet cannot be told."} with input as _app(app)
	}
}

test_undetermined_what_a_connection_left if {
	document := object.union(_kept, _app(_both))
	vni_one_per_app.deny == set() with input as document
	count(vni_one_per_app.undetermined) == 1 with input as document
}

test_deny_a_connection_that_comes_in_addition if {
	alone := object.union(_app(_both), {"before": {"apps": {"a": {"inline_integration": sample.to("s")}}}})
	count(vni_one_per_app.deny) == 1 with input as alone
	moved := {"before": {"apps": {"a": {"inline_integration": sample.to("t"), "separate_integrations": [sample.to("t")]}}}}
	count(vni_one_per_app.deny) == 1 with input as object.union(_app(_both), moved)
}

test_undetermined_what_a_connection_left_in_a_subnet_that_is_renamed if {
	renamed := {"before": {"apps": {"a": {
		"separate_integrations": [{"unknown": {"reason": "ambiguous", "text": "", "candidates": ["s", "t"]}}],
		"unknown": {"inline_integration": {"reason": "ambiguous", "text": "", "candidates": ["s", "t"]}},
	}}}}
	document := object.union(_app(_both), renamed)
	vni_one_per_app.deny == set() with input as document
	count(vni_one_per_app.undetermined) == 1 with input as document
	elsewhere := object.union(_app(_both), {"before": {"apps": {"a": {
		"separate_integrations": [sample.to("t")],
		"unknown": {"inline_integration": {"reason": "ambiguous", "text": "", "candidates": ["t", "u"]}},
	}}}})
	count(vni_one_per_app.deny) == 1 with input as elsewhere
}
