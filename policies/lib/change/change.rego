# METADATA
# description: what a plan or a what-if result does to entities
package vnetguard.lib.change

import data.vnetguard.lib.attribute
import data.vnetguard.lib.presence

# What stands there now is deleted, perhaps to be created anew.
goes(id) if "delete" in input.changes[id].actions

# A subnet that is written within its network now, and of which the network does not tell whether it stays.
may_be_lost(subnet) if {
	not input.changes[subnet]
	afterwards := object.get(input.after, ["subnets", subnet], {"presence": "external"})
	not presence.is_part_of_input(afterwards)
	"update" in input.changes[input.before.subnets[subnet].virtual_network.id].actions
}

# How it goes, in a word: a replacement under another id tells why.
ending(id) := "replaced" if _is_replaced(id)

ending(id) := "deleted" if {
	goes(id)
	not _is_replaced(id)
}

_is_replaced(id) if {
	goes(id)
	"create" in input.changes[id].actions
}

_is_replaced(id) if {
	goes(id)
	startswith(input.changes[id].reason, "replace_")
}

# It is created, changed or deleted.
is_touched(id) if {
	some action in input.changes[id].actions
	action in {"create", "delete", "update"}
}

# Of an entity as it is (`before`) and as it will be (`after`): an attribute certainly has another value afterwards.
differs(sides, name) if {
	_are_known(sides, name)
	sides.before[name] != sides.after[name]
}

# It certainly has the same value, or none in either.
agrees(sides, name) if {
	_are_known(sides, name)
	sides.before[name] == sides.after[name]
}

agrees(sides, name) if {
	attribute.is_absent(sides.before, name)
	attribute.is_absent(sides.after, name)
}

_are_known(sides, name) if {
	attribute.is_known(sides.before, name)
	attribute.is_known(sides.after, name)
}
