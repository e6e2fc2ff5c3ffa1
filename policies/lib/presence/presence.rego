# METADATA
# description: whether an entity is deployed by the input
package vnetguard.lib.presence

# The input deploys it, perhaps under a condition; it is not only named.
is_part_of_input(entity) if entity.presence != "external"
