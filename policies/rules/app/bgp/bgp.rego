# METADATA
# title: routes that a gateway learns by BGP are known to apply to the app
# description: >-
#   Routes that an ExpressRoute or VPN gateway learns by BGP apply to the traffic that an app sends into the virtual network, as
#   user-defined routes do. For an app that routes all traffic there, an advertised default route takes its traffic to the internet
#   along.
# custom:
#   id: APP-BGP
#   level: note
#   kind: routing
#   applies_to:
#     - Microsoft.Network/virtualNetworkGateways
#     - Microsoft.Network/virtualNetworks
#   remediation: >-
#     Review what the gateway advertises, a default route above all; keep it off the integration subnet by a route table without
#     propagation of gateway routes where the app should not follow it.
#   remediation_terraform: |
#     resource "azurerm_route_table" "integration" {
#       # …
#       bgp_route_propagation_enabled = false
#     }
#   remediation_bicep: |
#     resource routes 'Microsoft.Network/routeTables@2023-11-01' = {
#       // …
#       properties: {
#         disableBgpRoutePropagation: true
#       }
#     }
#   related: [APP-ROUTEALL-NSG-UDR-EFFECT]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Network routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.bgp

import data.vnetguard.lib.integration
import data.vnetguard.lib.routing

subjects contains id if {
	some id, app in input.after.apps
	not routing.is_off(app, "route_all")
	network := integration.virtual_network(app)
	_may_get_routes(network)
	not _refuses_routes(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	_is_denied(app)
	gateway := min(_gateways[integration.virtual_network(app).id])
	msg := sprintf(
		"All outbound traffic of app '%s' follows the routes that gateway '%s' learns by BGP.",
		[app.subject, input.after.virtual_network_gateways[gateway].subject],
	)
	evidence := [{"entity": id, "attribute": "route_all"}, {"entity": gateway, "attribute": "gateway_type"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_denied(app)
	msg := sprintf("Whether all outbound traffic of app '%s' follows routes that a gateway learns by BGP cannot be told.", [app.subject])
	evidence := [{"entity": id, "attribute": "route_all"}, {"entity": app.integration_subnet.id, "attribute": "route_table"}]
}

_is_denied(app) if {
	routing.is_on(app, "route_all")
	count(_gateways[integration.virtual_network(app).id]) > 0
	_takes_routes(input.after.subnets[app.integration_subnet.id])
}

_refuses_routes(app) if {
	table := input.after.route_tables[input.after.subnets[app.integration_subnet.id].route_table.id]
	table.bgp_propagation == false
}

_takes_routes(subnet) if {
	not subnet.route_table
	not subnet.unknown.route_table
}

_takes_routes(subnet) if input.after.route_tables[subnet.route_table.id].bgp_propagation == true

# Gateways whose routes a network certainly gets: those in it, and those it uses in a peer.
_gateways[network] contains id if {
	some network, _ in input.after.virtual_networks
	some id in _own[network]
}

_gateways[network] contains id if {
	some peering in input.after.virtual_network_peerings
	peering.use_remote_gateways == true
	network := peering.virtual_network.id
	some id in _own[peering.remote_virtual_network.id]
}

_own[network] contains id if {
	some id, gateway in input.after.virtual_network_gateways
	_learns(gateway)
	some reference in gateway.subnets
	network := input.after.subnets[reference.id].virtual_network.id
}

_learns(gateway) if gateway.gateway_type == "expressroute"

_learns(gateway) if gateway.bgp_enabled == true

_may_get_routes(network) if count(_gateways[network.id]) > 0

_may_get_routes(network) if network.id in _networks_with_untold_gateways

_networks_with_untold_gateways contains network if {
	some gateway in input.after.virtual_network_gateways
	_may_learn(gateway)
	some reference in gateway.subnets
	network := input.after.subnets[reference.id].virtual_network.id
}

# The gateways of a peer outside the input are not known.
_networks_with_untold_gateways contains network if {
	some peering in input.after.virtual_network_peerings
	peering.use_remote_gateways == true
	network := peering.virtual_network.id
	_is_elsewhere(peering)
}

_is_elsewhere(peering) if peering.unknown.remote_virtual_network

_is_elsewhere(peering) if input.after.virtual_networks[peering.remote_virtual_network.id].presence == "external"

_may_learn(gateway) if gateway.unknown.gateway_type

_may_learn(gateway) if gateway.unknown.bgp_enabled
