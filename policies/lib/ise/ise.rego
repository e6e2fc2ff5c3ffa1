# METADATA
# description: integration service environments that the input deploys
package vnetguard.lib.ise

import data.vnetguard.lib.presence

# By id, without those that are only named.
deployed[id] := environment if {
	some id, environment in input.after.integration_service_environments
	presence.is_part_of_input(environment)
}
