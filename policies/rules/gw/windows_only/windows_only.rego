# METADATA
# title: an app with gateway-required virtual network integration runs on Windows
# description: >-
#   Gateway-required integration is built on the point-to-site client of Windows workers. A Linux app
#   cannot be connected this way: the deployment fails, or the app never reaches the virtual network.
# custom:
#   id: GW-WINDOWS-ONLY
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Use regional virtual network integration for the app, or run it on a Windows plan.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: { virtualNetworkSubnetId: integration.id }
#     }
#   related: [GW-NO-WINCONTAINER, GW-TIER]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Gateway required VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.windows_only

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

subjects contains id if {
	some id, app in input.after.apps
	gateway.may_be_connected(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	gateway.is_connected(app)
	app.os == "linux"
	msg := sprintf(
		"App '%s' runs on Linux; gateway-required virtual network integration is for Windows apps only.",
		[app.subject],
	)
	evidence := [{"entity": id, "attribute": "os"}, gateway.evidence(app)]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "os"}]} if {
	some id in subjects
	app := input.after.apps[id]
	not attribute.is_known(app, "os")
	msg := sprintf(
		"Whether app '%s' runs on Windows, which gateway-required virtual network integration needs, cannot be told.",
		[app.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "os"}]} if {
	some id in subjects
	app := input.after.apps[id]
	not gateway.is_connected(app)
	app.os == "linux"
	msg := sprintf(
		"App '%s' runs on Linux; whether its connection is of the gateway-required form, which is for Windows apps only, cannot be told.",
		[app.subject],
	)
}
