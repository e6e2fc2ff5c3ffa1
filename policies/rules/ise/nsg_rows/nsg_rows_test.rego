package vnetguard.rules.ise.nsg_rows_test

import data.vnetguard.rules.ise.nsg_rows

import data.vnetguard.lib.sample

_rule := "ISE-NSG-IN-454-AZURECONNECTORS"

_flow(fact) := sample.environment({}, {"s": {"flows": {_rule: fact}}})

_witness := {"protocol": "tcp", "port": 454, "peer": "AzureConnectors"}

_by_default(verdict) := {"verdict": verdict, "decided_by": {"name": "DenyAllInBound", "priority": 65500}, "witness": _witness}

_by_rule(verdict) := {"verdict": verdict, "decided_by": {"name": "deny-454", "priority": 110, "id": "r"}, "witness": _witness}

test_deny_dropped if {
	some finding in nsg_rows.deny with input as _flow(_by_rule("deny"))
	finding.rule == "ISE-NSG-IN-454-AZURECONNECTORS"
	finding.subject == "s"
	finding.evidence[0].entity == "r"
	contains(finding.msg, "receive TCP traffic of 'AzureConnectors' on port 454")
	contains(finding.msg, "'deny-454' (priority 110) drops it")
}

test_deny_dropped_by_default if {
	some finding in nsg_rows.deny with input as _flow(_by_default("deny"))
	finding.evidence == [{"entity": "s", "attribute": "network_security_group"}]
}

test_deny_dropped_in_part if {
	some finding in nsg_rows.deny with input as _flow(_by_rule("partial"))
	contains(finding.msg, "drops a part of it")
}

test_deny_outbound_is_worded_so if {
	some own in data.vnetguard.reference.ise_ports.rows
	own.id == _rule
	row := object.union(own, {"direction": "outbound"})
	some finding in nsg_rows.deny with input as _flow(_by_rule("deny")) with data.vnetguard.reference.ise_ports.rows as [row]
	contains(finding.msg, "cannot send TCP traffic")
}

test_allow_what_passes if {
	nsg_rows.subjects == {{"rule": "ISE-NSG-IN-454-AZURECONNECTORS", "subject": "s"}} with input as _flow(_by_default("allow"))
	nsg_rows.deny == set() with input as _flow(_by_default("allow"))
	nsg_rows.undetermined == set() with input as _flow(_by_default("allow"))
}

test_allow_a_subnet_without_a_group if nsg_rows.subjects == set() with input as sample.environment({}, {"s": {}})

test_deny_every_port if {
	document := sample.environment({}, {"s": {"flows": {"ISE-NSG-INTRASUBNET-IN": _by_default("deny")}}})
	some finding in nsg_rows.deny with input as document
	finding.rule == "ISE-NSG-INTRASUBNET"
	contains(finding.msg, "on any port,")
}

test_undetermined_names_several_ports if {
	document := sample.environment({}, {"s": {"flows": {"ISE-NSG-IN-454455-ASM": _by_rule("unknown")}}})
	some finding in nsg_rows.undetermined with input as document
	finding.rule == "ISE-NSG-IN-454455-ASM"
	contains(finding.msg, "traffic of 'AppServiceManagement' on ports 454, 455, which")
}

test_deny_by_a_rule_of_unknown_priority if {
	fact := json.remove(_by_rule("deny"), ["decided_by/priority"])
	some finding in nsg_rows.deny with input as _flow(fact)
	contains(finding.msg, "security rule 'deny-454' drops it")
}

test_deny_several_ports if {
	some own in data.vnetguard.reference.ise_ports.rows
	own.id == _rule
	row := object.union(own, {"ports": ["454", "455"]})
	some finding in nsg_rows.deny with input as _flow(_by_rule("deny")) with data.vnetguard.reference.ise_ports.rows as [row]
	contains(finding.msg, "on ports 454, 455,")
}

test_allow_rows_of_other_tables if {
	nsg_rows.subjects == set() with input as sample.environment({}, {"s": {"flows": {"SOME-OTHER-ROW": _by_default("deny")}}})
}

test_undetermined_by_a_rule if {
	some finding in nsg_rows.undetermined with input as _flow(_by_rule("unknown"))
	contains(finding.msg, "security rule 'deny-454' may decide it")
}

test_undetermined_without_the_group if {
	some finding in nsg_rows.undetermined with input as _flow({"verdict": "unknown", "reason": "the group is not known"})
	contains(finding.msg, "the group is not known")
}

test_undetermined_by_a_rule_and_for_a_reason if {
	fact := object.union(_by_rule("unknown"), {"reason": "the group is not known"})
	some finding in nsg_rows.undetermined with input as _flow(fact)
	contains(finding.msg, "security rule 'deny-454' may decide it")
}
