package vnetguard.rules.app.nsg_deps_test

import data.vnetguard.rules.app.nsg_deps

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(app, identity, revocation) := app_sample.guarded(
	{"app": object.union({"route_all": true, "entra_client_id": "id"}, app)},
	{"APP-NSG-DEPS-IDENTITY": identity, "APP-NSG-DEPS-REVOCATION": revocation},
)

_open := app_sample.open_flow

_dropped := app_sample.flow("deny", 443)

test_deny_an_app_that_signs_users_in if {
	some finding in nsg_deps.deny with input as _document({}, _dropped, _open)
	finding.subject == "g"
	finding.msg == concat("", [
		"In network security group 'the g', security rule 'close' drops TCP on port 443, ",
		"which app 'the app' signs users in with at Microsoft Entra ID.",
	])
	finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
	nsg_deps.undetermined == set() with input as _document({}, _dropped, _open)
}

test_allow if {
	nsg_deps.subjects == {"g"} with input as _document({}, _open, _open)
	nsg_deps.deny == set() with input as _document({}, _open, _open)
	nsg_deps.undetermined == set() with input as _document({}, _open, _open)
}

test_allow_traffic_that_does_not_enter if {
	every app in [{"route_all": false}, {"presence": "external"}] {
		nsg_deps.subjects == set() with input as json.remove(_document(app, _dropped, _dropped), ["after/apps/a/entra_client_id"])
	}
}

test_allow_without_a_group if nsg_deps.subjects == set() with input as sample.integration({"app": {"route_all": true}})

_is_undetermined(document) if {
	nsg_deps.deny == set() with input as document
	some finding in nsg_deps.undetermined with input as document
	finding.subject == "g"
	finding.msg == concat("", [
		"Whether network security group 'the g' lets the apps of subnet 'the subnet' reach what they depend on cannot be told: ",
		"it does not let all of the internet pass.",
	])
}

test_undetermined_dependencies if {
	_is_undetermined(json.remove(_document({}, _dropped, _open), ["after/apps/a/entra_client_id"]))
	_is_undetermined(_document({}, _open, app_sample.flow("partial", 80)))
	_is_undetermined(_document({}, app_sample.untold_flow, _open))
}

test_undetermined_route_all if {
	unknown := {"unknown": sample.unknown("route_all")}
	_is_undetermined(json.remove(_document(unknown, _dropped, _open), ["after/apps/a/route_all"]))
}

test_undetermined_names_the_rule if {
	without := json.remove(_document({}, _dropped, app_sample.untold_flow), ["after/apps/a/entra_client_id"])
	{finding.evidence | some finding in nsg_deps.undetermined} == {[
		{"entity": "rule", "attribute": "access"},
		{"entity": "s", "attribute": "network_security_group"},
	]} with input as without
}
