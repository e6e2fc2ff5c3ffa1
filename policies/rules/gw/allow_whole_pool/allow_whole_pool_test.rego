package vnetguard.rules.gw.allow_whole_pool_test

import data.vnetguard.rules.gw.allow_whole_pool

import data.vnetguard.lib.gateway_sample
import data.vnetguard.lib.sample

_rule(id, attributes) := gateway_sample.entity(id, id, object.union({
	"name": id, "access": "allow", "direction": "inbound", "protocol": "tcp",
	"destination_ports": [{"first": 443, "last": 443, "unknown": {}}],
}, attributes))

_from(sources) := {"r": _rule("r", {"source_addresses": sources})}

# The document with a subnet whose group has these rules; `group` and other parts override.
_with(rules, parts) := object.union(
	gateway_sample.document(object.union({"network": {"subnets": ["s", "t"]}}, parts)),
	{"after": {
		"subnets": {"t": {"id": "t", "unknown": {}, "virtual_network": gateway_sample.edge("v"), "network_security_group": gateway_sample.edge("n")}},
		"network_security_groups": {"n": gateway_sample.entity("n", "the group", object.union(
			{"security_rules": [gateway_sample.edge(id) | some id, _ in rules]},
			object.get(parts, "group", {}),
		))},
		"security_rules": rules,
	}},
)

test_deny_a_part if {
	every source in ["172.16.201.4/32", "172.16.201.4", "172.16.201.0/25", "172.16.201.128/25"] {
		some finding in allow_whole_pool.deny with input as _with(_from([source]), {})
		finding.subject == "n"
		finding.msg == sprintf("Security rule 'r' of 'the group' allows '%s', a part of the point-to-site addresses of gateway 'the gateway'; apps may call from any of them.", [source])
		finding.evidence == [
			{"entity": "r", "attribute": "source_addresses"}, {"entity": "g", "attribute": "client_address_pool"},
			{"entity": "c", "attribute": "virtual_network"},
		]
		allow_whole_pool.undetermined == set() with input as _with(_from([source]), {})
	}
}

test_deny_a_rule_without_a_name if {
	rules := {"r": _rule("r", object.union({"source_addresses": ["172.16.201.4"]}, gateway_sample.lost("name")))}
	some finding in allow_whole_pool.deny with input as _with(rules, {})
	contains(finding.msg, "Security rule 'r' of 'the group'")
}

test_deny_a_part_of_one_of_two_pools if {
	pools := {"client_address_pool": [gateway_sample.prefix("10.1.0.0/24"), gateway_sample.prefix("172.16.201.0/24")]}
	count(allow_whole_pool.deny) == 1 with input as _with(_from(["10.1.0.0/24", "172.16.201.0/25"]), {"gateway": pools})
}

test_deny_where_another_rule_is_for_other_ports_or_protocols if {
	part := _from(["172.16.201.4"])
	every attributes in [
		{"destination_ports": [{"first": 444, "last": 500, "unknown": {}}]},
		{"destination_ports": [{"first": 1, "last": 442, "unknown": {}}]},
		{"destination_ports": []},
		{"protocol": "udp"},
		{"access": "deny"},
		{"direction": "outbound"},
		{"source_addresses": ["172.16.202.0/24"]},
		{"source_addresses": ["Internet"]},
	] {
		other := {"o": _rule("o", object.union({"source_addresses": ["*"]}, attributes))}
		count(allow_whole_pool.deny) == 1 with input as _with(object.union(part, other), {})
	}
}

test_allow_where_another_rule_lets_the_pool_in if {
	part := _from(["172.16.201.4"])
	every attributes in [
		{"source_addresses": ["*"]},
		{"source_addresses": ["VirtualNetwork"]},
		{"source_addresses": ["172.16.0.0/12"], "protocol": "*"},
		{"source_addresses": ["172.16.201.0/24"], "destination_ports": [{"first": 400, "last": 500, "unknown": {}}]},
	] {
		document := _with(object.union(part, {"o": _rule("o", attributes)}), {})
		allow_whole_pool.deny == set() with input as document
		allow_whole_pool.undetermined == set() with input as document
	}
}

test_allow_the_pool_and_other_addresses if {
	every sources in [
		["172.16.201.0/24"], ["172.16.201.0/25", "172.16.201.128/25"], ["10.0.0.0/8"], ["*"], ["Internet"], ["10.1.1.1"],
		["172.16.201.4", "VirtualNetwork"], ["172.16.0.0/12"],
	] {
		allow_whole_pool.subjects == {"n"} with input as _with(_from(sources), {})
		allow_whole_pool.deny == set() with input as _with(_from(sources), {})
		allow_whole_pool.undetermined == set() with input as _with(_from(sources), {})
	}
}

test_allow_denies_and_outbound_rules if {
	every attributes in [{"access": "deny"}, {"direction": "outbound"}] {
		rules := {"r": _rule("r", object.union({"source_addresses": ["172.16.201.4"]}, attributes))}
		allow_whole_pool.deny == set() with input as _with(rules, {})
	}
}

test_allow_without_a_pool if {
	allow_whole_pool.deny == set() with input as _with(_from(["172.16.201.4"]), {"gateway": {"client_address_pool": null}})
	allow_whole_pool.undetermined == set() with input as _with(_from(["172.16.201.4"]), {"gateway": {"client_address_pool": null}})
}

test_allow_the_regional_form if {
	allow_whole_pool.subjects == set() with input as _with(_from(["172.16.201.4"]), {"connection": {"is_regional": true}})
}

test_undetermined_rules if {
	every name in ["access", "direction", "protocol", "source_addresses", "destination_ports"] {
		rules := {"r": _rule("r", object.union({"source_addresses": ["172.16.201.4"]}, gateway_sample.lost(name)))}
		{[each.subject, each.evidence] | some each in allow_whole_pool.undetermined} == {["n", [{"entity": "n", "attribute": "security_rules"}]]} with input as _with(rules, {})
		allow_whole_pool.deny == set() with input as _with(rules, {})
	}
	every group in [{"unknown": sample.unknown("security_rules")}, {"security_rules": [sample.untold]}] {
		some finding in allow_whole_pool.undetermined with input as _with(_from(["172.16.201.4"]), {"group": group})
		contains(finding.msg, "Whether network security group 'the group' lets")
		allow_whole_pool.deny == set() with input as _with(_from(["172.16.201.4"]), {"group": group})
	}
	without := {"group": {"unknown": sample.unknown("security_rules")}, "gateway": {"client_address_pool": null}}
	allow_whole_pool.undetermined == set() with input as _with({}, without)
}

test_undetermined_pools if {
	every gateway in [
		gateway_sample.lost("client_address_pool"),
		{"subnets": [sample.untold]},
	] {
		count(allow_whole_pool.undetermined) == 1 with input as _with(_from(["172.16.201.4"]), {"gateway": gateway})
		allow_whole_pool.undetermined == set() with input as _with(_from(["Internet"]), {"gateway": gateway})
		group := {"unknown": sample.unknown("security_rules")}
		count(allow_whole_pool.undetermined) == 1 with input as _with({}, {"gateway": gateway, "group": group})
	}
}

test_undetermined_a_gateway_outside_of_the_input if {
	document := json.remove(
		_with(_from(["172.16.201.4"]), {"network": {"presence": "external", "subnets": ["s", "t"]}}),
		["after/subnets/s/virtual_network_gateways", "after/virtual_network_gateways/g"],
	)
	count(allow_whole_pool.undetermined) == 1 with input as document
	allow_whole_pool.deny == set() with input as document
}

test_undetermined_a_connection_of_either_form if {
	document := _with(_from(["172.16.201.4"]), {"connection": {"is_regional": null, "has_gateway": null}})
	{each.subject | some each in allow_whole_pool.undetermined} == {"n"} with input as document
	allow_whole_pool.deny == set() with input as document
	allow_whole_pool.undetermined == set() with input as _with(_from(["172.16.201.0/24"]), {"connection": {"is_regional": null, "has_gateway": null}})
}
