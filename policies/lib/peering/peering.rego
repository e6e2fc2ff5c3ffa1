# METADATA
# description: virtual network peerings
package vnetguard.lib.peering

# Flags that are certainly off.
off(peering, flags) := [flag | some flag in flags; peering[flag] == false]

# Flags that are not certainly on.
not_on(peering, flags) := [flag | some flag in flags; not _is_on(peering, flag)]

_is_on(peering, flag) if peering[flag] == true

# Evidence of flags of the peering `id`.
evidence(id, flags) := [{"entity": id, "attribute": flag} | some flag in flags]

# The virtual network on the other side; undefined when it cannot be told.
remote(peering) := input.after.virtual_networks[peering.remote_virtual_network.id]

_local(peering) := input.after.virtual_networks[peering.virtual_network.id]

# There is a peering back.
is_answered(peering) if [peering.remote_virtual_network.id, peering.virtual_network.id] in _ways

# The virtual networks of every peering, from and to.
_ways contains way if {
	some peering in input.after.virtual_network_peerings
	way := [peering.virtual_network.id, peering.remote_virtual_network.id]
}

# Peerings of which it cannot be told between which virtual networks they are.
open contains id if {
	some id, peering in input.after.virtual_network_peerings
	not _local(peering)
}

open contains id if {
	some id, peering in input.after.virtual_network_peerings
	not remote(peering)
}
