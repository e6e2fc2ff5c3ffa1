# METADATA
# description: gateway-required virtual network integration of apps
package vnetguard.lib.gateway

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

# Connections that certainly are of this form: a connection says that it is not regional, or has a gateway and does not say.
certain contains id if {
	some id, connection in input.after.gateway_integrations
	connection.is_regional == false
}

certain contains id if {
	some id, connection in input.after.gateway_integrations
	connection.has_gateway == true
	attribute.is_absent(connection, "is_regional")
}

# Connections that may be of this form. That of a plan without a gateway only holds routes.
possible contains id if {
	some id, connection in input.after.gateway_integrations
	not id in certain
	not connection.is_regional
	_is_connection(connection)
}

_is_connection(connection) if not attribute.is_absent(connection, "app")

_is_connection(connection) if connection.has_gateway

_is_connection(connection) if {
	presence.is_part_of_input(connection)
	attribute.is_unknown(connection, "has_gateway")
}

# The app, plan or virtual network is certainly connected.
is_connected(entity) if {
	some id in entity.gateway_integrations
	id in certain
}

# It is connected, or it cannot be told that it is not.
may_be_connected(entity) if is_connected(entity)

may_be_connected(entity) if {
	some id in entity.gateway_integrations
	id in possible
}

# One connection that makes the entity connected: one that is certainly deployed, where there is one.
witness(entity) := min(deployed(entity))

witness(entity) := min(connections(entity) & certain) if count(deployed(entity)) == 0

# Evidence that the entity is connected.
evidence(entity) := {"entity": witness(entity), "attribute": "virtual_network"}

# Virtual networks that apps are, or may be, connected to.
networks contains id if {
	some id, network in input.after.virtual_networks
	may_be_connected(network)
}

# Apps, or plans, of whose virtual network nothing is known.
untold contains id if {
	some member in (certain | possible)
	connection := input.after.gateway_integrations[member]
	not connection.virtual_network.id
	id := _owner(connection)
}

_owner(connection) := connection.app.id

_owner(connection) := connection.plan.id

# Virtual networks in which the gateway certainly stands.
networks_of(gateway) := {network |
	some edge in gateway.subnets
	network := _network(edge)
}

_network(edge) := input.after.subnets[edge.id].virtual_network.id

# It may stand in others too.
_is_open(gateway) if attribute.is_unknown(gateway, "subnets")

_is_open(gateway) if {
	some edge in gateway.subnets
	not _network(edge)
}

# One virtual network that the gateway certainly serves apps of.
served(gateway) := min({id |
	some id in networks_of(gateway)
	is_connected(input.after.virtual_networks[id])
})

# The gateway certainly serves apps, or may do so.
may_serve(gateway) if {
	some id in networks_of(gateway)
	id in networks
}

may_serve(gateway) if {
	_is_open(gateway)
	count(networks) > 0
}

# Gateways in a virtual network that are known.
gateways_in(network) := {gateway |
	some subnet in network.subnets
	some gateway in input.after.subnets[subnet].virtual_network_gateways
}

# Gateways of which it cannot be told in which virtual network they stand.
open_gateways contains id if {
	some id, gateway in input.after.virtual_network_gateways
	_is_open(gateway)
}

# The gateway is certainly a VPN gateway that apps go through.
is_vpn_of_apps(gateway) if {
	gateway.gateway_type == "vpn"
	served(gateway)
}

# It may be one.
may_be_vpn_of_apps(gateway) if {
	_may_be_vpn(gateway)
	may_serve(gateway)
}

_may_be_vpn(gateway) if gateway.gateway_type == "vpn"

_may_be_vpn(gateway) if attribute.is_unknown(gateway, "gateway_type")

# What stands for gateways that the input does not show, and why they are not shown.
unseen[id] := why if {
	some id in networks
	network := input.after.virtual_networks[id]
	not presence.is_part_of_input(network)
	not shows_vpn_gateway(network)
	why := sprintf("The VPN gateway of virtual network '%s' is not part of the input", [network.subject])
}

unseen[id] := why if {
	some id in untold
	app := input.after.apps[id]
	why := sprintf("Which virtual network app '%s' is connected to cannot be told", [app.subject])
}

unseen[id] := why if {
	some id in untold
	plan := input.after.app_service_plans[id]
	why := sprintf("Which virtual network App Service plan '%s' is connected to cannot be told", [plan.subject])
}

# A gateway in it is, or may be, a VPN gateway.
shows_vpn_gateway(network) if {
	some id in gateways_in(network)
	_may_be_vpn(input.after.virtual_network_gateways[id])
}

# Connections of the app that are, or may be, of this form.
connections(entity) := {id |
	some id in object.get(entity, "gateway_integrations", [])
	id in (certain | possible)
}

# Those that certainly are, and are certainly deployed.
deployed(entity) := {id |
	some id in connections(entity) & certain
	input.after.gateway_integrations[id].presence == "declared"
}

# Virtual networks of connections, by id; two that may be one count as one, so there are at least as many.
fewest_networks(members) := max([count(_names(members)), count(_ids(members))])

_networks_of(members) := {network |
	some id in members
	network := input.after.gateway_integrations[id].virtual_network.id
}

# Names without unknown parts.
_names(members) := {name |
	some network in _networks_of(members)
	parts := split(network, "/")
	name := parts[count(parts) - 1]
	not contains(name, "{")
}

_ids(members) := {network |
	some network in _networks_of(members)
	not contains(network, "{")
}

# There are at most so many: each that is not known may be another one, but equal unknown ones are one.
most_networks(members) := count(_networks_of(members)) + count(_untold_networks(members))

_untold_networks(members) := {key |
	some id in members
	connection := input.after.gateway_integrations[id]
	not connection.virtual_network.id
	key := object.get(connection, ["unknown", "virtual_network", "pattern"], id)
}

# The user asked for an edition before the page of 2023, which has had this form since then.
is_before_2023 if {
	some family in ["app", "gw"]
	input.context.editions[family] < data.vnetguard.reference.gateway_integration.edition
}
