package vnetguard.lib.neighbour_test

import data.vnetguard.lib.neighbour

import data.vnetguard.lib.app_sample

_document := {"after": {"virtual_network_peerings": object.union(
	app_sample.entity("out", {"virtual_network": app_sample.to("v"), "remote_virtual_network": app_sample.to("w")}),
	app_sample.entity("back", {"virtual_network": app_sample.to("x"), "remote_virtual_network": app_sample.to("v")}),
)}}

test_peers if {
	neighbour.peers({"peerings": ["out"], "remote_peerings": ["back"]}) == {"w", "x"} with input as _document
	neighbour.peers({}) == set() with input as _document
}
