# METADATA
# description: default routes that lead elsewhere than to the Internet
package vnetguard.lib.forced_tunnelling

# The default route of the subnet certainly leads elsewhere.
is_certain(subnet) if subnet.default_route.forced_tunnelling == "certain"

# It does, or it cannot be told that it does not.
may_be(subnet) if subnet.default_route.forced_tunnelling in {"certain", "possible"}

_words := {
	"internet": "the Internet",
	"none": "nowhere",
	"virtualappliance": "a virtual appliance",
	"virtualnetworkgateway": "a virtual network gateway",
	"virtualnetworkserviceendpoint": "a service endpoint",
	"vnetlocal": "the virtual network",
	"vnetpeering": "a peered virtual network",
}

# What a route does, as the end of a sentence.
described(leg) := sprintf("route '%s' leads to %s", [leg.routes[0].name, _words[leg.next_hop]])

# The routes as evidence, and the subnet whose they are.
evidence(id, routes) := array.concat(
	[{"entity": route.id, "attribute": "next_hop_type"} | some route in routes],
	[{"entity": id, "attribute": "route_table"}],
)
