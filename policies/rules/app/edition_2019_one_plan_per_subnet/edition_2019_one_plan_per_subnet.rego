# METADATA
# title: by the 2019 edition one App Service plan uses the integration subnet
# description: >-
#   By the 2019 edition an integration subnet is for the apps of a single App Service plan. Later editions
#   let several plans share a subnet of sufficient size.
# custom:
#   id: APP-2019-ONE-PLAN-PER-SUBNET
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Give each plan a subnet of its own.
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
#   related: [APP-MPSJ-MIN26, APP-VNI-PLAN-MAX]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.app.edition_2019_one_plan_per_subnet

import data.vnetguard.lib.demand
import data.vnetguard.lib.edition
import data.vnetguard.lib.joined

_joined contains id if {
	edition.is_before_2025("app")
	some id in demand.subnets
}

# Subnets that only candidates share.
_candidates contains id if {
	edition.is_before_2025("app")
	some id in demand.doubtful
	demand.may_be_shared(input.after.subnets[id])
}

subjects := _joined | _candidates

deny contains {"subject": id, "msg": msg, "evidence": joined.evidence_of_plans(demand.apps(subnet))} if {
	some id in _joined
	subnet := input.after.subnets[id]
	demand.is_shared(subnet)
	msg := sprintf(
		"Subnet '%s' is used by the App Service plans '%s'; by the 2019 edition only one can use it.",
		[subnet.subject, demand.names(subnet)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.evidence_of_plans(demand.apps(subnet))} if {
	some id in subjects
	subnet := input.after.subnets[id]
	not demand.is_shared(subnet)
	demand.may_be_shared(subnet)
	msg := sprintf("Whether a single App Service plan uses subnet '%s' cannot be told.", [subnet.subject])
}
