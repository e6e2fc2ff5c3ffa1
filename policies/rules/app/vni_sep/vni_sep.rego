# METADATA
# title: the integration subnet has no service endpoint policies
# description: >-
#   A subnet with service endpoint policies cannot be used for virtual network integration. Traffic to
#   storage accounts can be limited by the accounts' own network rules instead.
# custom:
#   id: APP-VNI-SEP
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Take the service endpoint policies off the integration subnet.
#   remediation_terraform: |
#     resource "azurerm_subnet" "integration" {
#       # …
#       # no service_endpoint_policy_ids
#       service_endpoints = ["Microsoft.Storage"]
#     }
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         // no serviceEndpointPolicies
#         serviceEndpoints: [ { service: 'Microsoft.Storage' } ]
#       }
#     }
#   related: [APP-VNI-DELEGATION]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_sep

import data.vnetguard.lib.attribute
import data.vnetguard.lib.joined

# Subnets with policies, or such of which it is not known, that apps may be integrated with.
_candidates contains id if {
	some id, _ in joined.doubtful
	subnet := input.after.subnets[id]
	not attribute.is_absent(subnet, "service_endpoint_policies")
}

subjects := (joined.subnets | _candidates) | joined.lost

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "service_endpoint_policies"}]} if {
	some id in joined.subnets
	subnet := input.after.subnets[id]
	count(_policies(subnet)) > 0
	msg := sprintf(
		"Subnet '%s' has service endpoint policies ('%s'), with which the virtual network integration of '%s' is not possible.",
		[subnet.subject, concat("', '", [_name(policy) | some policy in _policies(subnet)]), joined.names(joined.apps(subnet), "apps")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "service_endpoint_policies"}]} if {
	some id in joined.subnets
	subnet := input.after.subnets[id]
	attribute.is_unknown(subnet, "service_endpoint_policies")
	count(_policies(subnet)) == 0
	msg := sprintf("Whether subnet '%s' has service endpoint policies cannot be told.", [subnet.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "service_endpoint_policies"}]} if {
	some id in _candidates
	msg := sprintf(
		"Subnet '%s' may have to do without service endpoint policies: whether '%s' is integrated with it cannot be told.",
		[input.after.subnets[id].subject, joined.names(joined.doubtful[id], "apps")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in joined.lost
	msg := joined.lost_text(id, "it has service endpoint policies")
}

_policies(subnet) := object.get(subnet, "service_endpoint_policies", [])

_name(policy) := policy.id

# A reference that is not known is written as one to an attribute of the policy.
_name(policy) := trim_suffix(policy.unknown.id.text, ".id")

_name(policy) := trim_suffix(policy.unknown.text, ".id")
