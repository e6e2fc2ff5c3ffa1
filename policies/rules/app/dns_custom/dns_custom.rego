# METADATA
# title: apps reach the DNS servers of their virtual network
# description: >-
#   An integrated app resolves names with the DNS servers that its virtual network is configured with. Where the network security
#   group of the integration subnet keeps it from their port 53, no name resolves.
# custom:
#   id: APP-DNS-CUSTOM
#   level: warning
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Allow TCP and UDP 53 outbound to the DNS servers, before any rule that denies it.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "dns" {
#       # …
#       priority                     = 100 # before any rule that denies it
#       direction                    = "Outbound"
#       access                       = "Allow"
#       protocol                     = "*"
#       source_address_prefix        = "*"
#       source_port_range            = "*"
#       destination_address_prefixes = azurerm_virtual_network.example.dns_servers
#       destination_port_range       = "53"
#     }
#   remediation_bicep: |
#     resource dns 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         priority: 100 // before any rule that denies it
#         direction: 'Outbound'
#         access: 'Allow'
#         protocol: '*'
#         sourceAddressPrefix: '*'
#         sourcePortRange: '*'
#         destinationAddressPrefixes: network.properties.dhcpOptions.dnsServers
#         destinationPortRange: '53'
#       }
#     }
#   related: [APP-PE-DNS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Azure DNS private zones"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.dns_custom

import data.vnetguard.lib.app_flow

_row := "APP-DNS-CUSTOM"

subjects contains id if {
	some subnet in input.after.subnets
	subnet.flows[_row]
	id := app_flow.subject(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, object.get(subnet, "apps", []))} if {
	some subnet in input.after.subnets
	flow := min(_dropped(subnet))
	id := app_flow.subject(subnet)
	msg := sprintf(
		"In %s, %s, which apps in subnet '%s' reach the DNS server '%s' of their virtual network on.",
		[app_flow.name(subnet), app_flow.rule(flow), subnet.subject, flow.witness.destination],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, object.get(subnet, "apps", []))} if {
	some subnet in input.after.subnets
	count(_dropped(subnet)) == 0
	flow := min({protocol | some protocol in subnet.flows[_row].protocols; protocol.verdict != "allow"})
	id := app_flow.subject(subnet)
	msg := sprintf(
		"Whether %s lets apps in subnet '%s' reach the DNS servers of their virtual network cannot be told.",
		[app_flow.name(subnet), subnet.subject],
	)
}

# A default rule drops what lies in none of the networks that the input connects; others may connect more.
_dropped(subnet) := {protocol |
	some protocol in subnet.flows[_row].protocols
	app_flow.is_dropped(protocol)
	protocol.decided_by.source != "default_rule"
}
