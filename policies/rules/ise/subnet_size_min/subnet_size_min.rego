# METADATA
# title: each subnet of an integration service environment has at least 32 addresses
# description: >-
#   Each subnet of an integration service environment needs 32 addresses, so its prefix is a /27 or
#   larger. A /28 has 16 and is too small: the deployment fails.
# custom:
#   id: ISE-SUBNET-SIZE-MIN
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give the subnet a /27, for example '10.0.0.0/27'.
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
#   related: [ISE-SUBNET-COUNT, ISE-SUBNET-SIZE-OVER]
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
package vnetguard.rules.ise.subnet_size_min

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise_subnet

_longest := 27

subjects contains id if {
	some id, subnet in input.after.subnets
	count(object.get(subnet, "integration_service_environments", [])) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := input.after.subnets[id]
	attribute.is_known(subnet, "prefixes")
	not _is_large_enough(subnet)
	texts := [prefix.text | some prefix in subnet.prefixes]
	msg := sprintf(
		"Subnet '%s' has prefix '%s'; an integration service environment requires a /%d or larger (32 addresses).",
		[subnet.subject, concat("', '", texts), _longest],
	)
	evidence := array.concat([{"entity": id, "attribute": "prefixes"}], ise_subnet.conditions(subnet))
}

# Without a literal prefix the addresses come from a pool, and their number with them.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	not attribute.is_known(subnet, "prefixes")
	not _is_large_enough(subnet)
	msg := sprintf(
		"The size of subnet '%s' cannot be told; an integration service environment requires a /%d or larger.",
		[subnet.subject, _longest],
	)
}

_is_large_enough(subnet) if {
	some prefix in subnet.prefixes
	prefix.version == 4
	prefix.prefix_length <= _longest
}
