package vnetguard.lib.app_flow_test

import data.vnetguard.lib.app_flow

import data.vnetguard.lib.app_sample

_group := {"after": {"network_security_groups": app_sample.entity("g", {})}}

_known := {"id": "s", "subject": "the subnet", "network_security_group": app_sample.to("g")}

_unknown := {"id": "s", "subject": "the subnet"}

test_subject if {
	app_flow.subject(_known) == "g" with input as _group
	app_flow.subject(_unknown) == "s" with input as _group
}

test_name if {
	app_flow.name(_known) == "network security group 'the g'" with input as _group
	app_flow.name(_unknown) == "the network security group of subnet 'the subnet'" with input as _group
}

test_dropped if {
	app_flow.is_dropped({"verdict": "deny"})
	app_flow.is_dropped({"verdict": "partial"})
	every verdict in ["allow", "unknown"] {
		flow := {"verdict": verdict}
		not app_flow.is_dropped(flow)
	}
}

test_rule if app_flow.rule(app_sample.flow("deny", 445)) == "security rule 'close' drops TCP on port 445"

test_evidence if {
	app_flow.evidence(_known, app_sample.flow("deny", 445), {"a"}) == [
		{"entity": "rule", "attribute": "access"},
		{"entity": "s", "attribute": "network_security_group"},
	]
	app_flow.evidence(_known, app_sample.untold_flow, {"a"}) == [{"entity": "s", "attribute": "network_security_group"}]
}

test_appliance if {
	app_flow.may_meet_appliance({"default_route": {"routes": [{"next_hop": "internet"}, {"next_hop": "virtualappliance"}]}})
	every subnet in [{}, {"default_route": {"routes": [{"next_hop": "internet"}]}}] {
		not app_flow.may_meet_appliance(subnet)
	}
}

test_evidence_of_apps_that_may_not_be_deployed if {
	document := {"after": {"apps": app_sample.entity("a", {"presence": "conditional"})}}
	app_flow.evidence(_known, app_sample.untold_flow, ["a"]) == [
		{"entity": "s", "attribute": "network_security_group"},
		{"entity": "a", "attribute": "integration_subnet"},
	] with input as document
}
