package vnetguard.lib.forced_tunnelling_test

import data.vnetguard.lib.forced_tunnelling

_subnet(word) := {"default_route": {"forced_tunnelling": word}}

test_is_certain if {
	forced_tunnelling.is_certain(_subnet("certain"))
	possible := _subnet("possible")
	not forced_tunnelling.is_certain(possible)
	not forced_tunnelling.is_certain({})
}

test_may_be if {
	forced_tunnelling.may_be(_subnet("certain"))
	forced_tunnelling.may_be(_subnet("possible"))
	absent := _subnet("absent")
	not forced_tunnelling.may_be(absent)
	not forced_tunnelling.may_be({})
}

test_described if {
	leg := {"next_hop": "virtualappliance", "routes": [{"name": "all"}]}
	forced_tunnelling.described(leg) == "route 'all' leads to a virtual appliance"
	every hop in ["internet", "none", "virtualnetworkgateway", "virtualnetworkserviceendpoint", "vnetlocal", "vnetpeering"] {
		startswith(forced_tunnelling.described(object.union(leg, {"next_hop": hop})), "route 'all' leads to ")
	}
}

test_described_in_words if {
	words := {forced_tunnelling.described({"next_hop": hop, "routes": [{"name": "r"}]}) | some hop in ["internet", "none", "virtualnetworkgateway", "virtualnetworkserviceendpoint", "vnetlocal", "vnetpeering"]}
	words == {
		"route 'r' leads to the Internet", "route 'r' leads to nowhere", "route 'r' leads to a virtual network gateway",
		"route 'r' leads to a service endpoint", "route 'r' leads to the virtual network", "route 'r' leads to a peered virtual network",
	}
}

test_evidence if {
	forced_tunnelling.evidence("s", [{"id": "r"}, {"name": "unnamed"}]) == [{"entity": "r", "attribute": "next_hop_type"}, {"entity": "s", "attribute": "route_table"}]
}
