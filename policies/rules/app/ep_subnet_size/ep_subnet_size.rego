# METADATA
# title: a subnet of Elastic Premium apps has the recommended size
# description: >-
#   For Elastic Premium plans a /24 is recommended on Windows, where they scale to 100 instances, and a /26
#   on Linux. A smaller subnet does where a stated maximum, doubled, fits in it.
# custom:
#   id: APP-EP-SUBNET-SIZE
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Use a subnet of the recommended size, or state a maximum that fits.
#   remediation_terraform: |
#     resource "azurerm_subnet" "integration" {
#       # …
#       address_prefixes = ["10.0.1.0/24"]
#     }
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         addressPrefix: '10.0.1.0/24'
#       }
#     }
#   related: [APP-VNI-SIZE-DOUBLE]
#   sources:
#     - document: Azure Functions networking options
#       edition: "2025-03-14"
#       section: "Subnets"
#       url: https://learn.microsoft.com/azure/azure-functions/functions-networking-options
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.ep_subnet_size

import data.vnetguard.lib.attribute
import data.vnetguard.lib.demand
import data.vnetguard.lib.instances
import data.vnetguard.lib.tier

_lengths := data.vnetguard.reference.app_service_scale.elastic_premium_prefix_lengths

subjects contains id if {
	some id in demand.subnets
	count(_plans(input.after.subnets[id])) > 0
}

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	attribute.is_known(subnet, "prefixes")
	some plan in _plans(subnet)
	length := max(_possible_lengths(plan))
	not instances.has_prefix(subnet, length)
	not _may_fit(plan, subnet)
	msg := sprintf(
		"Subnet '%s' has prefix '%s'; for the Elastic Premium plan '%s' a /%d is recommended.",
		[subnet.subject, instances.prefixes(subnet), plan.subject, length],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "prefixes"}]} if {
	some id in subjects
	subnet := input.after.subnets[id]
	some plan in _plans(subnet)
	not _suits(plan, subnet)
	not _is_refused(id)
	msg := sprintf("Whether subnet '%s' has the size that is recommended for Elastic Premium cannot be told.", [subnet.subject])
}

_is_refused(id) if {
	some finding in deny
	finding.subject == id
}

_plans(subnet) := [plan |
	some id in demand.plans(subnet)
	plan := input.after.app_service_plans[id]
	tier.of(plan) == "elasticpremium"
]

_suits(plan, subnet) if instances.has_prefix(subnet, min(_possible_lengths(plan)))

_suits(plan, subnet) if {
	instances.states_maximum(plan)
	demand.has_room(subnet, 2 * instances.planned(plan))
}

# A stated maximum fits, or what is stated is not known.
_may_fit(plan, subnet) if _suits(plan, subnet)

_may_fit(plan, _) if not instances.planned(plan)

# What is recommended, by the system where it is known.
_possible_lengths(plan) := {_lengths[plan.os]} if {
	attribute.is_known(plan, "os")
	_lengths[plan.os]
}

_possible_lengths(plan) := {_lengths.windows} if attribute.is_absent(plan, "os")

_possible_lengths(plan) := {_lengths.linux, _lengths.windows} if attribute.is_unknown(plan, "os")
