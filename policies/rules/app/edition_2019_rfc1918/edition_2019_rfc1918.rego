# METADATA
# title: by the 2019 edition apps reach networks with private addresses only
# description: >-
#   By the 2019 edition integrated apps reach addresses of RFC 1918 only: 10.0.0.0/8, 172.16.0.0/12 and
#   192.168.0.0/16. What has other addresses in the integration network, or in a network that is peered
#   with it, cannot be reached.
# custom:
#   id: APP-2019-RFC1918
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks
#   remediation: >-
#     Use addresses of RFC 1918, or judge by a newer edition.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "integration" {
#       # …
#       address_space = ["10.0.0.0/16"]
#     }
#   remediation_bicep: |
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       properties: { addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] } }
#     }
#   related: [APP-2019-NO-GLOBAL-PEERING, APP-VNI-IPV6]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.app.edition_2019_rfc1918

import data.vnetguard.lib.attribute
import data.vnetguard.lib.edition
import data.vnetguard.lib.joined

_private := data.vnetguard.reference.rfc1918.prefixes

_joined contains network if {
	some id in joined.subnets
	network := input.after.subnets[id].virtual_network.id
}

# Networks that apps may be integrated with.
_candidates contains network if {
	some id, _ in joined.doubtful
	network := input.after.subnets[id].virtual_network.id
	not network in _joined
}

_peered contains remote if {
	some network in _joined
	some peering in input.after.virtual_networks[network].peerings
	remote := input.after.virtual_network_peerings[peering].remote_virtual_network.id
}

subjects contains id if {
	edition.is_before_2025("app")
	some id in _joined | _peered
	input.after.virtual_networks[id]
}

subjects contains id if {
	edition.is_before_2025("app")
	some id in _candidates
	not id in _peered
	count(_public(input.after.virtual_networks[id])) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in subjects
	id in _joined | _peered
	network := input.after.virtual_networks[id]
	count(_public(network)) > 0
	msg := sprintf(
		"Virtual network '%s' has the addresses '%s', which integrated apps do not reach by the 2019 edition.",
		[network.subject, concat("', '", _public(network))],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in subjects
	network := input.after.virtual_networks[id]
	not attribute.is_known(network, "address_space")
	count(_public(network)) == 0
	msg := sprintf("Whether virtual network '%s' has private addresses only cannot be told.", [network.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in subjects
	not id in _joined | _peered
	network := input.after.virtual_networks[id]
	msg := sprintf(
		"Virtual network '%s' may have to do without the addresses '%s': whether an app is integrated with it cannot be told.",
		[network.subject, concat("', '", _public(network))],
	)
}

_public(network) := [prefix.text |
	some prefix in object.get(network, "address_space", [])
	not _is_private(prefix)
]

_is_private(prefix) if {
	some range in _private
	net.cidr_contains(range, prefix.text)
}
