# METADATA
# description: what the network security group of an integration subnet does to required flows
package vnetguard.lib.app_flow

import data.vnetguard.lib.decider
import data.vnetguard.lib.joined

# Who has to change something: the network security group, or the subnet where that is not known.
subject(subnet) := subnet.network_security_group.id if input.after.network_security_groups[subnet.network_security_group.id]

subject(subnet) := subnet.id if not subnet.network_security_group.id

# The subject and what users call it.
name(subnet) := sprintf("network security group '%s'", [input.after.network_security_groups[subnet.network_security_group.id].subject])

name(subnet) := sprintf("the network security group of subnet '%s'", [subnet.subject]) if not subnet.network_security_group.id

# All or a part of the flow is certainly dropped.
is_dropped(flow) if flow.verdict in {"deny", "partial"}

# The rule that decides a dropped flow.
rule(flow) := sprintf("%s drops %s on port %d", [decider.name(flow.decided_by), upper(flow.witness.protocol), flow.witness.port])

# What is shown of a flow that these apps, one at least, need.
evidence(subnet, flow, apps) := array.concat(
	array.concat(_of_decider(flow), [{"entity": subnet.id, "attribute": "network_security_group"}]),
	joined.condition(apps),
)

_of_decider(flow) := decider.evidence(flow.decided_by) if flow.decided_by

_of_decider(flow) := [] if not flow.decided_by

# An appliance may stand between the subnet and what has no route of its own; what it lets through is not known.
may_meet_appliance(subnet) if {
	some route in subnet.default_route.routes
	route.next_hop == "virtualappliance"
}
