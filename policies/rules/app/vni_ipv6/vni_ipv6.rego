# METADATA
# title: the integration network has no IPv6 address space
# description: >-
#   The virtual network that an app is integrated with must be IPv4 only, not just the integration subnet:
#   Azure refuses to link a subnet of a network with IPv6 addresses to App Service.
# custom:
#   id: APP-VNI-IPV6
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks
#   remediation: >-
#     Remove the IPv6 prefixes from the virtual network, or integrate the app with an IPv4 network and peer
#     the two.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "integration" {
#       # …
#       address_space = ["10.0.0.0/16"]
#     }
#   remediation_bicep: |
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       properties: {
#         addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] }
#       }
#     }
#   related: [APP-VNI-SUBNET-MIN, APP-VNI-REGION]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_ipv6

import data.vnetguard.lib.attribute
import data.vnetguard.lib.joined
import data.vnetguard.lib.presence

# Networks with a subnet that some app is certainly integrated with. Of one that is not part of the input only when its
# addresses are known.
_joined contains network if {
	some id in joined.subnets
	network := input.after.subnets[id].virtual_network.id
	_is_settled(network)
}

# Otherwise the subnet stands for it.
_adrift contains id if {
	some id in joined.subnets
	subnet := input.after.subnets[id]
	not _is_on_settled(subnet)
}

_is_on_settled(subnet) if _is_settled(subnet.virtual_network.id)

_is_settled(id) if presence.is_part_of_input(input.after.virtual_networks[id])

_is_settled(id) if _is_ipv4_only(input.after.virtual_networks[id])

_is_settled(id) if _has_ipv6(id)

# Networks that may have IPv6 addresses, with a subnet that apps may be integrated with.
_candidates contains network if {
	some id, _ in joined.candidates
	network := input.after.subnets[id].virtual_network.id
	not network in _joined
	found := input.after.virtual_networks[network]
	not _is_ipv4_only(found)
}

subjects := ((_joined | _adrift) | _candidates) | joined.lost

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in _joined
	network := input.after.virtual_networks[id]
	count(_ipv6(network.address_space)) > 0
	msg := sprintf(
		"Virtual network '%s' has the IPv6 prefix '%s', with which no app can be integrated; '%s' is.",
		[network.subject, concat("', '", _ipv6(network.address_space)), joined.names(_apps(id), "apps")],
	)
}

# The address space of a network outside of the input is not known, but its subnets are part of it.
deny contains {"subject": id, "msg": msg, "evidence": [{"entity": subnet, "attribute": "prefixes"}]} if {
	some id in _joined
	some subnet in input.after.virtual_networks[id].subnets
	prefixes := _ipv6(input.after.subnets[subnet].prefixes)
	count(prefixes) > 0
	msg := sprintf(
		"Virtual network '%s' has a subnet with the IPv6 prefix '%s', and no app can be integrated with such a network; '%s' is.",
		[input.after.virtual_networks[id].subject, concat("', '", prefixes), joined.names(_apps(id), "apps")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in _joined
	network := input.after.virtual_networks[id]
	not _is_ipv4_only(network)
	not _has_ipv6(id)
	msg := sprintf(
		"Whether virtual network '%s', which '%s' is integrated with, has IPv6 prefixes cannot be told.",
		[network.subject, joined.names(_apps(id), "apps")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "virtual_network"}]} if {
	some id in _adrift
	msg := sprintf(
		"What addresses the virtual network of subnet '%s' has cannot be told, and so not whether there are IPv6 prefixes among them.",
		[input.after.subnets[id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "address_space"}]} if {
	some id in _candidates
	msg := sprintf(
		"Virtual network '%s' may have to do without IPv6 prefixes: whether an app is integrated with it cannot be told.",
		[input.after.virtual_networks[id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in joined.lost
	msg := joined.lost_text(id, "its virtual network has IPv6 prefixes")
}

_has_ipv6(id) if count(_ipv6(input.after.virtual_networks[id].address_space)) > 0

_has_ipv6(id) if {
	some subnet in input.after.virtual_networks[id].subnets
	count(_ipv6(input.after.subnets[subnet].prefixes)) > 0
}

_is_ipv4_only(network) if {
	attribute.is_known(network, "address_space")
	count(_ipv6(network.address_space)) == 0
}

_ipv6(prefixes) := [prefix.text | some prefix in prefixes; prefix.version == 6]

# The apps that are integrated with the network.
_apps(id) := {app |
	some subnet in input.after.virtual_networks[id].subnets
	some app in joined.apps(input.after.subnets[subnet])
}
