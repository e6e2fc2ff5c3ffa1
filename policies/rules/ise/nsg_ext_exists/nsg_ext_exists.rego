# METADATA
# title: the subnets of an external integration service environment have a network security group
# description: >-
#   For an environment with an external access endpoint the document asks for a network security group,
#   to hold the rule that lets managed connectors in. Without a group nothing is blocked, and the same
#   page calls groups optional elsewhere: so a missing one is a warning.
# custom:
#   id: ISE-NSG-EXT-EXISTS
#   level: warning
#   kind: nsg
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Associate a network security group that has all rules of the table of required ports with each of
#     the four subnets.
#   remediation_terraform: |
#     resource "azurerm_subnet_network_security_group_association" "ise1" {
#       subnet_id                 = azurerm_subnet.ise1.id
#       network_security_group_id = azurerm_network_security_group.ise.id
#     }
#   remediation_bicep: |
#     resource ise1 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         networkSecurityGroup: { id: group.id }
#       }
#     }
#   related: [ISE-NSG-EXT-CONNECTORS, ISE-EXT-RUNHISTORY-NSG]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Create your ISE, external step"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2022-08-20"
package vnetguard.rules.ise.nsg_ext_exists

import data.vnetguard.lib.attribute
import data.vnetguard.lib.ise
import data.vnetguard.lib.ise_subnet

subjects contains id if {
	some id, subnet in ise_subnet.used
	some environment in _environments(subnet)
	_may_be_external(environment)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	attribute.is_absent(subnet, "network_security_group")
	some environment in _environments(subnet)
	environment.access_endpoint_type == "external"
	msg := sprintf(
		"Subnet '%s' has no network security group; integration service environment '%s', whose access endpoint is external, needs one.",
		[subnet.subject, environment.subject],
	)
	evidence := [{"entity": id, "attribute": "network_security_group"}, {"entity": environment.id, "attribute": "access_endpoint_type"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "network_security_group"}]} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	attribute.is_unknown(subnet, "network_security_group")
	msg := sprintf(
		"Whether subnet '%s' has a network security group, as an external integration service environment needs it, cannot be told.",
		[subnet.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": environment.id, "attribute": "access_endpoint_type"}]} if {
	some id in subjects
	subnet := ise_subnet.used[id]
	attribute.is_absent(subnet, "network_security_group")
	some environment in _environments(subnet)
	attribute.is_unknown(environment, "access_endpoint_type")
	msg := sprintf(
		"Whether integration service environment '%s' is external, and subnet '%s' therefore needs a network security group, cannot be told.",
		[environment.subject, subnet.subject],
	)
}

_environments(subnet) := [ise.deployed[id] | some id in subnet.integration_service_environments]

_may_be_external(environment) if environment.access_endpoint_type == "external"

_may_be_external(environment) if attribute.is_unknown(environment, "access_endpoint_type")
