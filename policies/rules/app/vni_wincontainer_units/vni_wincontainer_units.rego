# METADATA
# title: a plan for Windows containers has networking units for its apps and connections
# description: >-
#   On plans for Windows containers each core gives three networking units. The worker takes one, each
#   subnet that apps of the plan are integrated with takes one, and each app one.
# custom:
#   id: APP-VNI-WINCONTAINER-UNITS
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/serverfarms
#   remediation: >-
#     Choose a SKU with more cores, or run fewer apps on the plan.
#   remediation_terraform: |
#     resource "azurerm_service_plan" "containers" {
#       # …
#       os_type  = "WindowsContainer"
#       sku_name = "P2v3"
#     }
#   remediation_bicep: |
#     resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
#       // …
#       sku: { name: 'P2v3' }
#       properties: { hyperV: true }
#     }
#   related: [APP-VNI-WINCONTAINER-IPS, APP-VNI-PLAN-MAX]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Windows Containers specific limits"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_wincontainer_units

import data.vnetguard.lib.instances
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined
import data.vnetguard.lib.tier
import data.vnetguard.lib.windows_container

_units_for_each_core := data.vnetguard.reference.app_service_scale.units_for_each_core

subjects contains id if {
	some id, plan in input.after.app_service_plans
	windows_container.is_plan(plan)
	count(_integrated(plan)) > 0
}

# Plans that may run Windows containers, and then may have too few units.
subjects contains id if {
	some id, plan in input.after.app_service_plans
	windows_container.may_be_plan(plan)
	count(_integrated(plan)) > 0
	not _is_kept(plan)
}

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	_is_exceeded(plan)
	msg := sprintf(
		"App Service plan '%s' has %d networking units with SKU '%s'; its worker, %s and %s take %d.",
		[
			plan.subject, _units(plan), tier.name(plan),
			_counted(_connections(plan), "connection"), _counted(count(_certain(plan)), "app"), _fewest(plan),
		],
	)
}

_counted(1, noun) := sprintf("1 %s", [noun])

_counted(number, noun) := sprintf("%d %ss", [number, noun]) if number != 1

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	plan := input.after.app_service_plans[id]
	not _is_exceeded(plan)
	not _is_kept(plan)
	msg := sprintf(
		"Whether App Service plan '%s' has networking units for its Windows containers and connections cannot be told.",
		[plan.subject],
	)
}

_is_exceeded(plan) if {
	windows_container.is_plan(plan)
	_fewest(plan) > _units(plan)
}

_is_kept(plan) if {
	windows_container.has_all_apps(plan)
	_most(plan) <= _units(plan)
}

_units(plan) := _units_for_each_core * instances.cores(plan)

_fewest(plan) := (1 + _connections(plan)) + count(_certain(plan))

# The apps of the plan that are certainly deployed.
_certain(plan) := {id | some id in plan.apps; not joined.is_conditional(id)}

# Each app of which it is not known where it is integrated may need a connection of its own.
_most(plan) := ((1 + count(_subnets(plan))) + count(_vague(plan))) + count(plan.apps)

# At least the subnets that are known; one that is not known counts where there is no other.
_connections(plan) := max({count(_subnets_of(_certain(plan))), count(_one(plan))})

_one(plan) := {1 | some id in _certain(plan); integration.is(input.after.apps[id])}

_subnets(plan) := _subnets_of(plan.apps)

_subnets_of(apps) := {input.after.apps[id].integration_subnet.id | some id in apps}

_vague(plan) := {id | some id in _integrated(plan); not _has_subnet(id)}

_has_subnet(id) if input.after.apps[id].integration_subnet.id

_integrated(plan) := {id | some id in object.get(plan, "apps", []); integration.may_be(input.after.apps[id])}

_evidence(id) := [{"entity": id, "attribute": "os"}, {"entity": id, "attribute": "sku_name"}]
