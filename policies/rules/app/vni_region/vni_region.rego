# METADATA
# title: app and virtual network are in the same region
# description: >-
#   Regional virtual network integration connects an app to a virtual network of its own region only.
#   Virtual networks of other regions are reached through peering from there.
# custom:
#   id: APP-VNI-REGION
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Use a virtual network in the app's region; peer it with the other one if need be (global peering
#     works).
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "integration" {
#       # …
#       location = azurerm_linux_web_app.example.location
#     }
#   remediation_bicep: |
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       location: app.location
#     }
#   related: [APP-VNI-DELEGATION, APP-VNI-TIER]
#   advice:
#     - id: APP-ER-RETURN-ROUTES
#       text: >-
#         Where the app reaches a network behind ExpressRoute or a VPN gateway, that network needs routes back
#         to the integration subnet. They stand in that network, not in the input.
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_region

import data.vnetguard.lib.attribute
import data.vnetguard.lib.integration

subjects contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	network := integration.virtual_network(app)
	attribute.is_known(app, "region")
	attribute.is_known(network, "region")
	app.region != network.region
	msg := sprintf(
		"App '%s' is in region '%s', the virtual network '%s' that it is integrated with in '%s'.",
		[app.subject, app.region, network.subject, network.region],
	)
	evidence := [{"entity": id, "attribute": "region"}, {"entity": network.id, "attribute": "region"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_told(app)
	msg := sprintf("Whether app '%s' and the virtual network that it is integrated with are in one region cannot be told.", [app.subject])
	evidence := array.concat(
		[{"entity": id, "attribute": "region"}, {"entity": id, "attribute": "integration_subnet"}],
		[{"entity": network.id, "attribute": "region"} | network := integration.virtual_network(app)],
	)
}

_is_told(app) if {
	attribute.is_known(app, "region")
	attribute.is_known(integration.virtual_network(app), "region")
}

# Both unknown, and equal whatever they turn out to be: the region of the resource group, most often.
_is_told(app) if app.unknown.region.pattern == integration.virtual_network(app).unknown.region.pattern
