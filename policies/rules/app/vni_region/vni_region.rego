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

# The networks of the subnets of which the app is integrated with one; undefined unless each can be told.
_networks(app) := {network |
	some subnet in integration.subnets(app)
	network := input.after.subnets[subnet].virtual_network.id
} if {
	every subnet in integration.subnets(app) {
		input.after.virtual_networks[input.after.subnets[subnet].virtual_network.id]
	}
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	integration.is(app)
	attribute.is_known(app, "region")
	every network in _networks(app) {
		_is_elsewhere(app, network)
	}
	some network in _networks(app)
	msg := sprintf(
		"App '%s' is in region '%s', the virtual network '%s' that it is integrated with in '%s'.",
		[app.subject, app.region, input.after.virtual_networks[network].subject, input.after.virtual_networks[network].region],
	)
	evidence := [{"entity": id, "attribute": "region"}, {"entity": network, "attribute": "region"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_here(app)
	not _is_refused(id)
	msg := sprintf("Whether app '%s' and the virtual network that it is integrated with are in one region cannot be told.", [app.subject])
	evidence := array.concat(
		[{"entity": id, "attribute": "region"}, {"entity": id, "attribute": "integration_subnet"}],
		[{"entity": network, "attribute": "region"} | some network in _networks(app)],
	)
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

_is_elsewhere(app, network) if {
	attribute.is_known(input.after.virtual_networks[network], "region")
	app.region != input.after.virtual_networks[network].region
}

_is_here(app) if {
	every network in _networks(app) {
		_are_together(app, input.after.virtual_networks[network])
	}
}

_are_together(app, network) if {
	attribute.is_known(app, "region")
	attribute.is_known(network, "region")
	app.region == network.region
}

# Both unknown, and equal whatever they turn out to be: the region of the resource group, most often.
_are_together(app, network) if app.unknown.region.pattern == network.unknown.region.pattern
