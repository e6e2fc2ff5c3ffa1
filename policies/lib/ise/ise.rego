# METADATA
# description: integration service environments that the input deploys
package vnetguard.lib.ise

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

# By id, without those that are only named.
deployed[id] := environment if {
	some id, environment in input.after.integration_service_environments
	presence.is_part_of_input(environment)
}

# Those that exist and are there afterwards too, perhaps created anew: as they are and as they will be.
kept[id] := {"before": before, "after": after} if {
	some id, after in deployed
	before := input.before.integration_service_environments[id]
	presence.is_part_of_input(before)
}

# All subnets of an environment are told.
names_all_subnets(environment) if {
	not environment.unknown.subnets
	every edge in object.get(environment, "subnets", []) {
		edge.id
	}
}

# Ids of its subnets that are told.
subnets(environment) := {edge.id | some edge in object.get(environment, "subnets", [])}

# The user asked for an edition of the documents before that day.
is_edition_before(day) if input.context.editions.ise < day

# The entity is certainly in an environment: which, is in the reference.
is_in_one(entity) if entity.integration_service_environment.id

# It is in one, or it cannot be told that it is not.
may_be_in_one(entity) if is_in_one(entity)

may_be_in_one(entity) if attribute.is_unknown(entity, "integration_service_environment")

# The environment it is in, deployed or only named; undefined when it cannot be told.
of(entity) := input.after.integration_service_environments[entity.integration_service_environment.id]
