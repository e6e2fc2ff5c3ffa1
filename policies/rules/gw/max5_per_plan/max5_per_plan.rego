# METADATA
# title: apps of an App Service plan have gateway-required integration with five virtual networks at most
# description: >-
#   A plan can be connected to five virtual networks; one that several of its apps use counts once.
# custom:
#   id: GW-MAX5-PER-PLAN
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Move apps that need other virtual networks to another plan, or peer the virtual networks and connect
#     to one of them.
#   remediation_terraform: |
#     resource "azurerm_windows_web_app" "example" {
#       # …
#       service_plan_id = azurerm_service_plan.another.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: { serverFarmId: anotherPlan.id }
#     }
#   related: [GW-ONE-VNET-PER-APP, GW-TIER]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Gateway required VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.max5_per_plan

import data.vnetguard.lib.gateway
import data.vnetguard.lib.presence

_limit := data.vnetguard.reference.gateway_integration.networks_per_plan

subjects contains id if {
	some id, plan in input.after.app_service_plans
	count(_members(plan)) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	_is_wrong(plan)
	members := _deployed(plan)
	msg := sprintf(
		"Apps of App Service plan '%s' have gateway-required integration with %d virtual networks; a plan can be connected to %d.",
		[plan.subject, gateway.fewest_networks(members), _limit],
	)
	evidence := [{"entity": member, "attribute": "virtual_network"} | some member in members]
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	presence.is_part_of_input(plan)
	not _is_wrong(plan)
	gateway.most_networks(_members(plan) | _strays) > _limit
	msg := sprintf(
		"With how many virtual networks apps of App Service plan '%s' have gateway-required integration cannot be told; a plan can be connected to %d.",
		[plan.subject, _limit],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	not presence.is_part_of_input(plan)
	not _is_wrong(plan)
	msg := sprintf(
		"App Service plan '%s' is not part of the input, so with how many virtual networks its apps have gateway-required integration cannot be told; it can be connected to %d.",
		[plan.subject, _limit],
	)
}

_is_wrong(plan) if gateway.fewest_networks(_deployed(plan)) > _limit

# Connections of the plan's apps, and its own.
_members(plan) := gateway.connections(plan) | {member |
	some app in plan.apps
	some member in gateway.connections(input.after.apps[app])
}

_deployed(plan) := gateway.deployed(plan) | {member |
	some app in plan.apps
	some member in gateway.deployed(input.after.apps[app])
}

# Connections of apps of which it cannot be told on which plan they run.
_strays contains member if {
	some app in input.after.apps
	not app.plan.id
	some member in gateway.connections(app)
}

# And connections of which it cannot be told whose they are.
_strays contains member if {
	some member in (gateway.certain | gateway.possible)
	input.after.gateway_integrations[member].unknown.app
}
