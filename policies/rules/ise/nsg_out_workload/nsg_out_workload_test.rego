package vnetguard.rules.ise.nsg_out_workload_test

import data.vnetguard.rules.ise.nsg_out_workload

import data.vnetguard.lib.ise_sample as sample

_is_denied(document, text) if {
	sample.about(nsg_out_workload.deny) == {"s"} with input as document
	sample.says(nsg_out_workload.deny, text) with input as document
	nsg_out_workload.undetermined == set() with input as document
}

_is_fine(document) if {
	nsg_out_workload.subjects == {"s"} with input as document
	nsg_out_workload.deny == set() with input as document
	nsg_out_workload.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(nsg_out_workload.undetermined) == {"s"} with input as document
	sample.says(nsg_out_workload.undetermined, text) with input as document
	nsg_out_workload.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in nsg_out_workload.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nsg_out_workload.subjects == set() with input as document
	nsg_out_workload.deny == set() with input as document
	nsg_out_workload.undetermined == set() with input as document
}

_document(subnet, rules) := sample.document({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": subnet},
	"network_security_groups": {"g": {"security_rules": sample.all([id | some id, _ in rules])}},
	"security_rules": rules,
})

_group := {"network_security_group": sample.to("g")}

_rule(access, direction) := {"access": access, "direction": direction}

_cannot := "The network security group of subnet 'the s' denies outbound traffic, or may; whether"

test_undetermined if {
	every rule in [
		_rule("deny", "outbound"), object.union({"access": "deny"}, sample.unknown(["direction"])),
		object.union({"direction": "outbound"}, sample.unknown(["access"])), sample.unknown(["access", "direction"]),
	] {
		document := _document(_group, {"a": _rule("allow", "outbound"), "r": rule})
		_is_undetermined(document, _cannot)
		{finding.evidence | some finding in nsg_out_workload.undetermined} == {[{"entity": "s", "attribute": "network_security_group"}]} with input as document
	}
}

test_undetermined_rules if {
	_is_undetermined(_document(sample.unknown(["network_security_group"]), {}), _cannot)
	untold := object.union(_document(_group, {}), {"after": {"network_security_groups": {"g": {"security_rules": [sample.untold]}}}})
	_is_undetermined(untold, _cannot)
	open := object.union(_document(_group, {}), {"after": {"network_security_groups": {"g": sample.unknown(["security_rules"])}}})
	_is_undetermined(open, _cannot)
}

test_allow if {
	_is_fine(_document(_group, {}))
	_is_fine(_document(_group, {"a": _rule("allow", "outbound"), "b": _rule("deny", "inbound")}))
	_is_fine(_document(_group, {"a": object.union({"access": "allow"}, sample.unknown(["direction"])), "b": object.union({"direction": "inbound"}, sample.unknown(["access"]))}))
}

test_allow_without_a_group if _is_no_subject(_document({}, {"a": _rule("deny", "outbound")}))
