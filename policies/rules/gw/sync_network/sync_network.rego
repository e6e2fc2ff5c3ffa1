# METADATA
# title: a virtual network with gateway-required integration and its gateway keep what App Service has synchronised
# description: >-
#   App Service keeps copies of the virtual network's DNS servers, address ranges and gateway certificates.
#   After a change of these the connection works with the old ones until 'Sync network' is run on the plan,
#   which interrupts the apps.
# custom:
#   id: GW-SYNC-NETWORK
#   level: warning
#   kind: change
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Plan a short outage, and run 'Sync network' on the App Service plan after the change.
#   remediation_terraform: |
#     # Nothing in Terraform synchronises; after apply: App Service plan > Networking > VNet integration > Sync network
#     resource "azurerm_virtual_network" "example" {
#       # …
#       dns_servers = ["10.20.1.4"] # as it was, or followed by 'Sync network'
#     }
#   remediation_bicep: |
#     // Nothing in a template synchronises; after the deployment: App Service plan > Networking > VNet integration > Sync network
#     resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
#       // …
#       properties: {
#         dhcpOptions: { dnsServers: ['10.20.1.4'] } // as it was, or followed by 'Sync network'
#       }
#     }
#   related: [GW-DELETE-ORDER]
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Managing VNet Integration"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.sync_network

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway

# Attributes that App Service has a copy of.
_network_attributes := ["address_space", "dns_servers"]

_gateway_attributes := ["client_address_pool"]

subjects contains id if some id, _ in _networks

subjects contains id if some id, _ in _gateways

# Virtual networks that apps were connected to before and stay connected to.
_networks[id] := network if {
	some id in gateway.networks
	network := input.after.virtual_networks[id]
	input.before.virtual_networks[id]
	count(_kept(network)) > 0
}

_kept(network) := {member |
	some member in gateway.connections(network)
	input.before.gateway_integrations[member]
	not _is_deleted(member)
}

_is_deleted(id) if "delete" in input.changes[id].actions

_gateways[id] := network if {
	some network in _networks
	some id in gateway.gateways_in(network)
	input.before.virtual_network_gateways[id]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, network in _networks
	_is_certain(network)
	some name in _network_attributes
	_is_changed(network, input.before.virtual_networks[id], name)
	msg := sprintf(
		"'%s' of virtual network '%s' changes while apps have gateway-required integration with it: 'Sync network' has to be run afterwards, which interrupts them.",
		[name, network.subject],
	)
	evidence := [{"entity": id, "attribute": name}, gateway.evidence(network)]
}

deny contains {"subject": id, "msg": msg, "evidence": evidence} if {
	some id, network in _gateways
	_is_certain(network)
	found := input.after.virtual_network_gateways[id]
	some name in _gateway_attributes
	_is_changed(found, input.before.virtual_network_gateways[id], name)
	msg := sprintf(
		"'%s' of gateway '%s' changes while apps are connected through it: 'Sync network' has to be run afterwards, which interrupts them.",
		[name, found.subject],
	)
	evidence := [{"entity": id, "attribute": name}, gateway.evidence(network)]
}

deny contains {"subject": id, "msg": msg, "evidence": [gateway.evidence(network)]} if {
	some id, network in _gateways
	_is_certain(network)
	_is_replaced(id)
	msg := sprintf(
		"Gateway '%s' is replaced while apps are connected through it: its certificates change, so 'Sync network' has to be run afterwards, which interrupts them.",
		[input.after.virtual_network_gateways[id].subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": name}]} if {
	some id, network in _networks
	some name in _network_attributes
	_is_doubtful(network, network, input.before.virtual_networks[id], name)
	msg := sprintf(
		"Whether '%s' of virtual network '%s', which apps have gateway-required integration with, changes cannot be told.",
		[name, network.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": [{"entity": id, "attribute": name}]} if {
	some id, network in _gateways
	found := input.after.virtual_network_gateways[id]
	some name in _gateway_attributes
	_is_doubtful(network, found, input.before.virtual_network_gateways[id], name)
	msg := sprintf(
		"Whether '%s' of gateway '%s', which apps are connected through, changes cannot be told.",
		[name, found.subject],
	)
}

undetermined contains {"subject": id, "msg": msg, "evidence": []} if {
	some id, network in _gateways
	not _is_certain(network)
	_is_replaced(id)
	msg := sprintf(
		"Gateway '%s' is replaced; whether apps are connected through it cannot be told.",
		[input.after.virtual_network_gateways[id].subject],
	)
}

_is_certain(network) if {
	some member in _kept(network)
	member in gateway.certain
}

_is_replaced(id) if {
	_is_deleted(id)
	"create" in input.changes[id].actions
}

_is_changed(after, before, name) if {
	not attribute.is_unknown(after, name)
	not attribute.is_unknown(before, name)
	object.get(after, name, []) != object.get(before, name, [])
}

# It changes, and whether apps are connected is not known.
_is_doubtful(network, after, before, name) if {
	not _is_certain(network)
	_is_changed(after, before, name)
}

_is_doubtful(_, after, before, name) if {
	some version in [after, before]
	attribute.is_unknown(version, name)
	not _is_left_alone(after)
}

_is_left_alone(entity) if input.changes[entity.id].actions == ["no-op"]
