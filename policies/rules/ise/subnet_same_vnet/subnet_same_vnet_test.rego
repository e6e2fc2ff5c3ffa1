package vnetguard.rules.ise.subnet_same_vnet_test

import data.vnetguard.rules.ise.subnet_same_vnet

import data.vnetguard.lib.ise_sample as sample

_v := "/subscriptions/1/resourcegroups/rg/providers/microsoft.network/virtualnetworks/v"

_w := "/subscriptions/1/resourcegroups/rg/providers/microsoft.network/virtualnetworks/w"

_west := {"region": "westeurope"}

# Environment `e` with subnets `a` and `b`, each in a network.
_document(environment, a, b, networks) := sample.document({
	"integration_service_environments": {"e": object.union({"subnets": sample.all(["a", "b"]), "region": "westeurope"}, environment)},
	"subnets": {"a": a, "b": b},
	"virtual_networks": networks,
})

_in(id) := {"virtual_network": sample.to(id)}

_two(first, second) := _document({}, _in("v"), _in("w"), {"v": object.union(_west, first), "w": object.union(_west, second)})

_one(environment, network) := _document(environment, _in("v"), _in("v"), {"v": network})

_is_denied(document, text) if {
	sample.about(subnet_same_vnet.deny) == {"e"} with input as document
	sample.says(subnet_same_vnet.deny, text) with input as document
	subnet_same_vnet.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(subnet_same_vnet.undetermined) == {"e"} with input as document
	sample.says(subnet_same_vnet.undetermined, text) with input as document
	subnet_same_vnet.deny == set() with input as document
}

test_deny_two_networks if {
	_is_denied(_two({}, {}), "environment 'the e' are in several virtual networks ('the v', 'the w'); they")
	_is_denied(_two({"presence": "conditional"}, {}), "are in several virtual networks")
	_is_denied(_two({"presence": "external", "name": "one"}, {"name": "two"}), "are in several virtual networks")
	whole := _document({}, _in(_v), _in(_w), {_v: {"presence": "external"}, _w: {"presence": "external"}})
	_is_denied(whole, "are in several virtual networks")
}

test_deny_two_networks_whatever_else_is_not_known if {
	_is_denied(_two(sample.unknown(["region"]), {}), "are in several virtual networks")
	_is_denied(_two({"region": "eastus"}, {}), "are in several virtual networks")
	more := _document({"subnets": array.concat(sample.all(["a", "b"]), [sample.untold])}, _in("v"), _in("w"), {"v": {}, "w": {}})
	_is_denied(more, "are in several virtual networks")
}

test_deny_shows_the_networks if {
	{finding.evidence | some finding in subnet_same_vnet.deny} == {[
		{"entity": "e", "attribute": "subnets"},
		{"entity": "a", "attribute": "virtual_network"},
		{"entity": "b", "attribute": "virtual_network"},
	]} with input as _two({}, {})
	{object.get(finding, "level", "error") | some finding in subnet_same_vnet.deny} == {"error"} with input as _two({}, {})
}

test_deny_another_region if {
	document := _one({}, {"region": "eastus"})
	_is_denied(document, "Integration service environment 'the e' is in region 'westeurope', its virtual network 'the v' in 'eastus'.")
	{finding.level | some finding in subnet_same_vnet.deny} == {"warning"} with input as document
	{finding.evidence | some finding in subnet_same_vnet.deny} == {[
		{"entity": "e", "attribute": "region"},
		{"entity": "v", "attribute": "region"},
	]} with input as document
}

test_allow_one_network if {
	document := _one({}, _west)
	subnet_same_vnet.subjects == {"e"} with input as document
	subnet_same_vnet.deny == set() with input as document
	subnet_same_vnet.undetermined == set() with input as document
}

test_allow_one_expression_for_both_regions if {
	document := _one(sample.pattern("region", "{x}"), sample.pattern("region", "{x}"))
	subnet_same_vnet.undetermined == set() with input as document
}

test_allow_without_subnets_is_the_count_rule if subnet_same_vnet.subjects == set() with input as sample.environment({})

test_allow_an_environment_that_is_only_named if {
	document := _document({"presence": "external"}, _in("v"), _in("w"), {"v": _west, "w": _west})
	subnet_same_vnet.subjects == set() with input as document
}

_cannot := "Whether the subnets of integration service environment 'the e' are in one virtual network cannot be told."

test_undetermined_untold_subnets if {
	_is_undetermined(_document({"subnets": [sample.to("a"), sample.untold]}, _in("v"), {}, {"v": _west}), _cannot)
	_is_undetermined(_document(sample.unknown(["subnets"]), _in("v"), _in("v"), {"v": _west}), _cannot)
}

test_undetermined_untold_network if _is_undetermined(_document({}, _in("v"), sample.unknown(["virtual_network"]), {"v": _west}), _cannot)

test_undetermined_two_spellings if {
	outside := {"presence": "external", "name": "V"}
	_is_undetermined(_two(object.union({"name": "v"}, outside), {"name": "v"}), _cannot)
	_is_undetermined(_two({"name": "v"}, {"name": "V", "presence": "external"}), _cannot)
	half := _document({}, _in(_v), _in("/{x}"), {_v: object.union(_west, {"presence": "external"}), "/{x}": object.union(_west, {"presence": "external"})})
	_is_undetermined(half, _cannot)
	address := _document({}, _in(_v), _in("azurerm_virtual_network.v"), {_v: object.union(_west, {"presence": "external"}), "azurerm_virtual_network.v": _west})
	_is_undetermined(address, _cannot)
}

test_undetermined_region if {
	_is_undetermined(_one({}, sample.unknown(["region"])), "Whether virtual network 'the v' is in the region of integration service environment 'the e' cannot be told.")
	{finding.evidence | some finding in subnet_same_vnet.undetermined} == {[
		{"entity": "e", "attribute": "region"},
		{"entity": "v", "attribute": "region"},
	]} with input as _one({}, sample.unknown(["region"]))
	{finding.level | some finding in subnet_same_vnet.undetermined} == {"warning"} with input as _one({}, sample.unknown(["region"]))
}

test_undetermined_shows_the_networks if {
	document := _document({}, _in("v"), sample.unknown(["virtual_network"]), {"v": _west})
	{finding.evidence | some finding in subnet_same_vnet.undetermined} == {[
		{"entity": "e", "attribute": "subnets"},
		{"entity": "a", "attribute": "virtual_network"},
		{"entity": "b", "attribute": "virtual_network"},
	]} with input as document
}
