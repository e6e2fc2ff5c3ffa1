# METADATA
# title: the point-to-site addresses of the VPN gateway are private (RFC 1918)
# description: >-
#   Apps call from addresses of the point-to-site pool. The pool has to lie in 10.0.0.0/8, 172.16.0.0/12
#   and 192.168.0.0/16; from other addresses nothing in the virtual network is reached.
# custom:
#   id: GW-P2S-RFC1918
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Choose the point-to-site address pool from 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.
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
#   related: [GW-P2S-ENABLED, GW-P2S-SSTP, GW-ALLOW-WHOLE-POOL]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Set up a gateway in your VNet"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Debugging access to VNet hosted resources"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.p2s_rfc1918

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

_ranges := data.vnetguard.reference.gateway_integration.client_ranges

# Without a point-to-site configuration there are no addresses.
subjects contains id if {
	some id, entity in input.after.virtual_network_gateways
	gateway.may_be_vpn_of_apps(entity)
	not attribute.is_absent(entity, "client_address_pool")
}

subjects contains id if some id, _ in gateway.unseen

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	gateway.is_vpn_of_apps(found)
	wrong := _wrong(found)
	count(wrong) > 0
	network := input.after.virtual_networks[gateway.served(found)]
	msg := sprintf(
		"VPN gateway '%s' gives point-to-site addresses of '%s', which are not private (RFC 1918); the gateway-required integration of apps with virtual network '%s' needs private ones.",
		[found.subject, concat("', '", wrong), network.subject],
	)
	evidence := [{"entity": id, "attribute": "client_address_pool"}, gateway.evidence(network)]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "client_address_pool"}]} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	not _is_right(found)
	not _is_wrong(found)
	msg := sprintf(
		"Whether gateway '%s' gives apps private (RFC 1918) point-to-site addresses, which gateway-required integration needs, cannot be told.",
		[found.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, why in gateway.unseen
	msg := sprintf("%s, so whether the gateway gives private (RFC 1918) point-to-site addresses cannot be told.", [why])
}

_wrong(found) := [prefix.text |
	some prefix in found.client_address_pool
	not _is_private(prefix)
]

_is_private(prefix) if {
	prefix.version == 4
	some range in _ranges
	net.cidr_contains(range, prefix.text)
}

_is_wrong(found) if {
	gateway.is_vpn_of_apps(found)
	count(_wrong(found)) > 0
}

_is_right(found) if {
	attribute.is_known(found, "client_address_pool")
	count(_wrong(found)) == 0
}
