# METADATA
# title: the virtual network of a gateway-required integration has a VPN gateway with point-to-site configured
# description: >-
#   The workers of the plan are point-to-site clients of the virtual network's VPN gateway. Without a VPN
#   gateway, or without an address pool for its clients, apps cannot be connected.
# custom:
#   id: GW-P2S-ENABLED
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Give the virtual network a route-based VPN gateway and that gateway a point-to-site address pool.
#   remediation_terraform: |
#     resource "azurerm_virtual_network_gateway" "example" {
#       # …
#       type     = "Vpn"
#       vpn_type = "RouteBased"
#       vpn_client_configuration {
#         address_space        = ["172.16.201.0/24"]
#         vpn_client_protocols = ["SSTP"]
#       }
#     }
#   remediation_bicep: |
#     resource gateway 'Microsoft.Network/virtualNetworkGateways@2023-11-01' = {
#       // …
#       properties: {
#         gatewayType: 'Vpn'
#         vpnType: 'RouteBased'
#         vpnClientConfiguration: {
#           vpnClientAddressPool: { addressPrefixes: ['172.16.201.0/24'] }
#           vpnClientProtocols: ['SSTP']
#         }
#       }
#     }
#   related: [GW-ROUTE-BASED, GW-P2S-SSTP, GW-P2S-RFC1918, GW-GATEWAYSUBNET, GW-GATEWAY-FIRST]
#   advice:
#     - id: GW-CERT-NOT-NEEDED
#       text: >-
#         A gateway that serves App Service alone needs no root certificate: App Service exchanges
#         certificates of its own.
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Gateway required VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Getting started"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.p2s_enabled

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway
import data.vnetguard.lib.presence

subjects contains id if {
	some id, entity in input.after.virtual_network_gateways
	gateway.may_be_vpn_of_apps(entity)
}

# A virtual network without a VPN gateway stands for it.
subjects contains id if some id in _bare

subjects contains id if some id, _ in gateway.unseen

_bare contains id if {
	some id in gateway.networks
	network := input.after.virtual_networks[id]
	presence.is_part_of_input(network)
	not gateway.shows_vpn_gateway(network)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	gateway.is_vpn_of_apps(found)
	attribute.is_absent(found, "client_address_pool")
	network := input.after.virtual_networks[gateway.served(found)]
	msg := sprintf(
		"VPN gateway '%s' has no point-to-site configuration, which the gateway-required integration of apps with virtual network '%s' needs.",
		[found.subject, network.subject],
	)
	evidence := [{"entity": id, "attribute": "client_address_pool"}, gateway.evidence(network)]
}

deny contains {"subject": id, "msg": msg, "evidence": [gateway.evidence(network)]} if {
	some id in _bare
	network := input.after.virtual_networks[id]
	gateway.is_connected(network)
	count(gateway.open_gateways) == 0
	msg := sprintf(
		"Virtual network '%s' has no VPN gateway, which the gateway-required integration of apps with it needs.",
		[network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "client_address_pool"}]} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	_is_doubtful(found)
	not _is_without(found)
	msg := sprintf(
		"Whether gateway '%s' gives apps the point-to-site VPN that gateway-required integration needs cannot be told.",
		[found.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in _bare
	network := input.after.virtual_networks[id]
	not _is_certainly_bare(network)
	msg := sprintf(
		"Whether virtual network '%s' has the VPN gateway that gateway-required integration needs cannot be told.",
		[network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, why in gateway.unseen
	msg := sprintf("%s, so whether the gateway has point-to-site configured cannot be told.", [why])
}

_is_doubtful(found) if count(object.get(found, "client_address_pool", [])) == 0

# It may not be deployed.
_is_doubtful(found) if presence.is_conditional(found)

_is_without(found) if {
	gateway.is_vpn_of_apps(found)
	attribute.is_absent(found, "client_address_pool")
}

_is_certainly_bare(network) if {
	gateway.is_connected(network)
	count(gateway.open_gateways) == 0
}
