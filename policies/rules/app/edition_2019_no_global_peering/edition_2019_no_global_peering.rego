# METADATA
# title: by the 2019 edition the integration network is not peered with other regions
# description: >-
#   By the 2019 edition apps do not reach resources across global peering: a peering of the integration
#   network with a network of another region does not serve them.
# custom:
#   id: APP-2019-NO-GLOBAL-PEERING
#   level: warning
#   kind: routing
#   applies_to:
#     - Microsoft.Network/virtualNetworks/virtualNetworkPeerings
#   remediation: >-
#     Keep what the app needs in networks of its region, or judge by a newer edition.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "spoke" {
#       # …
#       location = azurerm_virtual_network.integration.location
#     }
#   remediation_bicep: |
#     resource spoke 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       location: integrationNetwork.location
#     }
#   related: [APP-2019-NO-UDR, APP-VNI-REGION]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.app.edition_2019_no_global_peering

import data.vnetguard.lib.attribute
import data.vnetguard.lib.edition
import data.vnetguard.lib.joined

# Networks that apps are, or may be, integrated with.
_networks contains network if {
	some id, subnet in input.after.subnets
	count(joined.apps_at_most(subnet)) > 0
	network := subnet.virtual_network.id
}

_joined contains network if {
	some id in joined.subnets
	network := input.after.subnets[id].virtual_network.id
}

subjects contains id if {
	edition.is_before_2025("app")
	some id, peering in input.after.virtual_network_peerings
	peering.virtual_network.id in _joined
}

# Peerings that may be those of such a network.
subjects contains id if {
	edition.is_before_2025("app")
	some id, peering in input.after.virtual_network_peerings
	_may_be_local(peering)
	not _is_within_one_region(peering)
}

_may_be_local(peering) if peering.virtual_network.id in _networks

_may_be_local(peering) if {
	peering.unknown.virtual_network
	count(_networks) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	peering := input.after.virtual_network_peerings[id]
	_is_global(peering)
	local := input.after.virtual_networks[peering.virtual_network.id]
	remote := input.after.virtual_networks[peering.remote_virtual_network.id]
	msg := sprintf(
		"Peering '%s' leads to region '%s'; apps in '%s' do not reach other regions by the 2019 edition.",
		[peering.subject, remote.region, local.region],
	)
	evidence := [{"entity": id, "attribute": "remote_virtual_network"}, {"entity": remote.id, "attribute": "region"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "remote_virtual_network"}]} if {
	some id in subjects
	peering := input.after.virtual_network_peerings[id]
	not _is_within_one_region(peering)
	not _is_global(peering)
	msg := sprintf("Whether peering '%s' of a network with integrated apps leads to another region cannot be told.", [peering.subject])
}

_is_global(peering) if {
	peering.virtual_network.id in _joined
	local := input.after.virtual_networks[peering.virtual_network.id]
	remote := input.after.virtual_networks[peering.remote_virtual_network.id]
	attribute.is_known(local, "region")
	attribute.is_known(remote, "region")
	local.region != remote.region
}

_is_within_one_region(peering) if {
	local := input.after.virtual_networks[peering.virtual_network.id]
	remote := input.after.virtual_networks[peering.remote_virtual_network.id]
	attribute.is_known(local, "region")
	attribute.is_known(remote, "region")
	local.region == remote.region
}

_is_within_one_region(peering) if {
	local := input.after.virtual_networks[peering.virtual_network.id]
	remote := input.after.virtual_networks[peering.remote_virtual_network.id]
	local.unknown.region.pattern == remote.unknown.region.pattern
}
