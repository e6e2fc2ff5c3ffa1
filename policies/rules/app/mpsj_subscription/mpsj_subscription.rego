# METADATA
# title: the plans that share a subnet are in one subscription
# description: >-
#   All App Service plans that join one subnet (multi plan subnet join) must be in the same subscription.
#   The virtual network itself may be in another one.
# custom:
#   id: APP-MPSJ-SUBSCRIPTION
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give the plans of each subscription a subnet of their own.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "other" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.other_integration.id
#     }
#   remediation_bicep: |
#     resource other 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: { virtualNetworkSubnetId: otherIntegration.id }
#     }
#   related: [APP-MPSJ-MIN26, APP-MPSJ-CAPACITY, APP-VNI-XSUB-RP]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Subnet requirements"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.mpsj_subscription

import data.vnetguard.lib.demand
import data.vnetguard.lib.joined
import data.vnetguard.lib.subscription

_shared contains id if {
	some id in demand.subnets
	demand.is_shared(input.after.subnets[id])
}

# Subnets that several plans may share.
_candidates contains id if {
	some id in demand.subnets | demand.doubtful
	subnet := input.after.subnets[id]
	demand.may_be_shared(subnet)
	not id in _shared
	not _are_together(subnet)
}

subjects := _shared | _candidates

deny contains {"subject": id, "msg": msg, "evidence": joined.evidence_of_plans(demand.apps(subnet))} if {
	some id in _shared
	subnet := input.after.subnets[id]
	count(_known(demand.plans(subnet))) > 1
	msg := sprintf(
		"The App Service plans '%s' share subnet '%s', but are in different subscriptions ('%s').",
		[demand.names(subnet), subnet.subject, concat("', '", sort(_known(demand.plans(subnet))))],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.evidence_of_plans(demand.apps(subnet))} if {
	some id in subjects
	subnet := input.after.subnets[id]
	count(_known(demand.plans(subnet))) < 2
	not _are_together(subnet)
	msg := sprintf("Whether the App Service plans that share subnet '%s' are in one subscription cannot be told.", [subnet.subject])
}

# Subscriptions that are known by their id.
_known(plans) := {found | some plan in plans; found := subscription.of(plan); subscription.is_known(found)}

_are_together(subnet) if {
	not demand.is_open(subnet)
	count({subscription.standing_for(subscription.of(plan)) | some plan in demand.plans_at_most(subnet)}) == 1
	every plan in demand.plans_at_most(subnet) {
		subscription.of(plan)
	}
}
