# METADATA
# title: peerings of a virtual network with gateway-required integration lend its gateway
# description: >-
#   Apps reach peered virtual networks only when the peering on the side of their own virtual network
#   allows access, forwarded traffic and gateway transit. Peering for regional integration needs none of
#   this.
# custom:
#   id: GW-PEERING-LOCAL
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Turn on virtual network access, forwarded traffic and gateway transit for the peering.
#   remediation_terraform: |
#     resource "azurerm_virtual_network_peering" "example" {
#       # …
#       allow_virtual_network_access = true
#       allow_forwarded_traffic      = true
#       allow_gateway_transit        = true
#     }
#   remediation_bicep: |
#     resource peering 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2023-11-01' = {
#       // …
#       properties: {
#         allowVirtualNetworkAccess: true
#         allowForwardedTraffic: true
#         allowGatewayTransit: true
#       }
#     }
#   related: [GW-PEERING-REMOTE, GW-PEERING-ROUTE]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Peering"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.peering_local

import data.vnetguard.lib.gateway
import data.vnetguard.lib.peering
import data.vnetguard.lib.presence

_flags := ["allow_virtual_network_access", "allow_forwarded_traffic", "allow_gateway_transit"]

subjects contains id if some id, _ in _judged

subjects contains id if some id, _ in _alone

# Peerings of the virtual network itself, with the virtual network of apps.
_judged[id] := network if {
	some member in gateway.networks
	network := input.after.virtual_networks[member]
	some id in network.peerings
}

# A peering of the other side stands for the one that is not there.
_alone[id] := network if {
	some member in gateway.networks
	network := input.after.virtual_networks[member]
	some id in network.remote_peerings
	found := input.after.virtual_network_peerings[id]
	not peering.is_answered(found)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, network in _judged
	found := input.after.virtual_network_peerings[id]
	gateway.is_connected(network)
	missing := peering.off(found, _flags)
	count(missing) > 0
	msg := sprintf(
		"Peering '%s' does not have '%s' on, so apps with gateway-required integration with virtual network '%s' do not reach across it.",
		[found.subject, concat("', '", missing), network.subject],
	)
	evidence := array.concat(peering.evidence(id, missing), [gateway.evidence(network)])
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, network in _alone
	_is_certainly_alone(id)
	found := input.after.virtual_network_peerings[id]
	msg := sprintf(
		"Virtual network '%s' has no peering that answers '%s', so apps with gateway-required integration with virtual network '%s' do not reach across it.",
		[peering.remote(found).subject, found.subject, network.subject],
	)
	evidence := [{"entity": id, "attribute": "remote_virtual_network"}, gateway.evidence(network)]
}

undetermined contains {"subject": id, "msg": msg, "evidence": peering.evidence(id, doubtful)} if {
	some id, network in _judged
	found := input.after.virtual_network_peerings[id]
	count(peering.off(found, _flags)) == 0
	doubtful := peering.not_on(found, _flags)
	count(doubtful) > 0
	msg := sprintf(
		"Whether peering '%s' has '%s' on, which apps with gateway-required integration with virtual network '%s' need to reach across it, cannot be told.",
		[found.subject, concat("', '", doubtful), network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": peering.evidence(id, missing)} if {
	some id, network in _judged
	found := input.after.virtual_network_peerings[id]
	not gateway.is_connected(network)
	missing := peering.off(found, _flags)
	count(missing) > 0
	msg := sprintf(
		"Peering '%s' does not have '%s' on; whether apps have gateway-required integration with virtual network '%s', which needs it, cannot be told.",
		[found.subject, concat("', '", missing), network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "remote_virtual_network"}]} if {
	some id, network in _alone
	not _is_certainly_alone(id)
	msg := sprintf(
		"The peering that answers '%s' is not part of the input, so whether apps with gateway-required integration with virtual network '%s' reach across it cannot be told.",
		[input.after.virtual_network_peerings[id].subject, network.subject],
	)
}

# The input has the virtual network that would hold the missing peering, and every peering in it is told.
_is_certainly_alone(id) if {
	gateway.is_connected(_alone[id])
	presence.is_part_of_input(peering.remote(input.after.virtual_network_peerings[id]))
	count(peering.open) == 0
}
