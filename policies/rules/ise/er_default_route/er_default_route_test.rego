package vnetguard.rules.ise.er_default_route_test

import data.vnetguard.rules.ise.er_default_route

import data.vnetguard.lib.ise_sample as sample

_is_denied(document, text) if {
	sample.about(er_default_route.deny) == {"s"} with input as document
	sample.says(er_default_route.deny, text) with input as document
	er_default_route.undetermined == set() with input as document
}

_is_fine(document) if {
	er_default_route.subjects == {"s"} with input as document
	er_default_route.deny == set() with input as document
	er_default_route.undetermined == set() with input as document
}

_is_undetermined(document, text) if {
	sample.about(er_default_route.undetermined) == {"s"} with input as document
	sample.says(er_default_route.undetermined, text) with input as document
	er_default_route.deny == set() with input as document
}

_shows(document, evidence) if {
	{finding.evidence | some finding in er_default_route.deny} == {evidence} with input as document
}

_is_no_subject(document) if {
	er_default_route.subjects == set() with input as document
	er_default_route.deny == set() with input as document
	er_default_route.undetermined == set() with input as document
}

# Environment `e` with subnet `s` of network `v`, which has a gateway.
_document(type, route, subnet) := sample.document({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {
		"s": object.union({"virtual_network": sample.to("v"), "default_route": route}, subnet),
		"gateway-subnet": {"virtual_network": sample.to("v")},
	},
	"virtual_networks": {"v": {}},
	"virtual_network_gateways": {"g": object.union({"subnets": sample.all(["gateway-subnet"])}, type)},
})

_er := {"gateway_type": "expressroute"}

_to(hop) := {"next_hop": hop, "certainty": "certain", "routes": [{"id": "r", "name": "all", "next_hop": hop, "source": "user"}]}

# What there is without a route of its own.
_none := {"certainty": "possible", "routes": [
	{"name": "learned", "next_hop": "virtualnetworkgateway", "source": "gateway"},
	{"name": "default", "next_hop": "internet", "source": "system"},
]}

_open := {"certainty": "possible", "routes": [{"name": "a route that is not known", "source": "user"}, {"name": "default", "next_hop": "internet", "source": "system"}]}

_level(document) := levels if {
	found := er_default_route.deny with input as document
	levels := {finding.level | some finding in found}
}

test_deny_none if {
	document := _document(_er, _none, {})
	_is_denied(document, "Subnet 'the s' of an integration service environment has no route for 0.0.0.0/0 to the Internet, which ExpressRoute requires: it has no such route of its own.")
	_level(document) == {"error"}
	_shows(document, [{"entity": "s", "attribute": "route_table"}])
	_level(_document(_er, {"next_hop": "internet", "certainty": "certain", "routes": [{"name": "default", "next_hop": "internet", "source": "system"}]}, {})) == {"error"}
}

test_deny_an_appliance if {
	document := _document(_er, _to("virtualappliance"), {})
	_is_denied(document, "requires: route 'all' leads to a virtual appliance.")
	_level(document) == {"warning"}
	_shows(document, [{"entity": "r", "attribute": "next_hop_type"}, {"entity": "s", "attribute": "route_table"}])
}

test_deny_another_hop if {
	every hop in ["none", "virtualnetworkgateway"] {
		document := _document(_er, _to(hop), {})
		_is_denied(document, "requires: route 'all' leads to ")
		_level(document) == {"error"}
	}
}

test_allow if _is_fine(_document(_er, _to("internet"), {}))

test_allow_without_express_route if _is_no_subject(_document({"gateway_type": "vpn"}, _none, {}))

_cannot := "Whether ExpressRoute is used with subnet 'the s', or whether it has a route for 0.0.0.0/0 to the Internet then, cannot be told."

test_undetermined_gateway if {
	_is_undetermined(_document(sample.unknown(["gateway_type"]), _none, {}), _cannot)
	_is_fine(_document(sample.unknown(["gateway_type"]), _to("internet"), {}))
	{finding.evidence | some finding in er_default_route.undetermined} == {[
		{"entity": "s", "attribute": "route_table"},
		{"entity": "s", "attribute": "virtual_network"},
	]} with input as _document(sample.unknown(["gateway_type"]), _none, {})
}

test_undetermined_routes if {
	_is_undetermined(_document(_er, _open, {}), _cannot)
	two := {"next_hop": "virtualappliance", "certainty": "possible", "routes": _to("virtualappliance").routes}
	_is_undetermined(_document(_er, two, {}), _cannot)
}

_nowhere(type) := sample.document({
	"integration_service_environments": {"e": {"subnets": sample.all(["s"])}},
	"subnets": {"s": object.union({"default_route": _none}, sample.unknown(["virtual_network"]))},
	"virtual_network_gateways": {"g": type},
})

test_undetermined_network if {
	_is_undetermined(_nowhere(_er), _cannot)
	_is_no_subject(_nowhere({"gateway_type": "vpn"}))
}
