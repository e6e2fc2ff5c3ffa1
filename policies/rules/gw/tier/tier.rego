# METADATA
# title: the App Service plan has a tier that supports gateway-required virtual network integration
# description: >-
#   Gateway-required integration needs a dedicated multi-tenant tier: Basic to Premium, by the 2019 edition
#   Standard to Premium v2. Free, Shared, Consumption, Elastic Premium, Workflow Standard and Isolated
#   plans do not have it.
# custom:
#   id: GW-TIER
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Move the plan to Basic (B1) or a higher dedicated tier, or use regional virtual network integration
#     where the tier supports that.
#   remediation_terraform: |
#     resource "azurerm_service_plan" "example" {
#       # …
#       os_type  = "Windows"
#       sku_name = "S1"
#     }
#   remediation_bicep: |
#     resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
#       // …
#       sku: { name: 'S1' }
#     }
#   related: [GW-WINDOWS-ONLY, GW-NO-WINCONTAINER, GW-MAX5-PER-PLAN]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Pricing details"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Configure VNet Integration with your app"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.tier

import data.vnetguard.lib.gateway
import data.vnetguard.lib.tier

_data := data.vnetguard.reference.gateway_integration

_supported := _data.tiers_of_2019 if gateway.is_before_2023

_supported := _data.tiers if not gateway.is_before_2023

subjects contains id if {
	some id, plan in input.after.app_service_plans
	count(_connected(plan) | _perhaps(plan)) > 0
}

# An app whose plan cannot be told stands for it.
subjects contains id if {
	some id, app in input.after.apps
	gateway.may_be_connected(app)
	not app.plan.id
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	connected := _connected(plan)
	count(connected) > 0
	found := tier.of(plan)
	not found in _supported
	msg := sprintf(
		"App Service plan '%s' has SKU '%s' (%s), which does not support the gateway-required virtual network integration of '%s'.",
		[plan.subject, tier.name(plan), found, concat("', '", sort([entity.subject | some entity in connected]))],
	)
	evidence := [{"entity": id, "attribute": "sku_name"}, gateway.evidence(_deployed(connected))]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	not tier.of(plan)
	msg := sprintf(
		"The tier of App Service plan '%s', which gateway-required virtual network integration depends on, cannot be told.",
		[plan.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	count(_connected(plan)) == 0
	found := tier.of(plan)
	not found in _supported
	msg := sprintf(
		"App Service plan '%s' has SKU '%s'; whether the connection of '%s' is of the gateway-required form, which needs another, cannot be told.",
		[plan.subject, tier.name(plan), concat("', '", sort([entity.subject | some entity in _perhaps(plan)]))],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "plan"}]} if {
	some id in subjects
	app := input.after.apps[id]
	msg := sprintf(
		"The App Service plan of app '%s', whose tier gateway-required virtual network integration depends on, cannot be told.",
		[app.subject],
	)
}

# Apps of the plan that are connected, or the plan itself.
_connected(plan) := {entity | some entity in _candidates(plan); gateway.is_connected(entity)}

_perhaps(plan) := {entity | some entity in _candidates(plan); gateway.may_be_connected(entity)}

_candidates(plan) := {plan} | {input.after.apps[app] | some app in object.get(plan, "apps", [])}

# One that is certainly deployed, where there is one.
_deployed(entities) := min({entity | some entity in entities; entity.presence == "declared"})

_deployed(entities) := min(entities) if {
	every entity in entities {
		entity.presence != "declared"
	}
}
