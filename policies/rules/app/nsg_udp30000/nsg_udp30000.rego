# METADATA
# title: health checks on UDP port 30000 leave the integration subnet
# description: >-
#   Azure checks the health of the network with UDP port 30000. An app does without; but when the port is blocked, it is harder for
#   support to find and mend faults of the network.
# custom:
#   id: APP-NSG-UDP30000
#   level: note
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Allow UDP 30000 outbound to VirtualNetwork, before any rule that denies it.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "health" {
#       # …
#       priority                   = 100 # before any rule that denies it
#       direction                  = "Outbound"
#       access                     = "Allow"
#       protocol                   = "Udp"
#       source_address_prefix      = "*"
#       source_port_range          = "*"
#       destination_address_prefix = "VirtualNetwork"
#       destination_port_range     = "30000"
#     }
#   remediation_bicep: |
#     resource health 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         priority: 100 // before any rule that denies it
#         direction: 'Outbound'
#         access: 'Allow'
#         protocol: 'Udp'
#         sourceAddressPrefix: '*'
#         sourcePortRange: '*'
#         destinationAddressPrefix: 'VirtualNetwork'
#         destinationPortRange: '30000'
#       }
#     }
#   related: [APP-NSG-DEPS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Network routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.nsg_udp30000

import data.vnetguard.lib.app_flow

_row := "APP-NSG-UDP30000"

subjects contains id if {
	some subnet in input.after.subnets
	subnet.flows[_row]
	id := app_flow.subject(subnet)
}

# The peer is not documented: only a port that is closed throughout the network is certainly closed for it.
deny contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, object.get(subnet, "apps", []))} if {
	some subnet in input.after.subnets
	flow := subnet.flows[_row]
	flow.verdict == "deny"
	id := app_flow.subject(subnet)
	msg := sprintf("In %s, %s, which Azure checks the health of the network with.", [app_flow.name(subnet), app_flow.rule(flow)])
}

undetermined contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, object.get(subnet, "apps", []))} if {
	some subnet in input.after.subnets
	flow := subnet.flows[_row]
	flow.verdict == "unknown"
	id := app_flow.subject(subnet)
	msg := sprintf("Whether %s lets health checks on UDP port 30000 pass cannot be told.", [app_flow.name(subnet)])
}
