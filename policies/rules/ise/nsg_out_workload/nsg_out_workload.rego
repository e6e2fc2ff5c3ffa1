# METADATA
# title: outbound security rules leave open what workflows call
# description: >-
#   Workflows call systems of their own: mail servers on port 25, SFTP servers on 22 and others. Which
#   ones, no template says; where outbound traffic is denied by rules of the network security group, what
#   they need has to be among what is allowed.
# custom:
#   id: ISE-NSG-OUT-WORKLOAD
#   level: note
#   kind: nsg
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Go through the systems that the workflows call, and allow their addresses and ports before the
#     rules that deny.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "sftp" {
#       # …
#       direction                  = "Outbound"
#       access                     = "Allow"
#       source_address_prefix      = "VirtualNetwork"
#       destination_address_prefix = "10.1.0.4"
#       destination_port_range     = "22"
#     }
#   remediation_bicep: |
#     resource sftp 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         direction: 'Outbound'
#         access: 'Allow'
#         sourceAddressPrefix: 'VirtualNetwork'
#         destinationAddressPrefix: '10.1.0.4'
#         destinationPortRange: '22'
#       }
#     }
#   related: [ISE-NSG-OUT-INTERNET]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Outbound security rules (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Network ports used by your ISE (table)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.nsg_out_workload

import data.vnetguard.lib.ise_subnet

subjects contains id if {
	some id, subnet in ise_subnet.used
	_may_have_group(subnet)
}

# No input says what workflows call, so nothing is certain to be cut off.
deny := set()

# Without rules that deny, the default rules let everything out.
undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "network_security_group"}]} if {
	some id, subnet in ise_subnet.used
	_may_have_group(subnet)
	_may_deny_some(subnet)
	msg := sprintf(
		"The network security group of subnet '%s' denies outbound traffic, or may; whether the systems that workflows call are cut off cannot be told.",
		[subnet.subject],
	)
}

_may_have_group(subnet) if subnet.network_security_group.id

_may_have_group(subnet) if subnet.unknown.network_security_group

_may_deny_some(subnet) if subnet.unknown.network_security_group

_may_deny_some(subnet) if _group(subnet).unknown.security_rules

_may_deny_some(subnet) if {
	some edge in _group(subnet).security_rules
	_may_deny(edge)
}

_group(subnet) := input.after.network_security_groups[subnet.network_security_group.id]

_may_deny(edge) if not edge.id

_may_deny(edge) if {
	rule := input.after.security_rules[edge.id]
	_is_or_may_be(rule, "access", "deny")
	_is_or_may_be(rule, "direction", "outbound")
}

_is_or_may_be(rule, name, word) if rule[name] == word

_is_or_may_be(rule, name, _) if rule.unknown[name]
