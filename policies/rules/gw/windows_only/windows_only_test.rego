package vnetguard.rules.gw.windows_only_test

import data.vnetguard.rules.gw.windows_only

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_on(os) := gateway_sample.document({"app": {"os": os}})

_maybe(os) := gateway_sample.document({"app": {"os": os}, "connection": {"is_regional": null, "has_gateway": null}})

test_deny_linux if {
	some finding in windows_only.deny with input as _on("linux")
	finding.subject == "a"
	contains(finding.msg, "'the app' runs on Linux")
	finding.evidence == [{"entity": "a", "attribute": "os"}, {"entity": "c", "attribute": "virtual_network"}]
	windows_only.undetermined == set() with input as _on("linux")
}

test_allow_windows if {
	every os in ["windows", "windowscontainer"] {
		windows_only.subjects == {"a"} with input as _on(os)
		windows_only.deny == set() with input as _on(os)
		windows_only.undetermined == set() with input as _on(os)
	}
}

test_allow_the_regional_form if {
	windows_only.subjects == set() with input as gateway_sample.document({"app": {"os": "linux"}, "connection": {"is_regional": true}})
}

test_undetermined_unknown_system if {
	every app in [gateway_sample.lost("os"), {"os": null}, {"unknown": sample.unknown("os")}] {
		document := gateway_sample.document({"app": app})
		{[each.subject, each.evidence] | some each in windows_only.undetermined} == {["a", [{"entity": "a", "attribute": "os"}]]} with input as document
		windows_only.deny == set() with input as document
	}
}

test_undetermined_a_connection_of_either_form if {
	some finding in windows_only.undetermined with input as _maybe("linux")
	finding.subject == "a"
	contains(finding.msg, "'the app' runs on Linux; whether its connection")
	finding.evidence == [{"entity": "a", "attribute": "os"}]
	windows_only.deny == set() with input as _maybe("linux")
	windows_only.undetermined == set() with input as _maybe("windows")
}
