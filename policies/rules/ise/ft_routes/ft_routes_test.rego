package vnetguard.rules.ise.ft_routes_test

import data.vnetguard.rules.ise.ft_routes

import data.vnetguard.lib.ise_sample as sample
import data.vnetguard.lib.ise_subnet_sample as subnet

_part(hop) := {"next_hop": hop, "certainty": "certain", "routes": [{"name": "all", "id": "r", "next_hop": hop}]}

_direct := {"parts": [_part("internet")]}

_detour := {"parts": [_part("virtualappliance")]}

_open := {"parts": [{"certainty": "possible", "routes": [{"name": "all", "id": "r"}]}]}

_tags := ["LogicApps", "LogicAppsManagement", "AzureConnectors", "AppServiceManagement", "AzureTrafficManager", "ApiManagement"]

# All traffic goes directly, but that to some tags.
_routed(word, others, more) := subnet.document(object.union(
	{"default_route": {"forced_tunnelling": word}, "routes": object.union({tag: _direct | some tag in _tags}, others)},
	more,
))

_rules := {
	"LogicApps": "ISE-FT-ROUTE-LOGICAPPS", "LogicAppsManagement": "ISE-FT-ROUTE-LOGICAPPS", "AzureConnectors": "ISE-FT-ROUTE-CONNECTORS",
	"AppServiceManagement": "ISE-FT-ROUTE-ASEMGMT", "AzureTrafficManager": "ISE-FT-ROUTE-ATM", "ApiManagement": "ISE-FT-ROUTE-APIM",
}

test_deny if {
	every tag, rule in _rules {
		document := _routed("certain", {tag: _detour}, {})
		{[finding.rule, finding.subject] | some finding in ft_routes.deny} == {[rule, "s"]} with input as document
		sample.says(ft_routes.deny, sprintf("Traffic of subnet 'the s' to '%s' does not go to the Internet directly: route 'all' leads to a virtual appliance.", [tag])) with input as document
		{finding.evidence | some finding in ft_routes.deny} == {[{"entity": "r", "attribute": "next_hop_type"}, {"entity": "s", "attribute": "route_table"}]} with input as document
		ft_routes.undetermined == set() with input as document
	}
}

test_deny_both_tags_of_a_rule if {
	document := _routed("certain", {"LogicApps": _detour, "LogicAppsManagement": _detour}, {})
	sample.says(ft_routes.deny, "to 'LogicApps', 'LogicAppsManagement' does not go") with input as document
}

test_deny_every_part if {
	document := _routed("certain", {"ApiManagement": {"parts": [_part("none"), _part("virtualnetworkgateway")]}}, {})
	sample.says(ft_routes.deny, "route 'all' leads to nowhere") with input as document
}

test_allow if {
	every word in ["certain", "possible"] {
		document := _routed(word, {"AppServiceManagement": {"parts": [_part("internet"), _part("virtualnetworkserviceendpoint")]}}, {})
		ft_routes.subjects == {{"rule": rule, "subject": "s"} | some rule in _rules} with input as document
		ft_routes.deny == set() with input as document
		ft_routes.undetermined == set() with input as document
	}
}

test_allow_without_forced_tunnelling if {
	document := _routed("absent", {"ApiManagement": _detour}, {})
	ft_routes.subjects == set() with input as document
	ft_routes.deny == set() with input as document
	ft_routes.undetermined == set() with input as document
}

test_undetermined if {
	every tag, rule in _rules {
		document := _routed("certain", {tag: _open}, {})
		{[finding.rule, finding.subject] | some finding in ft_routes.undetermined} == {[rule, "s"]} with input as document
		sample.says(ft_routes.undetermined, sprintf("Whether traffic of subnet 'the s' to '%s' goes to the Internet directly, as", [tag])) with input as document
		{finding.evidence | some finding in ft_routes.undetermined} == {[{"entity": "s", "attribute": "route_table"}]} with input as document
		ft_routes.deny == set() with input as document
	}
}

# What a tag shares with what these routes are for goes directly, the rest of it does not.
_partly(tag, routes, prefixes) := object.union(
	_routed("certain", {tag: {"parts": [
		{"next_hop": "internet", "certainty": "certain", "routes": [{"name": route, "id": route} | some route in routes]},
		_part("virtualappliance"),
	]}}, {}),
	{"after": {"routes": {id: {"id": id, "prefix": prefix, "unknown": {}} | some id, prefix in prefixes}}},
)

test_deny_where_only_other_tags_have_routes if {
	every prefixes in [{"a": "LogicApps"}, {"a": "LogicApps", "b": "ApiManagementX.WestUS2"}] {
		document := _partly("ApiManagement", object.keys(prefixes), prefixes)
		{[finding.rule, finding.subject] | some finding in ft_routes.deny} == {["ISE-FT-ROUTE-APIM", "s"]} with input as document
		sample.says(ft_routes.deny, "to 'ApiManagement' does not go to the Internet directly: route 'all' leads to a virtual appliance.") with input as document
		{finding.evidence[0].entity | some finding in ft_routes.deny} == {"r"} with input as document
		ft_routes.undetermined == set() with input as document
	}
}

test_undetermined_where_a_part_has_routes if {
	every prefixes in [
		{"a": "apimanagement.WestUS2"}, {"a": "ApiManagement"}, {"a": "203.0.113.0/24"}, {},
		{"a": "LogicApps", "b": "203.0.113.0/24"},
	] {
		document := _partly("ApiManagement", object.keys(prefixes), prefixes)
		count(ft_routes.undetermined) == 1 with input as document
		ft_routes.deny == set() with input as document
	}
}

test_undetermined_where_another_tag_leads_somewhere if {
	document := object.union(
		_routed("certain", {"ApiManagement": {"parts": [
			{"certainty": "possible", "routes": [{"name": "a", "id": "a"}]},
			_part("virtualappliance"),
		]}}, {}),
		{"after": {"routes": {"a": {"id": "a", "prefix": "LogicApps", "unknown": {}}}}},
	)
	count(ft_routes.undetermined) == 1 with input as document
	ft_routes.deny == set() with input as document
}

test_undetermined_when_parts_differ if {
	document := _routed("certain", {"ApiManagement": {"parts": [_part("internet"), _part("virtualappliance")]}}, {})
	count(ft_routes.undetermined) == 1 with input as document
	ft_routes.deny == set() with input as document
}

test_undetermined_without_parts if {
	document := _routed("certain", {"ApiManagement": {"parts": [_part("virtualappliance"), {"certainty": "possible", "routes": []}]}}, {})
	count(ft_routes.undetermined) == 1 with input as document
	ft_routes.deny == set() with input as document
}

_addresses := data.vnetguard.reference.ase_management_addresses

# Traffic that manages App Service Environments takes routes for single addresses in a network of the region.
_by_addresses(region, routes, table) := object.union(
	_routed("certain", {"AppServiceManagement": _open}, {"route_table": sample.to("t"), "virtual_network": sample.to("v")}),
	sample.document({
		"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
		"virtual_networks": {"v": {"region": region}},
		"route_tables": {"t": object.union({"routes": sample.all([id | some id, _ in routes])}, table)},
		"routes": routes,
	}),
)

_routes(addresses) := object.union(
	{"default": {"prefix": "0.0.0.0/0", "next_hop_type": "virtualappliance"}},
	{address: {"prefix": sprintf("%s/32", [address]), "next_hop_type": "internet"} | some address in addresses},
)

_count(document) := count(findings) if {
	findings := ft_routes.undetermined with input as document
}

test_allow_all_management_addresses if {
	_count(_by_addresses("westeurope", _routes(_addresses.public), {})) == 0
	_count(_by_addresses("usgovvirginia", _routes(_addresses.government), {})) == 0
	_count(_by_addresses("usdodcentral", _routes(_addresses.government), {})) == 0
	_count(_by_addresses("chinanorth", _routes(_addresses.china), {})) == 0
	wide := {"wide": {"prefix": "0.0.0.0/1", "next_hop_type": "internet"}, "other": {"prefix": "128.0.0.0/1", "next_hop_type": "internet"}, "tag": {"prefix": "Storage", "next_hop_type": "none"}}
	_count(_by_addresses("westeurope", wide, {})) == 0
	halves := {"low": {"prefix": "0.0.0.0/1", "next_hop_type": "virtualappliance"}, "high": {"prefix": "128.0.0.0/1", "next_hop_type": "virtualappliance"}}
	_count(_by_addresses("westeurope", object.union(halves, _routes(_addresses.public)), {})) == 0
	plain := {address: {"prefix": address, "next_hop_type": "internet"} | some address in _addresses.china}
	_count(_by_addresses("chinaeast2", plain, {})) == 0
}

test_undetermined_some_management_addresses if {
	_count(_by_addresses("westeurope", _routes(array.slice(_addresses.public, 0, 71)), {})) == 1
	_count(_by_addresses("westeurope", _routes(_addresses.government), {})) == 1
	_count(_by_addresses("usgovvirginia", _routes(_addresses.public), {})) == 1
	_count(_by_addresses("chinanorth", _routes(_addresses.public), {})) == 1
	_count(_by_addresses("westeurope", _routes(_addresses.public), sample.unknown(["routes"]))) == 1
}

test_undetermined_management_addresses_that_are_diverted if {
	first := _addresses.china[0]
	every route in [
		{"prefix": first, "next_hop_type": "none"},
		object.union({"prefix": sprintf("%s/31", [first])}, sample.unknown(["next_hop_type"])),
		object.union({"next_hop_type": "internet"}, sample.unknown(["prefix"])),
		{"prefix": "10.0.0.0/8", "next_hop_type": "internet", "presence": "conditional"},
	] {
		_count(_by_addresses("chinanorth", object.union(_routes(_addresses.china), {"more": route}), {})) == 1
	}
}

# The longest prefix decides, whichever way the shorter ones lead.
test_longest_prefix_of_a_management_address if {
	first := _addresses.china[0]
	shorter := {"more": {"prefix": sprintf("%s/31", [first]), "next_hop_type": "none"}}
	_count(_by_addresses("chinanorth", object.union(_routes(_addresses.china), shorter), {})) == 0
	longest := {"more": {"prefix": sprintf("%s/9", [first]), "next_hop_type": "none"}, "default": {"prefix": "0.0.0.0/0", "next_hop_type": "internet"}}
	_count(_by_addresses("chinanorth", object.union(_routes(array.slice(_addresses.china, 1, 100)), longest), {})) == 1
}

test_undetermined_other_tags_by_addresses if {
	routes := _routes(_addresses.public)
	document := object.union(_by_addresses("westeurope", routes, {}), {"after": {"subnets": {"s": {"routes": {"AppServiceManagement": _direct, "ApiManagement": _open}}}}})
	_count(document) == 1
}
