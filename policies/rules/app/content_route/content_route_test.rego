package vnetguard.rules.app.content_route_test

import data.vnetguard.rules.app.content_route

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_private := {"public_network_access": false, "network_default_action": "allow"}

_public := {"public_network_access": true, "network_default_action": "allow"}

_app(attributes, account) := app_sample.document(
	{
		"app": object.union({"app_kind": "function", "storage_account": app_sample.to("x")}, attributes),
		"plan": {"sku_name": "EP1"},
	},
	{"storage_accounts": app_sample.entity("x", account)},
)

test_deny_the_public_route_to_a_private_account if {
	some finding in content_route.deny with input as _app({}, _private)
	finding.subject == "a"
	finding.msg == "App 'the app' reaches its content share over the public route, which storage account 'the x' refuses."
	finding.evidence == [
		{"entity": "a", "attribute": "content_over_vnet"},
		{"entity": "x", "attribute": "public_network_access"},
		{"entity": "x", "attribute": "network_default_action"},
	]
}

test_deny_is_not_undetermined_too if content_route.undetermined == set() with input as _app({}, _private)

test_allow_routed_content if {
	routed := _app({"content_over_vnet": true}, _private)
	content_route.subjects == {"a"} with input as routed
	content_route.deny == set() with input as routed
	content_route.undetermined == set() with input as routed
}

test_allow_a_public_account if {
	content_route.deny == set() with input as _app({}, _public)
	content_route.undetermined == set() with input as _app({}, _public)
}

test_allow_without_a_share if content_route.subjects == set() with input as _app({"app_kind": "web"}, _private)

test_allow_without_integration if {
	content_route.subjects == set() with input as app_sample.without(_app({}, _private), "integration_subnet")
}

_is_undetermined(document) if {
	content_route.deny == set() with input as document
	some finding in content_route.undetermined with input as document
	finding.subject == "a"
	finding.msg == concat("", [
		"Whether app 'the app' reaches its content share cannot be told: ",
		"it depends on how it gets there, and on who may use the storage account.",
	])
	finding.evidence == [
		{"entity": "a", "attribute": "content_over_vnet"},
		{"entity": "a", "attribute": "storage_account"},
		{"entity": "a", "attribute": "app_settings"},
	]
}

test_undetermined_account if {
	_is_undetermined(_app({}, {"unknown": sample.unknown("public_network_access")}))
	_is_undetermined(_app({"storage_account": app_sample.to("elsewhere")}, _private))
}

test_undetermined_route if _is_undetermined(_app({"unknown": sample.unknown("content_over_vnet")}, _private))

test_undetermined_share if _is_undetermined(_app({"unknown": sample.unknown("content_share_disabled")}, _private))

test_undetermined_integration if {
	_is_undetermined(app_sample.without(_app({"unknown": sample.unknown("integration_subnet")}, _private), "integration_subnet"))
}
