package vnetguard.rules.app.dns_custom_test

import data.vnetguard.rules.app.dns_custom

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_document(flow) := app_sample.guarded({}, {"APP-DNS-CUSTOM": flow})

test_deny if {
	every verdict in ["deny", "partial"] {
		some finding in dns_custom.deny with input as _document(app_sample.flow(verdict, 53))
		finding.subject == "g"
		finding.msg == concat("", [
			"In network security group 'the g', security rule 'close' drops TCP on port 53, ",
			"which apps in subnet 'the subnet' reach the DNS server '10.0.9.4' of their virtual network on.",
		])
		finding.evidence == [{"entity": "rule", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
		dns_custom.undetermined == set() with input as _document(app_sample.flow(verdict, 53))
	}
}

test_deny_one_protocol_of_two if {
	both := {"verdict": "allow", "protocols": object.union(
		{"udp": app_sample.flow("deny", 53).protocols.tcp},
		app_sample.untold_flow.protocols,
	)}
	count(dns_custom.deny) == 1 with input as _document(both)
	dns_custom.undetermined == set() with input as _document(both)
}

test_allow if {
	dns_custom.subjects == {"g"} with input as _document(app_sample.open_flow)
	dns_custom.deny == set() with input as _document(app_sample.open_flow)
	dns_custom.undetermined == set() with input as _document(app_sample.open_flow)
}

test_allow_without_a_group if dns_custom.subjects == set() with input as sample.integration({})

# A flow that the default rules decide, and the group's own rules.
_left(flow, rules) := object.union(
	_document({"verdict": "deny", "protocols": {"udp": object.union(
		{
			"verdict": "deny", "decided_by": {"name": "DenyAllOutBound", "source": "default_rule"},
			"witness": {"protocol": "udp", "port": 53, "destination": "10.1.0.4"},
		},
		flow,
	)}}),
	{"after": {
		"network_security_groups": {"g": {"security_rules": [app_sample.to(id) | some id, _ in rules]}},
		"security_rules": {id: app_sample.entity(id, object.union(
			{
				"name": sprintf("own %s", [id]), "direction": "outbound", "access": "deny", "protocol": "*", "priority": 200,
				"source_addresses": ["*"], "destination_addresses": ["VirtualNetwork"], "destination_ports": [{"first": 0, "last": 65535}],
			},
			rule,
		))[id] | some id, rule in rules},
	}},
)

_is_allowed(document) if {
	dns_custom.subjects == {"g"} with input as document
	dns_custom.deny == set() with input as document
	dns_custom.undetermined == set() with input as document
}

_is_open(document) if {
	dns_custom.deny == set() with input as document
	count(dns_custom.undetermined) == 1 with input as document
}

test_allow_a_server_in_no_known_network_by_the_default_rules if {
	_is_allowed(_left({}, {}))
	_is_allowed(_left({"parts": {"allowed": [{"rule": "AllowVnetOutBound"}], "denied": [{"rule": "DenyAllOutBound"}]}}, {}))
	beyond := {"name": "AllowVnetOutBound", "source": "default_rule"}
	_is_allowed(_left({"verdict": "unknown", "decided_by": beyond, "parts": {"denied": [{"rule": "DenyAllOutBound"}]}}, {}))
}

test_allow_beside_rules_about_something_else if {
	every rule in [
		{"direction": "inbound"}, {"access": "allow"}, {"protocol": "tcp"}, {"destination_addresses": ["10.9.0.0/16"]},
		{"destination_ports": [{"first": 54, "last": 65535}]}, {"destination_ports": [{"first": 0, "last": 52}]},
	] {
		_is_allowed(_left({}, {"x": rule}))
	}
}

test_undetermined_parts_that_others_decide if {
	every parts in [
		{"denied": [{"rule": "own"}]}, {"denied": [{"rule": "DenyAllInBound"}]}, {"denied": [{"rule": "AllowVnetOutBound"}]},
		{"undecided": [{"rule": "own"}]}, {"is_cut": true},
	] {
		_is_open(_left({"parts": parts}, {}))
	}
}

test_deny_a_server_in_a_connected_network_by_a_rule_of_its_own if {
	every rule in [
		{}, {"protocol": "udp"}, {"destination_addresses": ["10.0.0.0/8", "virtualnetwork"]}, {"source_addresses": ["VirtualNetwork"]},
		{"destination_ports": [{"first": 53, "last": 53}]},
	] {
		document := _left({}, {"x": rule})
		some finding in dns_custom.deny with input as document
		finding.msg == concat("", [
			"In network security group 'the g', security rule 'own x' drops UDP on port 53, ",
			"which apps in subnet 'the subnet' reach the DNS server '10.1.0.4' of their virtual network on.",
		])
		finding.evidence == [{"entity": "x", "attribute": "access"}, {"entity": "s", "attribute": "network_security_group"}]
		dns_custom.undetermined == set() with input as document
	}
}

test_undetermined_rules_for_a_connected_network if {
	_is_open(_left({}, {"x": {"source_addresses": ["10.0.1.0/27"]}}))
	_is_open(_left({}, {"x": {}, "y": {"access": "allow"}}))
	_is_open(_left({"parts": {"undecided": [{"rule": "own"}]}}, {"x": {}}))
}

# A rule drops what goes to a server with this address; the network has these.
_to(address, servers, app) := object.union(
	_document({"verdict": "deny", "protocols": {"udp": {
		"verdict": "deny", "decided_by": {"id": "rule", "name": "close", "source": "network_security_group"},
		"witness": {"protocol": "udp", "port": 53, "destination": address},
	}}}),
	{"after": {"virtual_networks": {"v": {"dns_servers": servers}}, "apps": {"a": app}}},
)

test_rules_for_public_servers_need_route_all if {
	off := {"route_all": false, "app_kind": "web"}
	_is_allowed(_to("8.8.8.8", ["8.8.8.8", "9.9.9.9"], off))
	_is_open(_to("8.8.8.8", ["8.8.8.8", "10.0.0.4"], off))
	_is_open(_to("8.8.8.8", ["8.8.8.8"], {"unknown": sample.unknown("route_all"), "app_kind": "web"}))
	count(dns_custom.deny) == 1 with input as _to("8.8.8.8", ["8.8.8.8"], {"route_all": true})
	count(dns_custom.deny) == 1 with input as _to("10.0.0.4", ["8.8.8.8", "10.0.0.4"], off)
}

test_undetermined if {
	dns_custom.deny == set() with input as _document(app_sample.untold_flow)
	some finding in dns_custom.undetermined with input as _document(app_sample.untold_flow)
	finding.subject == "g"
	finding.msg == concat("", [
		"Whether network security group 'the g' lets apps in subnet 'the subnet' reach the DNS servers ",
		"of their virtual network cannot be told.",
	])
	finding.evidence == [{"entity": "s", "attribute": "network_security_group"}]
}

test_deny_names_an_app_that_may_not_be_deployed if {
	document := object.union(_document(app_sample.flow("deny", 53)), {"after": {"apps": {"a": {"presence": "conditional"}}}})
	some finding in dns_custom.deny with input as document
	{"entity": "a", "attribute": "integration_subnet"} in finding.evidence
}
