# METADATA
# title: an app has gateway-required integration with one virtual network at most
# description: >-
#   An app can be connected to only one virtual network at a time; the deployment of a second connection
#   replaces the first or fails.
# custom:
#   id: GW-ONE-VNET-PER-APP
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Keep one connection of the app. To reach another virtual network, peer it with the first one, or use
#     another app.
#   remediation_terraform: |
#     resource "azapi_resource" "connection" {
#       type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
#       parent_id = azurerm_windows_web_app.example.id
#       name      = azurerm_virtual_network.example.name
#       body = {
#         properties = {
#           vnetResourceId = azurerm_virtual_network.example.id
#           isSwift        = false
#         }
#       }
#     }
#   remediation_bicep: |
#     resource connection 'Microsoft.Web/sites/virtualNetworkConnections@2023-12-01' = {
#       parent: app
#       name: network.name
#       properties: {
#         vnetResourceId: network.id
#         isSwift: false
#       }
#     }
#   related: [GW-MAX5-PER-PLAN]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Gateway required VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.one_vnet_per_app

import data.vnetguard.lib.gateway

_limit := 1

subjects contains id if {
	some id, app in input.after.apps
	gateway.may_be_connected(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	_is_wrong(app)
	members := sort([member | some member in gateway.deployed(app)])
	msg := sprintf(
		"App '%s' has gateway-required integration with %d virtual networks ('%s'); it can be connected to %d at a time.",
		[app.subject, gateway.fewest_networks(gateway.deployed(app)), concat("', '", _names(members)), _limit],
	)
	evidence := [{"entity": member, "attribute": "virtual_network"} | some member in members]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	not _is_wrong(app)
	members := gateway.connections(app)
	gateway.most_networks(members) > _limit
	msg := sprintf(
		"Whether the connections of app '%s' lead to more than one virtual network cannot be told; it can be connected to %d at a time.",
		[app.subject, _limit],
	)
	evidence := [{"entity": member, "attribute": "virtual_network"} | some member in members]
}

_is_wrong(app) if gateway.fewest_networks(gateway.deployed(app)) > _limit

_names(members) := [name | some member in members; name := input.after.gateway_integrations[member].name]
