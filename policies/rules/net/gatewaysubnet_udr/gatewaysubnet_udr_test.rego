package vnetguard.rules.net.gatewaysubnet_udr_test

import data.vnetguard.rules.net.gatewaysubnet_udr

import data.vnetguard.lib.ise_sample as sample


_is_denied(document, text) if {
	sample.about(gatewaysubnet_udr.deny) == {"s"} with input as document
	sample.says(gatewaysubnet_udr.deny, text) with input as document
}

_is_fine(document) if {
	gatewaysubnet_udr.subjects == {"s"} with input as document
	gatewaysubnet_udr.deny == set() with input as document
	gatewaysubnet_udr.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(gatewaysubnet_udr.undetermined) == {"s"} with input as document
	sample.says(gatewaysubnet_udr.undetermined, text) with input as document
	gatewaysubnet_udr.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in gatewaysubnet_udr.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	gatewaysubnet_udr.subjects == set() with input as document
	gatewaysubnet_udr.deny == set() with input as document
	gatewaysubnet_udr.undetermined == set() with input as document
}

_routes := {
	"default": {"prefix": "0.0.0.0/0"}, "maybe": {"prefix": "0.0.0.0/0", "presence": "conditional"},
	"other": {"prefix": "10.0.0.0/8"}, "untold": sample.unknown(["prefix"]),
}

_routed(subnet, table) := sample.document({
	"subnets": {"s": object.union({"name": "GatewaySubnet", "route_table": sample.to("t")}, subnet)},
	"route_tables": {"t": table},
	"routes": _routes,
})

_to(routes) := {"routes": sample.all(routes)}

test_deny if {
	every name in ["GatewaySubnet", "gatewaysubnet"] {
		document := _routed({"name": name}, _to(["other", "default"]))
		_is_denied(document, "Gateway subnet 'the s' has route table 'the t' with a route for '0.0.0.0/0', which")
		_shows(document, [{"entity": "default", "attribute": "prefix"}])
		gatewaysubnet_udr.undetermined == set() with input as document
	}
}

test_deny_what_is_certain_before_what_is_not if {
	_shows(_routed({}, _to(["maybe", "default"])), [{"entity": "default", "attribute": "prefix"}])
	_shows(_routed({}, _to(["maybe"])), [{"entity": "maybe", "attribute": "prefix"}])
}

test_deny_on_a_subnet_outside if {
	_is_denied(_routed({"presence": "external"}, _to(["default"])), "Gateway subnet 'the s'")
}

test_deny_whatever_else_is_not_known if {
	document := _routed({}, object.union(_to(["default", "untold"]), sample.unknown(["routes"])))
	_is_denied(document, "Gateway subnet 'the s'")
	gatewaysubnet_udr.undetermined == set() with input as document
}

test_allow if {
	_is_fine(_routed({}, _to(["other"])))
	_is_fine(_routed({}, {}))
	_is_fine(sample.document({"subnets": {"s": {"name": "GatewaySubnet"}}}))
}

test_allow_another_subnet if {
	_is_no_subject(_routed({"name": "apps"}, _to(["default"])))
	_is_no_subject(sample.document({"subnets": {"s": object.union({"presence": "external", "name": "GatewaySubnet"}, sample.unknown(["route_table"]))}}))
}

test_undetermined_name if {
	nameless := sample.document({
		"subnets": {"s": object.union({"route_table": sample.to("t")}, sample.unknown(["name"]))},
		"route_tables": {"t": _to(["default"])},
		"routes": _routes,
	})
	_is_undetermined(nameless, "Subnet 'the s' has a route for '0.0.0.0/0', and whether it is a gateway subnet")
	{finding.evidence | some finding in gatewaysubnet_udr.undetermined} == {[{"entity": "s", "attribute": "name"}]} with input as nameless
}

test_allow_a_name_that_does_not_matter if {
	_is_no_subject(sample.document({
		"subnets": {"s": object.union({"route_table": sample.to("t")}, sample.unknown(["name"]))},
		"route_tables": {"t": _to(["other"])},
		"routes": _routes,
	}))
	_is_no_subject(sample.document({"subnets": {"s": sample.unknown(["name"])}}))
}

test_undetermined_routes if {
	not_all := "Not all routes of gateway subnet 'the s' are known; a route for '0.0.0.0/0' is"
	_is_undetermined(_routed({}, sample.unknown(["routes"])), not_all)
	_is_undetermined(_routed({}, object.union(_to(["other"]), sample.unknown(["routes"]))), not_all)
	_is_undetermined(_routed({}, {"routes": [sample.untold]}), not_all)
	_is_undetermined(_routed({}, _to(["other", "untold"])), not_all)
	tableless := sample.document({"subnets": {"s": object.union({"name": "GatewaySubnet"}, sample.unknown(["route_table"]))}})
	_is_undetermined(tableless, not_all)
	{finding.evidence | some finding in gatewaysubnet_udr.undetermined} == {[{"entity": "s", "attribute": "route_table"}]} with input as tableless
}
