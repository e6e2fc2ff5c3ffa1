# METADATA
# description: whether an entity is deployed by the input
package vnetguard.lib.presence

# The input deploys it, perhaps under a condition; it is not only named.
is_part_of_input(entity) if entity.presence != "external"

# It is deployed under a condition that is not known.
is_conditional(entity) if entity.presence == "conditional"
