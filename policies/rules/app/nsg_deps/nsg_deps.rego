# METADATA
# title: security rules let an app reach what it depends on
# description: >-
#   Traffic that an app routes into the virtual network is subject to the network security group of the integration subnet. Besides
#   the services that it calls, an app depends on endpoints that are easily forgotten: Microsoft Entra ID for signing users in,
#   and the lists of revoked certificates, which are fetched on port 80.
# custom:
#   id: APP-NSG-DEPS
#   level: note
#   kind: nsg
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Allow TCP 443 outbound to AzureActiveDirectory, and TCP 80 to the hosts of revocation lists, before any rule that denies it.
#   remediation_terraform: |
#     resource "azurerm_network_security_rule" "identity" {
#       # …
#       priority                   = 100 # before any rule that denies it
#       direction                  = "Outbound"
#       access                     = "Allow"
#       protocol                   = "Tcp"
#       source_address_prefix      = "*"
#       source_port_range          = "*"
#       destination_address_prefix = "AzureActiveDirectory"
#       destination_port_range     = "443"
#     }
#   remediation_bicep: |
#     resource identity 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
#       // …
#       properties: {
#         priority: 100 // before any rule that denies it
#         direction: 'Outbound'
#         access: 'Allow'
#         protocol: 'Tcp'
#         sourceAddressPrefix: '*'
#         sourcePortRange: '*'
#         destinationAddressPrefix: 'AzureActiveDirectory'
#         destinationPortRange: '443'
#       }
#     }
#   related: [APP-NSG-ORYX, APP-NSG-UDP30000]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Network routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.nsg_deps

import data.vnetguard.lib.app_flow
import data.vnetguard.lib.routing

_identity := "APP-NSG-DEPS-IDENTITY"

_revocation := "APP-NSG-DEPS-REVOCATION"

subjects contains id if {
	some subnet in input.after.subnets
	subnet.flows[_identity]
	some app in subnet.apps
	_may_send(input.after.apps[app])
	id := app_flow.subject(subnet)
}

# That an app signs users in is all that an input tells of its dependencies.
deny contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, _kept_away(subnet))} if {
	some subnet in input.after.subnets
	app := min(_kept_away(subnet))
	flow := subnet.flows[_identity]
	id := app_flow.subject(subnet)
	msg := sprintf(
		"In %s, %s, which app '%s' signs users in with at Microsoft Entra ID.",
		[app_flow.name(subnet), app_flow.rule(flow), input.after.apps[app].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": app_flow.evidence(subnet, flow, [])} if {
	some subnet in input.after.subnets
	count(_kept_away(subnet)) == 0
	flow := subnet.flows[min({row | some row in [_identity, _revocation]; subnet.flows[row].verdict != "allow"})]
	some app in subnet.apps
	_may_send(input.after.apps[app])
	id := app_flow.subject(subnet)
	msg := sprintf(
		"Whether %s lets the apps of subnet '%s' reach what they depend on cannot be told: it does not let all of the internet pass.",
		[app_flow.name(subnet), subnet.subject],
	)
}

_kept_away(subnet) := {id |
	app_flow.is_dropped(subnet.flows[_identity])
	some id in subnet.apps
	app := input.after.apps[id]
	routing.is_on(app, "route_all")
	app.entra_client_id
}

_may_send(app) if {
	not routing.is_off(app, "route_all")
	app.presence != "external"
}
