# METADATA
# title: a subnet of an integration service environment is no larger than it needs to be
# description: >-
#   An environment uses 32 addresses of a subnet, a /27. A larger subnet brings no benefit, and it cannot
#   be made smaller once the environment is there.
# custom:
#   id: ISE-SUBNET-SIZE-OVER
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give a new subnet a /27. Leave the prefix as it is when the environment already exists.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise1" {
#       # …
#       address_prefixes = ["10.0.1.0/27"]
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: '10.0.1.0/27'
#       }
#     }
#   related: [ISE-SUBNET-SIZE-MIN]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create subnet"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_size_over

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise_subnet

_enough := 27

subjects := object.keys(ise_subnet.used)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	larger := _larger(subnet)
	count(larger) > 0
	msg := sprintf(
		"Subnet '%s' has '%s'; more than a /%d brings an integration service environment no benefit.",
		[subnet.subject, concat("', '", larger), _enough],
	)
	evidence := array.concat([{"entity": id, "attribute": "prefixes"}], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id, subnet in ise_subnet.used
	count(_larger(subnet)) == 0
	not attribute.is_known(subnet, "prefixes")
	msg := sprintf(
		"The size of subnet '%s' is not known; more than a /%d brings an integration service environment no benefit.",
		[subnet.subject, _enough],
	)
}

_larger(subnet) := {prefix.text |
	some prefix in subnet.prefixes
	prefix.version == 4
	prefix.prefix_length < _enough
}
