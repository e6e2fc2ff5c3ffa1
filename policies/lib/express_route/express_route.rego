# METADATA
# description: virtual networks that ExpressRoute reaches, by a gateway of their own or of a peered network
package vnetguard.lib.express_route

# The network has a gateway for ExpressRoute, or uses a peered network's.
is_used(network) if network in _with_gateway

is_used(network) if {
	some peering in _peerings[network]
	peering.use_remote_gateways == true
	peering.remote_virtual_network.id in _with_gateway
}

# Evidence that it may have none after all: the gateways, when none of them is certainly deployed.
conditions(network) := [{"entity": gateway.id, "attribute": "gateway_type"} |
	not _is_certain(network)
	some gateway in _of(network)
]

_is_certain(network) if {
	some gateway in _of(network)
	gateway.presence == "declared"
}

_of(network) := {found.gateway |
	some found in _gateways
	found.gateway.gateway_type == "expressroute"
	found.network in _near(network)
}

# The network itself, and those whose gateways it uses.
_near(network) := {network} | {peering.remote_virtual_network.id |
	some peering in _peerings[network]
	peering.use_remote_gateways == true
}

# It has, or it cannot be told that it has none.
may_be_used(network) if is_used(network)

may_be_used(network) if _may_have_gateway(network)

may_be_used(network) if {
	some peering in _peerings[network]
	_may_use_remote(peering)
	_may_lead_to_gateway(peering)
}

may_be_used(_) if {
	some peering in input.after.virtual_network_peerings
	peering.unknown.virtual_network
	_may_use_remote(peering)
	_may_lead_to_gateway(peering)
}

# There is, or may be, a gateway for ExpressRoute in the input.
is_anywhere if {
	some gateway in input.after.virtual_network_gateways
	_may_be_express_route(gateway)
}

_gateways contains {"network": network, "gateway": gateway} if {
	some gateway in input.after.virtual_network_gateways
	some edge in gateway.subnets
	network := input.after.subnets[edge.id].virtual_network.id
}

_with_gateway contains found.network if {
	some found in _gateways
	found.gateway.gateway_type == "expressroute"
}

_perhaps_with_gateway contains found.network if {
	some found in _gateways
	found.gateway.unknown.gateway_type
}

# Of a network outside the input it is not known what stands in it.
_may_have_gateway(network) if input.after.virtual_networks[network].presence == "external"

_may_have_gateway(network) if network in _perhaps_with_gateway

_may_have_gateway(_) if {
	some gateway in input.after.virtual_network_gateways
	_may_be_express_route(gateway)
	_is_somewhere(gateway)
}

_may_be_express_route(gateway) if gateway.gateway_type == "expressroute"

_may_be_express_route(gateway) if gateway.unknown.gateway_type

# Its network is not told.
_is_somewhere(gateway) if gateway.unknown.subnets

_is_somewhere(gateway) if {
	some edge in gateway.subnets
	not edge.id
}

_is_somewhere(gateway) if {
	some edge in gateway.subnets
	input.after.subnets[edge.id].unknown.virtual_network
}

_peerings[network] contains peering if {
	some peering in input.after.virtual_network_peerings
	network := peering.virtual_network.id
}

_may_use_remote(peering) if peering.use_remote_gateways == true

_may_use_remote(peering) if peering.unknown.use_remote_gateways

_may_lead_to_gateway(peering) if peering.remote_virtual_network.id in _with_gateway

_may_lead_to_gateway(peering) if _may_have_gateway(peering.remote_virtual_network.id)

_may_lead_to_gateway(peering) if peering.unknown.remote_virtual_network
