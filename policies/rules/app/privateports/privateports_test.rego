package vnetguard.rules.app.privateports_test

import data.vnetguard.rules.app.privateports

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(app, inward, outward) := app_sample.guarded({"app": app}, {"APP-PRIVATEPORTS-IN": inward, "APP-PRIVATEPORTS-OUT": outward})

_asks := {"private_ports": 1}

_open := app_sample.open_flow

_dropped := app_sample.flow("partial", 20000)

_udp(verdict) := {"verdict": "allow", "protocols": {"tcp": {"verdict": "allow"}, "udp": object.union(app_sample.flow(verdict, 20000).protocols.tcp, {"verdict": verdict})}}

test_deny_outbound if {
	some finding in privateports.deny with input as _document(_asks, _open, _dropped)
	finding.subject == "g"
	finding.level == "error"
	finding.msg == concat("", [
		"In network security group 'the g', security rule 'close' drops TCP on port 20000 outbound, ",
		"which instances of app 'the app' need to reach each other on its private ports.",
	])
	finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
	privateports.undetermined == set() with input as _document(_asks, _open, _dropped)
}

test_warn_of_inbound_alone if {
	some finding in privateports.deny with input as _document(_asks, _dropped, _open)
	finding.level == "warning"
	contains(finding.msg, "on port 20000 inbound, which")
	privateports.undetermined == set() with input as _document(_asks, _dropped, _open)
}

test_deny_both if {
	{finding.level | some finding in privateports.deny} == {"error"} with input as _document(_asks, _dropped, _dropped)
	count(privateports.deny) == 2 with input as _document(_asks, _dropped, _dropped)
}

test_deny_a_gap_in_udp_alone if count(privateports.deny) == 1 with input as _document(_asks, _open, _udp("deny"))

test_allow if {
	privateports.subjects == {"g"} with input as _document(_asks, _open, _open)
	privateports.deny == set() with input as _document(_asks, _open, _open)
	privateports.undetermined == set() with input as _document(_asks, _open, _open)
}

test_allow_apps_without_private_ports if {
	every app in [{}, {"private_ports": 0}, {"presence": "external", "unknown": sample.unknown("private_ports")}] {
		privateports.subjects == set() with input as _document(app, _open, _dropped)
		privateports.deny == set() with input as _document(app, _open, _dropped)
	}
}

test_allow_without_a_group if privateports.subjects == set() with input as sample.integration({"app": _asks})

_is_undetermined(document) if {
	privateports.deny == set() with input as document
	some finding in privateports.undetermined with input as document
	finding.subject == "g"
	finding.msg == "Whether instances of app 'the app' reach each other on ports 20000 to 30000 of subnet 'the subnet' cannot be told."
	finding.evidence == [{"entity": "a", "attribute": "private_ports"}, {"entity": "s", "attribute": "network_security_group"}]
}

test_undetermined_flows if {
	_is_undetermined(_document(_asks, _open, app_sample.untold_flow))
	_is_undetermined(_document(_asks, app_sample.untold_flow, _open))
	_is_undetermined(_document(_asks, _udp("unknown"), _open))
}

test_undetermined_private_ports if {
	untold := {"unknown": sample.unknown("private_ports")}
	_is_undetermined(_document(untold, _open, _dropped))
	_is_undetermined(_document(untold, _dropped, _open))
	privateports.undetermined == set() with input as _document(untold, _open, _open)
}
