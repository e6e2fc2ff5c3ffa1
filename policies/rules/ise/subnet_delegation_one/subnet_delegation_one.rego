# METADATA
# title: exactly one subnet of an integration service environment is delegated to it
# description: >-
#   Deployed by template, REST, PowerShell or Terraform, an integration service environment needs
#   exactly one of its four subnets delegated to its service. The portal adds that delegation silently;
#   templates do not.
# custom:
#   id: ISE-SUBNET-DELEGATION-ONE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Logic/integrationServiceEnvironments
#   remediation: >-
#     Delegate one of the four subnets, and only one, to 'Microsoft.Logic/integrationServiceEnvironments'.
#   remediation_terraform: |
#     resource "azurerm_subnet" "ise1" { # one of the four, and only one
#       # …
#       delegation {
#         name = "ise"
#         service_delegation {
#           name = "Microsoft.Logic/integrationServiceEnvironments"
#         }
#       }
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = { // one of the four, and only one
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
#   related: [ISE-SUBNET-COUNT]
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
package vnetguard.rules.ise.subnet_delegation_one

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise_delegation
import data.vnetguard.lib.presence

subjects contains id if {
	some id, environment in input.after.integration_service_environments
	presence.is_part_of_input(environment)
	not attribute.is_absent(environment, "subnets")
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	environment := input.after.integration_service_environments[id]
	_certainly_wrong(environment)
	msg := sprintf(
		"Integration service environment '%s' has %s; exactly one of its subnets must be.",
		[environment.subject, _found(environment)],
	)
	evidence := array.concat([{"entity": id, "attribute": "subnets"}], [{"entity": subnet, "attribute": "delegations"} |
		some subnet in _subnets(environment)
	])
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	environment := input.after.integration_service_environments[id]
	not _certainly_wrong(environment)
	not _certainly_right(environment)
	msg := sprintf(
		"Which subnets of integration service environment '%s' are delegated to it cannot be told; exactly one must be.",
		[environment.subject],
	)
	evidence := array.concat([{"entity": id, "attribute": "subnets"}], [{"entity": subnet, "attribute": "delegations"} |
		some subnet in _possible(environment)
	])
}

_certainly_wrong(environment) if count(_delegated(environment)) > 1

_certainly_wrong(environment) if {
	count(_delegated(environment)) == 0
	_is_all_told(environment)
}

_certainly_right(environment) if {
	count(_delegated(environment)) == 1
	_is_all_told(environment)
}

_is_all_told(environment) if {
	not attribute.is_unknown(environment, "subnets")
	every edge in environment.subnets {
		edge.id
	}
	count(_possible(environment)) == 0
}

_subnets(environment) := {edge.id | some edge in object.get(environment, "subnets", [])}

_delegated(environment) := {id |
	some id in _subnets(environment)
	_is_delegated(id)
}

# Subnets that may be delegated: not known to be, not known not to be.
_possible(environment) := {id |
	some id in _subnets(environment)
	not _is_delegated(id)
	not _is_not_delegated(id)
}

_is_delegated(id) if ise_delegation.is_delegated(input.after.subnets[id])

_is_not_delegated(id) if ise_delegation.is_not_delegated(input.after.subnets[id])

_found(environment) := "no subnet that is delegated to it" if count(_delegated(environment)) == 0

_found(environment) := sprintf("%d subnets that are delegated to it ('%s')", [count(names), concat("', '", names)]) if {
	names := [input.after.subnets[id].subject | some id in _delegated(environment)]
	count(names) > 0
}
