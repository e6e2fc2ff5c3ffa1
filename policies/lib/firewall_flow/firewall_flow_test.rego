package vnetguard.lib.firewall_flow_test

import data.vnetguard.lib.firewall_flow
import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_subnet_sample as prefixes

_flow := {"prefix": prefixes.prefix("10.0.0.0/27"), "destination": "AzureMonitor", "protocol": "tcp", "ports": [80, 443]}

_everything := {"prefix": prefixes.prefix("10.0.0.0/27"), "destination": "*", "protocol": "any", "ports": "*"}

_whole := {"destination_addresses": ["*"], "destination_ports": ["*"], "protocols": ["Any"]}

_exact := {"destination_addresses": ["AzureMonitor"], "destination_ports": ["80", "443"], "protocols": ["TCP"]}

_rule(attributes) := object.union(walls.rule(attributes), {"presence": "declared"})

test_takes if {
	whole := _rule(_whole)
	firewall_flow.takes(whole, _flow)
	firewall_flow.takes(whole, _everything)
	exact := _rule(_exact)
	firewall_flow.takes(exact, _flow)
	not firewall_flow.takes(exact, _everything)
}

test_takes_a_part if {
	every change in [
		{"source_addresses": ["10.0.0.0/28"]}, {"destination_addresses": ["Sql"]}, {"destination_ports": ["443"]},
		{"protocols": ["UDP"]}, {"presence": "conditional"},
	] {
		rule := object.union(_rule(_exact), change)
		not firewall_flow.takes(rule, _flow)
	}
	ports := _rule(object.union(_whole, {"destination_ports": ["0-65535"]}))
	not firewall_flow.takes(ports, _everything)
}

test_may_take if {
	every change in [{}, {"source_addresses": ["10.0.0.0/28"]}, {"destination_addresses": ["Sql"]}, {"destination_ports": ["443"]}, {"protocols": ["UDP", "TCP"]}] {
		rule := _rule(object.union(_exact, change))
		firewall_flow.may_take(rule, _flow)
		firewall_flow.may_take(rule, _everything)
	}
}

test_takes_nothing if {
	every change in [{"source_addresses": ["10.1.0.0/28"]}, {"destination_addresses": ["10.0.0.0/8"]}] {
		rule := _rule(object.union(_exact, change))
		not firewall_flow.may_take(rule, _flow)
		not firewall_flow.may_take(rule, _everything)
	}
	every change in [{"destination_ports": ["22"]}, {"protocols": ["UDP"]}] {
		rule := _rule(object.union(_exact, change))
		not firewall_flow.may_take(rule, _flow)
	}
	datagrams := _rule(object.union(_exact, {"protocols": ["UDP"]}))
	firewall_flow.may_take(datagrams, _everything)
	untold := json.remove(object.union(datagrams, {"unknown": {"protocols": {"reason": "r", "text": ""}}}), ["protocols"])
	firewall_flow.may_take(untold, _flow)
}

_about(collections, flow) := {"stopped": {rule.name | some rule in stopped}, "maybe": {rule.name | some rule in maybe}} if {
	document := walls.document({"collections": collections})
	gate := document.after.firewalls.f
	stopped := [rule |
		some rule in _allowing
		firewall_flow.is_stopped(gate, rule, flow) with input as document
	]
	maybe := [rule |
		some rule in _allowing
		firewall_flow.may_be_stopped(gate, rule, flow) with input as document
	]
}

_allowing := [{"name": "network", "rank": [0, 0, 300, 200]}, {"name": "application", "rank": [1, 0, 300, 1]}, {"name": "untold", "rank": [0, 0, 300, null]}]

test_is_stopped if {
	_about({"d": walls.at(100, walls.deny("network", [_exact]))}, _flow) == {"stopped": {"network", "application"}, "maybe": {"network", "application", "untold"}}
	_about({"d": walls.at(200, walls.deny("network", [_exact]))}, _flow) == {"stopped": {"application"}, "maybe": {"network", "application", "untold"}}
	_about({"d": walls.at(201, walls.deny("network", [_exact]))}, _flow) == {"stopped": {"application"}, "maybe": {"application", "untold"}}
	_about({"d": walls.at(100, walls.deny("network", [_exact]))}, _everything) == {"stopped": set(), "maybe": {"network", "application", "untold"}}
}

test_is_not_stopped if {
	every collection in [
		walls.at(100, walls.allow("network", [_exact])), walls.at(100, walls.deny("application", [_exact])),
		walls.at(100, walls.deny("network", [object.union(_exact, {"destination_ports": ["22"]})])),
	] {
		_about({"d": collection}, _flow) == {"stopped": set(), "maybe": set()}
	}
	partly := walls.at(100, walls.deny("network", [object.union(_exact, {"destination_ports": ["443"]})]))
	_about({"d": partly}, _flow) == {"stopped": set(), "maybe": {"network", "application", "untold"}}
	maybe := object.union(walls.at(100, walls.deny("network", [_exact])), {"presence": "conditional"})
	_about({"d": maybe}, _flow) == {"stopped": set(), "maybe": {"network", "application", "untold"}}
}
