# METADATA
# title: the routes of the App Service plan hold the address ranges of peered virtual networks
# description: >-
#   The plan sends what lies in the virtual network's own ranges into the connection. Ranges of virtual
#   networks that are peered with it have to be added to the plan's routes; without them calls leave for
#   the internet.
# custom:
#   id: GW-PEERING-ROUTE
#   level: warning
#   kind: static
#   applies_to:
#     - Microsoft.Web/sites/virtualNetworkConnections
#   remediation: >-
#     Add the address range of each peered virtual network to the routes of the plan's connection.
#   remediation_terraform: |
#     resource "azapi_resource" "route" {
#       type      = "Microsoft.Web/serverfarms/virtualNetworkConnections/routes@2023-12-01"
#       parent_id = "${azurerm_service_plan.example.id}/virtualNetworkConnections/${azurerm_virtual_network.example.name}"
#       name      = "peered"
#       body = {
#         properties = {
#           startAddress = "10.25.0.0"
#           endAddress   = "10.25.255.255"
#           routeType    = "STATIC"
#         }
#       }
#     }
#   remediation_bicep: |
#     resource route 'Microsoft.Web/serverfarms/virtualNetworkConnections/routes@2023-12-01' = {
#       name: '${plan.name}/${network.name}/peered'
#       properties: {
#         startAddress: '10.25.0.0'
#         endAddress: '10.25.255.255'
#         routeType: 'STATIC'
#       }
#     }
#   related: [GW-PEERING-LOCAL, GW-PEERING-REMOTE]
#   advice:
#     - id: GW-UDR-NO-EFFECT
#       text: >-
#         Route tables and network security groups on subnets of the virtual network do not steer the
#         traffic of the apps; routes of the plan do.
#   sources:
#     - document: Integrate your app with an Azure Virtual Network
#       edition: "2019-07-09"
#       section: "Peering"
#       url: https://learn.microsoft.com/azure/app-service/web-sites-integrate-with-vnet
#   editions:
#     - "2019-07-09"
#     - "2023-01-20"
package vnetguard.rules.gw.peering_route

import data.vnetguard.lib.attribute
import data.vnetguard.lib.gateway
import data.vnetguard.lib.ipv4
import data.vnetguard.lib.presence

# Plans with apps that are connected to a peered virtual network, or apps whose plan cannot be told.
subjects contains need.owner if some need in _needs

# Whose routes, or apps, have to hold the range of which peering, by which connection.
_needs contains need if {
	some member in (gateway.certain | gateway.possible)
	connection := input.after.gateway_integrations[member]
	owner := _owner(connection)
	some peering in input.after.virtual_networks[connection.virtual_network.id].peerings
	need := {"owner": owner, "connection": member, "network": connection.virtual_network.id, "peering": peering}
}

_owner(connection) := connection.plan.id

_owner(connection) := input.after.apps[connection.app.id].plan.id if not connection.plan

_owner(connection) := connection.app.id if {
	app := input.after.apps[connection.app.id]
	not app.plan.id
}

deny contains {"subject": need.owner, "msg": msg, "evidence": evidence} if {
	some need in _needs
	_is_wrong(need)
	plan := input.after.app_service_plans[need.owner]
	remote := _remote(need)
	msg := sprintf(
		"The routes of App Service plan '%s' into virtual network '%s' do not hold the address space of '%s', which is peered with it.",
		[plan.subject, input.after.virtual_networks[need.network].subject, remote.subject],
	)
	evidence := array.concat(
		[{"entity": holder, "attribute": "routes"} | some holder in _holders(need)],
		[
			{"entity": remote.id, "attribute": "address_space"}, {"entity": need.peering, "attribute": "remote_virtual_network"},
			{"entity": need.connection, "attribute": "virtual_network"},
		],
	)
}

undetermined contains {"subject": need.owner, "msg": msg, "evidence": evidence} if {
	some need in _needs
	not _is_wrong(need)
	not _is_right(need)
	msg := sprintf(
		"Whether the routes of the App Service plan hold the address space of the virtual network that peering '%s' leads to cannot be told.",
		[input.after.virtual_network_peerings[need.peering].subject],
	)
	evidence := [
		{"entity": need.connection, "attribute": "routes"}, {"entity": need.peering, "attribute": "remote_virtual_network"},
	]
}

_remote(need) := input.after.virtual_networks[input.after.virtual_network_peerings[need.peering].remote_virtual_network.id]

# Connections of the plan to the virtual network, which hold its routes; by its name where they do not say more.
_holders(need) := sort([id |
	some id in input.after.app_service_plans[need.owner].gateway_integrations
	_leads_to(input.after.gateway_integrations[id], need.network)
])

_leads_to(connection, network) if connection.virtual_network.id == network

_leads_to(connection, network) if {
	not connection.virtual_network
	lower(connection.name) == lower(input.after.virtual_networks[network].name)
}

_routes(need) := [route |
	some id in array.concat(_holders(need), [need.connection])
	some route in input.after.gateway_integrations[id].routes
]

_ranges(need) := [range | some route in _routes(need); range := _range(route)]

_range(route) := ipv4.range(route.start_address, route.end_address)

_range(route) := ipv4.block(route.start_address) if attribute.is_absent(route, "end_address")

# The connection is certain, the plan's connection is part of the input, and all of its routes are known.
_is_wrong(need) if {
	need.connection in gateway.certain
	_is_uncovered(need)
	holders := _holders(need)
	count(holders) > 0
	every id in array.concat(holders, [need.connection]) {
		connection := input.after.gateway_integrations[id]
		presence.is_part_of_input(connection)
		not attribute.is_unknown(connection, "routes")
	}
	count(_ranges(need)) == count(_routes(need))
}

_is_uncovered(need) if {
	some prefix in _remote(need).address_space
	not _is_covered(need, prefix)
}

_is_right(need) if {
	remote := _remote(need)
	attribute.is_known(remote, "address_space")
	every prefix in remote.address_space {
		_is_covered(need, prefix)
	}
}

# Only version 4 goes through the gateway.
_is_covered(_, prefix) if prefix.version != 4

_is_covered(need, prefix) if ipv4.covers(_ranges(need), ipv4.block(prefix.text))
