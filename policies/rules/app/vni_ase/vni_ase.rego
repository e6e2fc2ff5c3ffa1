# METADATA
# title: apps of an App Service Environment do without virtual network integration
# description: >-
#   An App Service Environment stands in a virtual network of its own, and its apps reach that network
#   without integration. By the 2019 edition, and for Isolated plans of the first version, integration is
#   not possible; for Isolated v2 it is not needed, except for another network.
# custom:
#   id: APP-VNI-ASE
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Remove the integration; reach other networks by peering with that of the environment.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       # no virtual_network_subnet_id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         // no virtualNetworkSubnetId
#       }
#     }
#   related: [APP-VNI-TIER]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "(introduction)"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_ase

import data.vnetguard.lib.edition
import data.vnetguard.lib.instances
import data.vnetguard.lib.integration
import data.vnetguard.lib.presence
import data.vnetguard.lib.tier

subjects contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
}

deny contains {"subject": id, "level": _level(plan), "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	integration.is(app)
	plan := input.after.app_service_plans[app.plan.id]
	_is_in_environment(plan)
	msg := sprintf(
		"App '%s' is integrated with a virtual network, but its App Service plan '%s' is in an App Service Environment, which has one.",
		[app.subject, plan.subject],
	)
	evidence := [{"entity": id, "attribute": "integration_subnet"}, {"entity": plan.id, "attribute": "app_service_environment"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "plan"}]} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_multitenant(app)
	not _is_refused(app)
	msg := sprintf(
		"Whether app '%s', which is integrated with a virtual network, is in an App Service Environment cannot be told.",
		[app.subject],
	)
}

_is_refused(app) if {
	integration.is(app)
	_is_in_environment(input.after.app_service_plans[app.plan.id])
}

_is_multitenant(app) if instances.is_multitenant(input.after.app_service_plans[app.plan.id])

# Of a plan that is only read, its SKU tells: nothing of this tier runs in an environment (`premium` did in the first version).
_is_multitenant(app) if {
	plan := input.after.app_service_plans[app.plan.id]
	not presence.is_part_of_input(plan)
	actual := tier.of(plan)
	every other in data.vnetguard.reference.app_service_scale.environment_tiers {
		actual != other
	}
}

_is_in_environment(plan) if plan.app_service_environment.id

_is_in_environment(plan) if instances.is_isolated(plan)

_level(plan) := "error" if _is_error(plan)

_level(plan) := "note" if not _is_error(plan)

_is_error(_) if edition.is_before_2025("app")

_is_error(plan) if tier.of(plan) == "isolated"
