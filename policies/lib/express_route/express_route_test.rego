package vnetguard.lib.express_route_test

import data.vnetguard.lib.express_route
import data.vnetguard.lib.ise_sample as sample

# Network `v`, gateway `g` in a subnet of network `hub`, and a peering from `v` to the hub.
_document(gateway, peering, hub) := sample.document({
	"virtual_networks": {"v": {}, "hub": hub},
	"subnets": {"gateway-subnet": {"virtual_network": sample.to("hub")}, "lost": sample.unknown(["virtual_network"])},
	"virtual_network_gateways": {"g": object.union({"subnets": sample.all(["gateway-subnet"])}, gateway)},
	"virtual_network_peerings": {"p": object.union({"virtual_network": sample.to("v"), "remote_virtual_network": sample.to("hub")}, peering)},
})

_er := {"gateway_type": "expressroute"}

_vpn := {"gateway_type": "vpn"}

_using := {"use_remote_gateways": true}

_not_using := {"use_remote_gateways": false}

_is_used(network, document) if express_route.is_used(network) with input as document

_may_be_used(network, document) if express_route.may_be_used(network) with input as document

_is_certainly_not(network, document) if {
	not _is_used(network, document)
	not _may_be_used(network, document)
}

_is_perhaps(network, document) if {
	not _is_used(network, document)
	_may_be_used(network, document)
}

test_own_gateway if {
	document := _document(_er, _not_using, {})
	_is_used("hub", document)
	_may_be_used("hub", document)
	_is_certainly_not("v", document)
}

test_gateway_of_a_peer if {
	document := _document(_er, _using, {})
	_is_used("v", document)
	_may_be_used("v", document)
}

test_other_gateway if {
	document := _document(_vpn, _using, {})
	_is_certainly_not("v", document)
	_is_certainly_not("hub", document)
}

test_gateway_of_a_type_that_is_not_known if {
	document := _document(sample.unknown(["gateway_type"]), _using, {})
	_is_perhaps("hub", document)
	_is_perhaps("v", document)
	unused := _document(sample.unknown(["gateway_type"]), _not_using, {})
	_is_certainly_not("v", unused)
}

test_peering_that_is_not_known if {
	document := _document(_er, sample.unknown(["use_remote_gateways"]), {})
	_is_perhaps("v", document)
	gone := sample.document({
		"virtual_networks": {"v": {}},
		"virtual_network_peerings": {"p": object.union({"virtual_network": sample.to("v"), "use_remote_gateways": true}, sample.unknown(["remote_virtual_network"]))},
	})
	_is_perhaps("v", gone)
}

test_peering_of_a_network_that_is_not_known if {
	adrift := sample.document({
		"virtual_networks": {"v": {}, "hub": {"presence": "external"}},
		"virtual_network_peerings": {"p": object.union({"remote_virtual_network": sample.to("hub"), "use_remote_gateways": true}, sample.unknown(["virtual_network"]))},
	})
	_is_perhaps("v", adrift)
	harmless := sample.document({
		"virtual_networks": {"v": {}, "hub": {}},
		"virtual_network_peerings": {"p": object.union({"remote_virtual_network": sample.to("hub"), "use_remote_gateways": true}, sample.unknown(["virtual_network"]))},
	})
	_is_certainly_not("v", harmless)
	unused := sample.document({
		"virtual_networks": {"v": {}, "hub": {"presence": "external"}},
		"virtual_network_peerings": {"p": object.union({"remote_virtual_network": sample.to("hub"), "use_remote_gateways": false}, sample.unknown(["virtual_network"]))},
	})
	_is_certainly_not("v", unused)
}

test_network_outside if {
	document := _document(_vpn, _using, {"presence": "external"})
	_is_perhaps("hub", document)
	_is_perhaps("v", document)
	unused := _document(_vpn, _not_using, {"presence": "external"})
	_is_certainly_not("v", unused)
}

test_gateway_that_is_somewhere if {
	every where in [sample.unknown(["subnets"]), {"subnets": [sample.untold]}, {"subnets": sample.all(["lost"])}] {
		document := sample.document({
			"virtual_networks": {"v": {}},
			"subnets": {"lost": sample.unknown(["virtual_network"])},
			"virtual_network_gateways": {"g": object.union(_er, where)},
		})
		_is_perhaps("v", document)
		vpn := sample.document({
			"virtual_networks": {"v": {}},
			"subnets": {"lost": sample.unknown(["virtual_network"])},
			"virtual_network_gateways": {"g": object.union(_vpn, where)},
		})
		_is_certainly_not("v", vpn)
	}
}

test_is_anywhere if {
	express_route.is_anywhere with input as _document(_er, {}, {})
	express_route.is_anywhere with input as _document(sample.unknown(["gateway_type"]), {}, {})
	not express_route.is_anywhere with input as _document(_vpn, {}, {})
	not express_route.is_anywhere with input as sample.document({})
}

_conditions(network, document) := conditions if {
	conditions := express_route.conditions(network) with input as document
}

_maybe := object.union(_er, {"presence": "conditional"})

_on_gateway := [{"entity": "g", "attribute": "gateway_type"}]

test_conditions if {
	_conditions("hub", _document(_maybe, _not_using, {})) == _on_gateway
	_conditions("v", _document(_maybe, _using, {})) == _on_gateway
}

test_no_conditions if {
	_conditions("hub", _document(_er, _not_using, {})) == []
	_conditions("v", _document(_maybe, _not_using, {})) == []
	_conditions("v", _document(_er, _using, {})) == []
	_conditions("hub", _document(object.union(_vpn, {"presence": "conditional"}), _not_using, {})) == []
	two := object.union(_document(_maybe, _not_using, {}), sample.document({
		"virtual_network_gateways": {"h": object.union({"subnets": sample.all(["gateway-subnet"])}, _er)},
	}))
	_conditions("hub", two) == []
}
