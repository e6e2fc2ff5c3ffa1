# METADATA
# title: the virtual network of a gateway-required integration is in the subscription of the App Service plan
# description: >-
#   App Service sets the certificates of the connection on the gateway in its own subscription. A virtual
#   network in another subscription cannot be connected or kept in sync.
# custom:
#   id: GW-SAME-SUBSCRIPTION
#   level: error
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Connect the app to a virtual network in the subscription of its plan, or move the plan.
#   remediation_terraform: |
#     resource "azapi_resource" "connection" {
#       type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
#       parent_id = azurerm_windows_web_app.example.id
#       name      = azurerm_virtual_network.example.name
#       body = {
#         properties = {
#           vnetResourceId = azurerm_virtual_network.example.id # of the same subscription
#           isSwift        = false
#         }
#       }
#     }
#   remediation_bicep: |
#     resource connection 'Microsoft.Web/sites/virtualNetworkConnections@2023-12-01' = {
#       parent: app
#       name: network.name
#       properties: {
#         vnetResourceId: network.id // of the same subscription
#         isSwift: false
#       }
#     }
#   related: [GW-ONE-VNET-PER-APP, GW-MAX5-PER-PLAN]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Getting started"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.same_subscription

import data.vnetguard.lib.gateway

# Apps, or plans that are connected themselves.
subjects contains id if some id, _ in _connected

_connected[id] := app.plan.id if {
	some id, app in input.after.apps
	gateway.may_be_connected(app)
	app.plan.id
}

_connected[id] := id if {
	some id, plan in input.after.app_service_plans
	gateway.may_be_connected(plan)
}

# The plan is not known.
_connected[id] := "" if {
	some id, app in input.after.apps
	gateway.may_be_connected(app)
	not app.plan.id
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, plan in _connected
	some member in gateway.connections(_entity(id))
	member in gateway.certain
	network := _network(member)
	_are_apart(plan, network)
	msg := sprintf(
		"'%s' has gateway-required integration with virtual network '%s' of subscription '%s', but its App Service plan is in subscription '%s'.",
		[_entity(id).subject, input.after.virtual_networks[network].subject, _subscription(network), _subscription(plan)],
	)
	evidence := array.concat(_evidence(id), [{"entity": member, "attribute": "virtual_network"}])
}

undetermined contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, plan in _connected
	some member in gateway.connections(_entity(id))
	not _is_same(plan, member)
	not _is_wrong(plan, member)
	msg := sprintf(
		"Whether the virtual network that '%s' has gateway-required integration with is in the subscription of its App Service plan cannot be told.",
		[_entity(id).subject],
	)
	evidence := array.concat(_evidence(id), [{"entity": member, "attribute": "virtual_network"}])
}

_entity(id) := input.after.apps[id]

_entity(id) := input.after.app_service_plans[id]

_evidence(id) := [{"entity": id, "attribute": "plan"}] if input.after.apps[id]

_evidence(id) := [] if input.after.app_service_plans[id]

_network(member) := input.after.gateway_integrations[member].virtual_network.id

# As it is written in an id: equal unknown parts are equal.
_subscription(id) := parts[2] if {
	startswith(id, "/subscriptions/")
	parts := split(id, "/")
}

_is_same(plan, member) if _subscription(plan) == _subscription(_network(member))

_are_apart(plan, network) if {
	_subscription(plan) != _subscription(network)
	_is_told(plan)
	_is_told(network)
}

_is_told(id) if {
	subscription := _subscription(id)
	not contains(subscription, "{")
}

_is_wrong(plan, member) if {
	member in gateway.certain
	_are_apart(plan, _network(member))
}
