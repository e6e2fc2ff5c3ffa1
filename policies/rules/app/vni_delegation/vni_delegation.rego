# METADATA
# title: the integration subnet is delegated to App Service
# description: >-
#   A subnet that apps are integrated with must be delegated to 'Microsoft.Web/serverFarms'. The portal
#   and the command line add the delegation silently; templates and Terraform do not, and the deployment
#   fails. Flex Consumption apps use a delegation of their own.
# custom:
#   id: APP-VNI-DELEGATION
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Network/virtualNetworks/subnets
#   remediation: >-
#     Add a delegation to 'Microsoft.Web/serverFarms' to the subnet.
#   remediation_terraform: |
#     resource "azurerm_subnet" "integration" {
#       # …
#       delegation {
#         name = "app-service"
#         service_delegation {
#           name    = "Microsoft.Web/serverFarms"
#           actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
#         }
#       }
#     }
#   remediation_bicep: |
#     resource integration 'Microsoft.Network/virtualNetworks/subnets@2023-11-01' = {
#       // …
#       properties: {
#         delegations: [
#           {
#             name: 'app-service'
#             properties: { serviceName: 'Microsoft.Web/serverFarms' }
#           }
#         ]
#       }
#     }
#   related: [APP-VNI-SUBNET-MIN, APP-VNI-REGION, APP-VNI-TIER]
#   advice:
#     - id: APP-VNI-PERMISSIONS
#       text: >-
#         Who connects the app needs the right to join the subnet: Microsoft.Network/virtualNetworks/read, and
#         subnets/read and subnets/join/action of the subnet. No input shows the rights of the one who deploys
#         it.
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "How virtual network integration works"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Deleting the App Service plan or app before disconnecting the network integration"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_delegation

import data.vnetguard.lib.delegation
import data.vnetguard.lib.integration
import data.vnetguard.lib.joined

_services := {"microsoft.web/serverfarms"}

_flex_services := {"microsoft.app/environments"}

_joined contains id if {
	some id in joined.subnets
	count(joined.without_flex(joined.apps(input.after.subnets[id]))) > 0
}

# Subnets without the delegation that apps may be integrated with.
_candidates contains id if {
	some id, apps in joined.candidates
	not id in _joined
	count(joined.without_flex(apps)) > 0
	subnet := input.after.subnets[id]
	not delegation.is_to(subnet, _services)
}

_lost := joined.without_flex(joined.lost)

subjects := (_joined | _candidates) | _lost

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in _joined
	subnet := input.after.subnets[id]
	_certainly_missing(subnet)
	msg := sprintf(
		"Subnet '%s' is not delegated to 'Microsoft.Web/serverFarms', which the virtual network integration of '%s' requires.",
		[subnet.subject, joined.names(joined.apps(subnet), "apps")],
	)
	evidence := [{"entity": id, "attribute": "delegations"}]
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "delegations"}]} if {
	some id in _joined
	subnet := input.after.subnets[id]
	not delegation.is_to(subnet, _services)
	not _certainly_missing(subnet)
	msg := sprintf("Whether subnet '%s' is delegated to 'Microsoft.Web/serverFarms' cannot be told.", [subnet.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "delegations"}]} if {
	some id in _candidates
	msg := sprintf(
		"Subnet '%s' may need a delegation to 'Microsoft.Web/serverFarms': whether '%s' is integrated with it cannot be told.",
		[input.after.subnets[id].subject, joined.names(joined.candidates[id], "apps")],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in _lost
	msg := joined.lost_text(id, "it is delegated to 'Microsoft.Web/serverFarms'")
}

_certainly_missing(subnet) if {
	delegation.is_not_to(subnet, _services)
	delegation.is_not_to(subnet, _flex_services)
}

# With the delegation of Flex Consumption it is wrong only if some app is certainly of another plan.
_certainly_missing(subnet) if {
	delegation.is_not_to(subnet, _services)
	some app in joined.apps(subnet)
	integration.is_not_flex(input.after.apps[app])
}
