# METADATA
# title: by the 2020 edition, the subnets of an integration service environment are in class B
# description: >-
#   The 2020 edition asks for a class B address space (128.0.0.0 to 191.255.255.255) and contradicts
#   itself: its own examples begin with 10, which is class A. The next edition dropped it, so it is
#   judged for those who ask for the edition of 2020.
# custom:
#   id: ISE-SUBNET-CLASSB
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Nothing needs to be done: 10.0.0.0 works. To follow the edition to the letter, use prefixes in
#     '172.16.0.0/12'.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise1" {
#       # …
#       address_prefixes = ["172.16.1.0/27"]
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: '172.16.1.0/27'
#       }
#     }
#   related: [ISE-SUBNET-CIDR-FORMAT]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create subnet"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
package vnetguard.rules.ise.subnet_classb

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.ise_subnet
import data.vnetguard.lib.prefixes

# By their first two bits.
_class_b := "128.0.0.0/2"

subjects contains id if {
	ise.is_edition_before("2022")
	some id, _ in ise_subnet.used
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	others := _others(subnet)
	count(others) > 0
	msg := sprintf(
		"Subnet '%s' has '%s', which is not in class B as the 2020 edition asks; its own examples are not either.",
		[subnet.subject, concat("', '", others)],
	)
	evidence := array.concat([{"entity": id, "attribute": "prefixes"}], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	count(_others(subnet)) == 0
	not attribute.is_known(subnet, "prefixes")
	msg := sprintf("Whether the prefixes of subnet '%s' are in class B is not known.", [subnet.subject])
}

_others(subnet) := {prefix.text |
	some prefix in subnet.prefixes
	prefix.version == 4
	not prefixes.is_within(prefix, _class_b)
}
