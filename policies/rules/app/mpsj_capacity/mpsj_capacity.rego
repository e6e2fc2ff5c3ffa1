# METADATA
# title: a shared subnet has room for the instances of all its plans
# description: >-
#   Every instance of every App Service plan that joins a subnet takes one of its addresses. The instances
#   that there are must fit, and double the number that is planned for should.
# custom:
#   id: APP-MPSJ-CAPACITY
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Use a larger subnet, or separate ones for large plans.
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
#   related: [APP-MPSJ-MIN26, APP-VNI-SIZE-CURRENT, APP-VNI-SIZE-DOUBLE]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.mpsj_capacity

import data.vnetguard.lib.demand
import data.vnetguard.lib.instances

_shared contains id if {
	some id in demand.subnets
	demand.is_shared(input.after.subnets[id])
}

# Subnets that several plans may share, and that may be too small for them.
_candidates contains id if {
	some id in demand.subnets | demand.doubtful
	subnet := input.after.subnets[id]
	demand.may_be_shared(subnet)
	not id in _shared
	not _fits(subnet)
}

subjects := _shared | _candidates

deny contains {"subject": id, "level": "error", "msg": msg, "evidence": _evidence(id)} if {
	some id in _shared
	subnet := input.after.subnets[id]
	_is_full(subnet)
	msg := sprintf(
		"Subnet '%s' ('%s') has %d usable addresses, and '%s' have %d instances together.",
		[subnet.subject, instances.prefixes(subnet), instances.usable(subnet), demand.names(subnet), demand.fewest(subnet)],
	)
}

deny contains {"subject": id, "level": "note", "msg": msg, "evidence": _evidence(id)} if {
	some id in _shared
	subnet := input.after.subnets[id]
	not _is_full(subnet)
	_is_exceeded(subnet)
	msg := sprintf(
		"Subnet '%s' ('%s') has %d usable addresses: fewer than double the %d instances that are planned for '%s' together.",
		[subnet.subject, instances.prefixes(subnet), instances.usable(subnet), demand.planned(subnet), demand.names(subnet)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	subnet := input.after.subnets[id]
	not _fits(subnet)
	not _is_refused(id)
	msg := sprintf("Whether subnet '%s' has room for all instances of the App Service plans that share it cannot be told.", [subnet.subject])
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

_is_full(subnet) if demand.is_exceeded(subnet, demand.fewest(subnet))

_is_exceeded(subnet) if demand.is_exceeded(subnet, 2 * demand.planned(subnet))

_fits(subnet) if {
	demand.has_room(subnet, demand.most(subnet))
	demand.has_room(subnet, 2 * demand.planned_most(subnet))
}

_evidence(id) := array.concat(
	[{"entity": id, "attribute": "prefixes"}],
	[{"entity": plan, "attribute": "capacity"} | some plan in sort(demand.plans_at_most(input.after.subnets[id]))],
)
