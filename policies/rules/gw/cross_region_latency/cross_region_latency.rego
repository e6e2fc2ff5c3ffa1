# METADATA
# title: the virtual network of a gateway-required integration is in the region of the app
# description: >-
#   Gateway-required integration works across regions, but every call then takes the way to the gateway's
#   region and back, which can be slow.
# custom:
#   id: GW-CROSS-REGION-LATENCY
#   level: note
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Where latency matters, connect the app to a virtual network of its own region, or run the app in the
#     virtual network's region.
#   remediation_terraform: |
#     resource "azurerm_virtual_network" "example" {
#       # …
#       location = azurerm_windows_web_app.example.location
#     }
#   remediation_bicep: |
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       location: app.location
#     }
#   related: [GW-SAME-SUBSCRIPTION]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Managing VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.gw.cross_region_latency

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

subjects contains id if {
	some id, app in input.after.apps
	gateway.may_be_connected(app)
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	some member in gateway.connections(app)
	_is_wrong(app, member)
	network := _network(member)
	msg := sprintf(
		"App '%s' is in region '%s', the virtual network '%s' that it has gateway-required integration with in '%s': calls between them may be slow.",
		[app.subject, app.region, network.subject, network.region],
	)
	evidence := [
		{"entity": id, "attribute": "region"}, {"entity": network.id, "attribute": "region"},
		{"entity": member, "attribute": "virtual_network"},
	]
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id in subjects
	app := input.after.apps[id]
	some member in gateway.connections(app)
	not _is_wrong(app, member)
	not _is_right(app, member)
	msg := sprintf(
		"Whether app '%s' and the virtual network that it has gateway-required integration with are in one region cannot be told.",
		[app.subject],
	)
	evidence := [{"entity": id, "attribute": "region"}, {"entity": member, "attribute": "virtual_network"}]
}

_network(member) := input.after.virtual_networks[input.after.gateway_integrations[member].virtual_network.id]

_is_wrong(app, member) if {
	member in gateway.certain
	attribute.is_known(app, "region")
	attribute.is_known(_network(member), "region")
	app.region != _network(member).region
}

_is_right(app, member) if {
	attribute.is_known(app, "region")
	app.region == _network(member).region
}

# Both unknown, and equal whatever they turn out to be: the region of the resource group, most often.
_is_right(app, member) if app.unknown.region.pattern == _network(member).unknown.region.pattern
