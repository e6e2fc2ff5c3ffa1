# METADATA
# title: a Standard logic app reaches its storage account on ports 443 and 445 from its integration subnet
# description: >-
#   A Standard logic app keeps its workflows in a file share of its storage account. When traffic to the share goes through the
#   integration subnet, network security groups and firewalls there have to let ports 443 and 445 pass; until then it is a note
#   for the day on which the account is closed to public traffic.
# custom:
#   id: STD-STORAGE-PORTS
#   level: error
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Allow TCP 443 and 445 outbound to Storage, or to the private endpoint of the account, before any rule that denies it.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "storage" {
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
#     resource storage 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
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
#   related: [APP-CONTENT-PORTS, APP-CONTENT-ROUTE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Configuration routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Secure traffic between Standard logic apps and Azure virtual networks using private endpoints
#       edition: "2025-03-14"
#       section: "Set up outbound traffic through private endpoints using virtual network integration"
#       url: https://learn.microsoft.com/azure/logic-apps/secure-single-tenant-workflow-virtual-network-private-endpoint
#   editions:
#     - "2025-03-14"
package vnetguard.rules.std.storage_ports

import data.vnetguard.lib.app_flow
import data.vnetguard.lib.content
import data.vnetguard.lib.content_flow
import data.vnetguard.lib.routing

subjects contains id if {
	some subnet in _subnets
	some app in subnet.apps
	_may_be_standard(input.after.apps[app])
	id := app_flow.subject(subnet)
}

deny contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, _kept_away(subnet, level)), "level": level} if {
	some subnet in _subnets
	some level in ["error", "note"]
	app := min(_kept_away(subnet, level))
	id := app_flow.subject(subnet)
	flow := content_flow.dropped(subnet, input.after.apps[app])
	msg := sprintf(
		"In %s, %s, which Standard logic app '%s' needs to reach its storage account%s.",
		[app_flow.name(subnet), app_flow.rule(flow), input.after.apps[app].subject, _condition[level]],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some subnet in _subnets
	count(_kept_away(subnet, "error")) + count(_kept_away(subnet, "note")) == 0
	app := min(_in_doubt(subnet))
	id := app_flow.subject(subnet)
	msg := sprintf(
		"Whether Standard logic app '%s' reaches ports 443 and 445 of its storage account from subnet '%s' cannot be told.",
		[input.after.apps[app].subject, subnet.subject],
	)
	evidence := [{"entity": app, "attribute": "storage_account"}, {"entity": subnet.id, "attribute": "network_security_group"}]
}

_condition := {"error": "", "note": " once its content share is reached through the virtual network"}

# Editions before that day do not speak of Standard logic apps.
_subnets contains subnet if {
	not _is_before_standard
	some subnet in input.after.subnets
}

_is_before_standard if input.context.editions.ise < "2022-11-01"

_kept_away(subnet, level) := {id |
	some id in subnet.apps
	app := input.after.apps[id]
	app.app_kind == "workflow"
	_level(app) == level
	content_flow.dropped(subnet, app)
}

_level(app) := "error" if routing.is_on(app, "content_over_vnet")

_level(app) := "note" if not routing.is_on(app, "content_over_vnet")

_in_doubt(subnet) := {id |
	some id in subnet.apps
	app := input.after.apps[id]
	_may_be_standard(app)
	not content_flow.is_open(subnet, app)
}

_may_be_standard(app) if app.app_kind == "workflow"

_may_be_standard(app) if {
	app.unknown.app_kind
	not content.has_no_share(app)
}
