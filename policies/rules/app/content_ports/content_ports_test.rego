package vnetguard.rules.app.content_ports_test

import data.vnetguard.rules.app.content_ports

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(app, flow) := object.union(
	app_sample.guarded(
		{
			"app": object.union({"app_kind": "function", "storage_account": app_sample.to("x"), "content_over_vnet": true}, app),
			"plan": {"sku_name": "EP1"},
		},
		{"APP-CONTENT-PORTS": flow, "APP-CONTENT-PORTS-PRIVATE": app_sample.open_flow},
	),
	{"after": {"storage_accounts": app_sample.entity("x", {})}},
)

_dropped := app_sample.flow("partial", 445)

test_deny if {
	some finding in content_ports.deny with input as _document({}, _dropped)
	finding.subject == "g"
	finding.msg == concat("", [
		"In network security group 'the g', security rule 'close' drops TCP on port 445, ",
		"which keeps app 'the app' from its content share.",
	])
	finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
	content_ports.undetermined == set() with input as _document({}, _dropped)
}

test_allow if {
	content_ports.subjects == {"g"} with input as _document({}, app_sample.open_flow)
	content_ports.deny == set() with input as _document({}, app_sample.open_flow)
	content_ports.undetermined == set() with input as _document({}, app_sample.open_flow)
}

test_allow_content_on_the_public_route if {
	content_ports.subjects == set() with input as _document({"content_over_vnet": false}, _dropped)
}

test_allow_without_a_share if content_ports.subjects == set() with input as _document({"app_kind": "web"}, _dropped)

_is_undetermined(document) if {
	content_ports.deny == set() with input as document
	some finding in content_ports.undetermined with input as document
	finding.subject == "g"
	finding.msg == "Whether app 'the app' reaches ports 443 and 445 of its content share from subnet 'the subnet' cannot be told."
	finding.evidence == [{"entity": "a", "attribute": "content_over_vnet"}, {"entity": "s", "attribute": "network_security_group"}]
}

test_undetermined if {
	_is_undetermined(_document({}, app_sample.untold_flow))
	_is_undetermined(_document({"unknown": sample.unknown("content_share_disabled")}, _dropped))
	_is_undetermined(json.remove(_document({"unknown": sample.unknown("content_over_vnet")}, _dropped), ["after/apps/a/content_over_vnet"]))
}
