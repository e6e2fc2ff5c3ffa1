# METADATA
# title: an app that reaches its content share through the virtual network may use ports 443 and 445
# description: >-
#   With content share routing, an app mounts its share from the integration subnet. Where a network security group keeps it from
#   ports 443 or 445 of the storage account, the app does not start; firewalls that routes lead to have to let both pass, too.
# custom:
#   id: APP-CONTENT-PORTS
#   level: error
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Allow TCP 443 and 445 outbound to Storage, or to the private endpoint of the account, before any rule that denies it.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "content" {
#       # …
#       priority                   = 100 # before any rule that denies it
#       direction                  = "Outbound"
#       access                     = "Allow"
#       protocol                   = "Tcp"
#       source_address_prefix      = "*"
#       source_port_range          = "*"
#       destination_address_prefix = "Storage"
#       destination_port_ranges    = ["443", "445"]
#     }
#   remediation_bicep: |
#     resource content 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         priority: 100 // before any rule that denies it
#         direction: 'Outbound'
#         access: 'Allow'
#         protocol: 'Tcp'
#         sourceAddressPrefix: '*'
#         sourcePortRange: '*'
#         destinationAddressPrefix: 'Storage'
#         destinationPortRanges: ['443', '445']
#       }
#     }
#   related: [APP-CONTENT-ROUTE, STD-STORAGE-PORTS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.content_ports

import data.vnetguard.lib.app_flow
import data.vnetguard.lib.content
import data.vnetguard.lib.content_flow
import data.vnetguard.lib.routing

subjects contains id if {
	some subnet in input.after.subnets
	some app in subnet.apps
	_may_route_content(input.after.apps[app])
	id := app_flow.subject(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, _kept_away(subnet))} if {
	some subnet in input.after.subnets
	app := min(_kept_away(subnet))
	id := app_flow.subject(subnet)
	flow := content_flow.dropped(subnet, input.after.apps[app])
	msg := sprintf(
		"In %s, %s, which keeps app '%s' from its content share.",
		[app_flow.name(subnet), app_flow.rule(flow), input.after.apps[app].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some subnet in input.after.subnets
	count(_kept_away(subnet)) == 0
	app := min(_in_doubt(subnet))
	id := app_flow.subject(subnet)
	msg := sprintf(
		"Whether app '%s' reaches ports 443 and 445 of its content share from subnet '%s' cannot be told.",
		[input.after.apps[app].subject, subnet.subject],
	)
	evidence := [{"entity": app, "attribute": "content_over_vnet"}, {"entity": subnet.id, "attribute": "network_security_group"}]
}

_kept_away(subnet) := {id |
	some id in subnet.apps
	app := input.after.apps[id]
	content.has_share(app)
	routing.is_on(app, "content_over_vnet")
	content_flow.dropped(subnet, app)
}

_in_doubt(subnet) := {id |
	some id in subnet.apps
	app := input.after.apps[id]
	_may_route_content(app)
	not content_flow.is_open(subnet, app)
}

_may_route_content(app) if {
	not content.has_no_share(app)
	not routing.is_off(app, "content_over_vnet")
}
