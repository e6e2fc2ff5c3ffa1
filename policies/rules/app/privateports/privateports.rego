# METADATA
# title: instances of apps with private ports reach each other on ports 20000 to 30000
# description: >-
#   Private ports carry traffic between the instances of an app through the integration subnet, on TCP and UDP ports 20000 to 30000
#   in both directions. Where a network security group drops a part of it, instances do not find each other. The documentation
#   also says that inbound rules do not apply to apps, so a gap in these alone is a warning.
# custom:
#   id: APP-PRIVATEPORTS
#   level: error
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Allow TCP and UDP 20000 to 30000 within the subnet, inbound and outbound, before any rule that denies it.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "private_ports" {
#       # … and the same with direction "Inbound"
#       priority                   = 100 # before any rule that denies it
#       direction                  = "Outbound"
#       access                     = "Allow"
#       protocol                   = "*"
#       source_address_prefix      = "10.0.1.0/26" # the subnet
#       source_port_range          = "*"
#       destination_address_prefix = "10.0.1.0/26"
#       destination_port_range     = "20000-30000"
#     }
#   remediation_bicep: |
#     resource privatePorts 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // … and the same with direction 'Inbound'
#       properties: {
#         priority: 100 // before any rule that denies it
#         direction: 'Outbound'
#         access: 'Allow'
#         protocol: '*'
#         sourceAddressPrefix: '10.0.1.0/26' // the subnet
#         sourcePortRange: '*'
#         destinationAddressPrefix: '10.0.1.0/26'
#         destinationPortRange: '20000-30000'
#       }
#     }
#   related: [APP-VNI-INBOUND-NSG]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Network routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.privateports

import data.vnetguard.lib.app_flow

subjects contains id if {
	some subnet in input.after.subnets
	some app in subnet.apps
	_may_ask(input.after.apps[app])
	subnet.flows["APP-PRIVATEPORTS-OUT"]
	id := app_flow.subject(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, _asking(subnet)), "level": level} if {
	some subnet in input.after.subnets
	app := min(_asking(subnet))
	some direction in ["inbound", "outbound"]
	flow := min(_dropped(subnet, direction))
	level := _level(subnet)
	id := app_flow.subject(subnet)
	msg := sprintf(
		"In %s, %s %s, which instances of app '%s' need to reach each other on its private ports.",
		[app_flow.name(subnet), app_flow.rule(flow), direction, input.after.apps[app].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some subnet in input.after.subnets
	not _is_denied(subnet)
	app := min(_perhaps_asking(subnet))
	_is_in_doubt(subnet)
	id := app_flow.subject(subnet)
	msg := sprintf(
		"Whether instances of app '%s' reach each other on ports 20000 to 30000 of subnet '%s' cannot be told.",
		[input.after.apps[app].subject, subnet.subject],
	)
	evidence := [{"entity": app, "attribute": "private_ports"}, {"entity": subnet.id, "attribute": "network_security_group"}]
}

_is_denied(subnet) if {
	count(_asking(subnet)) > 0
	some direction in ["inbound", "outbound"]
	count(_dropped(subnet, direction)) > 0
}

_is_in_doubt(subnet) if {
	some row in ["APP-PRIVATEPORTS-IN", "APP-PRIVATEPORTS-OUT"]
	some protocol in subnet.flows[row].protocols
	protocol.verdict != "allow"
}

_rows := {"inbound": "APP-PRIVATEPORTS-IN", "outbound": "APP-PRIVATEPORTS-OUT"}

_dropped(subnet, direction) := {flow |
	some flow in subnet.flows[_rows[direction]].protocols
	app_flow.is_dropped(flow)
}

_level(subnet) := "error" if count(_dropped(subnet, "outbound")) > 0

_level(subnet) := "warning" if count(_dropped(subnet, "outbound")) == 0

_asking(subnet) := {id |
	some id in subnet.apps
	input.after.apps[id].private_ports > 0
}

_perhaps_asking(subnet) := {id |
	some id in subnet.apps
	_may_ask(input.after.apps[id])
}

_may_ask(app) if app.private_ports > 0

_may_ask(app) if {
	app.unknown.private_ports
	app.presence != "external"
}
