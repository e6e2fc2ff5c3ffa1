# METADATA
# title: the integration subnet has room for twice the planned scale
# description: >-
#   While a plan changes its instance size or Azure upgrades the platform, it takes up to twice as many
#   addresses, and released ones may stay taken for hours. Usable addresses should be at least double the
#   largest number of instances that is planned for: the maximum of autoscale settings, else that of
#   elastic scale, else the number of instances, else what the pricing tier allows. A /26 is enough for a
#   single multitenant plan.
# custom:
#   id: APP-VNI-SIZE-DOUBLE
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Use a /26 for one plan and more for several, before apps join the subnet; it cannot be resized while
#     they are in it.
#   remediation_terraform: |
#     resource "azurerm_subnet" "integration" {
#       # …
#       address_prefixes = ["10.0.1.0/26"]
#     }
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: '10.0.1.0/26'
#       }
#     }
#   related: [APP-VNI-SIZE-CURRENT, APP-MPSJ-CAPACITY, APP-EP-SUBNET-SIZE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_size_double

import data.vnetguard.lib.demand
import data.vnetguard.lib.instances
import data.vnetguard.lib.joined

_scale := data.vnetguard.reference.app_service_scale

# Subnets that apps may be integrated with, and that may be too small for them.
_candidates contains id if {
	some id in demand.doubtful
	subnet := input.after.subnets[id]
	not _fits(subnet)
}

subjects := demand.subnets | _candidates

deny contains {"subject": id, "level": level, "msg": msg, "evidence": _evidence(id)} if {
	some id in demand.subnets
	subnet := input.after.subnets[id]
	_is_exceeded(subnet)
	not _fits(subnet)
	not _may_be_exempt(subnet)
	level := _level(subnet)
	msg := sprintf(
		"Subnet '%s' ('%s') has %d usable addresses: fewer than double the %d instances that %s.",
		[subnet.subject, instances.prefixes(subnet), instances.usable(subnet), demand.planned(subnet), _whose(subnet)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	subnet := input.after.subnets[id]
	not _fits(subnet)
	not _is_refused(id)
	msg := sprintf("Whether subnet '%s' has room for double the instances that are planned for cannot be told.", [subnet.subject])
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

# Whose the instances are, and what their number rests on where the input does not state it.
_whose(subnet) := sprintf("are planned for '%s'", [demand.names(subnet)]) if count(demand.assumed(subnet)) == 0

_whose(subnet) := sprintf("'%s' may have, counting as many as the tier allows for '%s', which states no number", [demand.names(subnet), assumed]) if {
	count(demand.assumed(subnet)) > 0
	assumed := joined.names(demand.assumed(subnet), "app_service_plans")
}

_level(subnet) := "warning" if _is_full(subnet)

_level(subnet) := "note" if not _is_full(subnet)

_is_full(subnet) if demand.is_exceeded(subnet, demand.planned(subnet))

_is_exceeded(subnet) if demand.is_exceeded(subnet, 2 * demand.planned(subnet))

_fits(subnet) if demand.has_room(subnet, 2 * demand.planned_most(subnet))

# The page says that a /26 covers the maximum scale of a single multitenant plan, though twice 30 is more than 59.
_fits(subnet) if {
	instances.has_prefix(subnet, _scale.exempt_prefix_length)
	count(demand.plans_at_most(subnet)) == 1
	not demand.is_open(subnet)
	every id in demand.plans_at_most(subnet) {
		instances.is_multitenant(input.after.app_service_plans[id])
	}
}

# No second plan is certainly in the subnet, and there is no sign that the one is in an App Service Environment.
_may_be_exempt(subnet) if {
	instances.has_prefix(subnet, _scale.exempt_prefix_length)
	count(demand.plans(subnet)) == 1
	every id in demand.plans(subnet) {
		_may_be_multitenant(id)
	}
}

_may_be_multitenant(id) if {
	plan := input.after.app_service_plans[id]
	not plan.app_service_environment
	not instances.is_isolated(plan)
}

_evidence(id) := array.concat(
	[{"entity": id, "attribute": "prefixes"}],
	[{"entity": plan, "attribute": "capacity"} | some plan in sort(demand.plans_at_most(input.after.subnets[id]))],
)
