package vnetguard.rules.app.nsg_oryx_test

import data.vnetguard.rules.app.nsg_oryx

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(app, flow) := app_sample.guarded(
	{"app": object.union(
		{"route_all": true, "os": "linux", "app_settings": app_sample.settings([["SCM_DO_BUILD_DURING_DEPLOYMENT", "true"]])},
		app,
	)},
	{"APP-NSG-ORYX": flow},
)

_dropped := app_sample.flow("deny", 443)

test_deny if {
	some finding in nsg_oryx.deny with input as _document({}, _dropped)
	finding.subject == "g"
	finding.msg == concat("", [
		"In network security group 'the g', security rule 'close' drops TCP on port 443, ",
		"which Linux app 'the app' needs to fetch 'oryx-cdn.microsoft.io' while it is built.",
	])
	finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
	nsg_oryx.undetermined == set() with input as _document({}, _dropped)
}

test_deny_python_needs_more_hosts if {
	some finding in nsg_oryx.deny with input as _document({"runtime": "PYTHON|3.12"}, _dropped)
	contains(finding.msg, "'oryx-cdn.microsoft.io', 'files.pythonhosted.org', 'pypi.org'")
}

test_deny_by_the_other_setting if {
	other := {"app_settings": app_sample.settings([["ENABLE_ORYX_BUILD", "1"]])}
	count(nsg_oryx.deny) == 1 with input as _document(other, _dropped)
}

test_allow if {
	nsg_oryx.subjects == {"g"} with input as _document({}, app_sample.open_flow)
	nsg_oryx.deny == set() with input as _document({}, app_sample.open_flow)
	nsg_oryx.undetermined == set() with input as _document({}, app_sample.open_flow)
}

test_allow_apps_that_are_not_built if {
	every app in [
		{"os": "windows"},
		{"route_all": false},
		{"app_settings": app_sample.settings([["SCM_DO_BUILD_DURING_DEPLOYMENT", "false"]])},
		{"app_settings": app_sample.settings([["OTHER", "true"]])},
	] {
		nsg_oryx.subjects == set() with input as _document(app, _dropped)
		nsg_oryx.deny == set() with input as _document(app, _dropped)
	}
}

test_allow_without_a_group if nsg_oryx.subjects == set() with input as json.remove(_document({}, _dropped), ["after/subnets/s/flows"])

_is_undetermined(document) if {
	nsg_oryx.deny == set() with input as document
	some finding in nsg_oryx.undetermined with input as document
	finding.subject == "g"
	finding.msg == "Whether Linux app 'the app' can fetch 'oryx-cdn.microsoft.io' while it is built cannot be told."
}

test_undetermined if {
	_is_undetermined(_document({}, app_sample.flow("partial", 443)))
	_is_undetermined(_document({}, app_sample.untold_flow))
	unknown := {"unknown": sample.unknown("route_all")}
	_is_undetermined(json.remove(_document(unknown, _dropped), ["after/apps/a/route_all"]))
	behind := {"after": {"subnets": {"s": {"default_route": {"routes": [{"next_hop": "virtualappliance"}]}}}}}
	_is_undetermined(object.union(_document({}, app_sample.open_flow), behind))
}

test_undetermined_names_the_rule if {
	{finding.evidence | some finding in nsg_oryx.undetermined} == {[
		{"entity": "rule", "attribute": "access"},
		{"entity": "s", "attribute": "network_security_group"},
	]} with input as _document({}, app_sample.flow("partial", 443))
}

# A subnet without a network security group, and its default route.
_behind(app, hop) := object.union(
	json.remove(_document(app, _dropped), ["after/subnets/s/flows"]),
	{"after": {"subnets": {"s": {"default_route": {"routes": [
		{"id": "r", "next_hop": hop, "source": "user"},
		{"next_hop": "internet", "source": "system"},
	]}}}}},
)

test_undetermined_behind_an_appliance_alone if {
	document := _behind({}, "virtualappliance")
	nsg_oryx.subjects == {"s"} with input as document
	nsg_oryx.deny == set() with input as document
	nsg_oryx.undetermined == {{
		"subject": "s",
		"msg": concat("", [
			"Whether the appliance behind the default route of subnet 'the subnet' lets Linux app 'the app' ",
			"fetch 'oryx-cdn.microsoft.io' while it is built cannot be told.",
		]),
		"evidence": [{"entity": "r", "attribute": "next_hop_type"}],
	}} with input as document
}

test_allow_without_an_appliance_or_a_build if {
	every document in [
		_behind({}, "internet"),
		_behind({"os": "windows"}, "virtualappliance"),
		_behind({"route_all": false}, "virtualappliance"),
	] {
		nsg_oryx.subjects == set() with input as document
		nsg_oryx.undetermined == set() with input as document
	}
}

test_a_group_is_the_subject_before_an_appliance if {
	guarded := object.union(_document({}, app_sample.open_flow), {"after": {"subnets": {"s": {"default_route": {"routes": [{"id": "r", "next_hop": "virtualappliance"}]}}}}})
	nsg_oryx.subjects == {"g"} with input as guarded
	count(nsg_oryx.undetermined) == 1 with input as guarded
}
