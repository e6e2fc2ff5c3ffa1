# METADATA
# description: whether two resources are in one region
package vnetguard.lib.same_region

import data.vnetguard.lib.attribute

# They certainly are.
is(one, other) if {
	_are_known(one, other)
	one.region == other.region
}

# Neither is known, but both are the same expression.
is(one, other) if one.unknown.region.pattern == other.unknown.region.pattern

# They certainly are not.
is_not(one, other) if {
	_are_known(one, other)
	one.region != other.region
}

_are_known(one, other) if {
	attribute.is_known(one, "region")
	attribute.is_known(other, "region")
}
