# METADATA
# title: the App Service plan has a tier that supports regional virtual network integration
# description: >-
#   Regional virtual network integration needs a dedicated tier from Basic upwards, or Elastic Premium.
#   Free, Shared and Consumption plans do not have it, nor do Isolated plans of the first version; by the
#   2019 edition neither do Basic and Elastic Premium.
# custom:
#   id: APP-VNI-TIER
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/serverfarms
#     - Microsoft.Web/sites
#   remediation: >-
#     Move the plan to Basic (B1) or higher, or to Elastic Premium for function apps.
#   remediation_terraform: |
#     resource "azurerm_service_plan" "example" {
#       # …
#       sku_name = "B1"
#     }
#   remediation_bicep: |
#     resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
#       // …
#       sku: { name: 'B1' }
#     }
#   related: [APP-VNI-REGION, APP-VNI-DELEGATION]
#   advice:
#     - id: APP-UNSUPPORTED
#       text: >-
#         Mounting a drive, joining a domain and NetBIOS do not work through the integration, whatever the
#         tier.
#     - id: APP-2019-SCALEUNIT
#       text: >-
#         By the 2019 edition only scale units new enough for Premium v2 offer it; which one a plan is on, no
#         input shows.
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "The virtual network integration feature"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "The VNet Integration feature"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Configure VNet Integration with your app"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_tier

import data.vnetguard.lib.edition
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined
import data.vnetguard.lib.tier

# Tiers by edition. Premium v4 and Workflow Standard are newer than the list of 2025 or named elsewhere only; Isolated v2 plans need
# no integration. None of them is refused; Isolated plans of the first version are, which no edition lists.
_supported := {"standard", "premium", "premiumv2"} if edition.is_before_2025("app")

_supported := {
	"basic", "standard", "premium", "premiumv2", "premiumv3", "premiumv4", "elasticpremium",
	"workflowstandard", "isolatedv2",
} if not edition.is_before_2025("app")

# Flex Consumption has requirements of its own.
subjects contains id if {
	some id, plan in input.after.app_service_plans
	some app in object.get(plan, "apps", [])
	integration.may_be(input.after.apps[app])
	not _is_flex(plan)
}

_is_flex(plan) if tier.of(plan) == "flexconsumption"

# An app whose plan cannot be told stands for it. (Without any plan a function app gets one that Azure makes.)
subjects contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
	not app.plan
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	found := tier.of(plan)
	not found in _supported
	apps := [input.after.apps[app].subject | some app in plan.apps; _is_integrated(app)]
	count(apps) > 0
	msg := sprintf(
		"App Service plan '%s' has SKU '%s' (%s), which does not support the virtual network integration of '%s'.",
		[plan.subject, tier.name(plan), found, concat("', '", apps)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "sku_name"}]} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	not tier.of(plan)
	msg := sprintf("The tier of App Service plan '%s', whose apps are integrated with a virtual network, cannot be told.", [plan.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": app, "attribute": "integration_subnet"}]} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	not _is_supported(plan)
	some app in plan.apps
	integration.may_be(input.after.apps[app])
	not _is_integrated(app)
	msg := sprintf(
		"Whether app '%s' is integrated with a virtual network, which App Service plan '%s' does not support, cannot be told.",
		[input.after.apps[app].subject, plan.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "plan"}]} if {
	some id in subjects
	app := input.after.apps[id]
	msg := sprintf("The App Service plan of app '%s', which is integrated with a virtual network, cannot be told.", [app.subject])
}

_is_supported(plan) if tier.of(plan) in _supported

_is_integrated(id) if {
	integration.is(input.after.apps[id])
	not joined.is_conditional(id)
}
