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
import data.vnetguard.lib.destination
import data.vnetguard.lib.routing

_row := "APP-DNS-CUSTOM"

_ports := {to_number(port) | some row in data.vnetguard.reference.app_ports.rows; row.id == _row; some port in row.ports}

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
	flow := min({found | some protocol, found in subnet.flows[_row].protocols; not _passes(subnet, protocol, found)})
	id := app_flow.subject(subnet)
	msg := sprintf(
		"Whether %s lets apps in subnet '%s' reach the DNS servers of their virtual network cannot be told.",
		[app_flow.name(subnet), subnet.subject],
	)
}

_dropped(subnet) := {found |
	some found in subnet.flows[_row].protocols
	app_flow.is_dropped(found)
	found.decided_by.source != "default_rule"
	_is_sent(subnet, found)
} | {flow |
	some protocol, found in subnet.flows[_row].protocols
	_is_left_to_default_rules(found)
	rule := min(_of_network(subnet, protocol, "deny"))
	count(_of_network(subnet, protocol, "allow")) == 0
	_is_of_all_sources(input.after.security_rules[rule])
	flow := object.union(found, {"decided_by": {"id": rule, "name": input.after.security_rules[rule].name}})
}

_passes(_, _, flow) if flow.verdict == "allow"

_passes(subnet, protocol, flow) if {
	_is_left_to_default_rules(flow)
	count(_of_network(subnet, protocol, "deny")) == 0
}

# What goes to public addresses without entering the subnet meets none of its rules.
_passes(subnet, _, _) if {
	servers := input.after.virtual_networks[subnet.virtual_network.id].dns_servers
	every server in servers {
		destination.is_public(server)
	}
	every app in subnet.apps {
		routing.keeps_internet_out(input.after.apps[app])
	}
}

# Some app certainly sends the packet into the subnet.
_is_sent(_, flow) if {
	address := flow.witness.destination
	not destination.is_public(address)
}

_is_sent(subnet, _) if {
	some app in subnet.apps
	routing.sends_internet(input.after.apps[app])
}

# The default rules let all of VirtualNetwork pass, and drop what is neither in it nor public. A server that lies in none of the
# networks that the input connects is either in one that others connect, so that it passes, or it is not to be reached anyway.
_is_left_to_default_rules(flow) if {
	flow.decided_by.source == "default_rule"
	not flow.parts.undecided
	not flow.parts.is_cut
	every part in object.get(flow, ["parts", "denied"], []) {
		part.rule in _default_denials
	}
}

_default_denials := {rule.name |
	some rule in data.vnetguard.reference.nsg_default_rules.rows
	rule.direction == "outbound"
	rule.access == "deny"
}

# The group's own rules for VirtualNetwork on the port of this protocol.
_of_network(subnet, protocol, access) := {rule.id |
	some reference in input.after.network_security_groups[subnet.network_security_group.id].security_rules
	rule := input.after.security_rules[reference.id]
	rule.direction == "outbound"
	rule.access == access
	rule.protocol in {protocol, "*"}
	some text in rule.destination_addresses
	lower(text) == "virtualnetwork"
	some range in rule.destination_ports
	some port in _ports
	range.first <= port
	range.last >= port
}

_is_of_all_sources(rule) if {
	some text in rule.source_addresses
	lower(text) in {"*", "virtualnetwork"}
}
