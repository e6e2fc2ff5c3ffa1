# METADATA
# title: security rules for an integration service environment let TCP and UDP pass
# description: >-
#   The document asks for TCP and UDP on every required port, or for Any. The pages of the services
#   within name TCP for nearly all of them, so what is cut off for UDP alone is a warning; what is cut
#   off for TCP is said by the rule of the port.
# custom:
#   id: ISE-NSG-PROTOCOLS
#   level: warning
#   kind: nsg
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Set the protocol of the rule to Any, or add a rule for UDP.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "example" {
#       # …
#       protocol = "*"
#     }
#   remediation_bicep: |
#     resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         protocol: '*'
#       }
#     }
#   related: [ISE-NSG-SRCPORT, ISE-NSG-IN-454-AZURECONNECTORS]
#   sources:
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2022-08-20"
#       section: "Enable access for ISE"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#     - document: Connect to Azure virtual networks from Azure Logic Apps using an integration service environment
#       edition: "2020-03-12"
#       section: "Enable access for ISE (note)"
#       url: https://learn.microsoft.com/azure/logic-apps/connect-virtual-network-vnet-isolated-environment
#   editions:
#     - "2020-03-12"
#     - "2022-08-20"
package vnetguard.rules.ise.nsg_protocols

import data.vnetguard.lib.ise_subnet

subjects contains id if {
	some id, subnet in ise_subnet.used
	count(_both(subnet)) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	cut := _cut(subnet)
	count(cut) > 0
	msg := sprintf(
		"UDP does not pass the network security group of subnet '%s' where TCP does, for '%s'; an integration service environment requires both.",
		[subnet.subject, concat("', '", cut)],
	)
	evidence := array.concat([{"entity": id, "attribute": "network_security_group"}], ise_subnet.flow_conditions(subnet))
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, subnet in ise_subnet.used
	count(_cut(subnet)) == 0
	unclear := _unclear(subnet)
	count(unclear) > 0
	msg := sprintf(
		"Whether UDP passes the network security group of subnet '%s' where TCP does cannot be told for '%s'.",
		[subnet.subject, concat("', '", unclear)],
	)
	evidence := [{"entity": id, "attribute": "network_security_group"}]
}

# Required flows that need both protocols.
_both(subnet) := [flow |
	some flow in subnet.flows
	flow.protocols.tcp
	flow.protocols.udp
]

# The rules of flows of which only UDP is cut off.
_cut(subnet) := {flow.rule |
	some flow in _both(subnet)
	flow.protocols.tcp.verdict == "allow"
	flow.protocols.udp.verdict in {"deny", "partial"}
}

_unclear(subnet) := {flow.rule |
	some flow in _both(subnet)
	_is_unclear(flow.protocols.tcp.verdict, flow.protocols.udp.verdict)
}

_is_unclear(tcp, udp) if {
	tcp == "allow"
	udp == "unknown"
}

_is_unclear(tcp, _) if tcp == "unknown"
