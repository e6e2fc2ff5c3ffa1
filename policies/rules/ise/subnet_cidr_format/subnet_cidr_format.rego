# METADATA
# title: the subnets of an integration service environment have IPv4 prefixes in CIDR format
# description: >-
#   The addresses of an environment's subnets are IPv4 prefixes in CIDR format, such as 10.0.0.0/27. A
#   single address, an IPv6 prefix or another text is refused.
# custom:
#   id: ISE-SUBNET-CIDR-FORMAT
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Write the prefix as '10.0.0.0/27'.
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
package vnetguard.rules.ise.subnet_cidr_format

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise_subnet

# The reason that the model gives for a text that is no prefix.
_no_prefix := "a value that cannot be used"

subjects := object.keys(ise_subnet.used)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	wrong := _wrong(subnet)
	count(wrong) > 0
	msg := sprintf(
		"Subnet '%s' has '%s'; an integration service environment requires IPv4 prefixes such as '10.0.0.0/27'.",
		[subnet.subject, concat("', '", wrong)],
	)
	evidence := array.concat([{"entity": id, "attribute": "prefixes"}], ise_subnet.conditions(subnet))
}

# Without a prefix in the input the addresses come from a pool.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id, subnet in ise_subnet.used
	count(_wrong(subnet)) == 0
	not attribute.is_known(subnet, "prefixes")
	msg := sprintf(
		"The prefixes of subnet '%s' are not known; an integration service environment requires IPv4 prefixes.",
		[subnet.subject],
	)
}

_wrong(subnet) := {prefix.text | some prefix in subnet.prefixes; not _is_right(prefix)} | {text |
	gap := subnet.unknown.prefixes
	gap.reason == _no_prefix
	text := gap.text
	text != ""
}

_is_right(prefix) if {
	prefix.version == 4
	contains(prefix.text, "/")
}
