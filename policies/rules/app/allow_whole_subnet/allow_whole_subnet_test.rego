package vnetguard.rules.app.allow_whole_subnet_test

import data.vnetguard.rules.app.allow_whole_subnet

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_prefix := {"text": "10.0.1.0/26", "version": 4, "prefix_length": 26, "first": "10.0.1.0", "last": "10.0.1.63", "address_count": 64}

_document(rule, parts) := app_sample.document(
	{"subnet": object.union({"prefixes": [_prefix]}, object.get(parts, "subnet", {})), "network": object.get(parts, "network", {})},
	{
		"network_security_groups": app_sample.entity("g", object.union(
			{"security_rules": [app_sample.to("r")]},
			object.get(parts, "group", {}),
		)),
		"security_rules": app_sample.entity("r", object.union(
			{"name": "allow", "direction": "inbound", "access": "allow"},
			rule,
		)),
		"subnets": app_sample.entity("t", {"virtual_network": app_sample.to(object.get(parts, "target", "v"))}),
		"virtual_network_peerings": app_sample.entity("p", {"virtual_network": app_sample.to("v"), "remote_virtual_network": app_sample.to("w")}),
	},
)

_from(sources) := _document({"source_addresses": sources}, {})

_is_silent(document) if allow_whole_subnet.subjects == set() with input as document

_is_denied(document) if {
	some finding in allow_whole_subnet.deny with input as document
	finding.subject == "g"
	allow_whole_subnet.undetermined == set() with input as document
}

test_deny_a_part if {
	every source in ["10.0.1.4", "10.0.1.4/32", "10.0.1.0/27", "10.0.1.63"] {
		_is_denied(_from([source]))
	}
}

test_deny_names_rule_and_subnet if {
	some finding in allow_whole_subnet.deny with input as _from(["10.0.1.4/32"])
	finding.msg == concat("", [
		"Security rule 'allow' of 'the g' lets '10.0.1.4/32' in, a part of integration subnet 'the subnet': ",
		"apps call from any address of the subnet.",
	])
	finding.evidence == [{"entity": "r", "attribute": "source_addresses"}]
}

test_deny_several_that_leave_a_gap if {
	_is_denied(_from(["10.0.1.0/27", "10.0.1.32/28"]))
	_is_denied(_from(["10.0.1.0/27", "10.0.1.0/28", "10.0.1.16/28"]))
}

test_allow_the_whole_subnet if {
	every source in ["10.0.1.0/26", "10.0.0.0/16", "10.0.2.0/28", "10.1.1.4", "11.0.1.4", "10.0.0.255", "*", "VirtualNetwork", "10.0.1.64"] {
		_is_silent(_from([source]))
	}
}

test_allow_parts_that_are_the_whole_together if {
	_is_silent(_from(["10.0.1.0/27", "10.0.1.32/27", "10.0.1.32/28"]))
}

test_allow_rules_that_let_nothing_in if {
	_is_silent(_document({"source_addresses": ["10.0.1.4"], "access": "deny"}, {}))
	_is_silent(_document({"source_addresses": ["10.0.1.4"], "direction": "outbound"}, {}))
}

test_allow_a_part_of_another_subnet if {
	_is_silent(_document({"source_addresses": ["10.0.1.4"]}, {"subnet": {"apps": []}}))
	six := {"text": "fd00::/64", "version": 6, "prefix_length": 26, "first": "10.0.1.0", "last": "10.0.1.63", "address_count": 64}
	_is_silent(_document({"source_addresses": ["10.0.1.4"]}, {"subnet": {"prefixes": [six]}}))
}

_target(network, parts) := _document(
	{"source_addresses": ["10.0.1.4"]},
	object.union({"group": {"subnets": ["t"]}, "target": network}, parts),
)

test_deny_a_target_that_the_app_reaches if {
	_is_denied(_target("v", {}))
	_is_denied(_target("w", {"network": {"peerings": ["p"]}}))
}

test_allow_equal_addresses_in_another_network if _is_silent(_target("w", {}))

_is_undetermined(document) if {
	allow_whole_subnet.deny == set() with input as document
	some finding in allow_whole_subnet.undetermined with input as document
	finding.subject == "g"
	finding.msg == "Whether 'the g' lets the whole of each integration subnet in cannot be told."
	finding.evidence == [{"entity": "g", "attribute": "security_rules"}]
}

test_undetermined_sources if {
	_is_undetermined(_document({"unknown": sample.unknown("source_addresses")}, {}))
	_is_undetermined(_document({"source_addresses": ["*"], "unknown": sample.unknown("source_addresses")}, {}))
}

test_allow_unknown_sources_of_rules_that_let_nothing_in if {
	untold := {"unknown": sample.unknown("source_addresses")}
	_is_silent(_document(object.union(untold, {"access": "deny"}), {}))
	_is_silent(_document(object.union(untold, {"direction": "outbound"}), {}))
	_is_silent(_document(untold, {"subnet": {"apps": []}}))
}

_unprefixed(subnet, source) := json.remove(
	_document({"source_addresses": [source]}, {"subnet": object.union({"unknown": sample.unknown("prefixes")}, subnet)}),
	["after/subnets/s/prefixes"],
)

test_undetermined_prefix if {
	_is_undetermined(_unprefixed({}, "10.0.1.4"))
	_is_silent(_unprefixed({}, "8.8.8.8"))
	_is_silent(_unprefixed({"presence": "external"}, "10.0.1.4"))
	_is_silent(_unprefixed({"apps": []}, "10.0.1.4"))
}

test_deny_names_an_app_that_may_not_be_deployed if {
	some finding in allow_whole_subnet.deny with input as object.union(_from(["10.0.1.4"]), {"after": {"apps": {"a": {"presence": "conditional"}}}})
	finding.evidence == [{"entity": "r", "attribute": "source_addresses"}, {"entity": "a", "attribute": "integration_subnet"}]
}

_sql := {"protocol": "tcp", "destination_ports": [{"first": 1433, "last": 1434}], "destination_addresses": ["10.0.9.0/24"]}

# A rule for a part of the subnet, and another one.
_beside(other) := object.union(
	_document(object.union(_sql, {"source_addresses": ["10.0.1.4"]}), {"group": {"security_rules": [app_sample.to("r"), app_sample.to("o")]}}),
	{"after": {"security_rules": app_sample.entity("o", object.union(
		object.union(_sql, {"direction": "inbound", "access": "allow", "source_addresses": ["10.0.1.0/26"]}),
		other,
	))}},
)

test_allow_a_part_where_another_rule_lets_all_in if {
	every other in [
		{}, {"protocol": "*"}, {"destination_ports": [{"first": 0, "last": 65535}]}, {"destination_addresses": ["*"]},
		{"destination_addresses": ["10.0.8.0/24", "10.0.9.0/24"]},
	] {
		_is_silent(_beside(other))
	}
	every sources in [["*"], ["VirtualNetwork"], ["10.0.0.0/16"], ["10.0.1.0/27", "10.0.1.32/27"]] {
		_is_silent(_beside({"source_addresses": sources}))
	}
}

# The rule lets in the first half, another one this.
_halves(sources, other) := object.union(
	_beside(object.union({"source_addresses": sources}, other)),
	{"after": {"security_rules": {"r": {"source_addresses": ["10.0.1.0/27"]}}}},
)

test_allow_parts_of_several_rules_that_are_the_whole_together if {
	every sources in [["10.0.1.32/27"], ["10.0.1.16/28", "10.0.1.32/27"], ["10.0.1.32/28", "10.0.1.48/28"]] {
		_is_silent(_halves(sources, {}))
	}
}

test_deny_parts_of_several_rules_that_leave_a_gap if {
	every document in [
		_halves(["10.0.1.32/28"], {}), _halves(["10.0.1.48/28"], {}), _halves(["10.0.2.32/27"], {}),
		_halves(["10.0.1.32/27"], {"access": "deny"}), _halves(["10.0.1.32/27"], {"direction": "outbound"}),
		_halves(["10.0.1.32/27"], {"protocol": "udp"}), _halves(["10.0.1.32/27"], {"destination_addresses": ["10.0.8.0/24"]}),
	] {
		"r" in {evidence.entity | some finding in allow_whole_subnet.deny; some evidence in finding.evidence} with input as document
	}
}

test_deny_a_part_of_one_prefix_where_another_is_let_in if {
	second := {"text": "10.0.5.0/26", "version": 4, "prefix_length": 26, "first": "10.0.5.0", "last": "10.0.5.63", "address_count": 64}
	_is_denied(_document({"source_addresses": ["10.0.1.4", "10.0.5.0/26"]}, {"subnet": {"prefixes": [_prefix, second]}}))
}

test_deny_a_part_where_another_rule_lets_something_else_in if {
	every other in [
		{"protocol": "udp"}, {"access": "deny"}, {"direction": "outbound"}, {"source_addresses": ["10.0.1.0/27"]},
		{"destination_ports": [{"first": 1433, "last": 1433}]}, {"destination_ports": [{"first": 1434, "last": 1434}]},
		{"destination_addresses": ["10.0.8.0/24"]},
	] {
		document := _beside(other)
		"r" in {evidence.entity | some finding in allow_whole_subnet.deny; some evidence in finding.evidence} with input as document
	}
}

# Not all is known of a rule that lets something else in.
test_undetermined_a_part_where_another_rule_may_let_all_in if {
	elsewhere := {"destination_addresses": ["10.0.8.0/24"]}
	every name in ["access", "direction", "protocol", "source_addresses", "destination_addresses", "destination_ports"] {
		document := json.remove(_beside(object.union(elsewhere, {"unknown": sample.unknown(name)})), [sprintf("after/security_rules/o/%s", [name])])
		_is_undetermined(document)
	}
	every known in [{"direction": "outbound"}, {"access": "deny"}] {
		document := _beside(object.union_n([elsewhere, known, {"unknown": sample.unknown("protocol")}]))
		count(allow_whole_subnet.deny) == 1 with input as document
	}
	open := object.union(_beside(elsewhere), {"after": {"network_security_groups": {"g": {"unknown": sample.unknown("security_rules")}}}})
	_is_undetermined(open)
	own := object.union(_beside(elsewhere), {"after": {"security_rules": {"r": {"unknown": sample.unknown("protocol")}}}})
	_is_undetermined(own)
}
