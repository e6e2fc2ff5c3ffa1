# METADATA
# title: the integration subnet has an address for every instance of its plans
# description: >-
#   Each instance of each App Service plan whose apps are integrated with a subnet takes one of its
#   addresses, and Azure keeps five for itself. Instances without an address cannot start or lose the
#   network.
# custom:
#   id: APP-VNI-SIZE-CURRENT
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give the plans a larger subnet (a subnet in use cannot be resized), or fewer instances.
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
#   related: [APP-VNI-SIZE-DOUBLE, APP-VNI-SUBNET-MIN, APP-MPSJ-CAPACITY, APP-VNI-WINCONTAINER-IPS]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_size_current

import data.vnetguard.lib.demand
import data.vnetguard.lib.instances

# Subnets that apps may be integrated with, and that may be too small for them.
_candidates contains id if {
	some id in demand.doubtful
	subnet := input.after.subnets[id]
	not _fits(subnet)
}

subjects := demand.subnets | _candidates

deny contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in demand.subnets
	subnet := input.after.subnets[id]
	_is_exceeded(subnet)
	msg := sprintf(
		"Subnet '%s' ('%s') has %d usable addresses, and the %d instances of '%s' take one each.",
		[subnet.subject, instances.prefixes(subnet), instances.usable(subnet), demand.fewest(subnet), demand.names(subnet)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": _evidence(id)} if {
	some id in subjects
	subnet := input.after.subnets[id]
	not _fits(subnet)
	not _is_refused(id)
	msg := sprintf("Whether subnet '%s' has an address for every instance that is in it cannot be told.", [subnet.subject])
}

_is_refused(id) if {
	id in demand.subnets
	_is_exceeded(input.after.subnets[id])
}

_is_exceeded(subnet) if demand.is_exceeded(subnet, demand.fewest(subnet))

_fits(subnet) if demand.has_room(subnet, demand.most(subnet))

_evidence(id) := array.concat(
	[{"entity": id, "attribute": "prefixes"}],
	[{"entity": plan, "attribute": "capacity"} | some plan in sort(demand.plans_at_most(input.after.subnets[id]))],
)
