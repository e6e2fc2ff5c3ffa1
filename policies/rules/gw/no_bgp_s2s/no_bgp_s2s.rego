# METADATA
# title: no BGP runs on site-to-site connections of the gateway
# description: >-
#   By the 2019 edition BGP cannot be configured with a site-to-site connection of the gateway that apps
#   are connected through. By the page of 2023 it can, but routes that it learns do not reach the apps
#   unless the point-to-site configuration advertises them.
# custom:
#   id: GW-NO-BGP-S2S
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Turn BGP off on the site-to-site connection and the gateway, or advertise the routes of the site to
#     point-to-site clients by hand.
#   remediation_terraform: |
#     resource "azurerm_virtual_network_gateway_connection" "example" {
#       # …
#       type        = "IPsec"
#       bgp_enabled = false # enable_bgp before azurerm 5
#     }
#   remediation_bicep: |
#     resource connection 'Microsoft.Network/connections@2023-11-01' = {
#       // …
#       properties: {
#         connectionType: 'IPsec'
#         enableBgp: false
#       }
#     }
#   related: [GW-P2S-ENABLED]
#   advice:
#     - id: GW-ONPREM-ROUTES
#       text: >-
#         The gateway of the other site needs routes back to the point-to-site addresses. Scripts that set
#         up the connection make them; where the addresses came later they are added by hand, which no
#         input shows.
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Accessing on-premises resources"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.no_bgp_s2s

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

subjects contains id if {
	some id, connection in input.after.virtual_network_gateway_connections
	_may_be_site_to_site(connection)
	_may_be_of_apps(connection)
}

deny contains {"subject": id, "level": _level, "msg": msg, "evidence": evidence} if {
	some id in subjects
	connection := input.after.virtual_network_gateway_connections[id]
	_is_certain(connection)
	_speaks(connection)
	found := _gateway(connection)
	network := input.after.virtual_networks[gateway.served(found)]
	msg := sprintf(
		"BGP is on for site-to-site connection '%s' of gateway '%s': %s of apps with virtual network '%s'.",
		[connection.subject, found.subject, _consequence, network.subject],
	)
	evidence := [
		{"entity": id, "attribute": "bgp_enabled"}, {"entity": found.id, "attribute": "bgp_enabled"},
		gateway.evidence(network),
	]
}

undetermined contains {"subject": id, "level": _level, "msg": msg, "evidence": evidence} if {
	some id in subjects
	connection := input.after.virtual_network_gateway_connections[id]
	not _is_wrong(connection)
	not _is_silent(connection)
	msg := sprintf(
		"Whether BGP is on for site-to-site connection '%s' of a gateway that apps are connected through cannot be told.",
		[connection.subject],
	)
	evidence := [{"entity": id, "attribute": "bgp_enabled"}, {"entity": id, "attribute": "virtual_network_gateway"}]
}

_level := "error" if gateway.is_before_2023

_level := "warning" if not gateway.is_before_2023

_consequence := "it excludes the gateway-required integration" if gateway.is_before_2023

_consequence := "its routes do not reach the gateway-required integration" if not gateway.is_before_2023

_may_be_site_to_site(connection) if connection.connection_type == "ipsec"

_may_be_site_to_site(connection) if not attribute.is_known(connection, "connection_type")

_gateway(connection) := input.after.virtual_network_gateways[connection.virtual_network_gateway.id]

_may_be_of_apps(connection) if gateway.may_serve(_gateway(connection))

_may_be_of_apps(connection) if {
	not connection.virtual_network_gateway.id
	count(gateway.networks) > 0
}

_is_certain(connection) if {
	connection.connection_type == "ipsec"
	gateway.served(_gateway(connection))
}

# On the connection, or on the gateway for all of its connections.
_speaks(connection) if connection.bgp_enabled

_speaks(connection) if _gateway(connection).bgp_enabled

_is_silent(connection) if {
	connection.bgp_enabled == false
	_gateway(connection).bgp_enabled == false
}

_is_wrong(connection) if {
	_is_certain(connection)
	_speaks(connection)
}
