package vnetguard.lib.firewall_test

import data.vnetguard.lib.firewall
import data.vnetguard.lib.firewall_sample as walls
import data.vnetguard.lib.ise_sample as sample

_environment := {"subnets": sample.all(["s"])}

_behind(parts) := found if found := firewall.behind(_environment) with input as walls.document(parts)

_leads_to_another(parts) if firewall.leads_to_another(_environment) with input as walls.document(parts)

_may_lead_to_one(parts) if firewall.may_lead_to_one(_environment) with input as walls.document(parts)

_route(route) := {"route": object.union({"next_hop": "virtualappliance", "id": "r"}, route)}

_read(route, where, name) := object.union(_route({}), {
	"firewall": {"subject": where, "name": name},
	"others": {"routes": {"r": route}},
})

_expression(subject, text) := {"subject": subject, "unknown": {"next_hop_address": {"reason": "known only after apply", "text": text}}}

_pattern(text) := {"unknown": {"next_hop_address": {"reason": "r", "text": "", "pattern": text}}}

_found := {"f": {"s"}}

test_behind_by_address if {
	_behind({}) == _found
	not _leads_to_another({})
	not _may_lead_to_one({})
	_behind(object.union(_route({"address": "10.0.9.4"}), {"firewall": {"subnets": []}})) == _found
}

test_behind_by_the_subnet_of_the_firewall if {
	elsewhere := {"firewall": {"private_addresses": []}}
	_behind(object.union(elsewhere, _route({"address": "10.0.9.63"}))) == _found
	_behind(object.union(elsewhere, _route({"address": "10.0.9.64"}))) == {}
}

test_behind_by_reference if {
	every pair in [
		["azurerm_route_table.t", "azurerm_firewall.f", "azurerm_firewall.f"],
		[`module.n["a.b"].azurerm_route.t`, `module.n["a.b"].azurerm_firewall.f[0]`, "azurerm_firewall.f[0]"],
		["module.n[1].module.m.azurerm_route.t", `module.n[1].module.m.azurerm_firewall.f["k"]`, `azurerm_firewall.f["k"]`],
	] {
		_behind(_read(_expression(pair[0], sprintf("%s.ip_configuration[0].private_ip_address", [pair[2]])), pair[1], "fw")) == _found
	}
}

test_not_behind_by_another_reference if {
	every pair in [
		["azurerm_route_table.t", "azurerm_firewall.f", "azurerm_firewall.g.ip_configuration[0].private_ip_address"],
		["module.n.azurerm_route_table.t", "azurerm_firewall.f", "azurerm_firewall.f.ip_configuration[0].private_ip_address"],
		["azurerm_route_table.t", "azurerm_firewall.f", "azurerm_firewall.f.ip_configuration[0].name"],
		["azurerm_route_table.t", "azurerm_firewall.f", "x.azurerm_firewall.f.ip_configuration[0].private_ip_address"],
		["azurerm_route_table.t", "azurerm_firewall.f", "azurerm_lb.f.ip_configuration[0].private_ip_address"],
	] {
		_behind(_read(_expression(pair[0], pair[2]), pair[1], "fw")) == {}
	}
}

test_behind_by_expression if {
	pattern := "{reference(concat('/x/Microsoft.Network/azureFirewalls/FW'), '2023').ipConfigurations[0].properties.privateIPAddress}"
	_behind(_read(_pattern(pattern), "x", "Fw")) == _found
	_behind(_read(_pattern(pattern), "x", "f")) == {}
	_behind(_read(_pattern("{reference('/azureFirewalls/fw').name}"), "x", "fw")) == {}
}

test_leads_to_another if {
	every route in [{"address": "10.9.9.9"}, {}] {
		_leads_to_another(_route(route))
		_behind(_route(route)) == {}
	}
	not _leads_to_another({"route": {"next_hop": "internet"}})
	not _leads_to_another({"route": {"source": "user"}})
}

test_may_lead_to_one if {
	_may_lead_to_one(_route({"address": "10.9.9.9"}))
	_may_lead_to_one({"route": {"source": "user"}})
	not _may_lead_to_one({"route": {"next_hop": "internet"}})
	without := sample.document({"subnets": {"s": {"default_route": walls.default_route({"source": "user"})}}})
	not firewall.may_lead_to_one(_environment) with input as without
}

# What is not told of an environment of which the rest is behind a firewall, or is not.
test_may_lead_to_one_by_a_subnet_that_is_not_told if {
	behind := walls.with_untold_subnet(walls.document({}))
	firewall.may_lead_to_one(behind.after.integration_service_environments.e) with input as behind
	elsewhere := walls.with_untold_subnet(walls.document({"route": {"next_hop": "internet"}}))
	environment := elsewhere.after.integration_service_environments.e
	not firewall.may_lead_to_one(environment) with input as elsewhere
	open := object.union(_environment, sample.unknown(["subnets"]))
	firewall.may_lead_to_one(open) with input as walls.document({})
	not firewall.may_lead_to_one(open) with input as walls.document({"route": {"next_hop": "internet"}})
}

_is_known(parts) if {
	document := walls.document(parts)
	gate := document.after.firewalls.f
	firewall.is_known(gate) with input as document
}

test_is_known if {
	_is_known({})
	_is_known({"collections": {"c": walls.allow("network", [{"destination_ports": ["1"]}])}})
	nameless := {"collections": {"c": {"action": "allow", "rules": [{"unknown": {"name": {"reason": "r"}}}]}}}
	_is_known(nameless)
}

test_is_not_known if {
	every parts in walls.unknown {
		not _is_known(parts)
	}
	ports := {"collections": {"c": {"action": "allow", "rules": [{"unknown": {"destination_ports": {"reason": "r"}}}]}}}
	not _is_known(ports)
	group := {"group": sample.unknown(["firewall_policy"])}
	not _is_known(group)
	every name in ["firewall", "group"] {
		loose := {"others": {"firewall_rule_collections": {"loose": sample.unknown([name])}}}
		not _is_known(loose)
	}
}

_chain(length) := {"policy": {"base_policy": sample.to("p1")}, "others": {"firewall_policies": {
	"p1": {"base_policy": sample.to("p2"), "rule_collection_groups": ["g1"]},
	"p2": object.filter({"base_policy": sample.to("p3")}, [name | length > 3; name := "base_policy"]),
}, "firewall_rule_collection_groups": {"g1": {"rule_collections": ["c1"]}}, "firewall_rule_collections": {"c1": walls.allow("network", [{"name": "inherited"}])}}}

_ids(parts) := [policy.id | some policy in found] if {
	document := walls.document(parts)
	gate := document.after.firewalls.f
	found := firewall.policies(gate) with input as document
}

test_policies if {
	_ids({}) == ["p"]
	_ids(_chain(3)) == ["p", "p1", "p2"]
	_is_known(_chain(3))
	_ids(_chain(4)) == ["p", "p1", "p2"]
	longer := _chain(4)
	not _is_known(longer)
}

_names(parts, action, types) := [rule.name | some rule in found] if {
	document := walls.document(parts)
	gate := document.after.firewalls.f
	found := firewall.rules(gate, action, types) with input as document
}

test_rules if {
	parts := {
		"firewall": {"rule_collections": ["classic"]},
		"collections": {"c": walls.allow("network", [{"name": "n"}]), "d": walls.deny("application", [{"name": "d"}]), "u": {"action": "allow", "rules": [{"name": "u"}]}},
		"others": {"firewall_rule_collections": {
			"classic": walls.allow("application", [{"name": "a"}]), "c": object.union(walls.allow("network", [{"name": "n"}]), {"presence": "conditional"}),
			"d": walls.deny("application", [{"name": "d"}]), "u": {"action": "allow", "rules": [{"name": "u"}]},
		}},
	}
	_names(parts, "allow", ["network"]) == ["n", "u"]
	_names(parts, "allow", ["application"]) == ["a", "u"]
	_names(parts, "deny", ["application", "network"]) == ["d"]
	_names(_chain(3), "allow", ["network"]) == ["inherited"]
	document := walls.document(parts)
	gate := document.after.firewalls.f
	found := firewall.rules(gate, "allow", ["network"]) with input as document
	[rule.presence | some rule in found] == ["conditional", "declared"]
}

test_precedes if {
	every pair in [
		[[0, 0, 100, 100], [1, -2, 1, 1]], [[0, -1, 9, 9], [0, 0, 1, 1]], [[0, 0, 1, 9], [0, 0, 2, 1]],
		[[0, 0, 1, 1], [0, 0, 1, 2]], [[0, null, null, null], [1, null, null, null]],
	] {
		one := {"rank": pair[0]}
		other := {"rank": pair[1]}
		firewall.precedes(one, other)
		not firewall.precedes(other, one)
	}
}

test_does_not_precede if {
	every pair in [
		[[0, 0, 1, 1], [0, 0, 1, 1]], [[null, 0, 1, 1], [0, 0, 1, 2]], [[0, 0, 1, 1], [null, 0, 1, 2]],
		[[null, 0, 1, 1], [null, 0, 1, 2]], [[0, null, 1, 1], [0, null, 1, 2]], [[0, 0, null, 1], [0, 0, 2, 1]],
		[[0, 0, 1, 1], [0, 0, null, 2]], [[0, 0, 1, null], [0, 0, 1, 2]],
	] {
		one := {"rank": pair[0]}
		other := {"rank": pair[1]}
		not firewall.precedes(one, other)
		not firewall.precedes(other, one)
	}
}

_ranks(parts) := {rule.name: rule.rank | some rule in found} if {
	document := walls.document(parts)
	gate := document.after.firewalls.f
	found := firewall.rules(gate, "allow", ["network", "application"]) with input as document
}

test_ranks if {
	inherited := object.union(_chain(3), {"others": {
		"firewall_rule_collection_groups": {"g1": {"firewall_policy": sample.to("p1"), "priority": 5}},
		"firewall_rule_collections": {"c1": {"group": sample.to("g1"), "priority": 6}},
	}})
	_ranks(object.union(inherited, {"collections": {
		"c": walls.at(7, walls.allow("application", [{"name": "own"}])),
		"u": {"action": "allow", "rules": [{"name": "untold"}]},
	}})) == {"own": [1, 0, 300, 7], "inherited": [0, -1, 5, 6], "untold": [null, 0, 300, null]}
	loose := {"collections": {"c": walls.at(7, walls.allow("network", [{"name": "own"}]))}, "group": {"firewall_policy": sample.to("x"), "priority": null}}
	_ranks(loose) == {"own": [0, null, null, 7]}
}

test_ranks_of_classic_rules if {
	classic := {
		"firewall": {"rule_collections": ["classic"]},
		"others": {"firewall_rule_collections": {"classic": walls.at(8, walls.allow("application", [{"name": "a"}]))}},
	}
	_ranks(classic) == {"a": [1, null, 0, 8]}
	document := json.remove(walls.document(classic), ["after/firewalls/f/firewall_policy"])
	gate := document.after.firewalls.f
	found := firewall.rules(gate, "allow", ["application"]) with input as document
	[rule.rank | some rule in found] == [[1, 0, 0, 8]]
}
