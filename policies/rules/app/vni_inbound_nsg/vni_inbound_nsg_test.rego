package vnetguard.rules.app.vni_inbound_nsg_test

import data.vnetguard.rules.app.vni_inbound_nsg

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(parts) := app_sample.document(
	{"app": object.get(parts, "app", {})},
	{
		"network_security_groups": app_sample.entity("g", object.union(
			{"subnets": ["s"], "security_rules": [app_sample.to("r")]},
			object.get(parts, "group", {}),
		)),
		"security_rules": app_sample.entity("r", object.union(
			{"name": "deny", "direction": "inbound"},
			object.get(parts, "rule", {}),
		)),
	},
)

_ports(first, last) := {"destination_ports": [{"first": first, "last": last}]}

_is_denied(parts) if {
	some finding in vni_inbound_nsg.deny with input as _document(parts)
	finding.subject == "g"
	vni_inbound_nsg.undetermined == set() with input as _document(parts)
}

_is_allowed(parts) if {
	vni_inbound_nsg.subjects == {"g"} with input as _document(parts)
	vni_inbound_nsg.deny == set() with input as _document(parts)
	vni_inbound_nsg.undetermined == set() with input as _document(parts)
}

_is_undetermined(parts) if {
	vni_inbound_nsg.deny == set() with input as _document(parts)
	some finding in vni_inbound_nsg.undetermined with input as _document(parts)
	finding.subject == "g"
	finding.msg == "Whether network security group 'the g', which stands on integration subnets alone, has inbound rules cannot be told."
	finding.evidence == [{"entity": "g", "attribute": "security_rules"}]
}

test_deny_an_inbound_rule if {
	_is_denied({})
	some finding in vni_inbound_nsg.deny with input as _document({})
	finding.msg == concat("", [
		"Network security group 'the g' stands on integration subnets alone, ",
		"where its inbound rule 'deny' applies to no traffic of the apps.",
	])
	finding.evidence == [{"entity": "r", "attribute": "direction"}]
}

test_deny_even_when_other_rules_are_not_known if {
	_is_denied({"group": {"unknown": sample.unknown("security_rules")}})
}

test_deny_rules_for_other_ports if {
	private := {"private_ports": 2}
	_is_denied({"app": private, "rule": _ports(19999, 30000)})
	_is_denied({"app": private, "rule": _ports(20000, 30001)})
	_is_denied({"app": private})
	_is_denied({"app": private, "rule": {"destination_ports": []}})
}

test_deny_rules_for_private_ports_that_no_app_has if {
	_is_denied({"rule": _ports(20000, 30000)})
	_is_denied({"app": {"private_ports": 0}, "rule": _ports(20000, 30000)})
}

test_allow_rules_for_private_ports if _is_allowed({"app": {"private_ports": 1}, "rule": _ports(20000, 30000)})

test_allow_outbound_rules if _is_allowed({"rule": {"direction": "outbound"}})

test_allow_groups_of_other_subnets if {
	vni_inbound_nsg.subjects == set() with input as _document({"group": {"subnets": ["s", "t"]}})
	vni_inbound_nsg.subjects == set() with input as _document({"group": {"subnets": []}})
}

test_undetermined_rules if {
	_is_undetermined({"rule": {"direction": "outbound"}, "group": {"unknown": sample.unknown("security_rules")}})
	_is_undetermined({"group": {"security_rules": [sample.untold]}})
}

test_undetermined_direction if {
	document := json.remove(_document({"rule": {"unknown": sample.unknown("direction")}}), ["after/security_rules/r/direction"])
	vni_inbound_nsg.deny == set() with input as document
	count(vni_inbound_nsg.undetermined) == 1 with input as document
}

test_undetermined_private_ports if {
	_is_undetermined({"app": {"unknown": sample.unknown("private_ports")}, "rule": _ports(20000, 30000)})
	_is_undetermined({"app": {"private_ports": 1}, "rule": {"unknown": sample.unknown("destination_ports")}})
}

test_deny_names_an_app_that_may_not_be_deployed if {
	some finding in vni_inbound_nsg.deny with input as _document({"app": {"presence": "conditional"}})
	finding.evidence == [{"entity": "r", "attribute": "direction"}, {"entity": "a", "attribute": "integration_subnet"}]
}
