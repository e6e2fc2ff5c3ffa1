# METADATA
# title: an app behind a NAT gateway routes all traffic into the virtual network
# description: >-
#   A NAT gateway on the integration subnet gives an app a dedicated outbound address, and spares it SNAT port
#   exhaustion, only for traffic that enters the virtual network. While the app does not route all traffic
#   there, its traffic to the internet leaves by the shared addresses of App Service.
# custom:
#   id: APP-ROUTEALL-NAT
#   level: warning
#   kind: routing
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Route all outbound traffic of the app into the virtual network, or take the NAT gateway off the subnet.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       site_config {
#         vnet_route_all_enabled = true
#       }
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         vnetRouteAllEnabled: true
#       }
#     }
#   related: [APP-ROUTEALL-NSG-UDR-EFFECT, APP-ROUTEALL-SETTING-CONFLICT]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "When you use virtual network integration"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Application routing"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "How virtual network integration works"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.routeall_nat

import data.vnetguard.lib.presence
import data.vnetguard.lib.routing

subjects contains id if {
	some id, app in input.after.apps
	routing.may_be_integrated(app)
	_may_have_gateway(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	routing.keeps_internet_out(app)
	subnet := input.after.subnets[app.integration_subnet.id]
	gateway := input.after.nat_gateways[subnet.nat_gateway.id]
	msg := sprintf(
		"App '%s' does not route all outbound traffic into subnet '%s', so its traffic to the internet does not leave by NAT gateway '%s'.",
		[app.subject, subnet.subject, gateway.subject],
	)
	evidence := array.concat(
		[{"entity": id, "attribute": "route_all"}, {"entity": subnet.id, "attribute": "nat_gateway"}],
		[{"entity": gateway.id, "attribute": "name"} | presence.is_conditional(gateway)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_told(app)
	msg := sprintf("Whether the traffic of app '%s' to the internet leaves by a NAT gateway on its subnet cannot be told.", [app.subject])
	evidence := array.concat(
		[{"entity": id, "attribute": "route_all"}, {"entity": id, "attribute": "integration_subnet"}],
		[{"entity": app.integration_subnet.id, "attribute": "nat_gateway"} | app.integration_subnet.id],
	)
}

_is_told(app) if routing.sends_internet(app)

_is_told(app) if {
	routing.keeps_internet_out(app)
	input.after.subnets[app.integration_subnet.id].nat_gateway.id
}

# Where the subnet is not known, neither is what stands on it.
_may_have_gateway(app) if {
	not app.integration_subnet.id
	not _is_one_of_some(app)
}

_may_have_gateway(app) if {
	some id in app.unknown.integration_subnet.candidates
	_may_have_one(input.after.subnets[id])
}

_may_have_gateway(app) if _may_have_one(input.after.subnets[app.integration_subnet.id])

_is_one_of_some(app) if count(app.unknown.integration_subnet.candidates) > 0

_may_have_one(subnet) if subnet.nat_gateway

_may_have_one(subnet) if subnet.unknown.nat_gateway
