# METADATA
# title: apps are connected after the gateway of their virtual network has been created
# description: >-
#   Creating a gateway takes half an hour or more, and apps cannot be connected before it is there. A
#   connection that is created in the same deployment has to wait for it.
# custom:
#   id: GW-GATEWAY-FIRST
#   level: warning
#   kind: change
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Make the connection depend on the gateway.
#   remediation_terraform: |
#     resource "azapi_resource" "connection" {
#       type = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
#       # …
#       depends_on = [azurerm_virtual_network_gateway.example]
#     }
#   remediation_bicep: |
#     resource connection 'Microsoft.Web/sites/virtualNetworkConnections@2023-12-01' = {
#       // …
#       dependsOn: [ gateway ]
#     }
#   related: [GW-P2S-ENABLED, GW-DELETE-ORDER]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Set up a gateway in your VNet"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
package vnetguard.rules.gw.gateway_first

import data.vnetguard.lib.gateway
import data.vnetguard.lib.order
import data.vnetguard.lib.presence

# Connections that are created.
_connections[id] := connection if {
	some id in gateway.every_one
	connection := input.after.gateway_integrations[id]
	presence.is_part_of_input(connection)
	_is_created(id)
}

subjects := object.keys(_connections)

deny contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "virtual_network"}]} if {
	some id, connection in _connections
	id in gateway.certain
	late := {input.after.virtual_network_gateways[member].subject | some member in _late_gateways(id, connection)}
	count(late) > 0
	msg := sprintf(
		"Connection '%s' does not wait for gateway '%s', which is created in the same deployment.",
		[connection.subject, concat("', '", late)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "virtual_network"}]} if {
	some id, connection in _connections
	open := {input.after.virtual_network_gateways[member].subject | some member in _open_gateways(id, connection)}
	count(open) > 0
	msg := sprintf(
		"Whether connection '%s' waits for gateway '%s', which is created in the same deployment, cannot be told.",
		[connection.subject, concat("', '", open)],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "virtual_network"}]} if {
	some id, connection in _connections
	network := _network(connection)
	not presence.is_part_of_input(network)
	not gateway.shows_vpn_gateway(network)
	msg := sprintf(
		"The gateway of virtual network '%s' is not part of the input, so whether it is there before connection '%s' cannot be told.",
		[network.subject, connection.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": "virtual_network"}]} if {
	some id, connection in _connections
	not _network(connection)
	msg := sprintf(
		"Which virtual network connection '%s' leads to, and so whether its gateway is there before, cannot be told.",
		[connection.subject],
	)
}

_network(connection) := input.after.virtual_networks[connection.virtual_network.id]

# Gateways that are created, and are or may be those that apps go through.
_new_gateways(network) := {id |
	some id in gateway.gateways_in(network) | gateway.open_gateways
	gateway.may_be_vpn_of_apps(input.after.virtual_network_gateways[id])
	_is_created(id)
}

# Those in the network of a connection that certainly need not be there before it.
_late_gateways(id, connection) := {member |
	network := _network(connection)
	some member in _new_gateways(network) & gateway.gateways_in(network)
	gateway.is_vpn_of_apps(input.after.virtual_network_gateways[member])
	input.after.virtual_network_gateways[member].presence == "declared"
	order.ignores(id, member)
}

# Those of which that cannot be told.
_open_gateways(id, connection) := {member |
	some member in _new_gateways(_network(connection))
	not order.waits_for(id, member)
	not _is_late(id, connection, member)
}

_is_late(id, connection, member) if {
	id in gateway.certain
	member in _late_gateways(id, connection)
}

_is_created(id) if "create" in input.changes[id].actions
