package vnetguard.rules.net.nsg_priority_test

import data.vnetguard.rules.net.nsg_priority

import data.vnetguard.lib.ise_sample as sample


_is_denied(document, text) if {
	sample.about(nsg_priority.deny) == {"g"} with input as document
	sample.says(nsg_priority.deny, text) with input as document
}

_is_fine(document) if {
	nsg_priority.subjects == {"g"} with input as document
	nsg_priority.deny == set() with input as document
	nsg_priority.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(nsg_priority.undetermined) == {"g"} with input as document
	sample.says(nsg_priority.undetermined, text) with input as document
	nsg_priority.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in nsg_priority.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nsg_priority.subjects == set() with input as document
	nsg_priority.deny == set() with input as document
	nsg_priority.undetermined == set() with input as document
}

# Group `g` with rules in this order.
_with(rules) := sample.document({
	"network_security_groups": {"g": {"security_rules": sample.all([id | some id, _ in rules])}},
	"security_rules": rules,
})

_rule(direction, priority) := {"name": sprintf("r%d", [priority]), "direction": direction, "priority": priority}

_inbound(priority) := _rule("inbound", priority)

test_deny_out_of_range if {
	every priority in [99, 4097, 0, 65000] {
		_is_denied(
			_with({"a": _inbound(priority), "b": _inbound(100)}),
			sprintf("Network security group 'the g' has rules with priorities outside of 100 to 4096: 'r%d' (inbound, %d).", [priority, priority]),
		)
	}
	_shows(_with({"a": _inbound(99), "b": _inbound(100)}), [{"entity": "a", "attribute": "priority"}])
}

test_deny_out_of_range_whatever_the_direction if {
	nameless := object.union(sample.unknown(["direction", "name"]), {"priority": 5000})
	_is_denied(_with({"a": nameless}), ": 'the a' (5000).")
}

test_deny_repeated if {
	document := _with({"a": _inbound(100), "b": _inbound(110), "c": _inbound(100)})
	_is_denied(document, "Network security group 'the g' has several rules with the same priority and direction: 'r100' (inbound, 100), 'r100' (inbound, 100).")
	_shows(document, [{"entity": "a", "attribute": "priority"}, {"entity": "c", "attribute": "priority"}])
}

test_deny_what_is_certain_before_what_is_not if {
	maybe := {"presence": "conditional"}
	repeated := _with({
		"a": object.union(_inbound(100), maybe), "b": _inbound(100),
		"c": _rule("outbound", 200), "d": _rule("outbound", 200),
	})
	_shows(repeated, [{"entity": "c", "attribute": "priority"}, {"entity": "d", "attribute": "priority"}])
	beyond := _with({"a": object.union(_inbound(1), maybe), "b": _inbound(2)})
	_shows(beyond, [{"entity": "b", "attribute": "priority"}])
}

test_deny_with_a_rule_that_may_not_be_deployed if {
	maybe := {"presence": "conditional"}
	_shows(_with({"a": object.union(_inbound(100), maybe), "b": _inbound(100)}), [{"entity": "a", "attribute": "priority"}, {"entity": "b", "attribute": "priority"}])
	_shows(_with({"a": object.union(_inbound(1), maybe), "b": _inbound(100)}), [{"entity": "a", "attribute": "priority"}])
}

test_allow if {
	_is_fine(_with({}))
	_is_fine(_with({"a": _inbound(100), "b": _inbound(4096), "c": _rule("outbound", 100)}))
}

test_allow_a_group_outside if {
	_is_no_subject(sample.document({
		"network_security_groups": {"g": {"presence": "external", "security_rules": sample.all(["a"])}},
		"security_rules": {"a": _inbound(1)},
	}))
}

_not_all := "Not all rules of network security group 'the g' are known; whether"

test_undetermined_rules if {
	untold := {"network_security_groups": {"g": {"security_rules": [sample.to("a"), sample.untold]}}, "security_rules": {"a": _inbound(100)}}
	_is_undetermined(sample.document(untold), _not_all)
	_is_undetermined(sample.document({"network_security_groups": {"g": sample.unknown(["security_rules"])}}), _not_all)
	{finding.evidence | some finding in nsg_priority.undetermined} == {[{"entity": "g", "attribute": "security_rules"}]} with input as sample.document(untold)
}

test_undetermined_of_a_rule if {
	first := object.union({"direction": "inbound", "name": "n"}, sample.unknown(["priority"]))
	_is_undetermined(_with({"a": first, "b": _inbound(100)}), "The priority of security rule 'n' is not known; whether another one of network security group 'the g' has it too cannot be told.")
	second := object.union({"priority": 100}, sample.unknown(["direction"]))
	_is_undetermined(_with({"a": second, "b": _inbound(100)}), "The direction of security rule 'the a' is not known; whether")
	{finding.evidence | some finding in nsg_priority.undetermined} == {[{"entity": "a", "attribute": "priority"}]} with input as _with({"a": first})
}
