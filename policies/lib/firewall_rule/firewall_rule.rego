# METADATA
# description: what a rule of a firewall applies to
package vnetguard.lib.firewall_rule

import data.vnetguard.lib.ipv4

# All addresses of the prefix are among the sources.
covers(rule, prefix) if "*" in rule.source_addresses

covers(rule, prefix) if {
	some source in _sources(rule)
	net.cidr_is_valid(source)
	net.cidr_contains(source, _written(prefix))
}

# An address of the prefix is certainly among the sources.
meets(rule, prefix) if covers(rule, prefix)

meets(rule, prefix) if {
	some source in _sources(rule)
	_is_address_or_prefix(source)
	net.cidr_contains(_written(prefix), source)
}

# It cannot be told that none is.
may_meet(rule, prefix) if meets(rule, prefix)

may_meet(rule, _) if {
	some group in rule.source_ip_groups
	not _is_told(group)
}

may_meet(rule, _) if {
	some name in ["source_addresses", "source_ip_groups"]
	rule.unknown[name]
}

may_meet(rule, _) if {
	some source in _sources(rule)
	not _is_address_or_prefix(source)
}

# All of what the text names is among the destinations: `*` for all addresses, or a service tag.
has_destination(rule, _) if {
	some destination in _destinations(rule)
	destination in _everywhere
}

has_destination(rule, tag) if {
	some destination in rule.destination_addresses
	lower(destination) == lower(tag)
}

# The destinations are certainly private addresses, and nothing else.
is_private(rule) if {
	count(object.get(rule, "destination_fqdns", [])) == 0
	count(_destinations(rule)) > 0
	every destination in _destinations(rule) {
		_is_address_or_prefix(destination)
		some range in data.vnetguard.reference.rfc1918.prefixes
		net.cidr_contains(range, destination)
	}
	_has_told_destinations(rule)
}

# Ranges of addresses that hold all destinations; every address where they cannot be told.
destination_ranges(rule) := [ipv4.all] if {
	_may_go_anywhere(rule)
} else := [ipv4.block(destination) | some destination in _destinations(rule)]

_may_go_anywhere(rule) if count(_destinations(rule)) == 0

_may_go_anywhere(rule) if {
	some destination in _destinations(rule)
	not ipv4.block(destination)
}

_may_go_anywhere(rule) if not _has_told_destinations(rule)

_has_told_destinations(rule) if {
	every group in object.get(rule, "destination_ip_groups", []) {
		_is_told(group)
	}
	count(object.filter(rule.unknown, ["destination_addresses", "destination_fqdns", "destination_ip_groups"])) == 0
}

# The protocol, in lower case, is among those of the rule.
has_protocol(rule, protocol) if {
	some word in rule.protocols
	lower(word) in {"any", protocol}
}

# The port is among the destination ports.
has_port(rule, port) if {
	some text in rule.destination_ports
	_includes(text, port)
}

# It cannot be told that it is not.
may_have_port(rule, port) if has_port(rule, port)

may_have_port(rule, _) if rule.unknown.destination_ports

_includes("*", _) := true

_includes(text, port) if {
	regex.match("^[0-9]+(-[0-9]+)?$", text)
	ends := split(text, "-")
	to_number(ends[0]) <= port
	to_number(ends[count(ends) - 1]) >= port
}

_everywhere := {"*", "0.0.0.0/0"}

_sources(rule) := array.concat(object.get(rule, "source_addresses", []), _in_groups(rule, "source_ip_groups"))

_destinations(rule) := array.concat(object.get(rule, "destination_addresses", []), _in_groups(rule, "destination_ip_groups"))

# What is certainly in the groups.
_in_groups(rule, name) := [address |
	some group in rule[name]
	_is_told(group)
	some address in input.after.ip_groups[group.id].addresses
]

# The group is part of the input, with all that is in it.
_is_told(group) if {
	entity := input.after.ip_groups[group.id]
	entity.presence == "declared"
	not entity.unknown.addresses
}

_is_address_or_prefix(text) if net.cidr_is_valid(text)

_is_address_or_prefix(text) if net.cidr_is_valid(sprintf("%s/32", [text]))

_written(prefix) := sprintf("%s/%d", [prefix.first, prefix.prefix_length])
