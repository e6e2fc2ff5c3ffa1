# METADATA
# description: references that are not told, and what they may lead to
package vnetguard.lib.whereabouts

# Why the references of an attribute are not all told: of the whole, and of its elements.
gaps(entity, name) := array.concat(
	[gap | gap := entity.unknown[name]],
	[element.unknown | some element in entity[name]; is_object(element)],
)

# What the gaps may lead to, where that is narrowed down.
candidates(entity, name) := {id | some gap in gaps(entity, name); some id in gap.candidates}

# A gap may lead anywhere.
may_be_anywhere(entity, name) if {
	some gap in gaps(entity, name)
	count(object.get(gap, "candidates", [])) == 0
}

# A gap may lead to this.
may_be(entity, name, id) if id in candidates(entity, name)

may_be(entity, name, _) if may_be_anywhere(entity, name)
