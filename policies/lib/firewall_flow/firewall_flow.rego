# METADATA
# description: what the network rules of a firewall do with a flow, in the order in which it comes to them
package vnetguard.lib.firewall_flow

import data.vnetguard.lib.attribute
import data.vnetguard.lib.firewall
import data.vnetguard.lib.firewall_rule

# A flow: `prefix` of its sources, `destination` (a service tag, or `*`), `ports` (numbers, or the text `*`) and `protocol` in lower
# case. Its other side is public.

# The rule certainly takes all of the flow that comes to it.
takes(rule, flow) if {
	rule.presence == "declared"
	firewall_rule.covers(rule, flow.prefix)
	firewall_rule.has_destination(rule, flow.destination)
	firewall_rule.has_protocol(rule, flow.protocol)
	_has_all_ports(rule, flow)
}

# It cannot be told that it takes nothing of it.
may_take(rule, flow) if {
	firewall_rule.may_meet(rule, flow.prefix)
	not firewall_rule.is_private(rule)
	not _is_of_another_protocol(rule, flow)
	_may_have_a_port(rule, flow)
}

# A rule that denies certainly takes all of the flow before the rule sees it.
is_stopped(gate, rule, flow) if {
	some denying in firewall.rules(gate, "deny", ["network"])
	takes(denying, flow)
	firewall.precedes(denying, rule)
}

# A rule that denies may take something of the flow before the rule sees it.
may_be_stopped(gate, rule, flow) if {
	some denying in firewall.rules(gate, "deny", ["network"])
	may_take(denying, flow)
	not firewall.precedes(rule, denying)
}

_is_of_another_protocol(rule, flow) if {
	protocol := flow.protocol
	protocol != "any"
	attribute.is_known(rule, "protocols")
	not firewall_rule.has_protocol(rule, protocol)
}

_has_all_ports(rule, _) if "*" in rule.destination_ports

_has_all_ports(rule, flow) if {
	is_array(flow.ports)
	every port in flow.ports {
		firewall_rule.has_port(rule, port)
	}
}

_may_have_a_port(rule, flow) if {
	is_array(flow.ports)
	some port in flow.ports
	firewall_rule.may_have_port(rule, port)
}

_may_have_a_port(_, flow) if flow.ports == "*"
