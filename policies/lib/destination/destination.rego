# METADATA
# description: addresses that security rules and routes are about
package vnetguard.lib.destination

_private := data.vnetguard.reference.private_addresses

# The text (an address, a prefix, a service tag or *) can hold public addresses.
is_public(text) if text == "*"

is_public(text) if {
	prefix := as_prefix(text)
	every private in _private.prefixes {
		not net.cidr_contains(private, prefix)
	}
}

is_public(text) if {
	is_tag(text)
	every tag in _private.tags {
		lower(text) != tag
	}
}

# It certainly holds private addresses alone.
is_private(text) if {
	prefix := as_prefix(text)
	some private in _private.prefixes
	net.cidr_contains(private, prefix)
}

# The prefix that an address or a prefix stands for; undefined for a service tag or *.
as_prefix(text) := text if net.cidr_is_valid(text)

as_prefix(text) := prefix if {
	prefix := sprintf("%s/32", [text])
	contains(text, ".")
	net.cidr_is_valid(prefix)
}

as_prefix(text) := prefix if {
	prefix := sprintf("%s/128", [text])
	contains(text, ":")
	net.cidr_is_valid(prefix)
}

is_tag(text) if {
	text != "*"
	not as_prefix(text)
}
