# METADATA
# title: a subnet that several plans share is a /26 or larger
# description: >-
#   Several App Service plans can join one subnet (multi plan subnet join) only when it is a /26 or larger.
# custom:
#   id: APP-MPSJ-MIN26
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Use a /26 or larger, or give each plan a subnet of its own.
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
#   related: [APP-MPSJ-CAPACITY, APP-MPSJ-SUBSCRIPTION, APP-VNI-SUBNET-MIN]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.mpsj_min26

import data.vnetguard.lib.attribute
import data.vnetguard.lib.demand
import data.vnetguard.lib.instances

_longest := data.vnetguard.reference.app_service_scale.exempt_prefix_length

_shared contains id if {
	some id in demand.subnets
	demand.is_shared(input.after.subnets[id])
}

# Subnets that several plans may share, and that may be too small for it.
_candidates contains id if {
	some id in demand.subnets | demand.doubtful
	subnet := input.after.subnets[id]
	demand.may_be_shared(subnet)
	not id in _shared
	not instances.has_prefix(subnet, _longest)
}

subjects := _shared | _candidates

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in _shared
	subnet := input.after.subnets[id]
	attribute.is_known(subnet, "prefixes")
	not instances.has_prefix(subnet, _longest)
	msg := sprintf(
		"Subnet '%s' has prefix '%s'; the App Service plans '%s' can share only a /%d or larger.",
		[subnet.subject, instances.prefixes(subnet), demand.names(subnet), _longest],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in _shared
	subnet := input.after.subnets[id]
	not attribute.is_known(subnet, "prefixes")
	not instances.has_prefix(subnet, _longest)
	msg := sprintf(
		"The size of subnet '%s', which the App Service plans '%s' share, cannot be told; it has to be a /%d or larger.",
		[subnet.subject, demand.names(subnet), _longest],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in _candidates
	msg := sprintf(
		"Whether several App Service plans share subnet '%s' cannot be told; it would have to be a /%d or larger.",
		[input.after.subnets[id].subject, _longest],
	)
}
