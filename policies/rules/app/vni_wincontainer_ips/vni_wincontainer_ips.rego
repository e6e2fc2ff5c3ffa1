# METADATA
# title: the integration subnet has an address for every Windows container of every instance
# description: >-
#   On plans for Windows containers each instance takes one address for itself and one for each app. An
#   integration subnet must hold them all: instances times the number of apps plus one.
# custom:
#   id: APP-VNI-WINCONTAINER-IPS
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Use a larger subnet, or run fewer apps on the plan.
#   remediation_terraform: |
#     resource "azurerm_subnet" "integration" {
#       # …
#       address_prefixes = ["10.0.1.0/25"]
#     }
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: '10.0.1.0/25'
#       }
#     }
#   related: [APP-VNI-SIZE-CURRENT, APP-VNI-WINCONTAINER-UNITS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Windows Containers specific limits"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_wincontainer_ips

import data.vnetguard.lib.demand
import data.vnetguard.lib.instances
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined
import data.vnetguard.lib.windows_container

_joined contains id if {
	some id in demand.subnets
	some plan in demand.plans(input.after.subnets[id])
	windows_container.is_plan(input.after.app_service_plans[plan])
}

# Subnets in which there may be such plans, and that may be too small for them.
_candidates contains id if {
	some id in demand.subnets | demand.doubtful
	subnet := input.after.subnets[id]
	some plan in demand.plans_at_most(subnet)
	windows_container.may_be_plan(input.after.app_service_plans[plan])
	not id in _joined
	not _fits(subnet)
}

subjects := _joined | _candidates

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in _joined
	subnet := input.after.subnets[id]
	_is_exceeded(subnet)
	msg := sprintf(
		"Subnet '%s' ('%s') has %d usable addresses, and the instances and Windows containers of '%s' take %d.",
		[subnet.subject, instances.prefixes(subnet), instances.usable(subnet), demand.names(subnet), _fewest(subnet)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	subnet := input.after.subnets[id]
	not _fits(subnet)
	not _is_refused(id)
	msg := sprintf(
		"Whether subnet '%s' has an address for every instance and Windows container that is in it cannot be told.",
		[subnet.subject],
	)
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

_is_exceeded(subnet) if demand.is_exceeded(subnet, _fewest(subnet))

_fits(subnet) if demand.has_room(subnet, _most(subnet))

_fewest(subnet) := sum([addresses |
	some id in demand.plans(subnet)
	plan := input.after.app_service_plans[id]
	addresses := instances.fewest(plan) * (1 + count(_apps(plan, subnet)))
])

_most(subnet) := sum([addresses |
	some id in demand.plans_at_most(subnet)
	plan := input.after.app_service_plans[id]
	addresses := instances.most(plan) * (1 + count(_apps_at_most(plan, subnet)))
]) if {
	not demand.is_open(subnet)
	every id in demand.plans_at_most(subnet) {
		instances.most(input.after.app_service_plans[id])
		_is_whole(input.after.app_service_plans[id])
	}
}

# All apps are known of which it matters how many there are.
_is_whole(plan) if windows_container.is_no_plan(plan)

_is_whole(plan) if windows_container.has_all_apps(plan)

# The apps of a plan for Windows containers that are certainly there, without those that are integrated with another subnet.
_apps(plan, subnet) := {id |
	windows_container.is_plan(plan)
	some id in plan.apps
	not joined.is_conditional(id)
	_is_here(input.after.apps[id], subnet)
}

_is_here(app, subnet) if app.integration_subnet.id == subnet.id

_is_here(app, _) if not integration.may_be(app)

_apps_at_most(plan, subnet) := {id |
	some id in plan.apps
	app := input.after.apps[id]
	_may_have_containers(plan)
	not _is_elsewhere(app, subnet)
}

_may_have_containers(plan) if not windows_container.is_no_plan(plan)

_is_elsewhere(app, subnet) if app.integration_subnet.id != subnet.id

_evidence(id) := array.concat(
	[{"entity": id, "attribute": "prefixes"}],
	[{"entity": plan, "attribute": "capacity"} | some plan in sort(demand.plans_at_most(input.after.subnets[id]))],
)
