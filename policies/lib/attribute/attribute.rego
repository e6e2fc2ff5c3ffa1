# METADATA
# description: the three values of an attribute
package vnetguard.lib.attribute

# There is a value, and all of it is known.
is_known(entity, name) if {
	name in object.keys(entity)
	not entity.unknown[name]
}

# There is no value, or only a part of it, that is known.
is_unknown(entity, name) if entity.unknown[name]

# There is certainly no value.
is_absent(entity, name) if {
	not _has(entity, name)
	not is_unknown(entity, name)
}

_has(entity, name) if name in object.keys(entity)
