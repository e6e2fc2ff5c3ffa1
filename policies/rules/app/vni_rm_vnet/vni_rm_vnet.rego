# METADATA
# title: the integration network is a Resource Manager network
# description: >-
#   Apps are integrated with virtual networks of Azure Resource Manager. Classic virtual networks
#   (Microsoft.ClassicNetwork) are not supported, and have been retired.
# custom:
#   id: APP-VNI-RM-VNET
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Migrate the classic virtual network to Resource Manager, or use another network.
#   remediation_terraform: |
#     resource "azurerm_linux_web_app" "example" {
#       # …
#       virtual_network_subnet_id = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         virtualNetworkSubnetId: integration.id
#       }
#     }
#   related: [APP-VNI-REGION]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Limitations"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Regional VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2025-03-14"
package vnetguard.rules.app.vni_rm_vnet

import data.vnetguard.lib.integration
import data.vnetguard.lib.joined

_classic := "/providers/microsoft.classicnetwork/"

subjects contains id if {
	some id, app in input.after.apps
	integration.may_be(app)
}

deny contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in subjects
	app := input.after.apps[id]
	_is_classic(app)
	msg := sprintf("App '%s' is integrated with a classic virtual network, which is not supported.", [app.subject])
}

undetermined contains {"subject": id, "msg": msg, "evidence": joined.lost_evidence(id)} if {
	some id in joined.lost
	app := input.after.apps[id]
	not _is_classic(app)
	msg := joined.lost_text(id, "its virtual network is one of Resource Manager")
}

# Such an id is none of a subnet in the model: the text stands in what is unknown.
_is_classic(app) if {
	some member in ["text", "pattern"]
	text := app.unknown.integration_subnet[member]
	contains(lower(text), _classic)
}
