package vnetguard.rules.std.storage_ports_test

import data.vnetguard.rules.std.storage_ports

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(app, flow) := object.union(
	app_sample.guarded(
		{
			"app": object.union({"app_kind": "workflow", "storage_account": app_sample.to("x"), "content_over_vnet": true}, app),
			"plan": {"sku_name": "WS1"},
		},
		{"APP-CONTENT-PORTS": flow, "APP-CONTENT-PORTS-PRIVATE": app_sample.open_flow},
	),
	{"after": {"storage_accounts": app_sample.entity("x", {})}},
)

_dropped := app_sample.flow("partial", 445)

test_deny_routed_content if {
	some finding in storage_ports.deny with input as _document({}, _dropped)
	finding.subject == "g"
	finding.level == "error"
	finding.msg == concat("", [
		"In network security group 'the g', security rule 'close' drops TCP on port 445, ",
		"which Standard logic app 'the app' needs to reach its storage account.",
	])
	finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
	storage_ports.undetermined == set() with input as _document({}, _dropped)
}

test_note_content_on_the_public_route if {
	some finding in storage_ports.deny with input as _document({"content_over_vnet": false}, _dropped)
	finding.level == "note"
	endswith(finding.msg, "needs to reach its storage account once its content share is reached through the virtual network.")
	storage_ports.undetermined == set() with input as _document({"content_over_vnet": false}, _dropped)
}

test_note_an_unknown_route if {
	unknown := json.remove(_document({"unknown": sample.unknown("content_over_vnet")}, _dropped), ["after/apps/a/content_over_vnet"])
	{finding.level | some finding in storage_ports.deny} == {"note"} with input as unknown
}

test_allow if {
	storage_ports.subjects == {"g"} with input as _document({}, app_sample.open_flow)
	storage_ports.deny == set() with input as _document({}, app_sample.open_flow)
	storage_ports.undetermined == set() with input as _document({}, app_sample.open_flow)
}

test_allow_other_apps if storage_ports.subjects == set() with input as _document({"app_kind": "function"}, _dropped)

test_silent_by_earlier_editions if {
	early := object.union(_document({}, _dropped), {"context": {"editions": {"ise": "2022-08-20"}}})
	storage_ports.subjects == set() with input as early
	storage_ports.deny == set() with input as early
	late := object.union(_document({}, _dropped), {"context": {"editions": {"ise": "2022-11-01"}}})
	storage_ports.subjects == {"g"} with input as late
}

_is_undetermined(document) if {
	storage_ports.deny == set() with input as document
	some finding in storage_ports.undetermined with input as document
	finding.subject == "g"
	finding.msg == "Whether Standard logic app 'the app' reaches ports 443 and 445 of its storage account from subnet 'the subnet' cannot be told."
	finding.evidence == [{"entity": "a", "attribute": "storage_account"}, {"entity": "s", "attribute": "network_security_group"}]
}

test_undetermined if {
	_is_undetermined(_document({}, app_sample.untold_flow))
	unknown := {"unknown": sample.unknown("app_kind")}
	_is_undetermined(json.remove(_document(unknown, _dropped), ["after/apps/a/app_kind"]))
}

test_allow_an_unknown_app_without_a_share if {
	unknown := {"unknown": sample.unknown("app_kind"), "content_share_disabled": true}
	storage_ports.subjects == set() with input as json.remove(_document(unknown, _dropped), ["after/apps/a/app_kind"])
}
