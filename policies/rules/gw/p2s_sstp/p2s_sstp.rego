# METADATA
# title: point-to-site clients of the VPN gateway use SSTP and not IKEv2
# description: >-
#   App Service connects by SSTP. A gateway of any SKU but Basic, which knows nothing else, must offer SSTP
#   and must not offer IKEv2, or apps are not connected.
# custom:
#   id: GW-P2S-SSTP
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Set the point-to-site protocols of the gateway to SSTP.
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
#   related: [GW-P2S-ENABLED, GW-P2S-RFC1918]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Set up a gateway in your VNet"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.p2s_sstp

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

_data := data.vnetguard.reference.gateway_integration

# Without a point-to-site configuration there is nothing to choose.
subjects contains id if {
	some id, entity in input.after.virtual_network_gateways
	gateway.may_be_vpn_of_apps(entity)
	not attribute.is_absent(entity, "client_address_pool")
}

subjects contains id if some id, _ in gateway.unseen

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	_is_certain(found)
	not _is_exempt(found)
	problem := _problem(found)
	network := input.after.virtual_networks[gateway.served(found)]
	msg := sprintf(
		"VPN gateway '%s' (SKU '%s') %s for point-to-site; the gateway-required integration of apps with virtual network '%s' needs SSTP without IKEv2.",
		[found.subject, found.sku_name, problem, network.subject],
	)
	evidence := [
		{"entity": id, "attribute": "client_protocols"}, {"entity": id, "attribute": "sku_name"},
		gateway.evidence(network),
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	not _is_exempt(found)
	not _is_right(found)
	not _is_wrong(found)
	msg := sprintf(
		"Whether gateway '%s' gives apps SSTP without IKEv2 for point-to-site, which gateway-required integration needs, cannot be told.",
		[found.subject],
	)
	evidence := [{"entity": id, "attribute": "client_protocols"}, {"entity": id, "attribute": "sku_name"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, why in gateway.unseen
	msg := sprintf("%s, so whether the gateway offers SSTP without IKEv2 cannot be told.", [why])
}

_is_exempt(found) if lower(found.sku_name) in _data.skus_with_sstp_alone

# It certainly is the gateway of apps, has point-to-site and a SKU.
_is_certain(found) if {
	gateway.is_vpn_of_apps(found)
	count(found.client_address_pool) > 0
	attribute.is_known(found, "sku_name")
}

_is_wrong(found) if {
	_is_certain(found)
	_problem(found)
}

_problem(found) := "offers IKEv2" if _offers_ikev2(found)

_problem(found) := sprintf("offers '%s'", [concat("', '", found.client_protocols)]) if {
	attribute.is_known(found, "client_protocols")
	not _offers_sstp(found)
	not _offers_ikev2(found)
}

_is_right(found) if {
	attribute.is_known(found, "client_protocols")
	_offers_sstp(found)
	not _offers_ikev2(found)
}

_offers_sstp(found) if _offers(found, _data.client_protocol)

_offers_ikev2(found) if _offers(found, _data.refused_client_protocol)

_offers(found, wanted) if {
	some protocol in found.client_protocols
	lower(protocol) == wanted
}
