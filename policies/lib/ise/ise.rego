# METADATA
# description: integration service environments that the input deploys
package vnetguard.lib.ise

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
