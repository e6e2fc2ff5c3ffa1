# METADATA
# description: address prefixes
package vnetguard.lib.prefixes

# Those of the prefixes that share an address with one of the ranges (as texts): which with which.
meeting(prefixes, ranges) := {{"prefix": prefix.text, "range": range} |
	some prefix in prefixes
	some range in ranges
	_meet(_written(prefix), range)
}

# All of a prefix is in the range.
is_within(prefix, range) if net.cidr_contains(range, _written(prefix))

_meet(one, other) if net.cidr_contains(one, other)

_meet(one, other) if net.cidr_contains(other, one)

# The text of the input may lack the length or have spaces around it.
_written(prefix) := sprintf("%s/%d", [prefix.first, prefix.prefix_length])
