# METADATA
# title: a subnet has at least eight addresses
# description: >-
#   The smallest IPv4 subnet is a /29. Azure keeps the first four addresses and the last one of every
#   subnet, so a /29 has three to use and a /30 none. Azure refuses what is smaller.
# custom:
#   id: NET-SUBNET-MIN29
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give the subnet a /29 or larger; what stands in it may need more.
#   remediation_terraform: |
#     resource "azurerm_subnet" "example" {
#       # …
#       address_prefixes = ["10.0.1.0/29"]
#     }
#   remediation_bicep: |
#     resource subnet 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: '10.0.1.0/29'
#       }
#     }
#   related: [NET-SUBNET-IN-VNET, ISE-SUBNET-SIZE-MIN, APP-VNI-SUBNET-MIN]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.net.subnet_min29

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

_longest := 29

subjects contains id if {
	some id, subnet in input.after.subnets
	presence.is_part_of_input(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	smaller := _smaller(subnet)
	count(smaller) > 0
	msg := sprintf(
		"Subnet '%s' has '%s'; the smallest subnet is a /%d, of which Azure keeps five of eight addresses.",
		[subnet.subject, concat("', '", smaller), _longest],
	)
}

# Without a prefix in the input the addresses come from a pool.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	count(_smaller(subnet)) == 0
	not attribute.is_known(subnet, "prefixes")
	msg := sprintf("The size of subnet '%s' is not known; the smallest is a /%d.", [subnet.subject, _longest])
}

_smaller(subnet) := {prefix.text |
	some prefix in subnet.prefixes
	prefix.version == 4
	prefix.prefix_length > _longest
}
