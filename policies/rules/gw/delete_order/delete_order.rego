# METADATA
# title: apps are disconnected before their virtual network or its gateway is deleted
# description: >-
#   A virtual network or gateway that apps are still connected through cannot be deleted cleanly: the
#   deletion fails, or leaves apps with a connection that leads nowhere.
# custom:
#   id: GW-DELETE-ORDER
#   level: error
#   kind: change
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Disconnect the apps first: remove their connections in the same change or an earlier one, then delete
#     the gateway, then the virtual network.
#   remediation_terraform: |
#     # Remove the connection together with the gateway:
#     # resource "azapi_resource" "connection" {
#     #   type = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
#     #   …
#     # }
#   remediation_bicep: |
#     // Delete the connection before the gateway: no resource of this type stays for the app.
#     // resource connection 'Microsoft.Web/sites/virtualNetworkConnections@2023-12-01' = { … }
#   related: [GW-SYNC-NETWORK, GW-P2S-ENABLED]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Managing VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.delete_order

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

subjects contains id if some id, _ in _networks_of

# What is deleted, a virtual network or a gateway in one, and the virtual networks that apps lose by it.
_networks_of[id] contains id if {
	some id, _ in input.before.virtual_networks
	_is_deleted(id)
}

_networks_of[id] contains network if {
	some id, found in input.before.virtual_network_gateways
	_is_deleted(id)
	some edge in found.subnets
	network := input.before.subnets[edge.id].virtual_network.id
}

_is_deleted(id) if "delete" in input.changes[id].actions

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, networks in _networks_of
	members := [member | some member in _kept(networks); _is_certain(member)]
	count(members) > 0
	msg := sprintf(
		"'%s' would be %s while connections lead apps through it: '%s'.",
		[_subject(id), _verb(id), concat("', '", [input.after.gateway_integrations[member].subject | some member in members])],
	)
	evidence := [{"entity": member, "attribute": "virtual_network"} | some member in members]
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, networks in _networks_of
	members := _kept(networks)
	count(members) > 0
	every member in members {
		not _is_certain(member)
	}
	msg := sprintf(
		"'%s' would be %s; whether connections still lead apps through it then cannot be told.",
		[_subject(id), _verb(id)],
	)
}

# Connections to the virtual networks that stay and may still lead there.
_kept(networks) := {member |
	some network in networks
	some member in object.get(input.before.virtual_networks, [network, "gateway_integrations"], [])
	connection := input.after.gateway_integrations[member]
	member in (gateway.certain | gateway.possible)
	not _is_deleted(member)
	_may_lead_to(connection, networks)
}

_may_lead_to(connection, networks) if connection.virtual_network.id in networks

_may_lead_to(connection, _) if attribute.is_unknown(connection, "virtual_network")

_is_certain(member) if {
	member in gateway.certain
	input.after.gateway_integrations[member].virtual_network.id
}

_subject(id) := input.before.virtual_networks[id].subject

_subject(id) := input.before.virtual_network_gateways[id].subject

_verb(id) := "replaced" if _is_created(id)

_verb(id) := "deleted" if not _is_created(id)

_is_created(id) if "create" in input.changes[id].actions
