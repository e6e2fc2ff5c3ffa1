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
