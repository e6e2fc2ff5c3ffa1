# METADATA
# title: the names of the subnets of an integration service environment are accepted
# description: >-
#   The name of a subnet of an environment begins with a letter or an underscore and has none of the
#   characters < > % & \ ? /. Azure itself takes names that begin with a digit; the environment does not.
# custom:
#   id: ISE-SUBNET-NAME
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give the subnet a name such as 'ise_1': a letter or underscore first.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise1" {
#       # …
#       name = "ise-1"
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       name: 'ise-1'
#     }
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Create subnet"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_name

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise_subnet

# Each with what it complains of.
_faults := {
	"^[^A-Za-z_]": "begins with neither a letter nor an underscore",
	`[<>%&\\?/]`: "has one of the characters < > % & \\ ? /",
}

subjects := object.keys(ise_subnet.used)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	some pattern, fault in _faults
	regex.match(pattern, subnet.name)
	msg := sprintf(
		"The name '%s' of subnet '%s' %s; an integration service environment does not accept that.",
		[subnet.name, subnet.subject, fault],
	)
	evidence := array.concat([{"entity": id, "attribute": "name"}], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "name"}]} if {
	some id, subnet in ise_subnet.used
	not attribute.is_known(subnet, "name")
	msg := sprintf("The name of subnet '%s' of an integration service environment is not known.", [subnet.subject])
}
