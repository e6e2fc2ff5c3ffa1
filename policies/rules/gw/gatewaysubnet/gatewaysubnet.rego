# METADATA
# title: the VPN gateway of a gateway-required integration stands in a subnet named GatewaySubnet
# description: >-
#   Azure puts VPN gateways into the subnet with the name 'GatewaySubnet' alone. A virtual network without
#   it has no place for the gateway that apps are connected through.
# custom:
#   id: GW-GATEWAYSUBNET
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Create a subnet named 'GatewaySubnet' in the virtual network and put the gateway there.
#   remediation_terraform: |
#     resource "azurerm_subnet" "gateway" {
#       # …
#       name             = "GatewaySubnet"
#       address_prefixes = ["10.20.255.0/27"]
#     }
#   remediation_bicep: |
#     resource gatewaySubnet 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       parent: network
#       name: 'GatewaySubnet'
#       properties: { addressPrefix: '10.20.255.0/27' }
#     }
#   related: [GW-P2S-ENABLED]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Set up a gateway in your VNet"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.gatewaysubnet

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway
import data.vnetguard.lib.presence

_name := data.vnetguard.reference.gateway_integration.gateway_subnet

subjects contains id if {
	some id, entity in input.after.virtual_network_gateways
	gateway.may_be_vpn_of_apps(entity)
}

# A virtual network without a gateway and without the subnet stands for them.
subjects contains id if some id in _bare

subjects contains id if some id, _ in gateway.unseen

_bare contains id if {
	some id in gateway.networks
	network := input.after.virtual_networks[id]
	presence.is_part_of_input(network)
	not gateway.shows_vpn_gateway(network)
	not _has_gateway_subnet(network)
}

_has_gateway_subnet(network) if {
	some id in network.subnets
	_is_right_subnet(input.after.subnets[id])
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	gateway.is_vpn_of_apps(found)
	some subnet in _wrong(found)
	network := input.after.virtual_networks[gateway.served(found)]
	msg := sprintf(
		"VPN gateway '%s' stands in subnet '%s', but the gateway for apps with gateway-required integration has to stand in a subnet named 'GatewaySubnet'.",
		[found.subject, subnet.subject],
	)
	evidence := [
		{"entity": id, "attribute": "subnets"}, {"entity": subnet.id, "attribute": "name"}, gateway.evidence(network),
	]
}

deny contains {"subject": id, "msg": msg, "evidence": [gateway.evidence(network)]} if {
	some id in _bare
	network := input.after.virtual_networks[id]
	_is_certainly_bare(network)
	msg := sprintf(
		"Virtual network '%s' has no subnet named 'GatewaySubnet' for the gateway that the gateway-required integration of apps with it needs.",
		[network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "subnets"}]} if {
	some id in subjects
	found := input.after.virtual_network_gateways[id]
	not _is_wrong(found)
	not _is_right(found)
	msg := sprintf(
		"Whether gateway '%s', through which apps are connected, stands in a subnet named 'GatewaySubnet' cannot be told.",
		[found.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in _bare
	network := input.after.virtual_networks[id]
	not _is_certainly_bare(network)
	msg := sprintf(
		"Whether virtual network '%s' has the subnet named 'GatewaySubnet' that gateway-required integration needs cannot be told.",
		[network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, why in gateway.unseen
	msg := sprintf("%s, so whether the gateway stands in a subnet named 'GatewaySubnet' cannot be told.", [why])
}

_is_right_subnet(subnet) if lower(subnet.name) == _name

_is_wrong_subnet(subnet) if lower(subnet.name) != _name

# Subnets of the gateway with another name.
_wrong(found) := {subnet |
	some edge in found.subnets
	subnet := input.after.subnets[edge.id]
	_is_wrong_subnet(subnet)
}

_is_wrong(found) if {
	gateway.is_vpn_of_apps(found)
	count(_wrong(found)) > 0
}

_is_right(found) if {
	attribute.is_known(found, "subnets")
	every edge in found.subnets {
		_is_right_subnet(input.after.subnets[edge.id])
	}
}

_is_certainly_bare(network) if {
	gateway.is_connected(network)
	not network.unknown.subnets
	count(gateway.open_gateways) == 0
	count(_open_subnets) == 0
	every id in object.get(network, "subnets", []) {
		_is_wrong_subnet(input.after.subnets[id])
	}
}

# Subnets of which it cannot be told in which virtual network they are.
_open_subnets contains id if {
	some id, subnet in input.after.subnets
	not subnet.virtual_network.id
}
