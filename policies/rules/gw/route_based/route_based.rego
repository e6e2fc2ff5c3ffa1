# METADATA
# title: the VPN gateway of a gateway-required integration is route-based
# description: >-
#   Point-to-site needs a route-based gateway; a policy-based one serves a single site and no clients. The
#   VPN type of a gateway cannot be changed afterwards.
# custom:
#   id: GW-ROUTE-BASED
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Recreate the gateway with VPN type 'RouteBased'.
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
#   related: [GW-P2S-ENABLED, GW-P2S-SSTP]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Set up a gateway in your VNet"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.route_based

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

subjects contains id if {
	some id, entity in input.after.virtual_network_gateways
	gateway.may_be_vpn_of_apps(entity)
}

subjects contains id if some id, _ in gateway.unseen

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	_is_wrong(found)
	network := input.after.virtual_networks[gateway.served(found)]
	msg := sprintf(
		"VPN gateway '%s' is policy-based; the gateway-required integration of apps with virtual network '%s' needs a route-based one.",
		[found.subject, network.subject],
	)
	evidence := [{"entity": id, "attribute": "vpn_type"}, gateway.evidence(network)]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "vpn_type"}]} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	not _is_wrong(found)
	not _is_right(found)
	msg := sprintf(
		"Whether gateway '%s' gives apps the route-based VPN that gateway-required integration needs cannot be told.",
		[found.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, why in gateway.unseen
	msg := sprintf("%s, so whether the gateway is route-based cannot be told.", [why])
}

_is_wrong(found) if {
	gateway.is_vpn_of_apps(found)
	attribute.is_known(found, "vpn_type")
	found.vpn_type != "routebased"
}

_is_right(found) if found.vpn_type == "routebased"
