# METADATA
# description: subnets of integration service environments
package vnetguard.lib.ise_subnet

import data.vnetguard.lib.ise

# By id, the subnets of environments that the input deploys.
used[id] := subnet if {
	some environment in ise.deployed
	some id in ise.subnets(environment)
	subnet := input.after.subnets[id]
}

# Evidence that the subnet may not be used after all: its environments, when none of them is certainly deployed.
conditions(subnet) := [{"entity": id, "attribute": "subnets"} |
	not _is_certainly_used(subnet)
	some id in subnet.integration_service_environments
	input.after.integration_service_environments[id].presence == "conditional"
]

_is_certainly_used(subnet) if {
	some id in subnet.integration_service_environments
	input.after.integration_service_environments[id].presence == "declared"
}

# The same, and evidence that its network security group may be another one than the input shows.
flow_conditions(subnet) := array.concat(conditions(subnet), [{"entity": id, "attribute": "security_rules"} |
	id := subnet.network_security_group.id
	input.after.network_security_groups[id].presence == "conditional"
])
