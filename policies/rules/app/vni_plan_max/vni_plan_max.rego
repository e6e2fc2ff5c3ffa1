# METADATA
# title: an App Service plan has at most two virtual network integrations
# description: >-
#   The apps of one App Service plan can be integrated with at most two subnets, slots included; by the
#   2019 edition with one. Several apps can use the same subnet.
# custom:
#   id: APP-VNI-PLAN-MAX
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/serverfarms
#   remediation: >-
#     Let apps of the plan share integration subnets, or move some to another plan.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       service_plan_id           = azurerm_service_plan.other.id
#       virtual_network_subnet_id = azurerm_subnet.third.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         serverFarmId: otherPlan.id
#         virtualNetworkSubnetId: third.id
#       }
#     }
#   related: [APP-VNI-ONE-PER-APP, APP-MPSJ-MIN26]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "How virtual network integration works"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "How VNet Integration works"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_plan_max

import data.vnetguard.lib.edition
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined
import data.vnetguard.lib.presence

_limit := 1 if edition.is_before_2025("app")

_limit := 2 if not edition.is_before_2025("app")

subjects contains id if {
	some id, plan in input.after.app_service_plans
	count(_apps(plan)) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(_certain(plan))} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	_is_exceeded(plan)
	msg := sprintf(
		"The apps of App Service plan '%s' are integrated with %d subnets ('%s'), of at most %d.",
		[plan.subject, count(_known(_certain(plan))), joined.names(_known(_certain(plan)), "subnets"), _limit],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(_apps(plan))} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	not _is_exceeded(plan)
	not _is_kept(plan)
	msg := sprintf(
		"Whether the apps of App Service plan '%s' are integrated with more than %d subnets cannot be told.",
		[plan.subject, _limit],
	)
}

_is_exceeded(plan) if count(_known(_certain(plan))) > _limit

# Those that are certainly deployed.
_certain(plan) := {id | some id in _apps(plan); not joined.is_conditional(id)}

# A plan that is not part of the input may have other apps.
_is_kept(plan) if {
	presence.is_part_of_input(plan)
	apps := _apps(plan) | _stray(plan.id)
	known := _known(apps)
	count(known) + count(_elsewhere(apps, known)) <= _limit
}

# The apps of the plan that are, or may be, integrated.
_apps(plan) := {id | some id in object.get(plan, "apps", []); integration.may_be(input.after.apps[id])}

# Those of which it is not known whether they run on the plan.
_stray(plan) := {id |
	some id in _without_plan
	candidates := object.get(object.get(input.after.apps[id].unknown, "plan", {}), "candidates", [])
	plan in _one_of(candidates, plan)
}

_without_plan contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
	not app.plan
}

_one_of(candidates, _) := candidates if count(candidates) > 0

_one_of(candidates, plan) := [plan] if count(candidates) == 0

_known(apps) := {input.after.apps[id].integration_subnet.id | some id in apps}

# Apps that may be in a subnet beside these.
_elsewhere(apps, known) := {id | some id in apps; not _is_among(id, known)}

_is_among(id, known) if {
	every subnet in integration.subnets(input.after.apps[id]) {
		subnet in known
	}
}

_evidence(apps) := [{"entity": id, "attribute": "integration_subnet"} | some id in sort(apps)]
