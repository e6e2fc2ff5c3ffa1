# METADATA
# title: no subnet of an integration service environment is delegated to another service
# description: >-
#   One of the four subnets is delegated to the environment; the other three have no delegation. A subnet
#   that is delegated to another service belongs to that one, and the deployment fails.
# custom:
#   id: ISE-SUBNET-DELEGATION-OTHERS-NONE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Remove the delegation to the other service, or give the environment another subnet.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise2" { # without a delegation block
#       name                 = "ise-2"
#       virtual_network_name = azurerm_virtual_network.example.name
#       resource_group_name  = azurerm_resource_group.example.name
#       address_prefixes     = ["10.0.1.32/27"]
#     }
#   remediation_bicep: |
#     resource ise2 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = { // without delegations
#       parent: network
#       name: 'ise-2'
#       properties: {
#         addressPrefix: '10.0.1.32/27'
#       }
#     }
#   related: [ISE-SUBNET-DELEGATION-ONE, ISE-SUBNET-DELEGATION-NAME]
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
package vnetguard.rules.ise.subnet_delegation_others_none

import data.vnetguard.lib.ise_delegation
import data.vnetguard.lib.ise_subnet

subjects := object.keys(ise_subnet.used)

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	others := _others(subnet)
	count(others) > 0
	msg := sprintf(
		"Subnet '%s' of an integration service environment is delegated to '%s'; it can be delegated to no other service.",
		[subnet.subject, concat("', '", others)],
	)
	evidence := array.concat([{"entity": id, "attribute": "delegations"}], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "delegations"}]} if {
	some id, subnet in ise_subnet.used
	count(_others(subnet)) == 0
	ise_delegation.is_unclear(subnet)
	msg := sprintf(
		"Which services subnet '%s' of an integration service environment is delegated to cannot be told.",
		[subnet.subject],
	)
}

_others(subnet) := {service |
	some delegation in subnet.delegations
	service := delegation.service_name
	not ise_delegation.is_meant(service)
}
