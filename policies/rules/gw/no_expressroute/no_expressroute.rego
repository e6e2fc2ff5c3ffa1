# METADATA
# title: the virtual network of a gateway-required integration has no ExpressRoute gateway
# description: >-
#   Gateway-required integration does not connect apps to a virtual network with an ExpressRoute gateway,
#   not even where that gateway coexists with a VPN gateway.
# custom:
#   id: GW-NO-EXPRESSROUTE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Use regional virtual network integration, or connect the apps to a virtual network without an
#     ExpressRoute gateway.
#   remediation_terraform: |
#     resource "azurerm_windows_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: { virtualNetworkSubnetId: integration.id }
#     }
#   related: [GW-P2S-ENABLED]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Accessing on-premises resources (note)"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Gateway required VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.no_expressroute

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway
import data.vnetguard.lib.presence

subjects contains id if some id in _suspects

subjects contains id if some id in _networks

subjects contains id if some id in gateway.untold

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	_is_wrong(found)
	network := input.after.virtual_networks[gateway.served(found)]
	msg := sprintf(
		"ExpressRoute gateway '%s' stands in virtual network '%s', with which apps have gateway-required integration: they cannot be connected to a virtual network with such a gateway.",
		[found.subject, network.subject],
	)
	evidence := [{"entity": id, "attribute": "gateway_type"}, gateway.evidence(network)]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	not _is_wrong(found)
	msg := sprintf(
		"Whether gateway '%s' is an ExpressRoute gateway in a virtual network that apps have gateway-required integration with cannot be told.",
		[found.subject],
	)
	evidence := [{"entity": id, "attribute": "gateway_type"}, {"entity": id, "attribute": "subnets"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in _networks
	network := input.after.virtual_networks[id]
	not presence.is_part_of_input(network)
	msg := sprintf(
		"Whether virtual network '%s', which apps have gateway-required integration with and which is not part of the input, has an ExpressRoute gateway cannot be told.",
		[network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in gateway.untold
	why := gateway.unseen[id]
	msg := sprintf("%s, so whether it has an ExpressRoute gateway cannot be told.", [why])
}

# Networks that apps are, or may be, connected to; one in which a gateway is, or may be, wrong is judged by the gateway.
_networks contains id if {
	some id in gateway.networks
	gateways := gateway.gateways_in(input.after.virtual_networks[id]) | gateway.open_gateways
	count(gateways & _suspects) == 0
}

_suspects contains id if {
	some id, found in input.after.virtual_network_gateways
	_may_be_wrong(found)
}

_is_wrong(found) if {
	found.gateway_type == "expressroute"
	gateway.served(found)
}

_may_be_wrong(found) if {
	found.gateway_type == "expressroute"
	gateway.may_serve(found)
}

_may_be_wrong(found) if {
	attribute.is_unknown(found, "gateway_type")
	gateway.may_serve(found)
}
