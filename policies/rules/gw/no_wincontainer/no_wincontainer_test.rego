package vnetguard.rules.gw.no_wincontainer_test

import data.vnetguard.rules.gw.no_wincontainer

import data.vnetguard.lib.gateway_sample

_app(attributes) := gateway_sample.document({"app": attributes})

_maybe(attributes) := gateway_sample.document({"app": attributes, "connection": {"is_regional": null, "has_gateway": null}})

test_deny_windows_containers if {
	every app in [{"os": "windowscontainer"}, {"os": "windowscontainer", "plan": null}] {
		some finding in no_wincontainer.deny with input as _app(app)
		finding.subject == "a"
		contains(finding.msg, "'the app' is a Windows container")
		finding.evidence == [
			{"entity": "a", "attribute": "os"}, {"entity": "a", "attribute": "plan"},
			{"entity": "c", "attribute": "virtual_network"},
		]
		no_wincontainer.undetermined == set() with input as _app(app)
	}
}

test_allow_others if {
	every app in [{"os": "windows"}, {"os": "linux"}, {"os": "linux", "container_image": "nginx"}] {
		no_wincontainer.subjects == {"a"} with input as _app(app)
		no_wincontainer.deny == set() with input as _app(app)
		no_wincontainer.undetermined == set() with input as _app(app)
	}
}

test_allow_the_regional_form if {
	document := gateway_sample.document({"app": {"os": "windowscontainer"}, "connection": {"is_regional": true}})
	no_wincontainer.subjects == set() with input as document
}

test_allow_by_the_edition_of_2019 if {
	document := gateway_sample.document({"app": {"os": "windowscontainer"}, "editions": {"app": "2019-07-09"}})
	no_wincontainer.subjects == set() with input as document
}

test_deny_on_a_plan_for_containers if {
	document := gateway_sample.document({"plan": {"os": "windowscontainer"}})
	{each.subject | some each in no_wincontainer.deny} == {"a"} with input as document
	no_wincontainer.undetermined == set() with input as document
	linux := gateway_sample.document({"plan": {"os": "windowscontainer"}, "app": {"os": "linux"}})
	no_wincontainer.deny == set() with input as linux
}

test_undetermined_unknown_plan if {
	every part in [{"plan": gateway_sample.lost("os")}, {"app": gateway_sample.lost("plan")}] {
		{each.subject | some each in no_wincontainer.undetermined} == {"a"} with input as gateway_sample.document(part)
		no_wincontainer.deny == set() with input as gateway_sample.document(part)
	}
}

test_undetermined_what_is_not_known if {
	every app in [gateway_sample.lost("os"), {"os": null}] {
		{[each.subject, count(each.evidence)] | some each in no_wincontainer.undetermined} == {["a", 2]} with input as _app(app)
		no_wincontainer.deny == set() with input as _app(app)
	}
}

test_undetermined_a_connection_of_either_form if {
	some finding in no_wincontainer.undetermined with input as _maybe({"os": "windowscontainer"})
	contains(finding.msg, "'the app' is a Windows container; whether its connection")
	no_wincontainer.deny == set() with input as _maybe({"os": "windowscontainer"})
	no_wincontainer.undetermined == set() with input as _maybe({"os": "windows"})
}
