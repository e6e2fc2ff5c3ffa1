# METADATA
# title: the delegation to integration service environments has its real name
# description: >-
#   The service is called Microsoft.Logic/integrationServiceEnvironments. The editions of 2020 and 2022
#   print it without the last letter or without the first half; Azure knows neither and refuses the
#   subnet.
# custom:
#   id: ISE-SUBNET-DELEGATION-NAME
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Delegate to 'Microsoft.Logic/integrationServiceEnvironments', in the plural and with
#     'Microsoft.Logic'. The names printed in the editions of 2020 and 2022 are wrong.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise1" {
#       # …
#       delegation {
#         name = "ise"
#         service_delegation {
#           name = "Microsoft.Logic/integrationServiceEnvironments"
#         }
#       }
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         delegations: [
#           {
#             name: 'ise'
#             properties: { serviceName: 'Microsoft.Logic/integrationServiceEnvironments' }
#           }
#         ]
#       }
#     }
#   related: [ISE-SUBNET-DELEGATION-ONE, ISE-SUBNET-DELEGATION-OTHERS-NONE]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create subnets"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Prerequisites"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.subnet_delegation_name

import data.vnetguard.lib.ise_delegation
import data.vnetguard.lib.ise_subnet

_name := "Microsoft.Logic/integrationServiceEnvironments"

subjects contains id if {
	some id, subnet in ise_subnet.used
	not ise_delegation.is_not_delegated(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	wrong := _wrong(subnet)
	count(wrong) > 0
	msg := sprintf(
		"Subnet '%s' is delegated to '%s'; the service is called '%s'.",
		[subnet.subject, concat("', '", wrong), _name],
	)
	evidence := array.concat([{"entity": id, "attribute": "delegations"}], ise_subnet.conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "delegations"}]} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	count(_wrong(subnet)) == 0
	ise_delegation.is_unclear(subnet)
	msg := sprintf(
		"Which services subnet '%s' is delegated to cannot be told; that of integration service environments is called '%s'.",
		[subnet.subject, _name],
	)
}

_wrong(subnet) := {service |
	some delegation in subnet.delegations
	service := delegation.service_name
	ise_delegation.is_meant(service)
	lower(service) != lower(_name)
}
