package vnetguard.lib.peering_test

import data.vnetguard.lib.peering

_edge(id) := {"id": id, "certainty": "exact"}

_from(near, far) := {"virtual_network": _edge(near), "remote_virtual_network": _edge(far)}

_document(peerings) := {"after": {"virtual_networks": {"v": {"id": "v"}, "w": {"id": "w"}}, "virtual_network_peerings": peerings}}

test_flags if {
	peering.off({"x": false, "y": true}, ["x", "y", "z"]) == ["x"]
	peering.not_on({"x": false, "y": true}, ["x", "y", "z"]) == ["x", "z"]
	peering.evidence("p", ["x", "y"]) == [{"entity": "p", "attribute": "x"}, {"entity": "p", "attribute": "y"}]
}

test_remote if {
	peering.remote(_from("v", "w")).id == "w" with input as _document({})
	lost := {"virtual_network": _edge("v")}
	not peering.remote(lost) with input as _document({})
}

test_answered if {
	one := _from("v", "w")
	peering.is_answered(one) with input as _document({"p": one, "q": _from("w", "v")})
	not peering.is_answered(one) with input as _document({"p": one})
	not peering.is_answered(one) with input as _document({"p": one, "q": _from("w", "u")})
}

test_open if {
	peering.open == set() with input as _document({"p": _from("v", "w")})
	peering.open == {"p"} with input as _document({"p": {"virtual_network": _edge("v")}})
	peering.open == {"p"} with input as _document({"p": {"remote_virtual_network": _edge("v")}})
}
