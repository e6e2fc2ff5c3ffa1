package vnetguard.rules.app.bgp_test

import data.vnetguard.rules.app.bgp

import data.vnetguard.lib.app_sample
import data.vnetguard.lib.sample

_express := {"gateway_type": "expressroute"}

# A gateway in the network of the app, or in the network `w`.
_document(gateway, parts) := app_sample.document(
	{
		"app": object.union({"route_all": true}, object.get(parts, "app", {})),
		"subnet": object.get(parts, "subnet", {}),
	},
	{
		"virtual_network_gateways": app_sample.entity("g", object.union({"subnets": [app_sample.to("t")]}, gateway)),
		"subnets": app_sample.entity("t", {"virtual_network": app_sample.to(object.get(parts, "at", "v"))}),
		"route_tables": app_sample.entity("r", object.get(parts, "table", {})),
		"virtual_networks": app_sample.entity("w", object.get(parts, "peer", {})),
		"virtual_network_peerings": object.get(parts, "peerings", {}),
	},
)

_peering(attributes) := app_sample.entity("p", object.union(
	{"virtual_network": app_sample.to("v"), "remote_virtual_network": app_sample.to("w")},
	attributes,
))

_table := {"subnet": {"route_table": app_sample.to("r")}}

_is_denied(document) if {
	some finding in bgp.deny with input as document
	finding.subject == "a"
	bgp.undetermined == set() with input as document
}

_is_silent(document) if bgp.subjects == set() with input as document

_is_undetermined(document) if {
	bgp.deny == set() with input as document
	some finding in bgp.undetermined with input as document
	finding.subject == "a"
	finding.msg == "Whether all outbound traffic of app 'the app' follows routes that a gateway learns by BGP cannot be told."
	finding.evidence == [{"entity": "a", "attribute": "route_all"}, {"entity": "s", "attribute": "route_table"}]
}

test_deny_a_gateway_of_the_network if {
	_is_denied(_document(_express, {}))
	_is_denied(_document({"gateway_type": "vpn", "bgp_enabled": true}, {}))
	some finding in bgp.deny with input as _document(_express, {})
	finding.msg == "All outbound traffic of app 'the app' follows the routes that gateway 'the g' learns by BGP."
	finding.evidence == [{"entity": "a", "attribute": "route_all"}, {"entity": "g", "attribute": "gateway_type"}]
}

test_deny_a_route_table_that_takes_routes if {
	_is_denied(_document(_express, object.union(_table, {"table": {"bgp_propagation": true}})))
}

test_deny_the_gateway_of_a_peer if {
	_is_denied(_document(_express, {"at": "w", "peerings": _peering({"use_remote_gateways": true})}))
}

test_allow_without_route_all if _is_silent(_document(_express, {"app": {"route_all": false}}))

test_allow_without_routes if {
	_is_silent(_document(_express, object.union(_table, {"table": {"bgp_propagation": false}})))
	_is_silent(_document({"gateway_type": "vpn", "bgp_enabled": false}, {}))
	_is_silent(_document(_express, {"at": "w"}))
	_is_silent(_document(_express, {"at": "w", "peerings": _peering({"use_remote_gateways": false})}))
}

test_undetermined_route_all if {
	_is_undetermined(app_sample.without(_document(_express, {"app": {"unknown": sample.unknown("route_all")}}), "route_all"))
}

test_undetermined_route_table if {
	_is_undetermined(_document(_express, {"subnet": {"unknown": sample.unknown("route_table")}}))
	_is_undetermined(_document(_express, object.union(_table, {"table": {"unknown": sample.unknown("bgp_propagation")}})))
}

test_undetermined_gateway if {
	every name in ["gateway_type", "bgp_enabled"] {
		_is_undetermined(_document({"unknown": sample.unknown(name)}, {}))
	}
}

test_undetermined_peer if {
	peering := {"peerings": _peering({"use_remote_gateways": true})}
	_is_undetermined(_document({}, object.union(peering, {"peer": {"presence": "external"}})))
	_is_silent(_document({}, peering))
	untold := json.remove(
		_document({}, {"peerings": _peering({"use_remote_gateways": true, "unknown": sample.unknown("remote_virtual_network")})}),
		["after/virtual_network_peerings/p/remote_virtual_network"],
	)
	_is_undetermined(untold)
	local := {"peerings": _peering({"use_remote_gateways": false}), "peer": {"presence": "external"}}
	_is_silent(_document({}, local))
}
