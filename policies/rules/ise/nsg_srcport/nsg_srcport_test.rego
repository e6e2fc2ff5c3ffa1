package vnetguard.rules.ise.nsg_srcport_test

import data.vnetguard.rules.ise.nsg_srcport

import data.vnetguard.lib.ise_sample as sample

_is_denied(document, text) if {
	sample.about(nsg_srcport.deny) == {"s"} with input as document
	sample.says(nsg_srcport.deny, text) with input as document
	nsg_srcport.undetermined == set() with input as document
}

_is_fine(document) if {
	nsg_srcport.subjects == {"s"} with input as document
	nsg_srcport.deny == set() with input as document
	nsg_srcport.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(nsg_srcport.undetermined) == {"s"} with input as document
	sample.says(nsg_srcport.undetermined, text) with input as document
	nsg_srcport.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in nsg_srcport.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	nsg_srcport.subjects == set() with input as document
	nsg_srcport.deny == set() with input as document
	nsg_srcport.undetermined == set() with input as document
}

# Subnet `s` with group `g` of these rules, and what becomes of its flows.
_document(rules, flows) := sample.document({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": {"network_security_group": sample.to("g"), "flows": flows}},
	"network_security_groups": {"g": {"security_rules": sample.all([id | some id, _ in rules])}},
	"security_rules": rules,
})

_rule(name, access, first, last) := {"name": name, "access": access, "source_ports": [{"first": first, "last": last}]}

_fixed := {"r": _rule("fixed", "allow", 454, 454), "o": _rule("open", "allow", 0, 65535)}

_partial(names) := {"verdict": "partial", "decided_by": {"name": "DenyAllInBound"}, "parts": {"allowed": [{"rule": name} | some name in names]}}

_level(document) := levels if {
	found := nsg_srcport.deny with input as document
	levels := {finding.level | some finding in found}
}

test_deny if {
	document := _document(_fixed, {"ISE-NSG-IN-3443": _partial(["fixed", "open"]), "ISE-NSG-OUT-AAD": {"verdict": "allow"}})
	_is_denied(document, "Security rule 'fixed' of subnet 'the s' takes certain source ports only; source")
	_shows(document, [{"entity": "r", "attribute": "source_ports"}])
	_level(document) == {"error"}
}

test_deny_at_the_level_of_the_rows if {
	_level(_document(_fixed, {"ISE-NSG-IN-454-LOGICAPPS": _partial(["fixed"])})) == {"warning"}
	_level(_document(_fixed, {"ISE-NSG-IN-454-LOGICAPPS": _partial(["fixed"]), "ISE-NSG-IN-3443": _partial(["fixed"])})) == {"error"}
}

test_deny_nearly_all_ports if {
	every range in [[2, 65535], [0, 65534]] {
		_is_denied(_document({"r": _rule("fixed", "allow", range[0], range[1])}, {"ISE-NSG-IN-3443": _partial(["fixed"])}), "'fixed'")
	}
}

test_allow if {
	every range in [[0, 65535], [1, 65535]] {
		_is_fine(_document({"r": _rule("open", "allow", range[0], range[1])}, {"ISE-NSG-IN-3443": _partial(["open"])}))
	}
	_is_fine(_document(_fixed, {"ISE-NSG-IN-3443": {"verdict": "allow", "parts": {"allowed": [{"rule": "fixed"}]}}}))
	_is_fine(_document(_fixed, {"ISE-NSG-IN-3443": _partial(["open"]), "ISE-NSG-OUT-AAD": {"verdict": "deny"}}))
	_is_fine(_document({"r": _rule("fixed", "deny", 53, 53)}, {"ISE-NSG-IN-3443": _partial(["fixed"])}))
	_is_fine(_document({"r": {"name": "none", "access": "allow"}}, {"ISE-NSG-IN-3443": _partial(["none"])}))
	_is_fine(_document({}, {"ISE-NSG-IN-3443": {"verdict": "unknown", "decided_by": {"name": "other"}}}))
}

test_allow_without_flows if _is_no_subject(_document(_fixed, {}))

_cannot := "Whether security rules of subnet 'the s' take every source port for what an integration service environment requires cannot be told."

_unknown := {"ISE-NSG-IN-3443": {"verdict": "unknown", "decided_by": {"name": "x"}}, "ISE-NSG-OUT-AAD": {"verdict": "allow"}}

_undecided := {"ISE-NSG-IN-3443": {"verdict": "partial", "parts": {"undecided": [{"rule": "x"}]}}}

_settled := {"ISE-NSG-IN-3443": {"verdict": "partial", "parts": {"allowed": [{"rule": "x"}], "undecided": []}}, "ISE-NSG-OUT-AAD": {"verdict": "deny"}}

_untold := object.union({"name": "open?", "access": "allow"}, sample.unknown(["source_ports"]))

test_undetermined if {
	every rule in [
		_untold, object.union(_rule("fixed", "allow", 454, 454), sample.unknown(["source_ports"])), _rule("fixed", "allow", 454, 454),
		object.union({"source_ports": [{"first": 1, "last": 9}]}, sample.unknown(["access"])), object.union(_untold, sample.unknown(["access"])),
	] {
		every flows in [_unknown, _undecided] {
			_is_undetermined(_document({"r": rule}, flows), _cannot)
		}
		_is_fine(_document({"r": rule}, _settled))
	}
	{finding.evidence | some finding in nsg_srcport.undetermined} == {[{"entity": "s", "attribute": "network_security_group"}]} with input as _document({"r": _untold}, _unknown)
}

test_allow_what_takes_all_however_it_ends if {
	_is_fine(_document({"r": _rule("open", "allow", 0, 65535)}, _unknown))
	_is_fine(_document({"r": _rule("fixed", "deny", 53, 53)}, _undecided))
	_is_fine(_document({"r": {"name": "none", "access": "allow"}}, _undecided))
}

test_undetermined_rules if {
	untold := object.union(_document({}, _unknown), {"after": {"network_security_groups": {"g": {"security_rules": [sample.untold]}}}})
	_is_undetermined(untold, _cannot)
	open := object.union(_document({}, _unknown), {"after": {"network_security_groups": {"g": sample.unknown(["security_rules"])}}})
	_is_undetermined(open, _cannot)
	groupless := sample.document({
		"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
		"subnets": {"s": object.union({"flows": {"ISE-NSG-IN-3443": {"verdict": "unknown", "reason": "r"}}}, sample.unknown(["network_security_group"]))},
	})
	_is_undetermined(groupless, _cannot)
}

test_deny_is_not_undetermined_too if {
	_is_denied(_document(_fixed, object.union(_unknown, {"ISE-NSG-OUT-SQL": _partial(["fixed"])})), "'fixed'")
}

test_undetermined_a_rule_without_a_name if {
	nameless := object.union({"access": "allow", "source_ports": [{"first": 1, "last": 9}]}, sample.unknown(["name"]))
	_is_undetermined(_document({"r": nameless}, _settled), _cannot)
	_is_fine(_document({"r": nameless}, {"ISE-NSG-OUT-AAD": {"verdict": "deny"}}))
	wide := object.union({"access": "allow", "source_ports": [{"first": 0, "last": 65535}]}, sample.unknown(["name"]))
	_is_fine(_document({"r": wide, "o": _rule("fixed", "allow", 1, 9)}, _settled))
}
