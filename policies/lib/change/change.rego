# METADATA
# description: what a plan or a what-if result does to entities
package vnetguard.lib.change

import data.vnetguard.lib.attribute

# What stands there now is deleted, perhaps to be created anew.
goes(id) if "delete" in input.changes[id].actions

# It is created, changed or deleted.
is_touched(id) if {
	some action in input.changes[id].actions
	action in {"create", "delete", "update"}
}

# An attribute certainly has another value afterwards.
differs(before, after, name) if {
	attribute.is_known(before, name)
	attribute.is_known(after, name)
	before[name] != after[name]
}

# It certainly has the same value, or none in either.
agrees(before, after, name) if {
	attribute.is_known(before, name)
	attribute.is_known(after, name)
	before[name] == after[name]
}

agrees(before, after, name) if {
	attribute.is_absent(before, name)
	attribute.is_absent(after, name)
}
