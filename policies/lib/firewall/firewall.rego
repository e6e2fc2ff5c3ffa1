# METADATA
# description: firewalls and other appliances behind the default routes of integration service environments
package vnetguard.lib.firewall

import data.vnetguard.lib.ise

# Subnets of the environment whose default route certainly leads to a firewall of the input: by firewall.
behind(environment) := {firewall: subnets |
	some found in _appliances(environment)
	some firewall in found.firewalls
	subnets := {other.subnet | some other in _appliances(environment); firewall in other.firewalls}
}

# The default route of a subnet certainly leads to an appliance that is no firewall of the input, or not known to be one.
leads_to_another(environment) if {
	some found in _appliances(environment)
	count(found.firewalls) == 0
}

# It may lead to a firewall of the input.
may_lead_to_one(environment) if {
	count(input.after.firewalls) > 0
	some id in ise.subnets(environment)
	some route in input.after.subnets[id].default_route.routes
	_may_be_appliance(route)
	count(_of(route)) == 0
}

# A subnet that is not told may be behind any appliance, where others are behind one.
may_lead_to_one(environment) if {
	count(behind(environment)) > 0
	some subnet in environment.subnets
	not subnet.id
}

may_lead_to_one(environment) if {
	count(behind(environment)) > 0
	environment.unknown.subnets
}

# All rules of the firewall are known: its own, and those of its policy and what that inherits from.
is_known(firewall) if {
	firewall.presence != "external"
	not firewall.unknown.firewall_policy
	not firewall.unknown.rule_collections
	count(_untold) == 0
	every policy in policies(firewall) {
		policy.presence != "external"
		not policy.unknown.base_policy
	}
	every group in _groups(firewall) {
		not group.unknown.rule_collections
	}
	count(_deeper(firewall)) == 0
	every collection in collections(firewall) {
		not collection.unknown.rules
		not collection.unknown.action
		every rule in object.get(collection, "rules", []) {
			rule.unknown == object.filter(rule.unknown, ["name"])
		}
	}
}

# Its policy, that policy's base, and the base of that.
policies(firewall) := [input.after.firewall_policies[id] | some id in _policy_ids(firewall)]

# Collections of rules that stand in it, or in its policies.
collections(firewall) := array.concat(
	[input.after.firewall_rule_collections[id] | some id in firewall.rule_collections],
	[input.after.firewall_rule_collections[id] |
		some group in _groups(firewall)
		some id in group.rule_collections
	],
)

_groups(firewall) := [input.after.firewall_rule_collection_groups[id] |
	some policy in policies(firewall)
	some id in policy.rule_collection_groups
]

# Rules of its collections with this action and of one of these types, where the input tells the type.
rules(firewall, action, types) := [object.union(rule, {"presence": collection.presence, "rank": rank}) |
	some collection in collections(firewall)
	collection.action == action
	object.get(collection, "collection_type", types[0]) in types
	rank := _rank(firewall, collection)
	some rule in collection.rules
]

# The firewall certainly comes to the one rule before the other: network rules before application rules, rules that a policy
# inherits before its own, then by the numbers of groups and of collections.
precedes(one, other) if {
	some index, part in one.rank
	is_number(part)
	is_number(other.rank[index])
	part < other.rank[index]
	same := array.slice(one.rank, 0, index)
	same == array.slice(other.rank, 0, index)
	every number in same {
		is_number(number)
	}
}

# Four numbers, of which null is not known.
_rank(firewall, collection) := [
	object.get({"network": 0, "application": 1}, object.get(collection, "collection_type", ""), null),
	_depth(firewall, collection),
	_group_priority(collection),
	object.get(collection, "priority", null),
]

# How far the policy of the collection is from the root of what the firewall's policy inherits from, as a negative number.
_depth(firewall, collection) := depth if {
	policy := _group(collection).firewall_policy.id
	some index, id in _policy_ids(firewall)
	id == policy
	depth := 0 - index
} else := 0 if {
	not collection.group
	not firewall.firewall_policy
} else := null

_group_priority(collection) := 0 if {
	not collection.group
} else := object.get(_group(collection), "priority", null)

_group(collection) := object.get(input.after.firewall_rule_collection_groups, collection.group.id, {})

# Default routes of the environment's subnets that certainly lead to an appliance, with the firewalls that may be it.
_appliances(environment) := [{"subnet": id, "firewalls": _of(route)} |
	some id in ise.subnets(environment)
	default_route := input.after.subnets[id].default_route
	default_route.next_hop == "virtualappliance"
	some route in default_route.routes
]

_may_be_appliance(route) if route.next_hop == "virtualappliance"

_may_be_appliance(route) if not route.next_hop

# The firewalls of the input that a route leads to.
_of(route) := {id |
	some id, firewall in input.after.firewalls
	_is(route, firewall)
}

_is(route, firewall) if route.address in firewall.private_addresses

# Nothing but the firewall stands in its subnet.
_is(route, firewall) if {
	some edge in firewall.subnets
	some prefix in input.after.subnets[edge.id].prefixes
	net.cidr_contains(sprintf("%s/%d", [prefix.first, prefix.prefix_length]), route.address)
}

# A reference to its address, from the same module.
_is(route, firewall) if {
	entity := input.after.routes[route.id]
	text := entity.unknown.next_hop_address.text
	regex.match(`^azurerm_firewall\.[A-Za-z0-9_-]+(\[("[^"]*"|[0-9]+)\])?\.ip_configuration\[0\]\.private_ip_address$`, text)
	reference := trim_suffix(text, ".ip_configuration[0].private_ip_address")
	firewall.subject == sprintf("%s%s", [_module(entity.subject), reference])
}

# An expression that only the deployment can evaluate, and that reads the address of the firewall.
_is(route, firewall) if {
	expression := lower(input.after.routes[route.id].unknown.next_hop_address.pattern)
	contains(expression, "privateipaddress")
	contains(expression, sprintf("/azurefirewalls/%s'", [lower(firewall.name)]))
}

# The module that a resource of Terraform is in, with the dot behind it.
_module(subject) := regex.find_n(`^(module\.[A-Za-z0-9_-]+(\[("[^"]*"|[0-9]+)\])?\.)*`, subject, 1)[0]

_policy_ids(firewall) := [id |
	first := firewall.firewall_policy.id
	second := _base(first)
	third := _base(second)
	some id in [first, second, third]
	id != ""
]

_deeper(firewall) := [base |
	ids := _policy_ids(firewall)
	count(ids) == 3
	base := _base(ids[2])
	base != ""
]

_base(id) := input.after.firewall_policies[id].base_policy.id

_base(id) := "" if not input.after.firewall_policies[id].base_policy.id

# Collections and groups of which it is not known where they belong.
_untold contains id if {
	some id, collection in input.after.firewall_rule_collections
	some name in ["firewall", "group"]
	collection.unknown[name]
}

_untold contains id if {
	some id, group in input.after.firewall_rule_collection_groups
	group.unknown.firewall_policy
}
