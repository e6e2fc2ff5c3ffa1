package vnetguard.rules.app.backup_route_test

import data.vnetguard.rules.app.backup_route

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_private := {"name": "st", "public_network_access": false, "network_default_action": "allow"}

_public := {"name": "st", "public_network_access": true, "network_default_action": "allow"}

_app(attributes, account) := app_sample.document(
	{"app": object.union({"backup_storage_host": "st.blob.core.windows.net", "backup_enabled": true}, attributes)},
	{"storage_accounts": app_sample.entity("x", account)},
)

test_deny_the_public_route_to_a_private_account if {
	some finding in backup_route.deny with input as _app({"backup_over_vnet": false}, _private)
	finding.subject == "a"
	finding.msg == "App 'the app' backs up over the public route, which storage account 'the x' refuses."
	finding.evidence == [
		{"entity": "a", "attribute": "backup_over_vnet"},
		{"entity": "x", "attribute": "public_network_access"},
		{"entity": "x", "attribute": "network_default_action"},
	]
	backup_route.undetermined == set() with input as _app({"backup_over_vnet": false}, _private)
}

test_deny_a_backup_that_does_not_say_whether_it_runs if {
	count(backup_route.deny) == 1 with input as app_sample.without(_app({}, _private), "backup_enabled")
}

test_allow_a_routed_backup if {
	backup_route.subjects == {"a"} with input as _app({"backup_over_vnet": true}, _private)
	backup_route.deny == set() with input as _app({"backup_over_vnet": true}, _private)
	backup_route.undetermined == set() with input as _app({"backup_over_vnet": true}, _private)
}

test_allow_a_public_account if {
	backup_route.deny == set() with input as _app({}, _public)
	backup_route.undetermined == set() with input as _app({}, _public)
}

test_allow_without_a_backup if {
	backup_route.subjects == set() with input as app_sample.without(_app({}, _private), "backup_storage_host")
	backup_route.subjects == set() with input as _app({"backup_enabled": false}, _private)
	off := {"backup_enabled": false, "unknown": sample.unknown("backup_storage_host")}
	backup_route.subjects == set() with input as app_sample.without(_app(off, _private), "backup_storage_host")
}

test_allow_an_app_elsewhere_whose_backup_nobody_states if {
	elsewhere := {"presence": "external", "unknown": sample.unknown("backup_storage_host")}
	backup_route.subjects == set() with input as app_sample.without(_app(elsewhere, _private), "backup_storage_host")
}

_is_undetermined(document) if {
	backup_route.deny == set() with input as document
	some finding in backup_route.undetermined with input as document
	finding.subject == "a"
	finding.msg == concat("", [
		"Whether app 'the app' reaches the storage account of its backup cannot be told: ",
		"it depends on the way it takes, and on who may use the account.",
	])
	finding.evidence == [{"entity": "a", "attribute": "backup_over_vnet"}, {"entity": "a", "attribute": "backup_storage_host"}]
}

test_undetermined if {
	_is_undetermined(_app({"backup_storage_host": "other.blob.core.windows.net"}, _private))
	_is_undetermined(_app({}, {"name": "st", "unknown": sample.unknown("public_network_access")}))
	_is_undetermined(_app({"unknown": sample.unknown("backup_over_vnet")}, _private))
	_is_undetermined(app_sample.without(_app({"unknown": sample.unknown("backup_enabled")}, _private), "backup_enabled"))
	_is_undetermined(app_sample.without(_app({"unknown": sample.unknown("backup_storage_host")}, _private), "backup_storage_host"))
}
