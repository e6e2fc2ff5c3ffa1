# METADATA
# title: an integrated app is disconnected before it is deleted
# description: >-
#   When an app is deleted, or replaced, while it is integrated, its link to the subnet can remain: updates
#   and deletes of the subnet and of the virtual network are then refused. Where the integration is a
#   resource of its own, it is removed before the app.
# custom:
#   id: APP-VNI-DELETE-ORDER
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Web/sites
#   remediation: >-
#     Remove the integration in a deployment of its own, then delete the app. Where the subnet is locked
#     already: create an app of the same name, integrate it, disconnect it, and delete it.
#   remediation_terraform: |
#     resource "azurerm_app_service_virtual_network_swift_connection" "example" {
#       app_service_id = azurerm_linux_web_app.example.id
#       subnet_id      = azurerm_subnet.integration.id
#     }
#   remediation_bicep: |
#     resource app 'Microsoft.Web/sites@2023-12-01' = {
#       // …
#       properties: {
#         virtualNetworkSubnetId: null // first
#       }
#     }
#   related: [APP-VNI-DELETE-VNET]
#   sources:
#     - document: Integrate your app with an Azure virtual network
#       edition: "2025-03-14"
#       section: "Deleting the App Service plan or app before disconnecting the network integration"
#       url: https://learn.microsoft.com/azure/app-service/overview-vnet-integration
#   editions:
#     - "2025-03-14"
package vnetguard.rules.app.vni_delete_order

import data.vnetguard.lib.change
import data.vnetguard.lib.integration

# Apps that go, and are integrated now, or may be.
subjects contains id if {
	some id, app in input.before.apps
	change.goes(id)
	integration.may_be(app)
}

deny contains {"subject": id, "level": _level(app), "msg": msg, "evidence": [{"entity": id, "attribute": "integration_subnet"}]} if {
	some id in subjects
	app := input.before.apps[id]
	_is_refused(app)
	msg := sprintf(
		"App '%s' is %s without being disconnected from its virtual network, which can lock the integration subnet.",
		[app.subject, change.ending(id)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "integration_subnet"}]} if {
	some id in subjects
	app := input.before.apps[id]
	not _is_connected_apart(app)
	not _is_refused(app)
	msg := sprintf(
		"Whether app '%s' is disconnected from its virtual network before it is %s cannot be told.",
		[app.subject, change.ending(id)],
	)
}

_is_refused(app) if {
	integration.is(app)
	not app.separate_integrations
	not app.unknown.separate_integrations
}

_is_connected_apart(app) if count(app.separate_integrations) > 0

_level(app) := "error" if _is_touched(app)

_level(app) := "warning" if not _is_touched(app)

# The subnet or its network is to be changed or deleted by the same deployment.
_is_touched(app) if {
	some id in integration.subnets(app)
	_changes(id)
}

_is_touched(app) if {
	some id in integration.subnets(app)
	_changes(input.before.subnets[id].virtual_network.id)
}

_changes(id) if {
	some action in input.changes[id].actions
	action in {"update", "delete"}
}
