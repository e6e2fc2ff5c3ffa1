# METADATA
# description: what a rule of a firewall applies to
package vnetguard.lib.firewall_rule

# All addresses of the prefix are among the sources.
covers(rule, prefix) if "*" in rule.source_addresses

covers(rule, prefix) if {
	some source in rule.source_addresses
	net.cidr_is_valid(source)
	net.cidr_contains(source, _written(prefix))
}

# An address of the prefix is certainly among the sources.
meets(rule, prefix) if covers(rule, prefix)

meets(rule, prefix) if {
	some source in rule.source_addresses
	_is_address_or_prefix(source)
	net.cidr_contains(_written(prefix), source)
}

# It cannot be told that none is.
may_meet(rule, prefix) if meets(rule, prefix)

may_meet(rule, _) if count(rule.source_ip_groups) > 0

may_meet(rule, _) if {
	some name in ["source_addresses", "source_ip_groups"]
	rule.unknown[name]
}

may_meet(rule, _) if {
	some source in rule.source_addresses
	not _is_address_or_prefix(source)
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

_is_address_or_prefix(text) if net.cidr_is_valid(text)

_is_address_or_prefix(text) if net.cidr_is_valid(sprintf("%s/32", [text]))

_written(prefix) := sprintf("%s/%d", [prefix.first, prefix.prefix_length])
