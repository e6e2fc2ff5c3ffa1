# METADATA
# description: what an entity waits for when it is created, where the input tells
package vnetguard.lib.order

# The entity is certainly created after the other one.
waits_for(id, other) if other in input.order[id].after

# It certainly need not be.
ignores(id, other) if {
	_is_told(id)
	not waits_for(id, other)
}

# The resources that state an attribute of an entity, as the user knows them.
setters(entity, name) := entity.stated_by[name]

setters(entity, name) := [entity.subject] if not entity.stated_by[name]

# Whatever states the attribute comes certainly first.
waits_for_setters(id, entity, name) if input.order[id].stated[entity.id][name] == "all"

waits_for_setters(id, entity, name) if {
	not entity.stated_by[name]
	waits_for(id, entity.id)
}

# Nothing that states it need come first.
ignores_setters(id, entity, name) if {
	_is_told(id)
	entity.stated_by[name]
	other := entity.id
	not input.order[id].stated[other][name]
}

ignores_setters(id, entity, name) if {
	not entity.stated_by[name]
	ignores(id, entity.id)
}

_is_told(id) if {
	order := input.order[id]
	not order.unknown.after
}
