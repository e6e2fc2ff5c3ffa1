# METADATA
# title: an integrated app without public access has a private endpoint
# description: >-
#   Virtual network integration is for outbound calls only. An app whose public access is off and that has
#   no private endpoint cannot be called by anyone, integrated or not. Azure Front Door brings an endpoint
#   of its own where the app is an origin that it reaches by private link.
# custom:
#   id: APP-VNI-PRIVATE-INBOUND
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Add a private endpoint for the subresource 'sites', or leave public access on.
#   remediation_terraform: |
#     resource "azurerm_private_endpoint" "example" {
#       # …
#       private_service_connection {
#         # …
#         private_connection_resource_id = azurerm_linux_web_app.example.id
#         subresource_names              = ["sites"]
#       }
#     }
#   remediation_bicep: |
#     resource endpoint 'Microsoft.Network/privateEndpoints@2023-11-01' = {
#       // …
#       properties: {
#         // …
#         privateLinkServiceConnections: [
#           { name: 'app', properties: { privateLinkServiceId: app.id, groupIds: [ 'sites' ] } }
#         ]
#       }
#     }
#   related: [APP-ACCESSRESTR-PE, APP-VNI-TIER]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_private_inbound

import data.vnetguard.lib.app_endpoint
import data.vnetguard.lib.attribute
import data.vnetguard.lib.instances
import data.vnetguard.lib.integration
import data.vnetguard.lib.presence

# Apps that are, or may be, integrated and closed. Endpoints of a slot lead to its app; apps of an App Service Environment
# are reached through its own network.
subjects contains id if {
	some id, app in input.after.apps
	presence.is_part_of_input(app)
	integration.may_be(app)
	_may_be_closed(app)
	attribute.is_absent(app, "slot_of")
	not _is_in_environment(app)
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	_is_unreachable(id)
	msg := sprintf(
		"App '%s' has no public access and no private endpoint; virtual network integration does not let anyone call it.",
		[input.after.apps[id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	not app_endpoint.is_reached(id)
	not _is_unreachable(id)
	msg := sprintf("Whether anyone can call app '%s', which is integrated with a virtual network, cannot be told.", [input.after.apps[id].subject])
}

_is_unreachable(id) if {
	app := input.after.apps[id]
	integration.is(app)
	attribute.is_known(app, "public_network_access")
	not app_endpoint.may_be_reached(id)
	_is_multitenant(app)
}

_may_be_closed(app) if app.public_network_access == false

_may_be_closed(app) if attribute.is_unknown(app, "public_network_access")

_is_multitenant(app) if instances.is_multitenant(input.after.app_service_plans[app.plan.id])

_is_in_environment(app) if instances.is_isolated(input.after.app_service_plans[app.plan.id])

_is_in_environment(app) if input.after.app_service_plans[app.plan.id].app_service_environment.id

_evidence(id) := [{"entity": id, "attribute": "public_network_access"}, {"entity": id, "attribute": "integration_subnet"}]
