# METADATA
# description: virtual networks that reach each other
package vnetguard.lib.neighbour

# Ids of the virtual networks that a virtual network certainly has a peering with, in either direction.
peers(network) := {id |
	some peering in object.get(network, "peerings", [])
	id := input.after.virtual_network_peerings[peering].remote_virtual_network.id
} | {id |
	some peering in object.get(network, "remote_peerings", [])
	id := input.after.virtual_network_peerings[peering].virtual_network.id
}
