package vnetguard.rules.ise.single_outbound_ip_test

import data.vnetguard.rules.ise.single_outbound_ip

import data.vnetguard.lib.ise_sample as sample

_base := {
	"integration_service_environments": {"e": {"subnets": sample.all(["s", "x"])}, "f": {"subnets": sample.all(["t"])}},
	"virtual_networks": {"v": {"subnets": ["s", "t", "x"]}},
}

# The default route, of one route or of several that may be one.
_route(hops) := {"routes": [{"next_hop": hop} | some hop in hops]}

_certain(hop) := object.union(_route([hop]), {"next_hop": hop})

_plain(environment) := _routed_by(environment, _certain("internet"))

_routed(environment) := _routed_by(environment, _certain("virtualappliance"))

_routed_by(environment, route) := {"virtual_network": sample.to("v"), "integration_service_environments": [environment], "default_route": route}

_open(environment, hops) := _routed_by(environment, _route(hops))

_of(s, t, others) := sample.document(object.union(object.union(_base, {"subnets": {"s": s, "t": t, "x": _plain("e")}}), others))

_evidence := {[{"entity": "e", "attribute": "subnets"}, {"entity": "f", "attribute": "subnets"}]}

test_deny if {
	every document in [
		_of(_plain("e"), _plain("f"), {}), _of(_routed("e"), _plain("f"), {}),
		_of(_plain("e"), _routed_by("f", _certain("none")), {}),
		_of(_plain("e"), _open("f", ["internet", "virtualnetworkgateway"]), {}),
		_of(_open("e", ["internet", "virtualnetworkgateway"]), _open("f", ["virtualappliance", "internet"]), {}),
		_of(_plain("e"), _plain("f"), {"virtual_networks": {"v": {"presence": "external"}}}),
	] {
		sample.about(single_outbound_ip.deny) == {"v"} with input as document
		sample.says(single_outbound_ip.deny, "Integration service environments 'the e', 'the f' in virtual network 'the v' leave it by addresses of their own") with input as document
		{finding.evidence | some finding in single_outbound_ip.deny} == _evidence with input as document
	}
}

test_allow if {
	document := _of(_routed("e"), _routed("f"), {})
	single_outbound_ip.subjects == {"v"} with input as document
	single_outbound_ip.deny == set() with input as document
	single_outbound_ip.undetermined == set() with input as document
}

test_allow_one_environment if {
	single_outbound_ip.subjects == set() with input as _of(_plain("e"), object.remove(_plain("f"), ["integration_service_environments"]), {})
	external := {"integration_service_environments": {"f": {"presence": "external"}}}
	single_outbound_ip.subjects == set() with input as _of(_plain("e"), _plain("f"), external)
}

test_undetermined_routes if {
	every lost in [_open("f", ["virtualappliance", "internet"]), object.union(_plain("f"), {"default_route": {"routes": [{"source": "user"}, {"next_hop": "internet"}]}}), object.remove(_plain("f"), ["default_route"])] {
		document := _of(_routed("e"), lost, {})
		sample.about(single_outbound_ip.undetermined) == {"v"} with input as document
		sample.says(single_outbound_ip.undetermined, "in virtual network 'the v' leave it through one firewall") with input as document
		single_outbound_ip.deny == set() with input as document
		{finding.evidence | some finding in single_outbound_ip.undetermined} == _evidence with input as document
	}
}

test_undetermined_environments if {
	every other in [sample.unknown(["subnets"]), {"subnets": [sample.untold]}] {
		document := json.remove(
			_of(_plain("e"), object.remove(_plain("f"), ["integration_service_environments"]), {"integration_service_environments": {"f": other}}),
			["after/integration_service_environments/f/nothing"],
		)
		sample.about(single_outbound_ip.undetermined) == {"v"} with input as document
		single_outbound_ip.deny == set() with input as document
	}
}

test_undetermined_network_of_a_subnet if {
	document := _of(_plain("e"), {"unknown": {"virtual_network": {"reason": "r", "text": ""}}}, {"virtual_networks": {"v": {"subnets": ["s"]}}})
	sample.about(single_outbound_ip.undetermined) == {"v"} with input as document
	single_outbound_ip.deny == set() with input as document
}

test_undetermined_subnets_of_an_environment if {
	document := _of(_plain("e"), _routed("f"), {"integration_service_environments": {"e": {"subnets": [sample.to("s"), sample.untold]}}})
	sample.about(single_outbound_ip.undetermined) == {"v"} with input as document
	single_outbound_ip.deny == set() with input as document
}

test_allow_where_only_another_network_is_named if {
	document := _of(_plain("e"), object.remove(_plain("f"), ["integration_service_environments"]), {
		"integration_service_environments": {"f": {"subnets": [sample.untold]}},
		"virtual_networks": {"v": {"presence": "external"}},
	})
	single_outbound_ip.subjects == set() with input as document
}
